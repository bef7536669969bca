"""Steps taken on a posting's page and in the review queue."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django_stubs_ext import StrOrPromise

from yizhan.accounts.queries import actor, can_review, can_see_postings, can_unmask
from yizhan.people.enums import UnmaskReason
from yizhan.postings.enums import Again, CallAnswer, EndReason, PublishState, ReturnReason
from yizhan.postings.models import Posting, Shift
from yizhan.postings.operations import (
    answer_call,
    approve_posting,
    cancel_day,
    confirm_posting,
    pause_posting,
    publish_posting,
    refuse_posting,
    remove_posting,
    renew_posting,
    resume_posting,
    return_posting,
    set_headcount,
    submit_for_review,
    take_back,
    withdraw_posting,
)
from yizhan.postings.queries import can_enter, can_remove, can_run, postings_visible_to
from yizhan.postings.web.forms import CancelDayForm, DecisionForm, EndForm, HeadcountForm
from yizhan.shared.audit.enums import AuditKind
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.errors import Incomplete, NotAllowed
from yizhan.shared.web.middleware import say

if TYPE_CHECKING:
    from yizhan.accounts.models import User


@dataclass(frozen=True)
class Step:
    """A step with one button: who may, what it does, what is said afterwards."""

    may: Callable[[User], bool]
    do: Callable[..., Posting]
    said: StrOrPromise
    needs_reason: bool = False
    #: said instead where it ended in a pause.
    if_paused: StrOrPromise = ""


def _answered(answer: CallAnswer) -> Callable[..., Posting]:
    return partial(answer_call, answer=answer)


def _put_off(how: Again) -> Callable[..., Posting]:
    return partial(renew_posting, how=how)


RENEWED = gettext_lazy("时间已改，已重新提交审核。")
STEPS: dict[str, Step] = {
    "wanted": Step(can_run, _answered(CallAnswer.WANTED), gettext_lazy("已记录：雇主仍在招人，排回前面。")),
    "enough": Step(can_run, _answered(CallAnswer.FILLED), gettext_lazy("已撤回，仍可查存档。")),
    "wrong-number": Step(can_run, _answered(CallAnswer.WRONG_NUMBER), gettext_lazy("已记录号码不对，暂停招人。")),
    "not-reached": Step(
        can_run,
        _answered(CallAnswer.NOT_REACHED),
        gettext_lazy("已记录没打通，三次没打通即暂停。"),
        if_paused=gettext_lazy("三次没打通，已暂停招人，打通后再恢复。"),
    ),
    "submit": Step(can_enter, submit_for_review, gettext_lazy("已提交审核。")),
    "take-back": Step(can_enter, take_back, gettext_lazy("已撤回提交，可以继续修改。")),
    "renew-today": Step(can_enter, _put_off(Again.TODAY), RENEWED),
    "renew-next": Step(can_enter, _put_off(Again.NEXT), RENEWED),
    "publish": Step(can_run, publish_posting, gettext_lazy("已发布，可以推荐人了。")),
    "resume": Step(can_run, resume_posting, gettext_lazy("已恢复招人。")),
    "confirm": Step(can_run, confirm_posting, gettext_lazy("已记录：雇主仍在招人。现在的有效期见本页。")),
    "pause": Step(can_run, pause_posting, gettext_lazy("已暂停，不再推荐人。"), needs_reason=True),
    "withdraw": Step(can_run, withdraw_posting, gettext_lazy("已撤回，仍可查存档。"), needs_reason=True),
    "remove": Step(can_remove, remove_posting, gettext_lazy("已下架，仍可查存档。"), needs_reason=True),
}


def _about(
    request: HttpRequest, public_id: uuid.UUID, may: Callable[[User], bool] = can_see_postings
) -> tuple[User, Posting]:
    user = actor(request)
    if not may(user):
        raise NotAllowed
    return user, get_object_or_404(postings_visible_to(user).select_related("terms"), public_id=public_id)


def _back(request: HttpRequest, posting: Posting) -> HttpResponse:
    """Go back to the list that the step was taken from, or to the posting."""
    back = request.POST.get("back", "")
    if back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return redirect(back)
    return redirect("postings:show", posting.public_id)


@require_POST
def step(request: HttpRequest, public_id: uuid.UUID, step: str) -> HttpResponse:
    """Take one of `STEPS`."""
    found = STEPS.get(step)
    user, posting = _about(request, public_id, found.may if found else can_see_postings)
    if found is None:
        raise Incomplete(_("没有这一步，记录没有改变。请刷新页面。"))
    more = {}
    if found.needs_reason:
        form = EndForm(request.POST)
        if not form.is_valid():
            raise Incomplete(_("没有选原因，没有做成。请选一个原因。"))
        more = {"reason": EndReason(form.cleaned_data["reason"])}
    done = found.do(posting=posting, by=user, at=timezone.now(), **more)
    paused = done.publish_state == PublishState.PAUSED
    say(request, str(found.if_paused if paused and found.if_paused else found.said))
    return _back(request, posting)


def _may_look_at_the_queue(user: User) -> bool:
    return can_review(user) or can_enter(user)


@require_POST
def decide(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Approve and publish, return, or refuse; then on to the next one that waits."""
    user, posting = _about(request, public_id, _may_look_at_the_queue)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        raise Incomplete
    data, at = form.cleaned_data, timezone.now()
    decision, code = form.decided()
    if decision == "approve":
        approve_posting(
            posting=posting,
            by=user,
            at=at,
            reason=form.passed_because(code),
            age_ground_accepted=data["age_ground_accepted"],
            sex_ground_accepted=data["sex_ground_accepted"],
            publish=True,
            seen_version=data["version"],
        )
        say(request, _("%(number)s 审核通过，已发布。") % {"number": posting.number})
        return _next_in_queue(data["after"])
    if not code:
        raise Incomplete(_("没有选退回或不通过的原因，没有做成。请选一个原因。"))
    sending_back = decision == "return"
    operation = return_posting if sending_back else refuse_posting
    operation(posting=posting, reason=ReturnReason(code), by=user, at=at, seen_version=data["version"])
    sentence = _("%(number)s 已退回修改。") if sending_back else _("%(number)s 审核不通过。")
    say(request, sentence % {"number": posting.number})
    return _next_in_queue(data["after"])


