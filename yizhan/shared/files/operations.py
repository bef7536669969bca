"""Taking a paper in, handing it out, destroying it. Whoever calls says who may and leaves the line in the audit log."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yizhan.shared.errors import Refused
from yizhan.shared.files.enums import PAPER_KINDS, FileKind, ScanResult
from yizhan.shared.files.looking import can_look, look_at, picture_of
from yizhan.shared.files.models import SealedFile, SealedPiece
from yizhan.shared.files.pieces import cut, digest_of, is_what_came, joined
from yizhan.shared.files.scanning import scan
from yizhan.shared.files.sniffing import sniff

#: A photograph of a telephone with room to spare.
MOST_BYTES = 8 * 1024 * 1024
#: Under which the hash of a paper is keyed.
USE = "paper"
#: What a page offers to choose from; what it is, its bytes say.
ACCEPT = ".jpg,.jpeg,.png,.webp,.pdf"


class NotAPaper(Refused):
    """It is nothing that is taken."""

    code = "not_a_paper"
    status = 422
    sentence = _("这个文件不是能收的照片、截图或 PDF，或者内容不完整，没有保存。请重新拍照或截图再上传。")


class PaperTooLarge(Refused):
    """More than a paper may have."""

    code = "paper_too_large"
    status = 422
    sentence = _("文件超过 8 MB，没有保存。请把照片缩小，或只截有字的部分。")


class PaperDamaged(Refused):
    """Its pieces are not what was taken in."""

    code = "paper_damaged"
    status = 500
    sentence = _("这个文件和存入时不一致，没有交出。请从备份中恢复，或请对方重新上传。")


@dataclass(frozen=True, repr=False)
class CheckedPaper:
    """A file that may be kept: known by content, clean as far as a scanner is set, and it opens.

    :param pages: see `SealedFile.pages`.
    """

    data: bytes
    kind: FileKind
    scan: ScanResult
    pages: int | None = None


def check_paper(data: bytes) -> CheckedPaper:
    """Look at a file before anything is written. Takes a moment: call it outside of a transaction.

    :raises PaperTooLarge: over 8 MB. :raises NotAPaper: no picture and no PDF, two things at once, or cut off.
    :raises VirusFound, ScannerFailed: as the scanner says. :raises NothingToSee: it does not open.
    """
    if len(data) > MOST_BYTES:
        raise PaperTooLarge
    kind = sniff(data)
    if kind is None or kind not in PAPER_KINDS:
        raise NotAPaper
    result = scan(data)
    pages = look_at(data, kind).pages if can_look() else 0
    return CheckedPaper(data, kind, result, pages or None)


@transaction.atomic
def seal_file(paper: CheckedPaper, *, at: dt.datetime) -> SealedFile:
    """Write a file in encrypted pieces, in the caller's transaction."""
    row = SealedFile.objects.create(
        kind=paper.kind, bytes=len(paper.data), digest=digest_of(paper.data, USE), scan=paper.scan, sealed_at=at,
        pages=paper.pages,
    )  # fmt: skip
    pieces = (SealedPiece(file=row, number=number, content=text) for number, text in enumerate(cut(paper.data)))
    SealedPiece.objects.bulk_create(pieces, batch_size=8)
    return row


def open_file(file: SealedFile) -> bytes:
    """Return the bytes as they came in.

    :raises PaperDamaged: they differ from those that came in.
    """
    data = joined(piece.content for piece in file.pieces.order_by("number", "pk"))
    if not is_what_came(data, USE, file.digest):
        raise PaperDamaged
    return data


def picture_of_file(file: SealedFile, page: int = 1) -> bytes:
    """Return the picture of a file, or of a page of it, as PNG; see `looking`.

    :raises PaperDamaged, NothingToSee: as `open_file` and `picture_of`.
    """
    return picture_of(open_file(file), FileKind(file.kind), page)


def destroy_files(file_ids: Iterable[int]) -> None:
    """Delete files with their pieces; nothing may point at them any more."""
    ids = list(file_ids)
    SealedPiece.objects.filter(file__in=ids).delete()
    SealedFile.objects.filter(pk__in=ids).delete()
