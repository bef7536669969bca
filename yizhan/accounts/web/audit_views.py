"""The audit log for those who may read it: the list, the newest seals, one for paper, a check against paper."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from yizhan.accounts.models import Office
from yizhan.accounts.queries import actor, audit_offices, audit_rows, can_read_audit, users_visible_to
from yizhan.accounts.web.forms import AuditFilterForm, SealCheckForm
from yizhan.shared.audit.sealing import check_printed, newest_seal, printed
from yizhan.shared.errors import NotAllowed
from yizhan.shared.web.marks import only_reads

PAGE = 50
#: Days of which midnight and the next midnight are moments in every time zone.
EARLIEST, LATEST = dt.date(1970, 1, 1), dt.date(9000, 1, 1)


def _reader_of(request: HttpRequest) -> dict[int, Office | None]:
    """Return the chains that the person may read, by office id; 0 is the installation's own.

    :raises NotAllowed: for whoever does not read the log.
    """
    user = actor(request)
    if not can_read_audit(user):
        raise NotAllowed
    return audit_offices(user)


def audit(request: HttpRequest) -> HttpResponse:
    """Show the newest lines, narrowed down; goes back page by page along the ids, never counts."""
    offices = _reader_of(request)
    form = AuditFilterForm(request.GET, users=users_visible_to(actor(request)))
    wanted = form.cleaned_data if form.is_valid() else {}
    before = request.GET.get("before", "")
    rows = list(
        audit_rows(
            list(offices),
            kind=wanted.get("kind") or "",
            actor=wanted.get("actor"),
            action=wanted.get("action") or "",
            from_at=_midnight(wanted.get("from_on")),
            until_at=_midnight(wanted.get("until_on"), days=1),
            before_id=int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None,
        )[: PAGE + 1]
    )
    older = request.GET.copy()
    if len(rows) > PAGE:
        older["before"] = str(rows[PAGE - 1].pk)
    people = users_visible_to(actor(request)).filter(pk__in={row.actor_id for row in rows})
    names = {user.pk: user.name for user in people.order_by("pk")}
    context = {
        "form": form,
        "rows": [{"entry": row, "who": names.get(row.actor_id or 0, row.actor_id)} for row in rows[:PAGE]],
        "older": older.urlencode() if len(rows) > PAGE else "",
        "is_first": not before,
    }
    return render(request, "accounts/audit.html", context)


def _midnight(day: dt.date | None, *, days: int = 0) -> dt.datetime | None:
    if day is None or not EARLIEST <= day <= LATEST:
        return None
    return timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=days), dt.time()))


def seals(request: HttpRequest) -> HttpResponse:
    """Show the newest seal of every chain in sight."""
    offices = _reader_of(request)
    rows = [{"office_id": pk, "office": office, "seal": newest_seal(pk)} for pk, office in offices.items()]
    return render(request, "accounts/audit_seals.html", {"rows": rows})


def seal_print(request: HttpRequest, office_id: int) -> HttpResponse:
    """Show the newest seal as a sheet for the file."""
    offices = _reader_of(request)
    seal = newest_seal(office_id) if office_id in offices else None
    if seal is None:
        raise Http404
    context = {"seal": seal, "office": offices[office_id], "digest": printed(seal.digest), "at": timezone.now()}
    return render(request, "accounts/audit_seal_print.html", context)


@only_reads
@require_http_methods(["GET", "POST"])
def seal_check(request: HttpRequest, office_id: int) -> HttpResponse:
    """Hold the chain against a sheet of paper."""
    offices = _reader_of(request)
    if office_id not in offices:
        raise Http404
    form = SealCheckForm(request.POST or None)
    report = None
    if form.is_valid():
        report = check_printed(office_id=office_id, **form.cleaned_data)
    context = {"form": form, "report": report, "office": offices[office_id], "office_id": office_id}
    return render(request, "accounts/audit_seal_check.html", context, status=422 if form.errors else 200)
