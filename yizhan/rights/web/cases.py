"""One's own cases: the list, one case on one screen, opening it, its steps."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yizhan.people.queries import get_person
from yizhan.rights.deadlines.advice import WORDS, channels_for
from yizhan.rights.enums import MOVES, CaseKind, CaseState, Channel, HandReason, Outcome, Relation, StepKind
from yizhan.rights.operations import (
    Days,
    close_case,
    hand_case,
    mend_case,
    note_step,
    open_case,
    reopen_case,
    set_channel,
)
from yizhan.rights.queries import (
    answers_for,
    case_cards,
    case_from,
    cases_of_person,
    channels_of,
    colleagues_for,
    could_help,
    evidence_of,
    facts_of,
    get_case,
    helpers_of,
    standstills_of,
    steps_of,
    timers_of,
)
from yizhan.rights.web.common import case_user, posted
from yizhan.rights.web.forms import (
    ChannelForm,
    CloseForm,
    EvidenceForm,
    HandForm,
    HelperForm,
    MendForm,
    OpenForm,
    RemoveForm,
    StandstillForm,
    StepForm,
)
from yizhan.rights.web.paper import PAPERS
from yizhan.rights.web.rows import timer_row
from yizhan.rights.web.sources import Source, accusing_followups, followup_source, late_pay_source
from yizhan.shared.audit.enums import AuditKind
from yizhan.shared.audit.operations import write_audit, write_read
from yizhan.shared.errors import Incomplete, Refused
from yizhan.shared.submissions import earlier_submission
from yizhan.shared.web.middleware import say

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.people.models import Person


@never_cache
@require_GET
def list_cases(request: HttpRequest) -> HttpResponse:
    """Show one's own cases, the next last day first."""
    user = case_user(request)
    closed = request.GET.get("tab") == "closed"
    rows = case_cards(user, timezone.localdate(), closed=closed)
    if rows:
        write_audit(
            action="case.listed", by=user, at=timezone.now(), fields=["name"], kind=AuditKind.READ,
            reason=f"rows:{len(rows)}",
        )  # fmt: skip
    tabs = [
        {"url": "?", "label": _("在办"), "active": not closed},
        {"url": "?tab=closed", "label": _("已结案"), "active": closed},
    ]
    return render(request, "rights/list.html", {"rows": rows, "tabs": tabs, "closed": closed})


