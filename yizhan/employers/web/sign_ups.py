"""Requests for the employers' console, for staff: look, call back, take in, give the code, or say no."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django import forms
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from yizhan.accounts.queries import actor, can_see_postings, serving_users
from yizhan.employers.enums import EmployerKind, RefusalReason, SignUpState
from yizhan.employers.models import SignUp
from yizhan.employers.operations import (
    CodeUnknown,
    FactsRefused,
    LooksLikeKnown,
    admit,
    facts_of_sign_up,
    print_code,
    refuse_sign_up,
    take_in,
)
from yizhan.employers.queries import (
    EmployerCard,
    agents_of,
    employer_card,
    employers_with_papers,
    find_similar,
    is_verified,
    public_name,
    sign_ups_visible_to,
    waiting_papers,
)
from yizhan.employers.rules import can_change_employer, can_look_at_papers, can_verify_employer
from yizhan.employers.slips import JOIN_PATH, slip_of
from yizhan.employers.web.forms import RefuseForm, SendBackForm
from yizhan.places.queries import full_name
from yizhan.shared.audit.enums import AuditKind
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.errors import Incomplete, NotAllowed, Refused
from yizhan.shared.forms import DeskForm
from yizhan.shared.identifiers.masks import mask_id, mask_name, mask_phone
from yizhan.shared.web.middleware import say
from yizhan.shared.web.public_address import paper_url
from yizhan.shared.web.request_facts import asked_number

if TYPE_CHECKING:
    import datetime as dt

    from yizhan.accounts.models import User

PAGE_SIZE = 30
#: Colleagues to turn to; a hall has a few more.
REGISTRARS_SHOWN = 6
#: Kind of `status_badge` for each state.
BADGES = {SignUpState.ADMITTED: "good", SignUpState.REFUSED: "off"}


class TakeForm(DeskForm):
    """What is asked before an employer is registered whose name is known here."""

    not_the_same = forms.BooleanField(label=gettext_lazy("已核对，不是同一家"), required=False)


class AdmitForm(DeskForm):
    """What staff made sure of before the code is given."""

    called_back = forms.BooleanField(label=gettext_lazy("已回拨电话，是本人、也确是该单位的人"), required=False)
    mandate_seen = forms.BooleanField(label=gettext_lazy("已查看委托证明和本人证件"), required=False)
    id_no = forms.CharField(
        label=gettext_lazy("经办人身份证号"), max_length=24, required=False,
        help_text=gettext_lazy("单位的经办人填；看过证件才填。"), widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip


def _staff(request: HttpRequest) -> User:
    user = actor(request)
    if not can_see_postings(user):
        raise NotAllowed
    return user


def _found(user: User, public_id: uuid.UUID) -> SignUp:
    rows = sign_ups_visible_to(user).select_related("employer", "office", "decided_by")
    return get_object_or_404(rows, public_id=public_id)


def _writer(request: HttpRequest, public_id: uuid.UUID) -> tuple[User, SignUp]:
    user = _staff(request)
    if not can_change_employer(user):
        raise NotAllowed
    return user, _found(user, public_id)


@require_GET
@never_cache
def sign_ups(request: HttpRequest) -> HttpResponse:
    """List the requests: those that wait, the oldest first. Nobody's name or telephone stands whole on it."""
    user, at, number = _staff(request), timezone.now(), asked_number(request)
    done = request.GET.get("tab") == "done"
    states = [SignUpState.ADMITTED, SignUpState.REFUSED] if done else [SignUpState.WAITING, SignUpState.TAKEN]
    start = (number - 1) * PAGE_SIZE
    order = ("-decided_at", "-pk") if done else ("made_at", "pk")
    found = sign_ups_visible_to(user).filter(state__in=states).select_related("office", "employer").order_by(*order)
    rows = list(found[start : start + PAGE_SIZE + 1])
    write_audit(
        action="sign_up.list_viewed", by=user, at=at, fields=["name", "phone"],
        reason=f"rows:{len(rows[:PAGE_SIZE])}", kind=AuditKind.READ,
    )  # fmt: skip
    context = {
        "rows": [_line(one, at) for one in rows[:PAGE_SIZE]],
        "tabs": [
            {"label": _("待处理"), "url": "?", "active": not done, "count": None},
            {"label": _("处理过的"), "url": "?tab=done", "active": done, "count": None},
        ],
        "done": done,
        "uploaded": []
        if done
        else [employer_card(one) for one in employers_with_papers(user).order_by("pk")[:PAGE_SIZE]],
        "number": number,
        "has_next": len(rows) > PAGE_SIZE,
    }
    return render(request, "employers/sign_ups.html", context)


def _state(row: SignUp, at: dt.datetime) -> dict[str, str]:
    """Return in words where a request stands, and the kind of its badge."""
    verified = row.employer is not None and is_verified(row.employer, at)
    words = _("已核验，待发码") if row.state == SignUpState.TAKEN and verified else row.get_state_display()
    return {"state": words, "badge": BADGES.get(SignUpState(row.state), "wait")}


def _line(row: SignUp, at: dt.datetime) -> dict[str, object]:
    """Return a request as a line of the list."""
    return {
        "row": row,
        "name": public_name(row.kind, row.name),
        "contact": mask_name(row.contact_name),
        "phone": mask_phone(row.phone),
        **_state(row, at),
    }


