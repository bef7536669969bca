"""Licences that employers upload: taken in, looked at by staff, decided about with one key, gone when they have served.

A household uploads nothing: ID card and call back stay. A file is looked at before anything is written: by content,
size, scanner and whether it opens (`shared.files`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from yizhan.employers.enums import (
    SEND_BACK_WORDS,
    PaperKind,
    PaperState,
    RefusalReason,
    SendBackReason,
    SignUpState,
    VerifyBasis,
)
from yizhan.employers.models import Employer, Paper, SignUp
from yizhan.employers.operations.registering import refuse_verification, verify_employer
from yizhan.employers.operations.settling import answer, settle
from yizhan.employers.queries import employers_of_agent
from yizhan.employers.rules import can_look_at_papers, can_verify_employer, papers_asked_of
from yizhan.shared.audit.enums import AuditKind
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.db import lock
from yizhan.shared.errors import NotAllowed, Refused
from yizhan.shared.files.operations import (
    CheckedPaper,
    check_paper,
    destroy_files,
    open_file,
    picture_of_file,
    seal_file,
)
from yizhan.shared.files.scanning import VirusFound
from yizhan.shared.notifications.tally import key_of, take

if TYPE_CHECKING:
    from yizhan.accounts.models import Office, User

DAY = dt.timedelta(days=1)
#: Uploads of one employer (or request) in a day, and from outside to one station: a file is up to 8 MB of its disk.
OF_ONE_A_DAY, TO_A_STATION_A_DAY = 10, 300


class TooManyPapers(Refused):
    """As many as are good for the station."""

    code = "too_many_papers"
    sentence = _("今天上传的次数太多了，这一次没有收下。以前传的都在；请明天再传，或带证照到驿站窗口办理。")
    status = 429


class NoPaperNeeded(Refused):
    """This employer is verified by other means, or by another paper."""

    code = "no_paper_needed"
    sentence = _("这种用工主体不用上传这种证照，没有保存。个人雇主凭身份证件和回拨电话核验。")
    status = 422


class PaperSettled(Refused):
    """A colleague decided, or a new one was uploaded in its place."""

    code = "paper_settled"
    sentence = _("这份证照刚刚被处理过，或者对方重新传了一份，没有重复处理。请刷新后再看。")


class PaperMissing(Refused):
    """Not all papers that this kind of employer is verified by are there."""

    code = "paper_missing"
    sentence = _("要看的证照没有传齐，没有核验。机构要传营业执照和许可证两样；也可以看原件后在用工主体的页面核验。")


class StillUnknown(Refused):
    """The request is no employer yet."""

    code = "sign_up_not_taken"
    sentence = _("这份申请还没有登记为用工主体，没有核验。请先登记。")


class NoUseAnyMore(Refused):
    """The request is decided: another picture would change nothing."""

    code = "request_decided"
    sentence = _("这份申请已经有了结果，没有再收文件。不同意的，请打电话给驿站，或重新申请。")


def look_through(
    files: Mapping[PaperKind, bytes], *, office: Office, of: str, at: dt.datetime
) -> dict[PaperKind, CheckedPaper]:
    """Count and look at files before anything is written; call it outside of a transaction.

    :param of: whose they are, as they are counted.
    :raises TooManyPapers: counted first. :raises: as `shared.files.operations.check_paper`.
    """
    found = {}
    for kind, data in files.items():
        for scope, whose, most in (
            ("paper.one", of, OF_ONE_A_DAY),
            ("paper.station", f"station {office.pk}", TO_A_STATION_A_DAY),
        ):
            if not take(scope=scope, key=key_of(whose), at=at, window=DAY, most=most):
                raise TooManyPapers
        try:
            found[kind] = check_paper(data)
        except VirusFound:
            write_audit(action="paper.virus_found", by=None, at=at, kind=AuditKind.REFUSED, office_id=office.pk)
            raise
    return found


def keep_with_request(*, sign_up: SignUp, papers: Mapping[PaperKind, CheckedPaper], at: dt.datetime) -> None:
    """Keep papers with a request that is open, in the caller's transaction; they take the place of those that wait.

    :raises NoPaperNeeded: of a kind that this employer is not asked for.
    :raises NoUseAnyMore: it was decided, or has gone, while the files were looked at.
    """
    if not set(papers) <= set(papers_asked_of(sign_up.kind, sign_up.permit_kind)):
        raise NoPaperNeeded
    try:
        sign_up = lock(SignUp.objects.all(), pk=sign_up.pk)
    except SignUp.DoesNotExist:
        raise NoUseAnyMore from None
    if not may_still_send(sign_up):
        raise NoUseAnyMore
    employer = lock(Employer.objects.all(), pk=sign_up.employer_id) if sign_up.employer_id else None
    for kind, paper in papers.items():
        _replace(Paper.objects.filter(sign_up=sign_up, kind=kind, state=PaperState.WAITING))
        row = Paper.objects.create(
            sign_up=sign_up, employer=employer, kind=kind, file=seal_file(paper, at=at), made_at=at
        )
        write_audit(action="paper.uploaded", by=None, at=at, obj=row, reason=kind, office_id=sign_up.office_id)


def upload_paper(
    *, employer: Employer, kind: PaperKind, data: bytes, office: Office, by: User, at: dt.datetime
) -> Paper:
    """Let an agent bring a licence of their employer, to be verified by or looked at again.

    :raises yizhan.shared.errors.NotAllowed: they do not act for it. :raises NoPaperNeeded: a household, or another
        kind. :raises: as `look_through`.
    """
    if not employers_of_agent(by).filter(pk=employer.pk).exists():
        raise NotAllowed
    if kind not in papers_asked_of(employer.kind, employer.permit_kind):
        raise NoPaperNeeded
    paper = look_through({kind: data}, office=office, of=f"employer {employer.pk}", at=at)[kind]
    with transaction.atomic():
        employer = lock(Employer.objects.all(), pk=employer.pk)
        _replace(Paper.objects.filter(employer=employer, sign_up=None, kind=kind, state=PaperState.WAITING))
        row = Paper.objects.create(employer=employer, kind=kind, file=seal_file(paper, at=at), made_at=at, made_by=by)
        write_audit(action="paper.uploaded", by=by, at=at, obj=row, reason=kind)
    return row


def _replace(rows: QuerySet[Paper]) -> None:
    destroy_papers(rows.select_for_update())


def show_paper(*, paper: Paper, page: int = 1, by: User, at: dt.datetime) -> bytes:
    """Return a page of a paper as a picture of our own making; the look is on record.

    :param page: one of `SealedFile.pages_shown`.
    :raises yizhan.shared.errors.NotAllowed: it is not theirs to look at.
    """
    if not can_look_at_papers(by):
        raise NotAllowed
    write_audit(
        action="paper.viewed", by=by, at=at, obj=paper, fields=["content"], reason=f"page:{page}", kind=AuditKind.READ
    )
    return picture_of_file(paper.file, page)


def hand_out_paper(*, paper: Paper, by: User, at: dt.datetime) -> bytes:
    """Return the bytes as they came in; that they left is on record.

    :raises yizhan.shared.errors.NotAllowed: it is not theirs to look at.
    """
    if not can_look_at_papers(by):
        raise NotAllowed
    write_audit(action="paper.handed_out", by=by, at=at, obj=paper, fields=["content"], kind=AuditKind.EXPORT)
    return open_file(paper.file)


@transaction.atomic
def verify_by_papers(
    *, employer: Employer, papers: Iterable[Paper], by: User, at: dt.datetime, seen_version: int | None = None
) -> Employer:
    """Say that name and codes on the uploaded papers are those on record: the employer is verified.

    :param papers: those that were looked at.
    :raises PaperMissing: not all that are asked for are among them. :raises PaperSettled: one is decided or replaced.
    :raises: as `verify_employer`.
    """
    employer = lock(Employer.objects.all(), pk=employer.pk)
    if not can_verify_employer(by, employer):
        raise NotAllowed
    rows = [_open(one) for one in sorted(papers, key=lambda one: one.pk)]
    if any(row.employer_id != employer.pk for row in rows):
        raise NotAllowed
    if not {row.kind for row in rows} >= set(papers_asked_of(employer.kind, employer.permit_kind)):
        raise PaperMissing
    return verify_employer(
        employer=employer, basis=VerifyBasis.LICENCE_UPLOAD, by=by, at=at, seen_version=seen_version, papers=rows
    )


@transaction.atomic
def send_back(*, paper: Paper, reason: SendBackReason, by: User, at: dt.datetime) -> Paper:
    """Ask for the paper once more, for a coded reason; the employer hears what was wrong and what to do.

    :raises PaperSettled: a colleague decided, or it was replaced.
    """
    if not can_look_at_papers(by):
        raise NotAllowed
    row = settle(_open(paper), PaperState.SENT_BACK, reason, by, at)
    answer(row, PaperState.SENT_BACK, str(SEND_BACK_WORDS[reason]), at)
    return row


@transaction.atomic
def refuse_papers(*, paper: Paper, reason: RefusalReason, by: User, at: dt.datetime) -> Paper:
    """Say that the employer is not who the papers say; what it offers disappears at once. The employer hears why.

    :raises StillUnknown: a request that nobody has taken in is refused as a request (`refuse_sign_up`).
    :raises PaperSettled: a colleague decided, or it was replaced.
    """
    whose = Paper.objects.filter(pk=paper.pk).values("employer")
    employer = Employer.objects.filter(pk__in=whose).select_for_update().first()
    row = _open(paper)
    if employer is None or row.employer_id is None:
        raise StillUnknown
    if not can_verify_employer(by, employer):
        raise NotAllowed
    refuse_verification(employer=employer, reason=reason, by=by, at=at)
    row.refresh_from_db()
    return row


def _open(paper: Paper) -> Paper:
    try:
        row = lock(Paper.objects.select_related("employer", "sign_up"), pk=paper.pk)
    except Paper.DoesNotExist:  # a new one took its place
        raise PaperSettled from None
    if row.state != PaperState.WAITING:
        raise PaperSettled
    return row


def destroy_papers(rows: QuerySet[Paper]) -> int:
    """Destroy papers that have served, with their files; return how many."""
    files = dict(rows.values_list("pk", "file_id"))  # these and no others: one may have come meanwhile
    Paper.objects.filter(pk__in=files).delete()
    destroy_files(files.values())
    return len(files)


def may_still_send(row: SignUp) -> bool:
    """Say whether papers of a request are of use: nobody has refused it, and nobody has opened the console."""
    return row.state in (SignUpState.WAITING, SignUpState.TAKEN)
