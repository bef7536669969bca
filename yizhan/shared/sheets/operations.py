"""Writes of staged sheets: taking a file in, judging, correcting, carrying out. Every step may be cut off and repeated.

Work goes in chunks of half a second, each one transaction under the lock of its batch: other writers get through in
between, and whoever dies in the middle leaves whole rows only.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import structlog
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from yizhan.shared.audit.operations import write_audit
from yizhan.shared.crypto.keyring import ring
from yizhan.shared.db import check_version, lock
from yizhan.shared.errors import NotAllowed, Refused
from yizhan.shared.sheets.cells import LONGEST, cell_text
from yizhan.shared.sheets.dry_run import row_key
from yizhan.shared.sheets.enums import AT_WORK, MOVES, OPEN_STATES, BatchState, RowState
from yizhan.shared.sheets.fields import values_of
from yizhan.shared.sheets.kinds import ACCEPT, Context, ImportKind, Judgement, kind_of
from yizhan.shared.sheets.models import ColumnMemory, ImportBatch, ImportRow
from yizhan.shared.sheets.queries import Content, can_edit, content_of, context_for, first_of_key, row_values
from yizhan.shared.sheets.table import Sheet, SheetRow
from yizhan.shared.sheets.telling import noticed

log = structlog.get_logger("yizhan.imports")

#: After this long a chunk takes no further row; with the row in hand and the commit it stays below half a second.
CHUNK_S = 0.3
#: Rows that are fetched, or written, at once.
FETCH = 50


class BatchBusy(Refused):
    """A task is working on the sheet."""

    code = "import_busy"
    sentence = _("这张表正在核对或导入，没有改动。请等它完成，或先暂停再改。")


class BatchCannotMove(Refused):
    """No such step from where the batch stands."""

    code = "import_cannot_move"
    sentence = _("这张表现在不能做这一步，没有改动。请刷新页面看最新状态。")


class NothingReady(Refused):
    """No row could be imported."""

    code = "import_nothing_ready"
    sentence = _("没有可以导入的行，没有开始。请先处理“需要您决定”和“不能导入”的行。")


class RowSettled(Refused):
    """The row is on record; it is changed there."""

    code = "import_row_settled"
    sentence = _("这一行已经导入，没有改动。请到对应的记录里修改。")


class NoSuchChoice(Refused):
    """Not among the choices of the reason."""

    code = "import_no_such_choice"
    sentence = _("这个选项已经不在了，没有改动。请刷新页面后重新选择。")


# Taking a file in -------------------------------------------------------------------------------------------------


def stage_file(
    *,
    kind: ImportKind,
    sheet: Sheet,
    data: bytes,
    file_name: str,
    page: int | None,
    office: Any,
    by: Any,
    at: dt.datetime,
    about: uuid.UUID | None = None,
) -> ImportBatch:
    """Put the rows of a file down, chunk by chunk; the same file at the same office continues or finds its batch.

    Not one transaction: 20,000 rows would hold the database for seconds. Cut off in between, the batch stays
    `loading` and the next upload of the same file goes on behind the last row that was written.

    :param page: the number of the worksheet where one was chosen.
    :param about: public id of the one record that all rows belong to, where the kind has such; the same file about
        another is another batch with rows of its own.
    """
    if not kind.may(by):
        raise NotAllowed
    batch = _batch_for(kind, sheet, data, file_name, page, office, by, at, about)
    while batch.state == BatchState.LOADING and not _load_chunk(batch, sheet, at):
        pass
    batch.refresh_from_db()
    return batch


def _batch_for(
    kind: ImportKind,
    sheet: Sheet,
    data: bytes,
    file_name: str,
    page: int | None,
    office: Any,
    by: Any,
    at: dt.datetime,
    about: uuid.UUID | None,
) -> ImportBatch:
    # Under every index key there was: the same file is known again after one was replaced.
    digests = ring().keyed_hashes(f"import file {page or 0}{_of(about)}", hashlib.sha256(data).hexdigest())
    known = ImportBatch.objects.filter(office=office, kind=kind.key, digest__in=digests)
    found = known.first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            batch = ImportBatch.objects.create(
                office=office,
                kind=kind.key,
                about=about,
                file_name=file_name[:120],
                digest=digests[0],
                columns=list(sheet.headings),
                has_header=sheet.has_header,
                mapping=_remembered(kind, sheet, office, about)
                or {str(index): name for index, name in sheet.mapping.items()},
                rows_read=len(sheet.rows),
                page=sheet.page,
                pages=sheet.pages,
                defaults={key: text for key, text in sheet.told.items() if key in kind.defaults},
                notes=noticed(sheet),
                made_by=by,
                made_at=at,
                touched_at=at,
            )
            write_audit(action="import.uploaded", by=by, at=at, obj=batch, fields=sorted(set(batch.mapping.values())))
            return batch
    except IntegrityError:
        # The same file is being uploaded at the same moment, by a second press of the button.
        return known.get()


def _of(about: uuid.UUID | None) -> str:
    """Return what sets hashes of one record's sheets apart from those of every other."""
    return f" of {about}" if about else ""


