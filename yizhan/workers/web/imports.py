"""Pages for sheets of people in and out; what they have in common stands in `shared.sheets.pages`."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yizhan.accounts.queries import actor, can_export_people, can_unmask, in_offices_of
from yizhan.people.enums import UnmaskReason
from yizhan.shared.errors import NotAllowed
from yizhan.shared.sheets import pages
from yizhan.shared.sheets.export import ExportFile
from yizhan.workers.imports.export import export_people
from yizhan.workers.imports.saving import KIND

_views = pages.import_views(KIND, actor=actor, of_user=in_offices_of, room=__name__)
imports, template, batch, status, row = _views.imports, _views.template, _views.batch, _views.status, _views.row


@never_cache
@require_http_methods(["GET", "POST"])
def export(request: HttpRequest) -> HttpResponse:
    """Hand out the list of people."""
    user = actor(request)
    if not can_export_people(user):
        raise NotAllowed

    def write(shape: str, purpose: str, unmask: str) -> ExportFile:
        at = timezone.localtime()
        return export_people(office=user.office, shape=shape, purpose=purpose, by=user, at=at, unmask=unmask)

    reasons = UnmaskReason.choices if can_unmask(user) else ()
    return pages.export_page(request, title=_("导出求职人员"), name="people", unmask=reasons, write=write)
