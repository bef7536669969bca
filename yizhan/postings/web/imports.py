"""Pages for sheets of postings in and out; what they have in common stands in `shared.sheets.pages`."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yizhan.accounts.queries import actor, can_export_people, in_offices_of
from yizhan.postings.imports.export import export_postings
from yizhan.postings.imports.saving import KIND
from yizhan.shared.errors import NotAllowed
from yizhan.shared.sheets import pages
from yizhan.shared.sheets.export import ExportFile

_views = pages.import_views(KIND, actor=actor, of_user=in_offices_of, room=__name__)
imports, template, batch, status, row = _views.imports, _views.template, _views.batch, _views.status, _views.row


@never_cache
@require_http_methods(["GET", "POST"])
def export(request: HttpRequest) -> HttpResponse:
    """Hand out the list of postings."""
    user = actor(request)
    if not can_export_people(user):
        raise NotAllowed

    def write(shape: str, purpose: str, _unmask: str) -> ExportFile:
        return export_postings(office=user.office, shape=shape, purpose=purpose, by=user, at=timezone.localtime())

    return pages.export_page(request, title=_("导出岗位"), name="postings", unmask=(), write=write)