def _source(kind: ImportKind, headings: Sequence[str], about: uuid.UUID | None) -> str:
    """Return by what the sender of a sheet is known again, "" for a sheet without headings."""
    if not any(headings):
        return ""
    return ring().keyed_hash(f"import headings {kind.key}{_of(about)}", json.dumps(list(headings), ensure_ascii=False))


def _remembered(kind: ImportKind, sheet: Sheet, office: Any, about: uuid.UUID | None) -> dict[str, str] | None:
    """Return what somebody of the office said the columns of such a sheet mean; fields that are gone are left out.

    The keys of the rows are still made by the guess of the machine, so that a row keeps its key whatever is corrected.
    """
    source = _source(kind, sheet.headings, about)
    known = ColumnMemory.objects.filter(office=office, kind=kind.key, source=source).first() if source else None
    if known is None:
        return None
    return {index: key for index, key in known.mapping.items() if kind.spec(key) is not None}


def _remember(kind: ImportKind, batch: ImportBatch, by: Any, at: dt.datetime) -> None:
    source = _source(kind, batch.columns, batch.about)
    if source:
        said = {"mapping": batch.mapping, "changed_by": by, "changed_at": at}
        ColumnMemory.objects.update_or_create(office=batch.office, kind=kind.key, source=source, defaults=said)


@transaction.atomic
def _load_chunk(batch: ImportBatch, sheet: Sheet, at: dt.datetime) -> bool:
    """Write the next rows; say whether all are there and the batch goes on to be judged."""
    batch = lock(ImportBatch.objects.all(), pk=batch.pk)
    if batch.state != BatchState.LOADING:
        return True
    there = ImportRow.objects.filter(batch=batch).count()
    rows = sheet.rows[there : there + 500]
    ImportRow.objects.bulk_create([_new_row(batch, row, sheet.mapping) for row in rows], batch_size=FETCH)
    if there + len(rows) >= len(sheet.rows):
        _move(batch, BatchState.READING, at)
        _enqueue(batch)
        return True
    _touch(batch, at)
    return False


def _new_row(batch: ImportBatch, row: SheetRow, mapping: dict[int, str]) -> ImportRow:
    key = ring().keyed_hash(f"import row {batch.kind}{_of(batch.about)}", row_key(row, mapping))
    return ImportRow(batch=batch, number=row.number, key=key, content=Content(list(row.cells), {}, {}).as_text())


def _move(batch: ImportBatch, to: BatchState, at: dt.datetime) -> None:
    if to not in MOVES.get(BatchState(batch.state), frozenset()):
        raise BatchCannotMove
    batch.state = to
    batch.touched_at = at
    batch.version += 1
    batch.save(update_fields=["state", "touched_at", "version"])


# Working through --------------------------------------------------------------------------------------------------


def work_once(*, batch_id: int, at: dt.datetime) -> bool:
    """Judge or import one chunk; say whether there is more to do."""
    batch = ImportBatch.objects.get(pk=batch_id)
    if batch.state == BatchState.READING:
        judge_chunk(batch=batch, at=at)
    elif batch.state == BatchState.RUNNING:
        import_chunk(batch=batch, at=at)
    else:
        return False
    return True


def work_through(*, batch_id: int, now: Callable[[], dt.datetime]) -> ImportBatch:
    """Judge or import until nothing is left to do or somebody stops it. Safe to run twice at once and after a crash.

    :param now: the clock; each chunk asks it once.
    """
    while work_once(batch_id=batch_id, at=now()):
        pass
    return ImportBatch.objects.get(pk=batch_id)


