"""Evidence of a case: taking a file in, handing it out, destroying it.

A file is one transaction: checked, scanned, encrypted in pieces and written with its line in the course, or not at all.
It lies in the database, so a backup holds it and a restore brings it back; nothing of it ever lies on the disk in the
clear, neither while it is uploaded (`FILE_UPLOAD_MAX_MEMORY_SIZE`) nor while it is scanned.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yizhan.rights.deadlines.counting import add_months
from yizhan.rights.enums import CaseState, RemoveReason, StepKind
from yizhan.rights.models import Case, CaseEvidence, EvidencePiece
from yizhan.rights.operations.cases import take_case, write_step
from yizhan.shared.audit.enums import AuditKind
from yizhan.shared.audit.operations import write_audit, write_read
from yizhan.shared.db import constraint_speaks, lock
from yizhan.shared.errors import Refused
from yizhan.shared.files.pieces import cut, digest_of, is_what_came, joined
from yizhan.shared.files.scanning import VirusFound, scan
from yizhan.shared.files.sniffing import sniff

if TYPE_CHECKING:
    from yizhan.accounts.models import User

#: One file, and all files of one case, in bytes.
MOST_BYTES = 10 * 1024 * 1024
MOST_OF_A_CASE = 60 * 1024 * 1024
#: What a case held stays three years after its end: the longest limit that may still run (民法典 188; 民事诉讼法 250).
KEEP_YEARS = 3
#: The use under which a file's hash is keyed.
DIGEST = "evidence"


class NotEvidence(Refused):
    """It is nothing that is taken."""

    code = "not_evidence"
    status = 422
    sentence = _(
        "这个文件不是能收的照片、截图、PDF、录音或视频，或者内容不完整，没有保存。"
        "Word、Excel 和压缩包请打印成 PDF 或拍照。"
    )


class TooLarge(Refused):
    """More than a file may have."""

    code = "evidence_too_large"
    status = 422
    sentence = _("文件超过 10 MB，没有保存。照片请缩小，录音和视频请截取要紧的一段。")


class CaseFull(Refused):
    """More than a case may hold."""

    code = "case_full"
    sentence = _("这个案件的证据合计超过 60 MB，没有保存。请先销毁重复的，再上传。")


class EvidenceKnown(Refused):
    """The same bytes lie in the case already."""

    code = "evidence_known"
    sentence = _("同样的文件已经在案件里，没有重复保存。")


class EvidenceGone(Refused):
    """It was destroyed."""

    code = "evidence_gone"
    status = 410
    sentence = _("这份证据已经销毁，只留下记录。")


class EvidenceDamaged(Refused):
    """Its pieces are not what was taken in."""

    code = "evidence_damaged"
    status = 500
    sentence = _("这份证据和存入时不一致，没有交出。请从备份中恢复。")


def add_evidence(*, case: Case, name: str, data: bytes, by: User, at: dt.datetime) -> CaseEvidence:
    """Take a file into a case.

    A file with a virus leaves a line in the audit log and nothing else, so this is not one transaction from its start.

    :param name: what the person calls it; kept encrypted, never asked for what the file is.
    :raises NotEvidence: it is no kind that is taken, or two at once. :raises TooLarge: more than 10 MB.
    :raises VirusFound, ScannerFailed: as the scanner says. :raises EvidenceKnown: the case holds the same bytes.
    :raises CaseFull: more than 60 MB together. :raises CaseCannotMove: the case is closed.
    """
    if len(data) > MOST_BYTES:
        raise TooLarge
    kind = sniff(data)
    if kind is None:
        raise NotEvidence
    try:
        result = scan(data)
    except VirusFound:
        write_audit(action="case.virus_found", by=by, at=at, obj=case, kind=AuditKind.REFUSED)
        raise
    with transaction.atomic():
        case = take_case(case, None)
        before = CaseEvidence.objects.filter(case=case)
        held = before.filter(removed_at=None).aggregate(sum=Sum("bytes"))["sum"] or 0
        if held + len(data) > MOST_OF_A_CASE:
            raise CaseFull
        case.save(update_fields=["version"])
        with constraint_speaks(CaseEvidence, caseevidence_once_a_case=EvidenceKnown):
            row = CaseEvidence.objects.create(
                case=case, number=before.count() + 1, kind=kind, name=name[:80], bytes=len(data),
                digest=digest_of(data, DIGEST), scan=result, added_by=by, added_at=at,
            )  # fmt: skip
        EvidencePiece.objects.bulk_create(_pieces(row, data), batch_size=8)
        write_step(case, StepKind.EVIDENCE, by, at)
        write_audit(action="case.evidence_added", by=by, at=at, obj=row, person_id=case.person_id, reason=kind)
    return row


def hand_out_evidence(*, evidence: CaseEvidence, by: User, at: dt.datetime) -> bytes:
    """Return the bytes of a file as they came in; the look is on record.

    :raises EvidenceGone: it was destroyed. :raises EvidenceDamaged: the bytes differ from those that came in.
    """
    if evidence.removed_at is not None:
        raise EvidenceGone
    pieces = EvidencePiece.objects.filter(evidence=evidence).order_by("number", "pk")
    data = joined(piece.content for piece in pieces)
    if not is_what_came(data, DIGEST, evidence.digest):
        raise EvidenceDamaged
    write_read(
        action="case.evidence_read", by=by, at=at, person_id=evidence.case.person_id, obj=evidence, fields=["content"],
        kind=AuditKind.EXPORT,
    )  # fmt: skip
    return data


@transaction.atomic
def remove_evidence(*, evidence: CaseEvidence, reason: RemoveReason, by: User, at: dt.datetime) -> CaseEvidence:
    """Destroy a file that does not belong into the case. That it was there, and why it went, stays.

    :raises EvidenceGone: it was destroyed before. :raises CaseCannotMove: the case is closed.
    """
    case = take_case(evidence.case, None)
    evidence = lock(CaseEvidence.objects.all(), pk=evidence.pk)
    if evidence.removed_at is not None:
        raise EvidenceGone
    case.save(update_fields=["version"])
    _destroy([evidence.pk], reason, by, at)
    write_step(case, StepKind.REMOVED, by, at)
    write_audit(action="case.evidence_removed", by=by, at=at, obj=evidence, reason=reason)
    evidence.refresh_from_db()
    return evidence


@transaction.atomic
def destroy_lapsed_evidence(*, today: dt.date, at: dt.datetime, limit: int = 200) -> int:
    """Destroy the files of cases that ended more than three years ago; return how many. Lines and limits stay."""
    before = timezone.make_aware(dt.datetime.combine(add_months(today, -12 * KEEP_YEARS), dt.time()))
    rows = CaseEvidence.objects.filter(removed_at=None, case__state=CaseState.CLOSED, case__closed_at__lt=before)
    found = list(rows.select_related("case").order_by("pk")[:limit])
    _destroy([row.pk for row in found], RemoveReason.LAPSED, None, at)
    for row in found:
        write_audit(action="case.evidence_removed", by=None, at=at, obj=row, reason=RemoveReason.LAPSED,
                    office_id=row.case.office_id)  # fmt: skip
    return len(found)


def destroy_evidence_of(person_id: int, at: dt.datetime) -> None:
    """Destroy all files about a person whose record is anonymised."""
    rows = CaseEvidence.objects.filter(case__person_id=person_id)
    _destroy(list(rows.filter(removed_at=None).order_by("pk").values_list("pk", flat=True)), RemoveReason.ANONYMISED,
             None, at)  # fmt: skip


def _destroy(keys: list[int], reason: RemoveReason, by: User | None, at: dt.datetime) -> None:
    EvidencePiece.objects.filter(evidence__in=keys).delete()
    CaseEvidence.objects.filter(pk__in=keys).update(name="", removed_at=at, removed_by=by, remove_reason=reason)


def _pieces(row: CaseEvidence, data: bytes) -> list[EvidencePiece]:
    return [EvidencePiece(evidence=row, number=number, content=text) for number, text in enumerate(cut(data))]
