"""Pages of appeals: the list, writing one down, looking at one, deciding, and the answer on paper.

Ground and answer are somebody's own words and may name people: each page that shows them leaves one line of reading.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yizhan.shared.appeals.forms import AnswerForm, LodgeForm
from yizhan.shared.appeals.kinds import AppealKind, kind_of, kinds_for
from yizhan.shared.appeals.models import AppealBase
from yizhan.shared.appeals.queries import TABS, lines, steps_of
from yizhan.shared.audit.enums import AuditKind
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.errors import NotAllowed, Refused
from yizhan.shared.submissions import earlier_submission
from yizhan.shared.web.middleware import say
from yizhan.shared.web.request_facts import asked_number

PAGE_SIZE = 30
TITLES = {"waiting": gettext_lazy("等待复核"), "decided": gettext_lazy("已有结果"), "withdrawn": gettext_lazy("已撤回")}


def _kind(request: HttpRequest, key: str) -> tuple[Any, AppealKind]:
    kind = kind_of(key)
    if kind is None:
        raise Http404
    if not kind.may_see(request.user):
        raise NotAllowed
    return request.user, kind


def _found(request: HttpRequest, key: str, public_id: uuid.UUID) -> tuple[Any, AppealKind, AppealBase]:
    user, kind = _kind(request, key)
    return user, kind, get_object_or_404(kind.visible_to(user), public_id=public_id)


@require_GET
@never_cache
def list_appeals(request: HttpRequest) -> HttpResponse:
    """Show what waits to be looked at again, what was answered, and what was taken back."""
    if not kinds_for(request.user):
        raise NotAllowed
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else "waiting"
    number = asked_number(request)
    found = lines(request.user, tab, start=(number - 1) * PAGE_SIZE, count=PAGE_SIZE + 1)
    context = {
        "lines": found[:PAGE_SIZE],
        "tab": tab,
        "tabs": [{"url": f"?tab={key}", "label": title, "active": key == tab} for key, title in TITLES.items()],
        "number": number,
        "has_next": len(found) > PAGE_SIZE,
    }
    return render(request, "shared/appeal_list.html", context)


@require_http_methods(["GET", "POST"])
@never_cache
def lodge(request: HttpRequest, kind: str, public_id: uuid.UUID) -> HttpResponse:
    """Write down what is said against a decision, on behalf of whom it concerns or in one's own name."""
    user, found = _kind(request, kind)
    if not found.may_lodge(user):
        raise NotAllowed
    subject = found.find(user, public_id)
    if subject is None:
        raise Http404
    submission = request.POST.get("submission")
    if led_to := earlier_submission(submission, by=user):
        return redirect(led_to)
    form = LodgeForm(request.POST or None, in_own_name=found.speaks_for_self(user))
    if request.method == "POST" and form.is_valid():
        try:
            appeal = found.lodge(
                subject=subject.record, said=form.said(), by=user, at=timezone.now(), submission=submission
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            say(request, _("申诉已登记，由另一位同事复核。"))
            return redirect("appeals:show", found.key, appeal.public_id)
    context = {"kind": found, "subject": subject, "form": form}
    return render(request, "shared/appeal_lodge.html", context, status=422 if form.errors else 200)


@require_GET
@never_cache
def show(request: HttpRequest, kind: str, public_id: uuid.UUID) -> HttpResponse:
    """Show an appeal: what was decided, what is said against it, the answer, and who may give one."""
    user, found, appeal = _found(request, kind, public_id)
    return _shown(request, user, found, appeal, AnswerForm(initial={"version": appeal.version}))


def _shown(
    request: HttpRequest, user: Any, kind: AppealKind, appeal: AppealBase, form: AnswerForm, status: int = 200
) -> HttpResponse:
    may = kind.may_decide(user)
    context = {
        "kind": kind,
        "appeal": appeal,
        "subject": kind.subject(appeal),
        "steps": steps_of(appeal),
        "form": form,
        "may_decide": appeal.is_waiting and may and not appeal.is_closed_to(user.pk),
        "for_another": appeal.is_waiting and may and appeal.is_closed_to(user.pk),
        "decided_first": appeal.first_decided_by_id == user.pk,
        "may_withdraw": appeal.is_waiting and kind.may_lodge(user),
    }
    if status == 200:
        _note_look(request, "appeal.viewed", appeal)
    return render(request, "shared/appeal_show.html", context, status=status)


def _note_look(request: HttpRequest, action: str, appeal: AppealBase) -> None:
    write_audit(
        action=action, by=request.user, at=timezone.now(), obj=appeal, fields=["ground", "answer"], kind=AuditKind.READ
    )


@require_POST
def decide(request: HttpRequest, kind: str, public_id: uuid.UUID) -> HttpResponse:
    """Decide about an appeal and answer in words."""
    user, found, appeal = _found(request, kind, public_id)
    if not found.may_decide(user):
        raise NotAllowed
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _shown(request, user, found, appeal, form, status=422)
    found.decide(
        appeal=appeal,
        granted=form.cleaned_data["granted"],
        answer=form.cleaned_data["answer"],
        by=user,
        at=timezone.now(),
        seen_version=form.cleaned_data["version"],
    )
    say(request, _("复核结果已记录。请打印答复或当面告知。"))
    return redirect("appeals:show", found.key, appeal.public_id)


@require_POST
def withdraw(request: HttpRequest, kind: str, public_id: uuid.UUID) -> HttpResponse:
    """Take an appeal back before anybody decided."""
    user, found, appeal = _found(request, kind, public_id)
    if not found.may_lodge(user):
        raise NotAllowed
    found.withdraw(appeal=appeal, by=user, at=timezone.now())
    say(request, _("申诉已撤回，原来的决定照旧。"))
    return redirect("appeals:show", found.key, appeal.public_id)


@require_GET
@never_cache
def answer(request: HttpRequest, kind: str, public_id: uuid.UUID) -> HttpResponse:
    """Show the answer as a sheet for paper; before there is one, there is no sheet."""
    _user, found, appeal = _found(request, kind, public_id)
    if not appeal.is_decided:
        raise Http404
    _note_look(request, "appeal.answer_printed", appeal)
    context = {"kind": found, "appeal": appeal, "subject": found.subject(appeal)}
    return render(request, "shared/appeal_answer.html", context)