@transaction.atomic
def judge_chunk(*, batch: ImportBatch, at: dt.datetime) -> None:
    """Judge the next unread rows, for the eyes of whoever uploaded the sheet."""
    batch = lock(ImportBatch.objects.select_related("office", "made_by"), pk=batch.pk)
    if batch.state != BatchState.READING:
        return
    until = time.monotonic() + CHUNK_S
    kind, context = kind_of(batch.kind), context_for(batch, batch.made_by, at)
    rows = list(ImportRow.objects.filter(batch=batch, state=RowState.UNREAD).order_by("number")[:FETCH])
    first = first_of_key(batch, (row.key for row in rows))
    judged = []
    for row in rows:
        _note(row, _judge(kind, context, batch, row, first), kind)
        judged.append(row)
        if time.monotonic() > until:
            break
    fields = ["state", "reasons", "codes", "result_public_id", *(["content"] if kind.personal else [])]
    ImportRow.objects.bulk_update(judged, fields, batch_size=FETCH)
    if len(judged) == len(rows) < FETCH:
        _move(batch, BatchState.STAGED, at)
    else:
        _touch(batch, at)


def _judge(
    kind: ImportKind, context: Context, batch: ImportBatch, row: ImportRow, first: Mapping[str, int]
) -> Judgement:
    return kind.judge(context, row_values(batch, row, is_duplicate=first.get(row.key, row.number) < row.number))


def _note(row: ImportRow, judgement: Judgement, kind: ImportKind) -> None:
    """Write a judgement on a row. Cells about a person who is on record now are kept no second time."""
    row.state = judgement.state
    taken = [reason.as_dict() | {"taken": True} for reason in judgement.taken]
    row.reasons = [reason.as_dict() for reason in judgement.reasons] + taken
    row.codes = "".join(f" {code}" for code in dict.fromkeys(reason.code for reason in judgement.reasons))
    row.codes = f"{row.codes} " if row.codes else ""
    row.result_public_id = judgement.same_as
    if kind.personal and row.state in (RowState.IMPORTED, RowState.SAME):
        row.content = ""


def _touch(batch: ImportBatch, at: dt.datetime) -> None:
    batch.touched_at = at
    batch.save(update_fields=["touched_at"])


@transaction.atomic
def import_chunk(*, batch: ImportBatch, at: dt.datetime) -> None:
    """Carry out the next ready rows: what a row becomes and that it did are one transaction.

    Each row is judged again as things stand now: an earlier row, or a colleague, may have entered the same.
    """
    batch = lock(ImportBatch.objects.select_related("office", "started_by"), pk=batch.pk)
    if batch.state != BatchState.RUNNING:
        return
    until = time.monotonic() + CHUNK_S
    kind = kind_of(batch.kind)
    if batch.started_by is None or not batch.started_by.is_active or not kind.may(batch.started_by):
        _stop(batch, NotAllowed.code, at)
        return
    context = context_for(batch, batch.started_by, at)
    rows = list(ImportRow.objects.filter(batch=batch, state=RowState.READY).order_by("number")[:FETCH])
    first = first_of_key(batch, (row.key for row in rows))
    done = 0
    for row in rows:
        stop = _import_row(kind, context, batch, row, first)
        if stop is not None:
            _stop(batch, stop.code, at)
            return
        done += 1
        if time.monotonic() > until:
            break
    if done == len(rows) < FETCH:
        _move(batch, BatchState.FINISHED, at)
        write_audit(action="import.finished", by=batch.started_by, at=at, obj=batch)
    else:
        _touch(batch, at)


def _import_row(
    kind: ImportKind, context: Context, batch: ImportBatch, row: ImportRow, first: Mapping[str, int]
) -> Refused | None:
    """Import one row, or note why not; a refusal that concerns the whole sheet is returned."""
    values = row_values(batch, row, is_duplicate=first.get(row.key, row.number) < row.number)
    judgement = kind.judge(context, values)
    if judgement.state == RowState.READY:
        try:
            with transaction.atomic():
                public_id = kind.save(context, values, judgement)
            judgement = Judgement(RowState.IMPORTED, same_as=public_id, taken=judgement.taken)
        except Refused as refusal:
            try:
                refused = kind.refusal_reason(context, values, refusal)
            except Refused as stop:
                return stop
            if refused is None:
                return refusal
            judgement = refused
    _note(row, judgement, kind)
    row.version += 1
    row.save(update_fields=["state", "reasons", "codes", "result_public_id", "content", "version"])
    return None


def _stop(batch: ImportBatch, code: str, at: dt.datetime) -> None:
    batch.stopped_code = code
    batch.save(update_fields=["stopped_code"])
    _move(batch, BatchState.STOPPED, at)
    log.warning("import.stopped", batch=batch.pk, code=code)


# What people press ------------------------------------------------------------------------------------------------


def _locked(batch: ImportBatch, by: Any) -> ImportBatch:
    if not kind_of(batch.kind).may(by):
        raise NotAllowed
    return lock(ImportBatch.objects.select_related("office"), pk=batch.pk)