@require_GET
@never_cache
def sign_up(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show one request; its telephone stands whole for those who are to call. One line in the audit log."""
    user = _staff(request)
    return _page(request, user, _found(user, public_id))


def _page(
    request: HttpRequest, user: User, row: SignUp, *, code: str = "", take_form: TakeForm | None = None,
    admit_form: AdmitForm | None = None, similar: Sequence[EmployerCard] = (), status: int = 200,
) -> HttpResponse:  # fmt: skip
    """Show a request with the step that comes next, and the code where it was just given."""
    at, employer, writes = timezone.now(), row.employer, can_change_employer(user)
    write_audit(action="sign_up.viewed", by=user, at=at, obj=row, fields=["name", "phone"], kind=AuditKind.READ)
    context = {
        "row": row,
        "kind": EmployerKind(row.kind).label,
        "phone": row.phone if writes else mask_phone(row.phone),
        "id_no": mask_id(row.person_id_no) if row.person_id_no else "",
        "area": full_name(row.area_code),
        **_state(row, at),
        "card": employer_card(employer) if employer else None,
        "agents": [{"agent": one, "mobile": mask_phone(one.mobile)} for one in agents_of(employer)] if employer else [],
        "is_verified": employer is not None and is_verified(employer, at),
        "may_decide": writes,
        "take_form": take_form or TakeForm(),
        "admit_form": admit_form or AdmitForm(),
        "refuse_form": RefuseForm(auto_id="refuse_%s"),
        "looks_only": not writes and can_look_at_papers(user) and row.state != SignUpState.REFUSED,
        "registrars": [one.name for one in serving_users(row.office)[:REGISTRARS_SHOWN]] if not writes else [],
        "papers": waiting_papers(Q(sign_up=row)) if can_look_at_papers(user) else [],
        "back_form": SendBackForm(auto_id=False),
        "may_verify": employer is not None and can_verify_employer(user, employer),
        "version": employer.version if employer else None,
        "similar": similar,
        "code": code,
    }
    return render(request, "employers/sign_up.html", context, status=status)


@require_POST
@never_cache
def take(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Make the request an employer, or find the one that is known; on to its verification where that is missing."""
    user, row = _writer(request, public_id)
    form, at = TakeForm(request.POST), timezone.now()
    if not form.is_valid():
        raise Incomplete
    try:
        employer = take_in(sign_up=row, not_the_same=form.cleaned_data["not_the_same"], by=user, at=at)
    except (LooksLikeKnown, FactsRefused) as refusal:
        form.add_error(None, str(refusal))
        alike = find_similar(facts_of_sign_up(row), [row.office]) if isinstance(refusal, LooksLikeKnown) else ()
        return _page(request, user, row, take_form=form, similar=alike, status=refusal.status)
    if is_verified(employer, at):
        say(
            request,
            _("这家已核验过，编号 %(number)s。回拨核实后就可以发开通码。") % {"number": employer.number},
        )
        return redirect("employers:sign_up", row.public_id)
    say(request, _("已登记为用工主体 %(number)s。请核验；核验后回到“开通申请”发开通码。") % {"number": employer.number})
    return redirect("employers:show", employer.public_id)


@require_POST
def refuse_request(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say no, for a coded reason."""
    user, row = _writer(request, public_id)
    form = RefuseForm(request.POST)
    if not form.is_valid():
        raise Incomplete(_("没有选不通过的原因，没有保存。请选一项。"))
    reason = RefusalReason(form.cleaned_data["reason"])
    refuse_sign_up(sign_up=row, reason=reason, by=user, at=timezone.now())
    if reason == RefusalReason.NOT_REACHED:
        say(request, _("已记录不通过，没有开通。"))
    else:
        say(request, _("已记录不通过，没有开通。原因会用消息告诉对方；发不出消息的，列在“通知电话单”里。"))
    return redirect("employers:sign_ups")


@require_POST
@never_cache
@sensitive_post_parameters("code")
def slip(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Print the code that was just given."""
    user, row = _writer(request, public_id)
    if row.employer is None:
        raise CodeUnknown
    code, at = request.POST.get("code", ""), timezone.now()
    invitation = print_code(employer=row.employer, code=code, by=user, at=at)
    return slip_of(invitation, code, address=paper_url(request, JOIN_PATH), at=at)


@require_POST
@never_cache
def admit_request(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Give the code and show it once."""
    user, row = _writer(request, public_id)
    form = AdmitForm(request.POST)
    if not form.is_valid():
        return _page(request, user, row, admit_form=form, status=422)
    try:
        code = admit(
            sign_up=row,
            called_back=form.cleaned_data["called_back"],
            mandate_seen=form.cleaned_data["mandate_seen"],
            id_no=form.cleaned_data["id_no"],
            by=user,
            at=timezone.now(),
        )
    except Refused as refusal:
        form.add_error("id_no" if isinstance(refusal, FactsRefused) else None, str(refusal))
        return _page(request, user, _found(user, public_id), admit_form=form, status=refusal.status)
    return _page(request, user, _found(user, public_id), code=code)
