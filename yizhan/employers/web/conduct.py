"""Conduct for staff: the record with its evidence, measures with their notices, letters without an answer."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from yizhan.accounts.queries import actor, can_see_postings, is_agent
from yizhan.employers.appeal_kind import shown_measures, subject_of
from yizhan.employers.enums import ClearReason, ConductKind, ToldBy, VerifiedHow
from yizhan.employers.models import ConductFact, Employer, Measure
from yizhan.employers.operations import lift_measure, remind_employer, report_conduct, verify_conduct
from yizhan.employers.queries import (
    NOTHING_KNOWN,
    conduct_lines,
    employers_visible_to,
    facts_of,
    has_recheck,
    masked_numbers,
    measures_visible_to,
    owing,
    public_name,
    reminders_of,
    unanswered_counts,
)
from yizhan.employers.rules import can_change_employer, can_clear_review, can_reveal
from yizhan.employers.web.forms import ClearForm, ReportForm, ToldForm, VerifyFactForm
from yizhan.people.enums import UnmaskReason
from yizhan.shared.audit.enums import AuditKind
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.errors import Incomplete, NotAllowed
from yizhan.shared.web.middleware import say
from yizhan.shared.web.request_facts import asked_number

if TYPE_CHECKING:
    from yizhan.accounts.models import User


def _staff(request: HttpRequest, public_id: uuid.UUID) -> tuple[User, Employer]:
    user = actor(request)
    if not can_see_postings(user):
        raise NotAllowed
    return user, get_object_or_404(employers_visible_to(user).select_related("office"), public_id=public_id)


@require_GET
@never_cache
def record(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show the record: the three lines that workers are told, measures, and every fact with where it comes from."""
    user, employer = _staff(request, public_id)
    at, against = timezone.now(), request.GET.get("only") == "against"
    after = None
    if request.GET.get("after"):
        after = employer.conduct.filter(pk=asked_number(request, "after", most=10**9)).first()
    facts, has_more = facts_of(employer, user, against=against, after=after)
    context = {
        "employer": employer,
        "name": public_name(employer.kind, employer.name),
        "lines": conduct_lines([employer.pk], at).get(employer.pk, NOTHING_KNOWN).lines(),
        "measures": shown_measures(employer, user),
        "facts": facts,
        "against": against,
        "after": after,
        "last": facts[-1].fact.pk if has_more else None,
        "owed": unanswered_counts(timezone.localdate(at), [employer.pk]).get(employer.pk, 0),
        "reminders": reminders_of(employer),
        "report_form": ReportForm(auto_id="report_%s"),
        "verify_form": VerifyFactForm(auto_id="verify_%s"),
        "clear_form": ClearForm(auto_id="lift_%s"),
        "may": {
            "report": can_change_employer(user),
            "verify": can_clear_review(user),
        },
    }
    write_audit(action="employer.record_viewed", by=user, at=at, obj=employer, fields=["conduct"], kind=AuditKind.READ)
    return render(request, "employers/record.html", context)