@transaction.atomic
def start_import(*, batch: ImportBatch, by: Any, at: dt.datetime, background: bool = True) -> ImportBatch:
    """Carry out every ready row, in the background unless the caller works through it.

    :raises NothingReady: there is none.
    :raises BatchCannotMove: it is being read or imported already.
    """
    batch = _locked(batch, by)
    if not ImportRow.objects.filter(batch=batch, state=RowState.READY).exists():
        raise NothingReady
    batch.started_by, batch.stopped_code = by, ""
    batch.save(update_fields=["started_by", "stopped_code"])
    _move(batch, BatchState.RUNNING, at)
    write_audit(action="import.started", by=by, at=at, obj=batch)
    if background:
        _enqueue(batch)
    return batch


def _enqueue(batch: ImportBatch) -> None:
    from yizhan.shared.sheets.tasks import carry_on

    carry_on.enqueue(batch.pk)


@transaction.atomic
def stop_import(*, batch: ImportBatch, by: Any, at: dt.datetime) -> ImportBatch:
    """Stop between two chunks; what has been imported stays, the rest can be started again."""
    batch = _locked(batch, by)
    _move(batch, BatchState.STOPPED, at)
    write_audit(action="import.stopped", by=by, at=at, obj=batch)
    return batch


@transaction.atomic
def wake_batch(*, batch: ImportBatch, at: dt.datetime) -> None:
    """Queue a batch again whose worker is gone. Two workers do no harm: a chunk holds the batch's lock."""
    batch = lock(ImportBatch.objects.all(), pk=batch.pk)
    if batch.state in AT_WORK - {BatchState.LOADING}:
        _touch(batch, at)
        _enqueue(batch)


@transaction.atomic
def change_settings(
    *,
    batch: ImportBatch,
    defaults: Mapping[str, str],
    mapping: Mapping[str, str] | None,
    accepted: Sequence[str],
    seen_version: int | None,
    by: Any,
    at: dt.datetime,
) -> ImportBatch:
    """Say for the whole sheet what columns mean, what holds where a row says nothing, and what is accepted; judge anew.

    :param mapping: column number -> field; None leaves it.
    :raises BatchBusy: a task is at work.
    :raises ChangedMeanwhile: a colleague changed the settings since the page was opened.
    """
    batch = _locked(batch, by)
    if not can_edit(batch):
        raise BatchBusy
    check_version(batch, seen_version)
    kind = kind_of(batch.kind)
    keys = {spec.key for spec in kind.fields}
    batch.defaults = {key: cell_text(text)[:200] for key, text in defaults.items() if key in kind.defaults and text}
    batch.accepted = [
        code
        for code in dict.fromkeys(accepted)
        if code in kind.reasons and kind.reasons[code].accept and code not in kind.one_by_one
    ]
    if mapping is not None:
        width, before = len(batch.columns), batch.mapping
        batch.mapping = {
            index: key for index, key in mapping.items() if key in keys and index.isdecimal() and int(index) < width
        }
        if batch.mapping != before:
            _remember(kind, batch, by, at)
    batch.save(update_fields=["defaults", "accepted", "mapping"])
    ImportRow.objects.filter(batch=batch, state__in=OPEN_STATES).update(state=RowState.UNREAD)
    _move(batch, BatchState.READING, at)
    write_audit(action="import.settings_changed", by=by, at=at, obj=batch, fields=sorted(batch.defaults))
    _enqueue(batch)
    return batch


def _open_row(batch: ImportBatch, number: int, seen_version: int | None, by: Any) -> tuple[ImportBatch, ImportRow]:
    """Fetch a row for changing.

    :raises BatchBusy: a task is at work.
    :raises RowSettled: it has been imported.
    :raises ChangedMeanwhile: a colleague changed it since it was shown.
    """
    batch = _locked(batch, by)
    if not can_edit(batch):
        raise BatchBusy
    row = lock(ImportRow.objects.filter(batch=batch), number=number)
    check_version(row, seen_version)
    if row.state in (RowState.IMPORTED, RowState.SAME):
        raise RowSettled
    return batch, row


def _rejudge(batch: ImportBatch, row: ImportRow, content: Content, *, by: Any, at: dt.datetime) -> ImportRow:
    row.content = content.as_text()
    row.edited = bool(content.edits)
    kind, first = kind_of(batch.kind), first_of_key(batch, [row.key])
    _note(row, _judge(kind, context_for(batch, by, at), batch, row, first), kind)
    row.version += 1
    row.save()
    return row


