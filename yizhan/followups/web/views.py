"""Today's calls, one call on one screen, what comes up, and what the station head must see to."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yizhan.accounts.queries import actor, can_serve, can_unmask, users_of
from yizhan.followups.enums import MOST_ATTEMPTS, FollowUpState, Method, Reach
from yizhan.followups.operations import assign, mark_handled, record_attempt, reschedule
from yizhan.followups.queries import (
    about_line,
    alarm_lines,
    alarms,
    alarms_in,
    attempts_of,
    call_list,
    coming_up,
    followups_of,
    get_followup,
    kind_of,
    next_call,
    progress,
)
from yizhan.followups.rules import may_call, may_handle_alarms, may_see_alarms, may_see_calls
from yizhan.followups.web.forms import ACCUSING, CallForm, GiveForm, LaterForm
from yizhan.people.enums import RevealField, UnmaskReason
from yizhan.people.operations import reveal
from yizhan.people.queries import current_contacts, get_person, masked_phone
from yizhan.shared.audit.enums import AuditKind
from yizhan.shared.audit.operations import write_audit, write_read
from yizhan.shared.display import listed
from yizhan.shared.errors import Incomplete, NotAllowed, Refused
from yizhan.shared.web.middleware import say

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.followups.models import FollowUp

#: Days ahead that are shown as coming up.
AHEAD = 7
PAGE_SIZE = 50
TABS = (
    ("followups:list", gettext_lazy("今天")),
    ("followups:coming", gettext_lazy("接下来七天")),
)


def _demand(user: User, may: Callable[[User], bool]) -> None:
    if not may(user):
        raise NotAllowed


def _about(request: HttpRequest, public_id: uuid.UUID, may: Callable[[User], bool]) -> tuple[User, FollowUp]:
    user = actor(request)
    _demand(user, may)
    return user, get_followup(user, public_id)


def _note_list(user: User, rows: Sequence[Any], action: str) -> None:
    """Leave the one line that a list of people leaves; an empty one leaves none."""
    if rows:
        write_audit(
            action=action, by=user, at=timezone.now(), fields=["name", "contacts"], kind=AuditKind.READ,
            reason=f"rows:{len(rows)}",
        )  # fmt: skip


def _tabs(active: str) -> list[dict[str, Any]]:
    return [{"url": reverse(name), "label": label, "active": name == active} for name, label in TABS]


@never_cache
@require_GET
def list_calls(request: HttpRequest) -> HttpResponse:
    """Show whom to call today, the longest overdue first, and how far the day is."""
    user = actor(request)
    _demand(user, may_see_calls)
    today = timezone.localdate()
    start = dt.datetime.combine(today, dt.time(), timezone.get_current_timezone())
    rows = call_list(user, today)
    _note_list(user, rows, "followup.listed")
    context = {
        "tabs": _tabs("followups:list"),
        "rows": rows,
        "progress": progress(user, today, start, start + dt.timedelta(days=1)),
        "most": MOST_ATTEMPTS,
        "may_call": may_call(user),
    }
    return render(request, "followups/list.html", context)


@never_cache
@require_GET
def coming(request: HttpRequest) -> HttpResponse:
    """Show what falls due in the next days."""
    user = actor(request)
    _demand(user, may_see_calls)
    rows = coming_up(user, timezone.localdate(), AHEAD)
    _note_list(user, rows, "followup.coming_listed")
    context = {"tabs": _tabs("followups:coming"), "rows": rows, "most": MOST_ATTEMPTS, "may_call": may_call(user)}
    return render(request, "followups/coming.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def call(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Call one person: the questions of the kind on one screen, each answered with one key."""
    writes = request.method == "POST"
    user, followup = _about(request, public_id, may_call if writes else may_see_calls)
    kind = kind_of(followup.kind)
    form = CallForm(
        request.POST or None, questions=kind.questions, initial={"version": followup.version, "method": Method.PHONE}
    )
    status = 200
    if writes:
        status = 422
        if form.is_valid():
            try:
                return _noted(request, form, followup, user)
            except Refused as refusal:
                status = refusal.status
                form.add_error(None, str(refusal))
                _renew(form, followup)
    context = {
        "followup": followup,
        "kind": kind,
        "form": form,
        "questions": [
            {"field": form[name], "marks": [value for question, value in ACCUSING if question == name]}
            for name in kind.questions
        ],
        "about": about_line(followup),
        "phone": masked_phone(followup.person),
        "reasons": UnmaskReason.choices,
        "attempts": attempts_of(followup),
        "most": MOST_ATTEMPTS,
        "is_due": followup.state == FollowUpState.DUE,
        "late": (timezone.localdate() - followup.due_on).days,
        "may": {"call": may_call(user), "reveal": can_unmask(user)},
        "later_form": LaterForm(initial={"due_on": timezone.localdate() + dt.timedelta(days=1)}, auto_id="later_%s"),
        "give_form": GiveForm(colleagues=_callers(followup), initial={"to": followup.assigned_to_id or ""},
                              auto_id="give_%s"),
    }  # fmt: skip
    write_read(
        action="followup.viewed", by=user, at=timezone.now(), person_id=followup.person_id, obj=followup,
        fields=["name", "contacts", "followups"],
    )  # fmt: skip
    return render(request, "followups/call.html", context, status=status)