def _next_in_queue(after: uuid.UUID | None) -> HttpResponse:
    """Go on to what waits next, on the same page of the queue."""
    address = reverse("postings:queue")
    return redirect(f"{address}?after={after}" if after else address)


@require_POST
def headcount(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Change how many people a shift needs."""
    user = actor(request)
    if not can_run(user):
        raise NotAllowed
    visible = Shift.objects.filter(posting__in=postings_visible_to(user)).select_related("posting")
    shift = get_object_or_404(visible, public_id=public_id)
    form = HeadcountForm(request.POST)
    if not form.is_valid():
        raise Incomplete(_("人数应是 1 到 999 之间的整数，没有改。"))
    set_headcount(shift=shift, headcount=form.cleaned_data["headcount"], by=user, at=timezone.now())
    say(request, _("人数已改。"))
    return redirect("postings:show", shift.posting.public_id)


@require_POST
def cancel(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Call off a day of a posting; who was promised to it is called from the referrals' list."""
    user, posting = _about(request, public_id, can_run)
    form = CancelDayForm(request.POST)
    if not form.is_valid() or not 2000 <= form.cleaned_data["day"].year < 9000:
        raise Incomplete(_("没有选日期，没有取消。请选要取消的那一天。"))
    cancelled = cancel_day(posting=posting, day=form.cleaned_data["day"], by=user, at=timezone.now())
    taken = sum(shift.taken for shift in cancelled)
    say(request, _("这一天已取消，已约 %(n)s 人，请逐个通知。") % {"n": taken})
    return redirect("postings:show", public_id)


@require_POST
@never_cache
def reveal(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show the contact's name or number for a coded reason."""
    user, posting = _about(request, public_id, can_unmask)
    field, reason = request.POST.get("field", ""), request.POST.get("reason", "")
    if field not in ("contact_name", "contact_phone") or reason not in UnmaskReason.values or posting.terms is None:
        raise Incomplete(_("没有选查看原因，号码没有显示。请选一个原因。"))
    write_audit(
        action="posting.revealed",
        by=user,
        at=timezone.now(),
        obj=posting,
        fields=[field],
        reason=reason,
        kind=AuditKind.REVEAL,
    )
    return render(request, "postings/_revealed.html", {"value": getattr(posting.terms, field)})
