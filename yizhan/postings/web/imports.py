"""Pages for sheets of postings in and out; what they have in common stands in `shared.sheets.pages`."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from yizhan.accounts.queries import actor, can_export_people, in_offices_of
from yizhan.postings.imports.export import export_postings
from yizhan.postings.imports.saving import KIND
from yizhan.shared.errors import NotAllowed
from yizhan.shared.sheets import pages
from yizhan.shared.sheets.export import ExportFile
from yizhan.shared.sheets.models import ImportBatch

if TYPE_CHECKING:
    from yizhan.accounts.models import User


def _batch(user: User, public_id: uuid.UUID) -> ImportBatch:
    if not KIND.may(user):
        raise NotAllowed
    visible = ImportBatch.objects.filter(in_offices_of(user), kind=KIND.key).select_related("office", "made_by")
    return get_object_or_404(visible, public_id=public_id)


@never_cache
@require_http_methods(["GET", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """Show the office's sheets of postings; take a new one."""
    user = actor(request)
    batches = ImportBatch.objects.filter(in_offices_of(user), kind=KIND.key)
    return pages.imports_page(request, user=user, kind=KIND, batches=batches)


@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """Hand out the empty sheet."""
    return pages.template_file(user=actor(request), kind=KIND)


@never_cache
@require_http_methods(["GET", "POST"])
def batch(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show a sheet row by row; start, stop, set."""
    user = actor(request)
    return pages.batch_page(request, user=user, kind=KIND, batch=_batch(user, public_id))


@never_cache
@require_GET
def status(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Tell how far a sheet is."""
    user = actor(request)
    return pages.status_part(request, user=user, kind=KIND, batch=_batch(user, public_id))


@never_cache
@require_http_methods(["GET", "POST"])
def row(request: HttpRequest, public_id: uuid.UUID, number: int) -> HttpResponse:
    """Open, correct, decide or skip one row."""
    user = actor(request)
    return pages.row_part(request, user=user, kind=KIND, batch=_batch(user, public_id), number=number)


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
