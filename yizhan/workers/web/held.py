"""What somebody can do: skills that they state, certificates that staff have seen."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from yizhan.shared.errors import Refused
from yizhan.shared.web.middleware import say
from yizhan.vocabularies.queries import occupation_name
from yizhan.workers.enums import SkillLevel
from yizhan.workers.models import JobSeeker
from yizhan.workers.operations import SkillFacts, add_certificate, drop_certificate, set_skills
from yizhan.workers.queries import certificates_of, skills_of
from yizhan.workers.rules import may_register
from yizhan.workers.web._common import note_look, seeker_for
from yizhan.workers.web.forms import CertificateForm, SkillForm
from yizhan.workers.web.seekers import certificate_line

if TYPE_CHECKING:
    from yizhan.accounts.models import User


@never_cache
@require_http_methods(["GET", "POST"])
def skills(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show skills and certificates; add a skill."""
    user, found = seeker_for(request, public_id, may_register)
    form = SkillForm(request.POST or None, office=user.office)
    if request.method == "POST" and form.is_valid() and form.skills:
        standing = [SkillFacts(row.occupation_code, row.years, row.level) for row in skills_of(found)]
        set_skills(seeker=found, skills=[*standing, *form.skills], by=user, at=timezone.now())
        say(request, _("技能已记下。"))
        return redirect("workers:skills", public_id)
    return _page(request, user, found, skill_form=form)


@never_cache
@require_POST
def certificates(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Add a certificate that was shown."""
    user, found = seeker_for(request, public_id, may_register)
    form = CertificateForm(request.POST)
    if form.is_valid():
        try:
            add_certificate(
                person=found.person, by=user, at=timezone.now(), today=timezone.localdate(), **form.cleaned_data
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            say(request, _("证书已登记。"))
            return redirect("workers:skills", public_id)
    return _page(request, user, found, certificate_form=form)


def _page(
    request: HttpRequest,
    user: User,
    found: JobSeeker,
    skill_form: SkillForm | None = None,
    certificate_form: CertificateForm | None = None,
) -> HttpResponse:
    today = timezone.localdate()
    skill_form = skill_form or SkillForm(office=user.office)
    certificate_form = certificate_form or CertificateForm()
    context = {
        "person": found.person,
        "skills": [
            {"row": row, "name": occupation_name(row.occupation_code), "level": _level(row.level)}
            for row in skills_of(found)
        ],
        "certificates": [certificate_line(row, today) for row in certificates_of(found.person)],
        "skill_form": skill_form,
        "certificate_form": certificate_form,
    }
    note_look(user, found.person, "seeker.viewed_to_change", "name", "skills", "certificates")
    status = 422 if skill_form.errors or certificate_form.errors else 200
    return render(request, "workers/held.html", context, status=status)


@require_POST
def drop_skill(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take a skill off the record."""
    user, found = seeker_for(request, public_id, may_register)
    code = request.POST.get("code", "")
    kept = [SkillFacts(row.occupation_code, row.years, row.level) for row in skills_of(found)]
    set_skills(
        seeker=found, skills=[skill for skill in kept if skill.occupation_code != code], by=user, at=timezone.now()
    )
    say(request, _("技能已删去。"))
    return redirect("workers:skills", public_id)


@require_POST
def drop(request: HttpRequest, public_id: uuid.UUID, held_id: int) -> HttpResponse:
    """Take a certificate off the record."""
    user, found = seeker_for(request, public_id, may_register)
    held = next((row for row in certificates_of(found.person) if row.pk == held_id), None)
    if held is None:
        raise Http404
    drop_certificate(held=held, by=user, at=timezone.now())
    say(request, _("证书已删去。"))
    return redirect("workers:skills", public_id)


def _level(level: int | None) -> str:
    return str(SkillLevel(level).label) if level in SkillLevel.values else "—"