def _callers(followup: FollowUp) -> list[User]:
    return [one for one in users_of(followup.office) if can_serve(one)]


def _noted(request: HttpRequest, form: CallForm, followup: FollowUp, user: User) -> HttpResponse:
    """Note the attempt and go on to the next person on the list."""
    data = form.cleaned_data
    attempt = record_attempt(
        followup=followup, method=Method(data["method"]), reach=Reach(data["reach"]), answers=form.answers(), by=user,
        at=timezone.now(), seen_version=data["version"],
    )  # fmt: skip
    followup.refresh_from_db(fields=["state", "attempts"])
    if followup.state == FollowUpState.CLOSED_UNREACHED:
        say(request, _("%(n)s 次没有接通，这项回访已关闭。") % {"n": MOST_ATTEMPTS})
    else:
        heard = [str(attempt.get_reach_display())]
        # The caller ought to know that the head of the station sees it now, before the next number is dialled.
        if alarming := alarms_in(attempt):
            heard.append(f"{_('回访告警')} — " + listed(str(alarm.label) for alarm in alarming))
        say(request, _("已记录：%(reach)s。") % {"reach": " · ".join(heard)})
    following = next_call(user, timezone.localdate(), after=followup)
    return redirect("followups:call", following.public_id) if following else redirect("followups:list")


def _renew(form: CallForm, followup: FollowUp) -> None:
    """Let the form that is shown again speak of the follow-up as it is now; what was typed stays."""
    followup.refresh_from_db(fields=["state", "attempts", "version", "due_on"])
    form.data = {**dict(form.data.items()), "version": str(followup.version)}


@require_POST
@never_cache
def reveal_phone(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show the person's number for calling, for a coded reason."""
    user, followup = _about(request, public_id, can_unmask)
    reason = request.POST.get("reason", "")
    if reason not in UnmaskReason.values:
        raise Incomplete(_("没有选查看原因，号码没有显示。请选一个原因。"))
    contact = next((row for row in current_contacts(followup.person) if row.number), None)
    value = reveal(
        person=followup.person, field=RevealField.CONTACT, reason=UnmaskReason(reason), by=user, at=timezone.now(),
        contact_id=contact.pk if contact else None,
    )  # fmt: skip
    return render(request, "followups/_revealed.html", {"value": value})


@require_POST
def later(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Ask on another day."""
    user, followup = _about(request, public_id, may_call)
    form = LaterForm(request.POST)
    if not form.is_valid():
        raise Incomplete(_("没有选日期，没有改期。请选今天或以后的一天。"))
    day, at = form.cleaned_data["due_on"], timezone.now()
    reschedule(followup=followup, due_on=day, today=timezone.localdate(at), by=user, at=at)
    say(request, _("已改期。"))
    return redirect("followups:list")


@require_POST
def give(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Give it to a colleague, or to whoever has time."""
    user, followup = _about(request, public_id, may_call)
    colleagues = _callers(followup)
    form = GiveForm(request.POST, colleagues=colleagues)
    if not form.is_valid():
        raise Incomplete(_("没有这位同事，没有改派。请从名单里选。"))
    to = next((one for one in colleagues if one.pk == form.cleaned_data["to"]), None)
    assign(followup=followup, to=to, by=user, at=timezone.now())
    say(request, _("已改派给%(name)s。") % {"name": to.name} if to else _("已改为谁有空谁打。"))
    return redirect("followups:call", public_id)


@never_cache
@require_GET
def list_alarms(request: HttpRequest) -> HttpResponse:
    """Show answers that accuse somebody: a fee, a kept document, an injury, missing pay."""
    user = actor(request)
    _demand(user, may_see_alarms)
    done = request.GET.get("handled") == "1"
    number = _page(request)
    start = (number - 1) * PAGE_SIZE
    found = list(alarms(user, handled=done)[start : start + PAGE_SIZE + 1])
    rows = alarm_lines(found[:PAGE_SIZE])
    _note_list(user, rows, "followup.alarms_listed")
    context = {
        "tabs": [
            {"url": "?", "label": _("待处理"), "active": not done},
            {"url": "?handled=1", "label": _("已处理"), "active": done},
        ],
        "rows": rows,
        "done": done,
        "number": number,
        "has_next": len(found) > PAGE_SIZE,
        "may_handle": may_handle_alarms(user),
    }
    return render(request, "followups/alarms.html", context)


def _page(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return max(1, min(int(text), 10_000)) if text.isascii() and text.isdigit() else 1


@require_POST
def handled(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """Say that an alarm has been seen to."""
    user = actor(request)
    _demand(user, may_handle_alarms)
    attempt = get_object_or_404(alarms(user) | alarms(user, handled=True), pk=attempt_id)
    mark_handled(attempt=attempt, by=user, at=timezone.now())
    say(request, _("已标为处理过。"))
    return redirect("followups:alarms")


@never_cache
@require_GET
def panel(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show a person's follow-ups on the person's page."""
    user = actor(request)
    _demand(user, may_see_calls)
    person = get_person(user, public_id)
    rows = [{"row": row, "title": kind_of(row.kind).title} for row in followups_of(user, person)]
    write_read(
        action="followup.listed_of_person", by=user, at=timezone.now(), person_id=person.pk, obj=person,
        fields=["followups"],
    )  # fmt: skip
    return render(request, "followups/_panel.html", {"rows": rows})
