"""The call list, the ledger, and a person's messages. Each page that names people leaves one line of reading."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from yizhan.accounts.queries import actor
from yizhan.notices.operations import reveal_recipient
from yizhan.notices.queries import (
    MOST_CALLS,
    TABS,
    call_lines,
    counts_of_old,
    get_message,
    ledger_lines,
    lines_of_person,
    wanted_purposes,
)
from yizhan.notices.rules import may_call, may_reveal, may_see
from yizhan.notices.web.forms import WantedForm
from yizhan.people.enums import UnmaskReason
from yizhan.people.queries import get_person
from yizhan.shared.audit.enums import AuditKind
from yizhan.shared.audit.operations import write_audit, write_read
from yizhan.shared.errors import Incomplete, NotAllowed
from yizhan.shared.notifications.enums import Purpose
from yizhan.shared.notifications.operations import note_no_answer, set_wanted, settle_call
from yizhan.shared.web.middleware import say
from yizhan.shared.web.request_facts import asked_number

if TYPE_CHECKING:
    from yizhan.accounts.models import User

PAGE_SIZE = 50
TITLES = {"all": gettext_lazy("全部"), "missed": gettext_lazy("没有送到"), "waiting": gettext_lazy("待办")}


def _actor(request: HttpRequest, may: Callable[[User], bool]) -> User:
    user = actor(request)
    if not may(user):
        raise NotAllowed
    return user


def _note_list(user: User, rows: Sequence[Any], action: str) -> None:
    """Leave the one line that a list of people leaves; an empty one leaves none."""
    if rows:
        write_audit(
            action=action, by=user, at=timezone.now(), fields=["name", "recipient"], kind=AuditKind.READ,
            reason=f"rows:{len(rows)}",
        )  # fmt: skip


@require_GET
@never_cache
def calls(request: HttpRequest) -> HttpResponse:
    """Show whom to call and what to say: what no carrier could bring."""
    user = _actor(request, may_see)
    rows = call_lines(user, timezone.now())
    _note_list(user, rows, "message.calls_listed")
    context = {
        "rows": rows,
        "is_full": len(rows) == MOST_CALLS,
        "may_call": may_call(user),
        "may_reveal": may_reveal(user),
        "reasons": UnmaskReason.choices,
    }
    return render(request, "notices/calls.html", context)


@require_POST
def settle(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Tick a call off, or note that nobody answered."""
    user, at = _actor(request, may_call), timezone.now()
    message = get_message(user, public_id)
    outcome = request.POST.get("outcome")
    if outcome == "no_answer":
        note_no_answer(message=message, by=user, at=at)
        say(request, _("已记下没有接通，这通电话还在单上。"))
    elif outcome in ("reached", "not_needed"):
        settle_call(message=message, reached=outcome == "reached", by=user, at=at)
        say(request, _("已记为电话告知。") if outcome == "reached" else _("已从电话单上划掉。"))
    else:
        raise Incomplete(_("没有选结果，没有改动。请选“已告知”“没接通”或“不用打了”。"))
    return redirect("notices:calls")


@require_POST
@never_cache
def reveal(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show the number for calling, for a coded reason."""
    user = _actor(request, may_reveal)
    message = get_message(user, public_id)
    reason = request.POST.get("reason", "")
    if reason not in UnmaskReason.values:
        raise Incomplete(_("没有选查看原因，号码没有显示。请选一个原因。"))
    value = reveal_recipient(message=message, reason=reason, by=user, at=timezone.now())
    return render(request, "notices/_revealed.html", {"value": value})


@require_GET
@never_cache
def ledger(request: HttpRequest) -> HttpResponse:
    """Show what was sent to whom, why, and what came of it."""
    user = _actor(request, may_see)
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else "all"
    number = asked_number(request, most=1000)
    found = ledger_lines(user, tab, start=(number - 1) * PAGE_SIZE, count=PAGE_SIZE + 1)
    _note_list(user, found, "message.ledger_listed")
    context = {
        "rows": found[:PAGE_SIZE],
        "number": number,
        "has_next": len(found) > PAGE_SIZE,
        "old": [_("%(year)s 年 %(n)s 条") % {"year": year, "n": n} for year, n in counts_of_old(user).items()],
        "tabs": [{"url": f"?tab={key}", "label": title, "active": key == tab} for key, title in TITLES.items()],
    }
    return render(request, "notices/ledger.html", context)


@require_GET
@never_cache
def panel(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show a person's newest messages and what they want, as a panel of their page."""
    user = _actor(request, may_see)
    person = get_person(user, public_id)
    context = {
        "person": person,
        "rows": lines_of_person(user, person.pk),
        "form": WantedForm(initial={"wanted": sorted(wanted_purposes(person.pk))}),
        "may_call": may_call(user),
    }
    write_read(
        action="message.panel_viewed", by=user, at=timezone.now(), person_id=person.pk, fields=["messages"], obj=person
    )
    return render(request, "notices/_panel.html", context)


@require_POST
def wanted(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Write down for what a person wants messages."""
    user = _actor(request, may_call)
    person = get_person(user, public_id)
    form = WantedForm(request.POST)
    if not form.is_valid():
        raise Incomplete(_("选项不对，没有改动。请从列出的几种里选。"))
    chosen = frozenset(Purpose(one) for one in form.cleaned_data["wanted"])
    set_wanted(person_id=person.pk, wanted=chosen, by=user, at=timezone.now())
    say(request, _("消息意愿已记下。"))
    return redirect("people:person", person.public_id)
