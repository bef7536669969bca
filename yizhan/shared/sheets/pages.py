"""What the import pages of the rooms have in common. Each room's view decides who comes in and whose batches there are.

Nothing that a row says ever stands in an address: rows are named by their line, filters by codes.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from yizhan.shared.audit.enums import AuditKind
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.documents.xlsx import Column
from yizhan.shared.documents.xlsx import template as empty_sheet
from yizhan.shared.errors import NotAllowed, Refused
from yizhan.shared.files.scanning import VirusFound, scan
from yizhan.shared.sheets.cells import column_letter
from yizhan.shared.sheets.dry_run import quote
from yizhan.shared.sheets.enums import AT_WORK, ROW_MARKS, BatchState, RowState
from yizhan.shared.sheets.export import ExportFile
from yizhan.shared.sheets.fields import where
from yizhan.shared.sheets.forms import COLUMN, DEFAULT, ExportForm, RowForm, SettingsForm, UploadForm, fields_to_fill
from yizhan.shared.sheets.kinds import ACCEPT, ImportKind, RowValues
from yizhan.shared.sheets.models import ImportBatch, ImportRow
from yizhan.shared.sheets.operations import (
    accept_all,
    change_settings,
    decide_row,
    edit_row,
    skip_all,
    skip_row,
    stage_file,
    start_import,
    stop_import,
    wake_batch,
)
from yizhan.shared.sheets.queries import (
    can_edit,
    can_start,
    content_of,
    counts_of,
    find_rows,
    is_stalled,
    overview,
    proposals_of,
    row_values,
)
from yizhan.shared.sheets.reading import MOST_BYTES, read_sheet
from yizhan.shared.sheets.refusals import SheetTooLarge
from yizhan.shared.sheets.telling import said_unasked
from yizhan.shared.web.middleware import say

View = Callable[..., HttpResponse]

PAGE_SIZE = 50
LISTED = 20
#: States in the order of the tabs: first what somebody has to do.
TABS = (
    RowState.NEEDS_DECISION, RowState.REFUSED, RowState.READY, RowState.IMPORTED, RowState.SAME, RowState.SKIPPED,
    RowState.UNREAD,
)  # fmt: skip


@dataclass(frozen=True, repr=False)
class CellView:
    """One cell of the grid, masked where it holds a person's number."""

    title: Any
    text: str
    at: str


@dataclass(frozen=True, repr=False)
class ReasonView:
    """One reason in words, with its cell, and what can be chosen."""

    code: str
    sentence: Any
    title: Any
    at: str
    quote: str
    proposal: str
    accept: Any
    choices: list[tuple[str, str]]


@dataclass(frozen=True, repr=False)
class RowView:
    """One row of the grid."""

    number: int
    version: int
    label: Any
    mark: str
    icon: str
    cells: list[CellView]
    reasons: list[ReasonView]
    taken: list[tuple[Any, str, str]]
    edited: bool
    skipped: bool
    open: bool
    url: str
    result_url: str


def row_view(kind: ImportKind, batch: ImportBatch, row: ImportRow, *, choices_for: Any = None) -> RowView:
    """Return what the grid shows of a row. No query, unless the words of its choices are asked for (`choices_for`)."""
    values = row_values(batch, row)
    mark, icon = ROW_MARKS[row.state]
    cells = []
    for key in kind.shown:
        spec = kind.spec(key)
        title = spec.title if spec is not None else key
        cells.append(CellView(title, quote(kind, key, values), where(key, batch.mapping, row.number, column_letter)))
    reasons = []
    asked = [reason for reason in row.reasons if not reason.get("taken")]
    for reason in asked if row.state in (RowState.NEEDS_DECISION, RowState.REFUSED) else ():
        text, spec = kind.reasons[reason["code"]], kind.spec(reason["field"])
        choices = []
        if choices_for is not None:
            labels = ((choice, kind.label(choices_for, reason["code"], choice)) for choice in reason["choices"])
            choices = [(choice, words) for choice, words in labels if words]
        reasons.append(
            ReasonView(
                code=reason["code"],
                sentence=text.sentence,
                title=spec.title if spec is not None else "",
                at=where(reason["field"], batch.mapping, row.number, column_letter),
                quote=quote(kind, reason["field"], values),
                proposal=kind.label(None, reason["code"], reason["proposal"]) if reason.get("proposal") else "",
                accept=text.accept,
                choices=choices,
            )
        )
    settled = row.state in (RowState.IMPORTED, RowState.SAME)
    return RowView(
        number=row.number,
        version=row.version,
        label=RowState(row.state).label,
        mark=mark,
        icon=icon,
        cells=cells,
        reasons=reasons,
        taken=[_taken(kind, reason, values) for reason in row.reasons if reason.get("taken")],
        edited=row.edited,
        skipped=row.state == RowState.SKIPPED,
        open=can_edit(batch) and not settled and bool(row.content),
        url=reverse(f"{kind.url_space}:import_row", args=[batch.public_id, row.number]),
        result_url=reverse(kind.result_url, args=[row.result_public_id]) if row.result_public_id else "",
    )


