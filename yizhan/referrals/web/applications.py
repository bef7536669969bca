"""The desk's list of applications from people's own phones: sent to work, or answered with a reason."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from yizhan.accounts.queries import actor, can_see_people, can_serve
from yizhan.employers.queries import public_name
from yizhan.people.queries import masked_phones
from yizhan.postings.queries import postings_visible_to
from yizhan.referrals.enums import ApplicationAnswer
from yizhan.referrals.operations import turn_down
from yizhan.referrals.queries import applications_waiting
from yizhan.referrals.web._common import PAGE_SIZE, demand, note_list, page_number
from yizhan.shared.errors import Refused
from yizhan.shared.web.middleware import say


class NoAnswerChosen(Refused):
    """No reason was chosen."""

    code = "no_answer_chosen"
    sentence = gettext_lazy("没有选答复，没有保存。请选一句本人能看懂的原因。")
    status = 422


@never_cache
@require_GET
def list_applications(request: HttpRequest) -> HttpResponse:
    """Show who waits for an answer, the oldest first."""
    user, number = actor(request), page_number(request)
    demand(user, can_see_people)
    start = (number - 1) * PAGE_SIZE
    waiting = applications_waiting(user).select_related("person", "posting__employer", "terms")
    found = list(waiting.defer("person__id_no")[start : start + PAGE_SIZE + 1])
    phones = masked_phones([one.person_id for one in found])
    in_sight = set(
        postings_visible_to(user).filter(pk__in=[one.posting_id for one in found]).values_list("pk", flat=True)
    )
    rows = [
        {"application": one, "in_sight": one.posting_id in in_sight, "phone": phones.get(one.person_id, ""),
         "employer": public_name(one.posting.employer.kind, one.posting.employer.name)}
        for one in found[:PAGE_SIZE]
    ]  # fmt: skip
    note_list(user, rows, "application.listed")
    context = {
        "rows": rows, "number": number, "has_next": len(found) > PAGE_SIZE, "may_serve": can_serve(user),
        "answers": ApplicationAnswer.choices,
    }  # fmt: skip
    return render(request, "referrals/applications.html", context)


@require_POST
def answer_application(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say no with a reason that the person reads on their phone."""
    user = actor(request)
    demand(user, can_serve)
    application = get_object_or_404(applications_waiting(user), public_id=public_id)
    answer = request.POST.get("answer", "")
    if answer not in ApplicationAnswer.values:
        raise NoAnswerChosen
    turn_down(application=application, answer=ApplicationAnswer(answer), by=user, at=timezone.now())
    say(request, _("已答复，本人在手机上能看到原因。"))
    return redirect("referrals:applications")
