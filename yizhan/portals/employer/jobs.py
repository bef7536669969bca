"""An employer's own postings: entered in few fields, shown with what the rules say, submitted, stopped, counted."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_stubs_ext import StrOrPromise

from yizhan.employers.queries import employers_of_agent, may_offer, office_for, public_name
from yizhan.matching.advice import advise_draft, advise_employer
from yizhan.portals.employer.forms import HeadcountForm, JobForm, StopForm
from yizhan.portals.employer.who import agent_of
from yizhan.postings.answers import words_about
from yizhan.postings.enums import (
    OFFERED,
    Again,
    EndReason,
    HitLevel,
    PublishState,
    ReviewState,
)
from yizhan.postings.late import late, stretches
from yizhan.postings.operations import (
    RulesForbid,
    confirm_posting,
    draft_posting,
    pause_posting,
    renew_posting,
    resume_posting,
    revise_posting,
    set_headcount,
    submit_for_review,
    take_back,
    withdraw_posting,
)
from yizhan.postings.queries import (
    current_hits,
    last_decisions,
    posting_card,
    postings_visible_to,
    shifts_of,
    was_paused_by_an_agent,
)
from yizhan.postings.reading.as_written import as_written, kept_of
from yizhan.shared.appeals.enums import AppealState
from yizhan.shared.errors import Incomplete, Refused
from yizhan.shared.identifiers.masks import mask_phone
from yizhan.shared.notifications.tally import key_of, take
from yizhan.shared.submissions import earlier_submission
from yizhan.shared.web.marks import only_reads
from yizhan.shared.web.middleware import say

if TYPE_CHECKING:
    from yizhan.accounts.models import Office, User
    from yizhan.employers.models import Employer
    from yizhan.matching.advice import WorkAdvice
    from yizhan.postings.models import Posting
    from yizhan.postings.reading.kept import Kept


def own_employer(user: User, public_id: uuid.UUID) -> Employer:
    """Return an employer for whom the agent acts, or 404."""
    return get_object_or_404(employers_of_agent(user), public_id=public_id)


def _own_posting(user: User, public_id: uuid.UUID) -> Posting:
    rows = postings_visible_to(user).select_related("terms", "employer", "office")
    return get_object_or_404(rows, public_id=public_id)


#: How often an employer may ask how many people a draft suits: scope, stretch of time, most.
LOOKS = (("draft.people.hour", dt.timedelta(hours=1), 20), ("draft.people.day", dt.timedelta(days=1), 60))


class TooManyLooks(Refused):
    """The employer has asked as often as is good for the people who are counted."""

    code = "too_many_looks"
    sentence = gettext_lazy("看得太频繁了，这一次没有算，草稿都在。请一小时后或明天再看，也可以先提交审核。")
    status = 429


#: What is over with a posting, or says where that one came from, and does not come along when it is copied.
NOT_COPIED = ("starts_on", "ends_on", "valid_until_on", "source", "source_name", "source_url", "version")


def written(posting: Posting, *, as_new: bool) -> tuple[dict[str, Any], Kept | None]:
    """Return a posting's texts and what stands beside them.

    :param as_new: it is copied: its days are over and do not come along.
    """
    shifts = [shift for shift in shifts_of([posting.pk]).get(posting.pk, []) if shift.cancelled_at is None]
    values = as_written(posting, shifts)
    if as_new:
        values = {name: value for name, value in values.items() if name not in NOT_COPIED}
    return values, kept_of(posting, shifts)


def _form(request: HttpRequest, office: Office, values: dict[str, Any], kept: Kept | None) -> JobForm:
    form = JobForm(request.POST or None, office=office, values=values, kept=kept)
    if phone := values.get("contact_phone"):
        form.fields["contact_phone"].help_text = _("现在是 %(masked)s，不改就留空。") % {"masked": mask_phone(phone)}
    return form


@require_http_methods(["GET", "POST"])
@never_cache
def new(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Enter work on offer: from nothing, or from an earlier posting of the same employer (`?from=`)."""
    user = agent_of(request)
    employer = own_employer(user, public_id)
    submission = request.POST.get("submission")
    if led_to := earlier_submission(submission, by=user):
        return redirect(led_to)
    form = _form(request, office_for(employer, user), *_template_of(request, user, employer))
    if request.method == "POST" and form.is_valid() and form.offer is not None:
        try:
            posting = draft_posting(
                employer=employer, offer=form.offer, by=user, at=timezone.now(), submission=submission,
                led_to="/e/jobs/",
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _on_to(request, posting, user)
    return render_form(request, form, employer)


def _template_of(request: HttpRequest, user: User, employer: Employer) -> tuple[dict[str, Any], Kept | None]:
    try:
        wanted = uuid.UUID(request.GET.get("from", ""))
    except ValueError:
        return {}, None
    earlier = postings_visible_to(user).filter(public_id=wanted, employer=employer).select_related("terms").first()
    return written(earlier, as_new=True) if earlier is not None else ({}, None)


def render_form(
    request: HttpRequest, form: JobForm, employer: Employer, posting: Posting | None = None
) -> HttpResponse:
    """Show the form."""
    context = {
        "form": form,
        "employer": employer,
        "name": public_name(employer.kind, employer.name),
        "may_offer": may_offer(employer, timezone.now()),
        "posting": posting,
    }
    status = 422 if request.method == "POST" and form.is_bound and form.errors else 200
    return render(request, "employer/job_form.html", context, status=status)


def _on_to(request: HttpRequest, posting: Posting, user: User) -> HttpResponse:
    """Submit when that was the button; what the rules forbid leaves the draft and is shown on its page."""
    if request.POST.get("then") == "submit":
        try:
            submit_for_review(posting=posting, by=user, at=timezone.now())
        except RulesForbid:
            say(request, _("还不能提交：请先改好下面标出的地方。内容已保存。"), level=messages.ERROR)
        else:
            say(request, _("已提交驿站审核，编号 %(number)s。") % {"number": posting.number})
    else:
        say(request, _("已保存，编号 %(number)s，还没有提交。看过提示再提交审核。") % {"number": posting.number})
    return redirect("employer:job", posting.public_id)


@require_http_methods(["GET", "POST"])
@never_cache
def change(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Change an own posting; other terms are a new version that the station reviews again."""
    user = agent_of(request)
    posting = _own_posting(user, public_id)
    form = _form(request, posting.office, *written(posting, as_new=False))
    if request.method == "POST" and form.is_valid() and form.offer is not None:
        try:
            posting = revise_posting(
                posting=posting, offer=form.offer, by=user, at=timezone.now(),
                seen_version=form.cleaned_data["version"],
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            if posting.review_state in (ReviewState.DRAFT, ReviewState.RETURNED):
                return _on_to(request, posting, user)
            waits = posting.review_state == ReviewState.WAITING
            say(request, _("已保存，还在等驿站审核。") if waits else _("已保存，不用重新审核。"))
            return redirect("employer:job", posting.public_id)
    return render_form(request, form, posting.employer, posting)


BADGES = {HitLevel.BLOCK: "bad", HitLevel.REVIEW: "wait", HitLevel.WARN: "warn"}


CLOSED = (PublishState.WITHDRAWN, PublishState.REMOVED)


def can_be_submitted(posting: Posting) -> bool:
    """Say whether the station has not seen these terms, or sent them back, and the posting is not over."""
    return posting.review_state in (ReviewState.DRAFT, ReviewState.RETURNED) and posting.publish_state not in CLOSED


def _hits(posting: Posting, at: dt.datetime) -> list[dict[str, Any]]:
    """Return what the rules say about a posting that can still be changed without ado, the hardest first."""
    if not can_be_submitted(posting):
        return []
    english = (get_language() or "").startswith("en")
    order = list(BADGES)
    found = [(HitLevel(hit.level.value.lower()), hit) for hit in current_hits(posting, at)]
    return [
        {
            "label": level.label,
            "badge": BADGES[level],
            "blocks": level == HitLevel.BLOCK,
            "piece": hit.text,
            "message": hit.message_en if english else hit.message_zh,
            "rule": hit.rule,
        }
        for level, hit in sorted(found, key=lambda pair: order.index(pair[0]))
    ]


def _answer_of_the_station(posting: Posting) -> dict[str, Any] | None:
    """Return why a posting came back or was refused, in plain words, and its appeal."""
    if posting.review_state not in (ReviewState.RETURNED, ReviewState.REFUSED):
        return None
    decision = last_decisions([posting.pk]).get(posting.pk)
    if decision is None or not decision.reason:
        return None
    appeal = next((one for one in decision.appeals.all() if one.state != AppealState.WITHDRAWN), None)
    same = decision.terms_id == posting.terms_id and decision.outcome == posting.review_state
    return {
        "decision": decision,
        "words": words_about(decision.outcome, decision.reason),
        "appeal": appeal,
        "may_appeal": appeal is None and same,
    }


def may_do(posting: Posting, *, blocked: bool, over: bool) -> dict[str, bool]:
    """Return which steps an employer may take from where the posting stands; the operations check them again.

    :param over: all its days are past.
    """
    review, state = posting.review_state, posting.publish_state
    closed = state in CLOSED or review == ReviewState.REFUSED
    paused = state == PublishState.PAUSED and review == ReviewState.APPROVED
    own_pause = paused and was_paused_by_an_agent(posting)
    return {
        "change": not closed and review != ReviewState.WAITING,
        "submit": can_be_submitted(posting) and not blocked,
        "take_back": review == ReviewState.WAITING,
        "pause": state in OFFERED and not over,
        "resume": own_pause and not over,
        "ask_to_resume": paused and not own_pause,
        "confirm": state in OFFERED and not over,
        "withdraw": not closed and not (over and state in OFFERED),
        "headcount": not closed and not over,
    }


@require_GET
@never_cache
def show(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show an own posting: where it stands, what the rules and the station say, how many people suit. No person."""
    user, at = agent_of(request), timezone.now()
    posting = _own_posting(user, public_id)
    offered = posting.publish_state in OFFERED and not posting_card(posting, at).is_run_out
    return _page(request, posting, at, advise_employer(posting=posting, at=at) if offered else None)


@only_reads
@require_POST
@never_cache
def people(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say how many people a draft would suit and what one change would add, before anybody has seen it. No person.

    Counted for each employer: whoever changes the terms a little and asks again and again would learn of single people.
    """
    user, at = agent_of(request), timezone.now()
    posting = _own_posting(user, public_id)
    if not can_be_submitted(posting):
        return redirect("employer:job", public_id)
    key = key_of(f"employer {posting.employer_id}")
    for scope, window, most in LOOKS:
        if not take(scope=scope, key=key, at=at, window=window, most=most):
            raise TooManyLooks
    return _page(request, posting, at, advise_draft(posting=posting, at=at))


def _page(request: HttpRequest, posting: Posting, at: dt.datetime, advice: WorkAdvice | None) -> HttpResponse:
    hits, card = _hits(posting, at), posting_card(posting, at)
    over = bool(card.shifts) and all(one.cancelled or (one.ends_at and one.ends_at <= at) for one in card.shifts)
    answer = _answer_of_the_station(posting)
    context = {
        "posting": posting,
        "terms": posting.terms,
        "card": card,
        "late": late(posting, stretches(card.shifts), at, answer["decision"].reason if answer else ""),
        "over": over and posting.publish_state in OFFERED,
        "hits": hits,
        "looked": can_be_submitted(posting),
        "answer": answer,
        "advice": advice,
        "may": may_do(posting, blocked=any(hit["blocks"] for hit in hits), over=over),
        "stop_form": StopForm(auto_id="stop_%s"),
    }
    return render(request, "employer/job.html", context)


@dataclass(frozen=True)
class Step:
    """A step with one button: what it does, what is said afterwards."""

    do: Callable[..., Posting]
    said: StrOrPromise
    needs_reason: bool = False


RENEWED = gettext_lazy("时间已改，已重新提交驿站审核。")
STEPS: dict[str, Step] = {
    "submit": Step(submit_for_review, gettext_lazy("已提交驿站审核。")),
    "take-back": Step(take_back, gettext_lazy("已撤回提交，可以继续修改。")),
    "renew-today": Step(partial(renew_posting, how=Again.TODAY), RENEWED),
    "renew-next": Step(partial(renew_posting, how=Again.NEXT), RENEWED),
    "resume": Step(resume_posting, gettext_lazy("已恢复招人。")),
    "confirm": Step(confirm_posting, gettext_lazy("已记下您还在招人。")),
    "pause": Step(pause_posting, gettext_lazy("已暂停，驿站不再介绍人来。"), needs_reason=True),
    "withdraw": Step(withdraw_posting, gettext_lazy("已撤回。已经开了介绍信的人请照约接待。"), needs_reason=True),
}


@require_POST
def step(request: HttpRequest, public_id: uuid.UUID, step: str) -> HttpResponse:
    """Take one of `STEPS`."""
    user = agent_of(request)
    posting = _own_posting(user, public_id)
    found = STEPS.get(step)
    if found is None:
        raise Incomplete(_("没有这一步，记录没有改变。请刷新页面。"))
    more = {}
    if found.needs_reason:
        form = StopForm(request.POST)
        if not form.is_valid():
            raise Incomplete(_("没有选原因，没有做成。请选一个原因。"))
        more = {"reason": EndReason(form.cleaned_data["reason"])}
    found.do(posting=posting, by=user, at=timezone.now(), **more)
    say(request, str(found.said))
    return redirect("employer:job", public_id)


@require_POST
def headcount(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say how many people a shift needs in all."""
    user = agent_of(request)
    rows = postings_visible_to(user).filter(shifts__public_id=public_id)
    posting = get_object_or_404(rows)
    shift = next(one for one in shifts_of([posting.pk])[posting.pk] if one.public_id == public_id)
    form = HeadcountForm(request.POST)
    if not form.is_valid():
        raise Incomplete(_("人数要填 1 到 999 之间的整数，没有保存。"))
    set_headcount(shift=shift, headcount=form.cleaned_data["headcount"], by=user, at=timezone.now())
    say(request, _("人数已改，不用重新审核。"))
    return redirect("employer:job", posting.public_id)