@never_cache
@require_GET
def show(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show a case to its people: what to do next, its limits, its course."""
    user = case_user(request)
    case = get_case(user, public_id)
    today = timezone.localdate()
    version = {"version": case.version}
    ways = channels_of(case)
    extended = {one.channel for one in ways if one.is_extended}
    context = {
        "case": case,
        "rows": [
            timer_row(timer, is_extended=timer.rule.channel in extended) for timer in timers_of([case], today)[case.pk]
        ],
        "advice": [
            {"channel": one.label, "words": WORDS[one], "taken": any(way.channel == one for way in ways)}
            for one in channels_for(CaseKind(case.kind), Relation(case.relation))
        ],
        "ways": ways,
        "steps": steps_of(case),
        "facts": facts_of(case),
        "is_open": case.state != CaseState.CLOSED,
        "badge": {"open": "wait", "running": "info", "closed": "done"}[case.state],
        "papers": PAPERS,
        "standstills": standstills_of(case),
        "standstill_form": StandstillForm(initial=version, auto_id="still_%s"),
        "evidence": [
            {"row": row, "size": filesizeformat(row.bytes), "is_there": row.removed_at is None}
            for row in evidence_of(case)
        ],
        "evidence_form": EvidenceForm(auto_id="evidence_%s"),
        "remove_form": RemoveForm(auto_id=False),
        "mend_form": MendForm(
            initial=version | {name: getattr(case, name) for name in MendForm.ABOUT}, auto_id="mend_%s"
        ),
        "step_form": StepForm(initial=version | {"on": today}, auto_id="step_%s"),
        "channel_form": ChannelForm(initial=version, auto_id="channel_%s"),
        "hand_form": HandForm(colleagues=colleagues_for(case), initial=version, auto_id="hand_%s"),
        "helpers": list(helpers_of(case)),
        "answers": answers_for(user, case),
        "helper_form": HelperForm(colleagues=could_help(case), initial=version, auto_id="helper_%s"),
        "close_form": CloseForm(initial=version, auto_id="close_%s"),
        "may_reopen": CaseState.RUNNING in MOVES[CaseState(case.state)] and case.state == CaseState.CLOSED,
    }
    write_read(
        action="case.viewed", by=user, at=timezone.now(), person_id=case.person_id, obj=case,
        fields=["name", "situation", "facts", "steps"],
    )  # fmt: skip
    return render(request, "rights/case.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def open_for(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Open a case for somebody at the counter, on one screen."""
    user = case_user(request)
    return _opening(request, user, get_person(user, public_id), None)


@never_cache
@require_http_methods(["GET", "POST"])
def open_from(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Open a case from a follow-up's answer: the facts are there already."""
    user = case_user(request)
    source = followup_source(user, public_id)
    return _opening(request, user, get_person(user, source.person.public_id), source)


@require_POST
def open_late(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Open a case from late pay at once: who, order, days and sums are known; the rest is completed in the case."""
    user, today = case_user(request), timezone.localdate()
    source = late_pay_source(user, public_id, today)
    case = case_from(user, source.kind, source.public_id)
    if case is None:
        case = open_case(
            person=source.person, kind=source.case_kind, relation=source.relation, employer=source.employer,
            employer_said=source.employer_said, happened_on=source.happened_on, ended_on=source.ended_on,
            facts=source.facts, source_kind=source.kind, source_public_id=source.public_id, by=user, at=timezone.now(),
        )  # fmt: skip
        words = _("已开案 %(number)s，订单上的事实已写入，您是首问负责人。请向本人核实，补上经过。")
        say(request, words % {"number": case.number})
    return redirect("rights:case", case.public_id)


def _opening(request: HttpRequest, user: User, person: Person, source: Source | None) -> HttpResponse:
    if led_to := earlier_submission(request.POST.get("submission"), by=user):
        return redirect(led_to)
    initial: dict[str, Any] = {"relation": Relation.UNKNOWN}
    if source:
        initial |= {
            "kind": source.case_kind, "employer_said": source.employer_said, "happened_on": source.happened_on,
        }  # fmt: skip
    form = OpenForm(request.POST or None, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return _opened(request, form, user, person, source)
            except Refused as refusal:
                status = refusal.status
                form.add_error(None, str(refusal))
    write_read(action="case.opening", by=user, at=timezone.now(), person_id=person.pk, obj=person, fields=["name"])
    context = {"form": form, "person": person, "facts": source.facts if source else ()}
    return render(request, "rights/open.html", context, status=status)


def _opened(request: HttpRequest, form: OpenForm, user: User, person: Person, source: Source | None) -> HttpResponse:
    data = form.cleaned_data
    case = open_case(
        person=person, kind=CaseKind(data["kind"]), relation=Relation(data["relation"]),
        employer_said=data["employer_said"], happened_on=data["happened_on"], known_on=data["known_on"],
        ended_on=data["ended_on"], situation=data["situation"], by=user, at=timezone.now(),
        facts=source.facts if source else (), source_kind=source.kind if source else "",
        source_public_id=source.public_id if source else None, submission=request.POST.get("submission") or None,
    )  # fmt: skip
    say(request, _("已开案 %(number)s，您是首问负责人。请把渠道和时限告诉本人。") % {"number": case.number})
    return redirect("rights:case", case.public_id)


@require_POST
def mend(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Complete or correct what the case says about its matter."""
    user, case = posted(request, public_id)
    form = MendForm(request.POST)
    if not form.is_valid():
        raise Incomplete
    data = form.cleaned_data
    mend_case(
        case=case, by=user, at=timezone.now(), seen_version=data["version"], relation=Relation(data["relation"]),
        **{name: data[name] for name in MendForm.ABOUT if name != "relation"},
    )  # fmt: skip
    say(request, _("案情已更新，期限已重新计算。"))
    return redirect("rights:case", public_id)


@require_POST
def step(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Write a line of the course."""
    user, case = posted(request, public_id)
    form = StepForm(request.POST)
    if not form.is_valid():
        raise Incomplete
    data = form.cleaned_data
    note_step(
        case=case, kind=StepKind(data["kind"]), on=data["on"], note=data["note"], by=user, at=timezone.now(),
        seen_version=data["version"],
    )  # fmt: skip
    say(request, _("已记下。"))
    return redirect("rights:case", public_id)


@require_POST
def channel(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Enter the days of a way."""
    user, case = posted(request, public_id)
    form = ChannelForm(request.POST)
    if not form.is_valid():
        raise Incomplete
    data = form.cleaned_data
    days = Days(**{name: data[name] for name in Days.__dataclass_fields__})
    set_channel(
        case=case, channel=Channel(data["channel"]), days=days, by=user, at=timezone.now(),
        seen_version=data["version"],
    )  # fmt: skip
    say(request, _("办理日期已登记，期限已重新计算。"))
    return redirect("rights:case", public_id)


@require_POST
def hand(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Hand a case to a colleague."""
    user, case = posted(request, public_id)
    colleagues = colleagues_for(case)
    form = HandForm(request.POST, colleagues=colleagues)
    if not form.is_valid():
        raise Incomplete
    data = form.cleaned_data
    to = next(one for one in colleagues if one.pk == data["to"])
    hand_case(
        case=case, to=to, reason=HandReason(data["reason"]), by=user, at=timezone.now(), seen_version=data["version"]
    )
    say(request, _("已移交给%(name)s，首问负责人不变。") % {"name": to.name})
    return redirect("rights:cases")


@require_POST
def close(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """End a case with its outcome."""
    user, case = posted(request, public_id)
    form = CloseForm(request.POST)
    if not form.is_valid():
        raise Incomplete
    data = form.cleaned_data
    close_case(
        case=case, outcome=Outcome(data["outcome"]), note=data["note"], by=user, at=timezone.now(),
        seen_version=data["version"],
    )  # fmt: skip
    say(request, _("已结案。"))
    return redirect("rights:case", public_id)


@require_POST
def reopen(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Work on a closed case again."""
    user, case = posted(request, public_id)
    reopen_case(case=case, by=user, at=timezone.now())
    say(request, _("已重新办理。"))
    return redirect("rights:case", public_id)


@never_cache
@require_GET
def of_person(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show one's own cases about a person on that person's page, and what could become one."""
    user = case_user(request)
    person = get_person(user, public_id)
    context = {"person": person, "cases": cases_of_person(user, person), "answers": accusing_followups(user, person)}
    write_read(
        action="case.listed_of_person", by=user, at=timezone.now(), person_id=person.pk, obj=person, fields=["cases"]
    )
    return render(request, "rights/_of_person.html", context)