def _taken(kind: ImportKind, reason: Mapping[str, Any], values: RowValues) -> tuple[Any, str, str]:
    """Return of a proposal that was confirmed: the field, the cell as it stands, and what it was taken for."""
    spec = kind.spec(reason["field"])
    words = kind.label(None, reason["code"], reason["proposal"])
    return spec.title if spec is not None else "", quote(kind, reason["field"], values), words


def _demand(kind: ImportKind, user: Any) -> None:
    if not kind.may(user):
        raise NotAllowed


def _note_look(kind: ImportKind, user: Any, batch: ImportBatch, at: dt.datetime) -> None:
    """Leave the one line that a look at staged people leaves."""
    if kind.personal:
        write_audit(action="import.viewed", by=user, at=at, obj=batch, kind=AuditKind.READ)


# The list and the upload ------------------------------------------------------------------------------------------


def imports_page(
    request: HttpRequest,
    *,
    user: Any,
    kind: ImportKind,
    batches: Any,
    office: Any = None,
    about: uuid.UUID | None = None,
) -> HttpResponse:
    """Show the sheets of the office, or of one record (`about`), newest first, and take a new one.

    :param office: which answers for a new one; by default the user's own.
    """
    _demand(kind, user)
    form = UploadForm(request.POST or None, request.FILES or None)
    refused, status = "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            at = timezone.now()
            try:
                batch = _take(form, user, kind, at, office or user.office, about)
            except Refused as refusal:
                refused = str(refusal)
            else:
                if batch.made_at != at:
                    say(request, _("这个文件以前上传过，这里接着处理原来的行，不会重复导入。"))
                return redirect(f"{kind.url_space}:import_batch", batch.public_id)
    shown = list(batches.order_by("-made_at", "-pk").select_related("made_by")[:LISTED])
    counts = counts_of(shown)
    rows = [
        {
            "batch": batch,
            "url": reverse(f"{kind.url_space}:import_batch", args=[batch.public_id]),
            "imported": counts.get(batch.pk, {}).get(RowState.IMPORTED, 0),
            "left": sum(
                counts.get(batch.pk, {}).get(state, 0) for state in (RowState.NEEDS_DECISION, RowState.REFUSED)
            ),
        }
        for batch in shown
    ]
    hints = [{"title": spec.title, "hint": spec.hint} for spec in kind.fields if spec.key in kind.template_columns]
    context = {"kind": kind, "form": form, "rows": rows, "refused": refused, "hints": hints}
    context["template_url"] = reverse(f"{kind.url_space}:import_template")
    return render(request, "shared/import_list.html", context, status=status)


def _take(
    form: UploadForm, user: Any, kind: ImportKind, at: dt.datetime, office: Any, about: uuid.UUID | None
) -> ImportBatch:
    file, page = form.cleaned_data["file"], form.cleaned_data["sheet"]
    if file.size > MOST_BYTES:
        raise SheetTooLarge
    data = file.read()
    try:
        scan(data)  # before anything of it is unpacked or read
    except VirusFound:
        write_audit(action="import.virus_found", by=user, at=at, obj=office, kind=AuditKind.REFUSED)
        raise
    sheet = read_sheet(data, fields=kind.fields, sheet=page, name=file.name)
    return stage_file(
        kind=kind,
        sheet=sheet,
        data=data,
        file_name=file.name,
        page=page,
        office=office,
        about=about,
        by=user,
        at=at,
    )


def template_file(*, user: Any, kind: ImportKind) -> HttpResponse:
    """Return an empty sheet with the headings that are understood, lists to choose from and hints."""
    _demand(kind, user)
    with translation.override("zh-hans"):  # a sheet is written and read in the words of the county
        return _template(kind)


def _template(kind: ImportKind) -> HttpResponse:
    specs = [spec for key in kind.template_columns if (spec := kind.spec(key)) is not None]
    columns = [
        Column(spec.title, width=16, choices=tuple(kind.template_choices.get(spec.key, ())), hint=spec.hint)
        for spec in specs
    ]
    data = empty_sheet(columns, sheet=str(kind.title), lists=_("选项"))
    return _download(data, _XLSX, f"{kind.key}-template.xlsx")


