"""An employer's own sheets of work on offer: the desk's import for one employer; each row becomes a draft of theirs."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import replace
from typing import TYPE_CHECKING

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yizhan.accounts.queries import is_agent
from yizhan.employers.queries import employers_of_agent, office_for
from yizhan.portals.employer.who import agent_of
from yizhan.postings.imports.saving import KIND
from yizhan.shared.errors import Refused
from yizhan.shared.notifications.tally import key_of, take
from yizhan.shared.sheets import pages
from yizhan.shared.sheets.kinds import ImportKind, register_kind
from yizhan.shared.sheets.models import OWN_JOBS, ImportBatch

if TYPE_CHECKING:
    from yizhan.accounts.models import User

#: Sheets that an employer may bring in a day: reading one takes seconds of the station's machine.
SHEETS_A_DAY = 20
DAY = dt.timedelta(days=1)
#: What a sheet of one employer need not say.
UNSAID = ("employer", "uscc")

OWN: ImportKind = replace(
    KIND,
    key=OWN_JOBS,
    title=_("本单位的招工"),
    url_space="employer",
    result_url="employer:job",
    after=("employer:import_drafts", _("把导入的草稿一起提交")),
    template_columns=tuple(key for key in KIND.template_columns if key not in UNSAID),
    defaults=tuple(key for key in KIND.defaults if key not in UNSAID),
    shown=tuple(key for key in KIND.shown if key not in UNSAID),
    may=is_agent,
)


class TooManySheets(Refused):
    """The employer has brought as many today as are good for the station."""

    code = "too_many_sheets"
    sentence = _("这个单位今天上传的表格太多了，这一次没有收下。以前上传的都在；请明天再传，或把几张表合成一张。")
    status = 429


def register() -> None:
    """Make the kind known; called when the console is ready."""
    register_kind(OWN)


def _of_agent(user: User) -> Q:
    return Q(about__in=employers_of_agent(user).values("public_id"))


_views = pages.import_views(OWN, actor=agent_of, of_user=_of_agent, room=__name__)
template, batch, status, row = _views.template, _views.batch, _views.status, _views.row


@never_cache
@require_http_methods(["GET", "POST"])
def imports(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show the sheets of one own employer; take a new one."""
    user = agent_of(request)
    employer = get_object_or_404(employers_of_agent(user), public_id=public_id)
    if request.FILES and not take(
        scope="employer.sheet", key=key_of(f"employer {employer.pk}"), at=timezone.now(), window=DAY, most=SHEETS_A_DAY
    ):
        raise TooManySheets
    batches = ImportBatch.objects.filter(kind=OWN.key, about=employer.public_id)
    return pages.imports_page(
        request, user=user, kind=OWN, batches=batches, office=office_for(employer, user), about=employer.public_id
    )
