"""The list of those who look for work, with filters."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from yizhan.accounts.queries import actor
from yizhan.people.queries import age_on, has_proven_birth, masked_phones
from yizhan.shared.audit.enums import AuditKind
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.forms import DeskForm
from yizhan.workers.enums import SeekerStatus, ServiceTier
from yizhan.workers.models import JobSeeker
from yizhan.workers.queries import find_seekers, wished_by_wish
from yizhan.workers.rules import may_register, may_see_seekers
from yizhan.workers.web._common import demand, page_number
from yizhan.workers.web.widgets import WorksField, WorksPicker
from yizhan.workers.web.words import STATUS_KIND, TIER_KIND, waiting_days, work_lines

if TYPE_CHECKING:
    from yizhan.accounts.models import User

PAGE_SIZE = 50


class SeekersForm(DeskForm):
    """Filters of the list; none of them says who somebody is."""

    works = WorksField(label=_("工种"), required=False, widget=WorksPicker())
    status = forms.ChoiceField(label=_("状态"), required=False, choices=[("", _("全部")), *SeekerStatus.choices])
    waiting = forms.ChoiceField(
        label=_("待工"), required=False, choices=[("", _("不限")), ("7", _("7 天以上")), ("30", _("30 天以上"))],
    )  # fmt: skip
    tier = forms.ChoiceField(label=_("服务等级"), required=False, choices=[("", _("全部")), *ServiceTier.choices])


@never_cache
@require_GET
def seekers(request: HttpRequest) -> HttpResponse:
    """List job seekers, who has waited longest first."""
    user = actor(request)
    demand(user, may_see_seekers)
    today, number = timezone.localdate(), page_number(request)
    asked = request.GET.copy()
    asked.setdefault("status", SeekerStatus.AVAILABLE)
    form = SeekersForm(asked)
    given = form.cleaned_data if form.is_valid() else {}
    found = find_seekers(
        user,
        codes=[piece.partition("|")[0] for piece in given.get("works", [])],
        status=given.get("status", ""),
        tier=given.get("tier", ""),
        waiting_since=today - dt.timedelta(days=int(given["waiting"])) if given.get("waiting") else None,
    )
    start = (number - 1) * PAGE_SIZE
    page = list(found[start : start + PAGE_SIZE + 1])
    rows = _lines(page[:PAGE_SIZE], today)
    if rows:
        _note_list(user, len(rows))
    context = {
        "form": form, "rows": rows, "number": number, "has_next": len(page) > PAGE_SIZE,
        "may_register": may_register(user), "filtered": bool(request.GET),
    }  # fmt: skip
    return render(request, "workers/seekers.html", context)


def _note_list(user: User, count: int) -> None:
    write_audit(
        action="seekers.listed", by=user, at=timezone.now(), kind=AuditKind.READ, fields=["name", "contacts", "wish"],
        reason=f"rows:{count}",
    )  # fmt: skip


def _lines(page: list[JobSeeker], today: dt.date) -> list[dict[str, Any]]:
    """Return what the list shows; two further queries, whatever the number."""
    wished = wished_by_wish(seeker.wish.pk for seeker in page)
    phones = masked_phones(seeker.person_id for seeker in page)
    return [
        {
            "seeker": seeker,
            "person": seeker.person,
            "age": age_on(seeker.person, today),
            "age_proven": has_proven_birth(seeker.person),
            "phone": phones.get(seeker.person_id, ""),
            "works": work_lines(wished.get(seeker.wish.pk, [])),
            "status_kind": STATUS_KIND[SeekerStatus(seeker.status)],
            "tier_kind": TIER_KIND[seeker.service_tier],
            "waiting": waiting_days(seeker.waiting_since_on, today),
            "lapsed": seeker.wish.valid_until_on < today,
        }
        for seeker in page
    ]
