"""Steps taken on an employer's page."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from yizhan.accounts.queries import actor, can_see_postings, users_visible_to
from yizhan.employers.enums import ClearReason, RefusalReason, VerifyBasis
from yizhan.employers.models import Employer
from yizhan.employers.operations import (
    REVEALABLE,
    FactsRefused,
    add_agent,
    clear_review_flag,
    end_agent,
    free_phone,
    refuse_verification,
    reveal_number,
    serve_employer,
    verify_employer,
)
from yizhan.employers.queries import employer_by_code, employers_visible_to
from yizhan.employers.rules import can_change_employer, can_clear_review, can_reveal, can_verify_employer
from yizhan.employers.web.forms import AgentForm, ClearForm, RefuseForm, VerifyForm
from yizhan.people.enums import UnmaskReason
from yizhan.people.operations import count_lookup
from yizhan.people.queries import is_whole_id
from yizhan.shared.errors import Incomplete, NotAllowed
from yizhan.shared.web.middleware import say

if TYPE_CHECKING:
    from yizhan.accounts.models import User


def _about(request: HttpRequest, public_id: uuid.UUID) -> tuple[User, Employer]:
    user = actor(request)
    if not can_see_postings(user):
        raise NotAllowed
    return user, get_object_or_404(employers_visible_to(user), public_id=public_id)


def _complete(form: VerifyForm | RefuseForm | ClearForm | AgentForm) -> None:
    if not form.is_valid():
        sentences = [f"{form[name].label}：{error}" for name, errors in form.errors.items() for error in errors]
        raise Incomplete(_("没有做成，请补全：%(what)s") % {"what": " ".join(sentences)})


@require_POST
def verify(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say that the papers were seen."""
    user, employer = _about(request, public_id)
    if not can_verify_employer(user, employer):
        raise NotAllowed
    form = VerifyForm(request.POST, employer=employer, prefix="v")
    _complete(form)
    verify_employer(
        employer=employer,
        basis=VerifyBasis(form.cleaned_data["basis"]),
        name_matches=form.cleaned_data["name_matches"],
        seen_version=form.cleaned_data["version"],
        by=user,
        at=timezone.now(),
    )
    say(request, _("实名核验已记录，有效期六个月。"))
    return redirect("employers:show", public_id)


@require_POST
def refuse(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say that the papers did not convince."""
    user, employer = _about(request, public_id)
    if not can_verify_employer(user, employer):
        raise NotAllowed
    form = RefuseForm(request.POST)
    _complete(form)
    refuse_verification(
        employer=employer, reason=RefusalReason(form.cleaned_data["reason"]), by=user, at=timezone.now()
    )
    say(request, _("已记录核验不通过，该主体的招聘不再展示。"))
    return redirect("employers:show", public_id)


@require_POST
def clear(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Settle a mark for review."""
    user, employer = _about(request, public_id)
    if not can_clear_review(user):
        raise NotAllowed
    form = ClearForm(request.POST)
    _complete(form)
    clear_review_flag(employer=employer, outcome=ClearReason(form.cleaned_data["outcome"]), by=user, at=timezone.now())
    say(request, _("待复查标记已处理，事实记录仍然保留。"))
    return redirect("employers:show", public_id)


@require_POST
def serve(request: HttpRequest) -> HttpResponse:
    """Let the own office serve an employer whom another office took in; the exact code is the proof."""
    user = actor(request)
    if not can_change_employer(user):
        raise NotAllowed
    code = request.POST.get("code", "")
    employer = employer_by_code(code).first()
    if is_whole_id(code) and (employer is None or not employers_visible_to(user).filter(pk=employer.pk).exists()):
        # A household is found by its owner's ID number: trying numbers out is counted here as everywhere.
        count_lookup(by=user, at=timezone.now(), found=employer is not None)
    if employer is None:
        raise Http404
    serve_employer(employer=employer, office=user.office, by=user, at=timezone.now())
    say(request, _("从今天起，本站也服务该用工主体。"))
    return redirect("employers:show", employer.public_id)


@require_POST
@never_cache
def reveal(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show one whole number for a coded reason."""
    user, employer = _about(request, public_id)
    if not can_reveal(user):
        raise NotAllowed
    field, reason = request.POST.get("field", ""), request.POST.get("reason", "")
    if field not in REVEALABLE or reason not in UnmaskReason.values:
        raise Incomplete(_("没有选查看原因，号码没有显示。请选一个原因。"))
    value = reveal_number(employer=employer, field=field, reason=reason, by=user, at=timezone.now())
    return render(request, "employers/_revealed.html", {"value": value})


@require_POST
def add(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Write down who acts for the employer."""
    user, employer = _about(request, public_id)
    if not can_change_employer(user):
        raise NotAllowed
    form = AgentForm(request.POST)
    _complete(form)
    data = form.cleaned_data
    account = users_visible_to(user).filter(username=data["username"]).first() if data["username"] else None
    if data["username"] and account is None:
        raise FactsRefused({"username": [_("本单位没有这个登录名，经办人没有保存。请核对登录名，或先留空。")]})
    add_agent(
        employer=employer,
        name=data["name"],
        mobile=data["mobile"],
        id_no=data["id_no"],
        mandate_seen=data["mandate_seen"],
        user=account,
        by=user,
        at=timezone.now(),
    )
    say(request, _("经办人已登记。"))
    return redirect("employers:show", public_id)


@require_POST
def free(request: HttpRequest, public_id: uuid.UUID, agent_id: uuid.UUID) -> HttpResponse:
    """Let an agent whose phone is lost bind another one."""
    user, employer = _about(request, public_id)
    agent = get_object_or_404(employer.agents.select_related("user"), public_id=agent_id, user__isnull=False)
    free_phone(agent=agent, by=user, at=timezone.now())
    say(request, _("已解除手机绑定，对方所有登录已退出。下次用密码登录后可以重新绑定。"))
    return redirect("employers:show", public_id)


@require_POST
def end(request: HttpRequest, public_id: uuid.UUID, agent_id: uuid.UUID) -> HttpResponse:
    """Say that an agent no longer acts for the employer."""
    user, employer = _about(request, public_id)
    if not can_change_employer(user):
        raise NotAllowed
    agent = get_object_or_404(employer.agents.all(), public_id=agent_id)
    end_agent(agent=agent, by=user, at=timezone.now())
    say(request, _("经办人已停用。"))
    return redirect("employers:show", public_id)