_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _download(data: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


# One sheet --------------------------------------------------------------------------------------------------------


def status_context(kind: ImportKind, batch: ImportBatch, at: dt.datetime, state: str, code: str) -> dict[str, Any]:
    """Return what the head of a sheet's page shows; two queries."""
    counts = overview(batch)
    here = reverse(f"{kind.url_space}:import_batch", args=[batch.public_id])
    tabs = [{"url": here, "label": _("全部"), "count": counts.total, "active": not state and not code}]
    tabs += [
        {"url": f"{here}?state={tab}", "label": RowState(tab).label, "count": counts.of(tab), "active": state == tab}
        for tab in TABS
        if counts.of(tab) or state == tab
    ]
    reasons = [
        {
            "code": name,
            "count": count,
            "sentence": kind.reasons[name].sentence,
            "accept": kind.reasons[name].accept if name not in kind.one_by_one else "",
            "url": f"{here}?code={name}",
            "active": name == code,
        }
        for name, count in counts.reasons.items()
        if name in kind.reasons
    ]
    at_work = batch.state in AT_WORK
    proposing = (
        () if at_work else [name for name in counts.reasons if name in kind.reasons and kind.reasons[name].proposes]
    )
    progress = counts.total - counts.of(RowState.UNREAD if batch.state == BatchState.READING else RowState.READY)
    return {
        "kind": kind,
        "batch": batch,
        "counts": counts,
        "ready": counts.of(RowState.READY),
        "tabs": tabs,
        "reasons": reasons,
        "proposals": [_proposed(kind, batch, name, counts.reasons[name]) for name in proposing],
        "at_work": at_work,
        "progress": progress,
        "stalled": is_stalled(batch, at),
        "loading": batch.state == BatchState.LOADING,
        "may_start": can_start(kind, batch, counts),
        "may_stop": batch.state == BatchState.RUNNING,
        "stopped": _stopped_sentence(batch),
        "chosen": said_unasked(kind, batch),
        "here": here,
        "after": {"url": reverse(kind.after[0], args=[batch.public_id]), "label": kind.after[1]}
        if kind.after and counts.of(RowState.IMPORTED)
        else None,
        "status_url": reverse(f"{kind.url_space}:import_status", args=[batch.public_id]),
        "upload_url": reverse(f"{kind.url_space}:imports", args=[batch.about] if batch.about else []),
        "state": state,
        "code": code,
    }


def _proposed(kind: ImportKind, batch: ImportBatch, code: str, count: int) -> dict[str, Any]:
    """Return what a column is taken for, by examples, to be confirmed once; one query."""
    text = kind.reasons[code]
    examples = [(each.quote, kind.label(None, code, each.proposal)) for each in proposals_of(batch, code)]
    return {"code": code, "count": count, "sentence": text.sentence, "accept": text.accept, "examples": examples}


def _stopped_sentence(batch: ImportBatch) -> str:
    if batch.state != BatchState.STOPPED:
        return ""
    known = {
        "too_many_lookups": _(
            "表里有多个证件号码在别处登记过，查询次数已到上限，导入停在这里。已导入的都在；一小时后再点“继续导入”。"
        ),
        "not_allowed": _("开始导入的账号已停用或换了岗位，导入停在这里。已导入的都在；请由有权限的人点“继续导入”。"),
    }
    return known.get(batch.stopped_code, _("导入已暂停。已导入的都在，可以继续导入。"))


def _filters(request: HttpRequest, kind: ImportKind) -> tuple[str, str]:
    state, code = request.GET.get("state", ""), request.GET.get("code", "")
    return (state if state in RowState.values else ""), (code if code in kind.reasons else "")


def batch_page(request: HttpRequest, *, user: Any, kind: ImportKind, batch: ImportBatch) -> HttpResponse:
    """Show a sheet row by row, or do with it what was pressed."""
    _demand(kind, user)
    if request.method == "POST":
        return _act(request, user, kind, batch)
    return _batch(request, user, kind, batch, None)


def _batch(
    request: HttpRequest, user: Any, kind: ImportKind, batch: ImportBatch, form: SettingsForm | None
) -> HttpResponse:
    at = timezone.now()
    state, code = _filters(request, kind)
    context = status_context(kind, batch, at, state, code)
    paginator = Paginator(find_rows(batch, state=state, code=code), PAGE_SIZE)
    page = paginator.get_page(request.GET.get("page"))
    specs = [kind.spec(key) for key in kind.shown]
    context |= {
        "rows": [row_view(kind, batch, row) for row in page.object_list],
        "titles": [spec.title for spec in specs if spec is not None],
        "width": len(specs) + 3,
        "number": page.number,
        "has_next": page.has_next(),
        "form": form or SettingsForm(kind=kind, batch=batch),
        "settings_open": form is not None,
        "to_fill": fields_to_fill(kind, batch, context["counts"].reasons) if can_edit(batch) else [],
        "may_edit": can_edit(batch),
    }
    _note_look(kind, user, batch, at)
    return render(request, "shared/import_batch.html", context, status=422 if form is not None else 200)


def _act(request: HttpRequest, user: Any, kind: ImportKind, batch: ImportBatch) -> HttpResponse:
    at, action = timezone.now(), request.POST.get("action", "")
    if action == "start":
        start_import(batch=batch, by=user, at=at)
    elif action == "stop":
        stop_import(batch=batch, by=user, at=at)
        say(request, _("已暂停。已导入的都在，可以继续导入。"))
    elif action == "wake":
        wake_batch(batch=batch, at=at)
    elif action == "accept_all":
        seen = request.POST.get("version", "")
        accept_all(
            batch=batch,
            code=request.POST.get("code", ""),
            seen_version=int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 10 else 0,
            by=user,
            at=at,
        )
    elif action == "skip_all":
        count = skip_all(batch=batch, code=request.POST.get("code", ""), seen_version=None, by=user, at=at)
        say(request, _("已跳过 %(count)s 行。") % {"count": count})
    elif action in ("settings", "fill"):
        form = SettingsForm(request.POST, kind=kind, batch=batch)
        if not form.is_valid():
            return _batch(request, user, kind, batch, form)
        is_whole = action == "settings"
        change_settings(
            batch=batch,
            defaults=form.taken(DEFAULT) if is_whole else batch.defaults | form.taken(DEFAULT),
            mapping=form.taken(COLUMN) if is_whole else None,
            accepted=form.cleaned_data["accepted"] if is_whole else batch.accepted,
            seen_version=form.cleaned_data["version"],
            by=user,
            at=at,
        )
    return redirect(f"{kind.url_space}:import_batch", batch.public_id)


def status_part(request: HttpRequest, *, user: Any, kind: ImportKind, batch: ImportBatch) -> HttpResponse:
    """Return the head of the page, asked for again and again while a task is at work."""
    _demand(kind, user)
    state, code = _filters(request, kind)
    context = status_context(kind, batch, timezone.now(), state, code)
    response = render(request, "shared/_import_status.html", context)
    if request.GET.get("was") in AT_WORK and not context["at_work"]:
        response["HX-Refresh"] = "true"  # the rows below have changed too
    return response


# One row ----------------------------------------------------------------------------------------------------------


def row_part(request: HttpRequest, *, user: Any, kind: ImportKind, batch: ImportBatch, number: int) -> HttpResponse:
    """Open a row for correcting and deciding, close it again, or do what was pressed."""
    _demand(kind, user)
    row = get_object_or_404(ImportRow.objects.filter(batch=batch), number=number)
    if request.method == "POST":
        return _act_on_row(request, user, kind, batch, row)
    if request.GET.get("close"):
        return _row(request, user, kind, batch, row, "shared/_import_row.html", {})
    return _row(request, user, kind, batch, row, "shared/_import_row_open.html", {"form": _row_form(kind, batch, row)})


def _row(
    request: HttpRequest, user: Any, kind: ImportKind, batch: ImportBatch, row: ImportRow, template: str, more: Any
) -> HttpResponse:
    view = row_view(kind, batch, row, choices_for=user if more else None)
    if request.method == "GET":
        _note_look(kind, user, batch, timezone.now())
    response = render(request, template, {"row": view, "width": len(kind.shown) + 3, "accept": ACCEPT, **more})
    if request.method == "POST":
        response["HX-Trigger"] = "rows-changed"
    return response


def _row_form(kind: ImportKind, batch: ImportBatch, row: ImportRow, data: Any = None) -> RowForm:
    """Make the form: fields with a question first, then those that the sheet has, then the usual ones."""
    asked = [reason["field"] for reason in row.reasons]
    keys = list(dict.fromkeys([*asked, *batch.mapping.values(), *kind.shown, *content_of(row).edits]))
    values = row_values(batch, row).values
    initial = {"version": row.version} | {f"field_{key}": values.get(key, "") for key in keys}
    return RowForm(data, kind=kind, keys=keys, initial=initial, auto_id=f"row{row.number}_%s")


def _act_on_row(request: HttpRequest, user: Any, kind: ImportKind, batch: ImportBatch, row: ImportRow) -> HttpResponse:
    at, action = timezone.now(), request.POST.get("action", "")
    form = _row_form(kind, batch, row, request.POST)
    if not form.is_valid():
        return _row(request, user, kind, batch, row, "shared/_import_row_open.html", {"form": form})
    seen = {"batch": batch, "number": row.number, "seen_version": form.cleaned_data["version"], "by": user, "at": at}
    if action == "edit":
        row = edit_row(edits=form.edits(), **seen)
    elif action in ("skip", "back"):
        row = skip_row(skip=action == "skip", **seen)
    else:
        row = decide_row(code=request.POST.get("code", ""), choice=request.POST.get("choice", ""), **seen)
    batch.refresh_from_db()
    if row.state in (RowState.NEEDS_DECISION, RowState.REFUSED) and action != "skip":
        more = {"form": _row_form(kind, batch, row)}
        return _row(request, user, kind, batch, row, "shared/_import_row_open.html", more)
    return _row(request, user, kind, batch, row, "shared/_import_row.html", {})


# The views of a room --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ImportViews:
    """The five views of a room's imports, to be named in its `web/imports.py`."""

    imports: View
    template: View
    batch: View
    status: View
    row: View


def import_views(
    kind: ImportKind, *, actor: Callable[[HttpRequest], Any], of_user: Callable[[Any], Q], room: str
) -> ImportViews:
    """Make a room's views. What one may not see is not there.

    :param actor: who asks. :param of_user: the condition on batches (their `office`, or what they are `about`) of
        what this user may see.
    :param room: the module that the views belong to (`__name__`).
    """

    def seen(user: Any) -> QuerySet[ImportBatch]:
        return ImportBatch.objects.filter(of_user(user), kind=kind.key).select_related("office", "made_by")

    def one(request: HttpRequest, public_id: uuid.UUID) -> dict[str, Any]:
        user = actor(request)
        _demand(kind, user)
        return {"user": user, "kind": kind, "batch": get_object_or_404(seen(user), public_id=public_id)}

    @never_cache
    @require_http_methods(["GET", "POST"])
    def imports(request: HttpRequest) -> HttpResponse:
        """Show the office's sheets; take a new one."""
        user = actor(request)
        return imports_page(request, user=user, kind=kind, batches=seen(user))

    @require_GET
    def template(request: HttpRequest) -> HttpResponse:
        """Hand out the empty sheet."""
        return template_file(user=actor(request), kind=kind)

    @never_cache
    @require_http_methods(["GET", "POST"])
    def batch(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
        """Show a sheet row by row; start, stop, set."""
        return batch_page(request, **one(request, public_id))

    @never_cache
    @require_GET
    def status(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
        """Tell how far a sheet is."""
        return status_part(request, **one(request, public_id))

    @never_cache
    @require_http_methods(["GET", "POST"])
    def row(request: HttpRequest, public_id: uuid.UUID, number: int) -> HttpResponse:
        """Open, correct, decide or skip one row."""
        return row_part(request, **one(request, public_id), number=number)

    for view in (imports, template, batch, status, row):
        view.__module__ = room
    return ImportViews(imports, template, batch, status, row)


# Lists out --------------------------------------------------------------------------------------------------------


def export_page(
    request: HttpRequest,
    *,
    title: str,
    name: str,
    unmask: Any,
    write: Callable[[str, str, str], ExportFile],
    paper: bool = False,
) -> HttpResponse:
    """Ask for the purpose, then hand the file over.

    :param name: beginning of the file's name. :param unmask: choices of reasons for whole numbers, empty for none.
    :param write: takes shape, purpose and reason; raises what its operation raises.
    :param paper: the list can also be set as a PDF.
    """
    form = ExportForm(request.POST or None, unmask=unmask, paper=paper)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        file = write(data["shape"], data["purpose"], data.get("unmask", ""))
        stamp = f"{timezone.localtime():%Y%m%d-%H%M}"
        if file.is_noted:
            sentence = _("这次导出 %(n)s 行，大批量或夜间导出已单独记入日志。") % {"n": file.rows}
            say(request, sentence, level=messages.WARNING)
        return _download(file.data, file.content_type, f"{name}-{stamp}.{file.suffix}")
    status = 422 if request.method == "POST" else 200
    return render(request, "shared/export.html", {"title": title, "form": form}, status=status)