@require_POST
def report(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Write down what somebody came to say against an employer."""
    user, employer = _staff(request, public_id)
    if not can_change_employer(user):
        raise NotAllowed
    form = ReportForm(request.POST)
    if not form.is_valid():
        raise Incomplete(_("没有选反映的是什么事，没有记下。请选一项。"))
    report_conduct(
        employer=employer,
        kind=ConductKind(form.cleaned_data["kind"]),
        report=form.cleaned_data["submission"],
        by=user,
        at=timezone.now(),
    )
    held_back = form.cleaned_data["kind"] == ConductKind.NOT_AS_POSTED and has_recheck(employer)
    again = _("已记下。30 天内已有两次“与招聘信息不符”，该主体正在招的岗位已停下，等审核员重新核实（CR-073）。")
    say(request, again if held_back else _("已记下，还没有查实。请站长核实。"))
    return redirect("employers:record", public_id)


@require_POST
def verify_fact(request: HttpRequest, public_id: uuid.UUID, fact: int) -> HttpResponse:
    """Say that a reported fact is true, and on what that rests."""
    user, employer = _staff(request, public_id)
    if not can_clear_review(user):
        raise NotAllowed
    found = get_object_or_404(_facts(employer, fact))
    form = VerifyFactForm(request.POST)
    if not form.is_valid():
        raise Incomplete(_("没有选怎样查实，没有保存。请选一项。"))
    verify_conduct(fact=found, how=VerifiedHow(form.cleaned_data["how"]), by=user, at=timezone.now())
    employer.refresh_from_db(fields=["suspended_since"])
    if employer.suspended_since is not None:
        say(request, _("已查实。该主体暂停发布，请打印通知送达；对方可以申诉。"))
    else:
        say(request, _("已查实，记入用工行为记录。"))
    return redirect("employers:record", public_id)


def _facts(employer: Employer, pk: int) -> Any:
    """Return the fact of that number among the employer's; a number that no database takes is none."""
    return employer.conduct.filter(pk=pk) if pk < 1 << 63 else ConductFact.objects.none()


def _measure(user: User, public_id: uuid.UUID) -> Measure:
    rows = measures_visible_to(user).select_related("employer__office", "fact", "decided_by", "ended_by")
    return get_object_or_404(rows, public_id=public_id)


@require_POST
def lift(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """End a measure because its ground is gone."""
    user = actor(request)
    if not can_clear_review(user):
        raise NotAllowed
    measure = _measure(user, public_id)
    form = ClearForm(request.POST)
    if not form.is_valid():
        raise Incomplete(_("没有选解除的原因，没有解除。请选一项。"))
    lift_measure(measure=measure, reason=ClearReason(form.cleaned_data["outcome"]), by=user, at=timezone.now())
    say(request, _("措施已解除。请打印通知，或电话告知对方。"))
    return redirect("employers:record", measure.employer.public_id)


@require_GET
@never_cache
def notice(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show the notice of a measure as a sheet for paper; after its end, the notice that it ended."""
    user = actor(request)
    if not (can_see_postings(user) or is_agent(user)):
        raise NotAllowed
    measure = _measure(user, public_id)
    write_audit(
        action="employer.notice_printed", by=user, at=timezone.now(), obj=measure.employer, fields=["measures"],
        kind=AuditKind.READ,
    )  # fmt: skip
    context = {"measure": measure, "employer": measure.employer, "subject": subject_of(measure)}
    return render(request, "employers/notice.html", context)


@require_GET
@never_cache
def owing_list(request: HttpRequest) -> HttpResponse:
    """List employers who leave letters without an answer: whom to call, and who was told when."""
    user = actor(request)
    if not can_see_postings(user):
        raise NotAllowed
    rows = [
        {
            "row": row,
            "name": public_name(row.employer.kind, row.employer.name),
            "phone": masked_numbers(row.employer)["phone"],
        }
        for row in owing(employers_visible_to(user).with_open_letters(timezone.localdate()), timezone.localdate())
    ]
    context = {
        "rows": rows,
        "ways": ToldBy.choices,
        "reasons": UnmaskReason.choices,
        "may_tell": can_change_employer(user),
        "may_reveal": can_reveal(user),
    }
    return render(request, "employers/owing.html", context)


@require_POST
def told(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Note that an employer was told of the letters that wait for them."""
    user, employer = _staff(request, public_id)
    if not can_change_employer(user):
        raise NotAllowed
    form = ToldForm(request.POST)
    if not form.is_valid():
        raise Incomplete(_("没有选怎样告知，没有记下。请选一项。"))
    at = timezone.now()
    remind_employer(
        employer=employer, told_by=ToldBy(form.cleaned_data["told_by"]), by=user, at=at, today=timezone.localdate(at)
    )
    say(request, _("已记下告知。对方答复后，岗位的先后会恢复。"))
    return redirect("employers:owing")