@transaction.atomic
def edit_row(
    *, batch: ImportBatch, number: int, edits: Mapping[str, str], seen_version: int | None, by: Any, at: dt.datetime
) -> ImportRow:
    """Correct what a row says, field by field, and judge it again. A field as it stands in the sheet is no correction.

    :raises BatchBusy: a task is at work.
    :raises RowSettled: it has been imported.
    :raises ChangedMeanwhile: a colleague changed it since it was shown.
    """
    batch, row = _open_row(batch, number, seen_version, by)
    content = content_of(row)
    keys = {spec.key for spec in kind_of(batch.kind).fields}
    untouched = row_values_as_written(batch, content)
    for key, text in edits.items():
        if key in keys:
            plain = cell_text(text)[:LONGEST]
            if plain == untouched.get(key, ""):
                content.edits.pop(key, None)
            else:
                content.edits[key] = plain
    # A decision was made about what stood there before; it is asked again.
    content.choices.clear()
    row = _rejudge(batch, row, content, by=by, at=at)
    write_audit(action="import.row_edited", by=by, at=at, obj=row, fields=sorted(content.edits))
    return row


def row_values_as_written(batch: ImportBatch, content: Content) -> dict[str, str]:
    """Return what the row says without its corrections."""
    return values_of(content.cells, batch.mapping, {}, batch.defaults)


@transaction.atomic
def decide_row(
    *,
    batch: ImportBatch,
    number: int,
    code: str,
    choice: str,
    seen_version: int | None,
    by: Any,
    at: dt.datetime,
) -> ImportRow:
    """Answer one question about a row with one of its choices, or accept it as it is.

    :raises NoSuchChoice: the question or the choice is not there (any more).
    :raises BatchBusy: a task is at work.
    :raises RowSettled: it has been imported.
    :raises ChangedMeanwhile: a colleague changed it since it was shown.
    """
    batch, row = _open_row(batch, number, seen_version, by)
    reason = next((reason for reason in row.reasons if reason["code"] == code and not reason.get("taken")), None)
    text = kind_of(batch.kind).reasons.get(code)
    if reason is None or text is None or not (choice in reason["choices"] or (choice == ACCEPT and text.accept)):
        raise NoSuchChoice
    content = content_of(row)
    content.choices[code] = choice
    row = _rejudge(batch, row, content, by=by, at=at)
    write_audit(action="import.row_decided", by=by, at=at, obj=row, reason=code)
    return row


@transaction.atomic
def skip_row(
    *, batch: ImportBatch, number: int, skip: bool, seen_version: int | None, by: Any, at: dt.datetime
) -> ImportRow:
    """Leave a row out, or take it back in.

    :raises BatchBusy: a task is at work.
    :raises RowSettled: it has been imported.
    :raises ChangedMeanwhile: a colleague changed it since it was shown.
    """
    batch, row = _open_row(batch, number, seen_version, by)
    if not skip:
        return _rejudge(batch, row, content_of(row), by=by, at=at)
    row.state = RowState.SKIPPED
    row.version += 1
    row.save(update_fields=["state", "version"])
    write_audit(action="import.row_skipped", by=by, at=at, obj=row)
    return row


@transaction.atomic
def accept_all(*, batch: ImportBatch, code: str, seen_version: int | None, by: Any, at: dt.datetime) -> ImportBatch:
    """Accept a reason for every row of the sheet, as its settings do, and judge anew.

    :raises NoSuchChoice: it is not accepted for a whole sheet.
    :raises BatchBusy: a task is at work.
    :raises ChangedMeanwhile: a colleague changed the settings since the page was opened.
    """
    kind = kind_of(batch.kind)
    text = kind.reasons.get(code)
    if text is None or not text.accept or code in kind.one_by_one:
        raise NoSuchChoice
    batch = _locked(batch, by)
    return change_settings(
        batch=batch,
        defaults=batch.defaults,
        mapping=None,
        accepted=[*batch.accepted, code],
        seen_version=seen_version,
        by=by,
        at=at,
    )


@transaction.atomic
def skip_all(*, batch: ImportBatch, code: str, seen_version: int | None, by: Any, at: dt.datetime) -> int:
    """Leave out every open row that has this reason (the duplicates of a file, say); return how many.

    :raises BatchBusy: a task is at work.
    """
    batch = _locked(batch, by)
    if not can_edit(batch):
        raise BatchBusy
    check_version(batch, seen_version)
    open_rows = ImportRow.objects.filter(batch=batch, state__in=[RowState.NEEDS_DECISION, RowState.REFUSED])
    count = open_rows.filter(codes__contains=f" {code} ").update(state=RowState.SKIPPED)
    write_audit(action="import.rows_skipped", by=by, at=at, obj=batch, reason=code)
    return count
