"""Where an employer is written to: an owner's page to give an e-mail address, confirm it, switch it off, delete it."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from yizhan.employers.operations import ask_to_confirm_email, confirm_email, forget_email, want_email
from yizhan.employers.queries import employer_card, employers_of_agent, office_for, owns
from yizhan.portals.employer.forms import MailCodeForm, MailForm
from yizhan.portals.employer.who import agent_of
from yizhan.shared.errors import Incomplete, Refused
from yizhan.shared.identifiers.masks import mask_email
from yizhan.shared.notifications.codes import can_send_mail
from yizhan.shared.web.middleware import say
from yizhan.shared.web.request_facts import client_address

if TYPE_CHECKING:
    from yizhan.employers.models import Employer


def _own(request: HttpRequest, public_id: uuid.UUID) -> Employer:
    user = agent_of(request)
    return get_object_or_404(employers_of_agent(user).select_related("office"), public_id=public_id)


@sensitive_post_parameters("email", "code")
@require_http_methods(["GET", "POST"])
@never_cache
def mail(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show the address masked; take a new one in two steps: a code is sent to it, and typed back."""
    user, at = agent_of(request), timezone.now()
    employer = _own(request, public_id)
    confirms = request.POST.get("then") == "confirm"
    form: MailForm = (MailCodeForm if confirms else MailForm)(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            email, address = form.cleaned_data["email"], client_address(request)
            try:
                if confirms:
                    code = form.cleaned_data["code"]
                    confirm_email(employer=employer, email=email, code=code, by=user, address=address, at=at)
                    say(request, _("邮箱已确认，通知会发到那里。"))
                    return redirect("employer:mail", public_id)
                ask_to_confirm_email(employer=employer, email=email, by=user, address=address, at=at)
            except Refused as refusal:
                form.add_error("code" if confirms else "email", str(refusal))
                status = refusal.status
            else:
                form, status = MailCodeForm(initial={"email": email}), 200
    return render(request, "employer/mail.html", _context(request, employer, form), status=status)


def _context(request: HttpRequest, employer: Employer, form: MailForm) -> dict[str, object]:
    user = agent_of(request)
    return {
        "employer": employer,
        "card": employer_card(employer),
        "masked": mask_email(employer.email) if employer.email else "",
        "owns": owns(user, employer),
        "offered": can_send_mail(office_for(employer, user)),
        "form": form,
        "confirms": isinstance(form, MailCodeForm),
    }


@require_POST
def change(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Switch messages to the address off or on, or delete it."""
    user, at = agent_of(request), timezone.now()
    employer, then = _own(request, public_id), request.POST.get("then")
    if then == "forget":
        forget_email(employer=employer, by=user, at=at)
        say(request, _("邮箱已删除。通知用短信或电话告诉您。"))
    elif then in ("on", "off"):
        want_email(employer=employer, wanted=then == "on", by=user, at=at)
        say(request, _("通知会发到邮箱。") if then == "on" else _("不再发邮件。通知用短信或电话告诉您。"))
    else:
        raise Incomplete
    return redirect("employer:mail", public_id)
