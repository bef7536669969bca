"""The own licences of an employer: where they stand, and a new one to be verified by."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yizhan.employers.enums import PaperKind
from yizhan.employers.operations import upload_paper
from yizhan.employers.queries import employer_card, employers_of_agent, lines_for_uploader, office_for
from yizhan.portals.employer.forms import PaperForm
from yizhan.portals.employer.who import agent_of
from yizhan.shared.errors import Refused
from yizhan.shared.web.middleware import say


@require_http_methods(["GET", "POST"])
@never_cache
def papers(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show where the verification stands; take a licence. Nothing that was uploaded is shown again."""
    user, at = agent_of(request), timezone.now()
    employer = get_object_or_404(employers_of_agent(user).select_related("office"), public_id=public_id)
    lines = lines_for_uploader(employer.kind, employer.permit_kind, employer.papers.all())
    form = PaperForm(request.POST or None, request.FILES or None, kinds=[line.kind for line in lines])
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                upload_paper(
                    employer=employer, kind=PaperKind(form.cleaned_data["kind"]), data=form.cleaned_data["file"].read(),
                    office=office_for(employer, user), by=user, at=at,
                )  # fmt: skip
            except Refused as refusal:
                form.add_error("file", str(refusal))
                status = refusal.status
            else:
                say(request, _("已加密存好，驿站看过后会告诉您。"))
                return redirect("employer:papers", public_id)
    card = employer_card(employer)
    context = {
        "employer": employer,
        "card": card,
        "state": card.state(timezone.localdate(at)),
        "lines": lines,
        "form": form,
    }
    return render(request, "employer/papers.html", context, status=status)
