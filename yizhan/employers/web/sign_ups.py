"""Requests for the employers' console, for staff: look, call back, take in, give the code, or say no."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from yizhan.accounts.queries import actor, can_see_postings
from yizhan.employers.enums import EmployerKind, RefusalReason, SignUpState
from yizhan.employers.models import SignUp
from yizhan.employers.operations import admit, refuse_sign_up, take_in
from yizhan.employers.queries import employer_card, is_verified, public_name, sign_ups_visible_to
from yizhan.employers.rules import can_change_employer
from yizhan.employers.web.acts import Incomplete
from yizhan.employers.web.forms import RefuseForm
from yizhan.places.queries import full_name
from yizhan.shared.audit.enums import AuditKind
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.errors import NotAllowed
from yizhan.shared.forms import DeskForm
from yizhan.shared.identifiers.masks import mask_id
from yizhan.shared.web.middleware import say
from yizhan.shared.web.request_facts import asked_number

if TYPE_CHECKING:
    from yizhan.accounts.models import User

PAGE_SIZE = 20


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


def _writer(request: HttpRequest, public_id: uuid.UUID) -> tuple[User, SignUp]:
    user = _staff(request)
    if not can_change_employer(user):
        raise NotAllowed
    rows = sign_ups_visible_to(user).select_related("employer", "office")
    return user, get_object_or_404(rows, public_id=public_id)


@require_GET
@never_cache
def sign_ups(request: HttpRequest) -> HttpResponse:
    """List the requests: those that wait, the oldest first. Persons stand on it, telephones whole to be called."""
    return _list(request, _staff(request))


def _list(request: HttpRequest, user: User, *, code: str = "", of: SignUp | None = None) -> HttpResponse:
    at, number = timezone.now(), asked_number(request)
    done = request.GET.get("tab") == "done"
    states = [SignUpState.ADMITTED, SignUpState.REFUSED] if done else [SignUpState.WAITING, SignUpState.TAKEN]
    found = sign_ups_visible_to(user).filter(state__in=states).select_related("employer", "decided_by", "office")
    start = (number - 1) * PAGE_SIZE
    order = ("-decided_at", "-pk") if done else ("made_at", "pk")
    rows = list(found.order_by(*order)[start : start + PAGE_SIZE + 1])
    write_audit(
        action="sign_up.list_viewed", by=user, at=at, fields=["name", "phone"], reason=f"rows:{len(rows[:PAGE_SIZE])}",
        kind=AuditKind.READ,
    )  # fmt: skip
    context = {
        "rows": [_row(one, at) for one in rows[:PAGE_SIZE]],
        "tabs": [
            {"label": _("待处理"), "url": "?", "active": not done, "count": None},
            {"label": _("处理过的"), "url": "?tab=done", "active": done, "count": None},
        ],
        "done": done,
        "number": number,
        "has_next": len(rows) > PAGE_SIZE,
        "may_decide": can_change_employer(user),
        "refuse_form": RefuseForm(auto_id="refuse_%s"),
        "code": code,
        "of": of,
    }
    return render(request, "employers/sign_ups.html", context)


def _row(row: SignUp, at: object) -> dict[str, object]:
    employer = row.employer
    return {
        "row": row,
        "kind": EmployerKind(row.kind).label,
        "name": row.name,
        "id_no": mask_id(row.person_id_no) if row.person_id_no else "",
        "area": full_name(row.area_code),
        "card": employer_card(employer) if employer else None,
        "known_as": public_name(employer.kind, employer.name) if employer else "",
        "is_verified": employer is not None and is_verified(employer, at),  # type: ignore[arg-type]
        "admit_form": AdmitForm(auto_id=f"admit{row.pk}_%s"),
    }


@require_POST
def take(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Make the request an employer, or find the one that is known; on to its verification."""
    user, row = _writer(request, public_id)
    employer = take_in(sign_up=row, by=user, at=timezone.now())
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
    say(request, _("已记录不通过，没有开通。请打电话告诉对方原因。"))
    return redirect("employers:sign_ups")


@require_POST
@never_cache
def admit_request(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Give the code and show it once."""
    user, row = _writer(request, public_id)
    form = AdmitForm(request.POST)
    if not form.is_valid():
        raise Incomplete(_("填的内容太长或看不懂，没有发开通码。请核对。"))
    code = admit(
        sign_up=row,
        called_back=form.cleaned_data["called_back"],
        mandate_seen=form.cleaned_data["mandate_seen"],
        id_no=form.cleaned_data["id_no"],
        by=user,
        at=timezone.now(),
    )
    return _list(request, user, code=code, of=row)
