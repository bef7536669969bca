"""Evidence: what is taken, who reads it, and that nothing of it lies anywhere in the clear."""

from __future__ import annotations

import base64
import datetime as dt
import shlex
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.http import Http404
from django.test import Client
from django.urls import reverse

from tests.conftest import sign_in
from tests.rights.factories import a_case
from tests.rights.files import jpeg, pdf, png
from yizhan.accounts.models import User
from yizhan.rights.enums import CaseState, Outcome, RemoveReason, StepKind
from yizhan.rights.models import Case, CaseEvidence, CaseStep, EvidencePiece
from yizhan.rights.operations import (
    CaseCannotMove,
    CaseFull,
    EvidenceDamaged,
    EvidenceGone,
    EvidenceKnown,
    NotEvidence,
    TooLarge,
    add_evidence,
    close_case,
    destroy_lapsed_evidence,
    evidence,
    hand_out_evidence,
    remove_evidence,
)
from yizhan.rights.queries import get_evidence
from yizhan.shared.crypto.keyring import rotate
from yizhan.shared.crypto.reencrypt import reencrypt_all, rows_due
from yizhan.shared.files.enums import FileKind, ScanResult
from yizhan.shared.files.scanning import ScannerFailed, VirusFound, scan
from yizhan.shared.models import AuditEntry
from yizhan.shared.person_rows import all_person_rows

pytestmark = pytest.mark.django_db

SECRET = b"paid-in-the-clear"


@pytest.fixture(autouse=True)
def at_nine(now: dt.datetime) -> Iterator[None]:
    """The clock of the counter."""
    with time_machine.travel(now, tick=True):
        yield


@pytest.fixture
def case(clerk: User, now: dt.datetime) -> Case:
    """The clerk's case."""
    return a_case(clerk, now)


def add(case: Case, by: User, at: dt.datetime, data: bytes = b"", **more: Any) -> CaseEvidence:
    return add_evidence(case=case, name=more.get("name", "记工本"), data=data or jpeg(SECRET), by=by, at=at)


# --- taking it in -----------------------------------------------------------------------------------------------------


def test_a_file_comes_out_as_it_went_in(case: Case, clerk: User, now: dt.datetime) -> None:
    data = jpeg(bytes(range(256)) * 2500)  # more than three pieces
    row = add(case, clerk, now, data)
    assert (row.kind, row.bytes, row.number, row.scan) == (FileKind.JPEG, len(data), 1, ScanResult.NOT_SCANNED)
    assert EvidencePiece.objects.filter(evidence=row).count() == 4
    assert hand_out_evidence(evidence=row, by=clerk, at=now) == data
    assert CaseStep.objects.filter(kind=StepKind.EVIDENCE).count() == 1
    seen = AuditEntry.objects.get(action="case.evidence_read")
    assert (seen.actor_id, seen.person_id, seen.object_id) == (clerk.pk, case.person_id, row.pk)


def test_nothing_of_it_lies_in_the_database_in_the_clear(case: Case, clerk: User, now: dt.datetime) -> None:
    add(case, clerk, now, name="工头打的欠条")
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM rights_evidencepiece UNION ALL SELECT name FROM rights_caseevidence")
        rows = [row[0] for row in cursor.fetchall()]
    assert len(rows) == 2
    for text in rows:
        assert text.startswith("y1:")
        for words in (SECRET.decode(), base64.b64encode(SECRET).decode()[:12], "欠条"):
            assert words not in text


def test_new_keys_reach_the_pieces(clerk: User, now: dt.datetime, settings: Any, tmp_path: Any) -> None:
    from yizhan.shared.crypto.keyring import create_keys, forget_ring

    settings.YIZHAN_KEYS_FILE = str(tmp_path / "keys.json")
    forget_ring()
    create_keys(tmp_path / "keys.json")
    try:
        row = add(a_case(clerk, now), clerk, now)
        rotate(tmp_path / "keys.json")
        assert rows_due(EvidencePiece).count() == 1
        assert [one.left for one in reencrypt_all(only=[EvidencePiece, CaseEvidence])] == [0, 0]
        fresh = CaseEvidence.objects.select_related("case").get(pk=row.pk)
        assert hand_out_evidence(evidence=fresh, by=clerk, at=now) == jpeg(SECRET)
    finally:
        forget_ring()


@pytest.mark.parametrize("data", [b"MZ" + b"\x00" * 400, b"<html></html>", jpeg()[:-3], b"x"])
def test_what_is_no_evidence_leaves_nothing(data: bytes, case: Case, clerk: User, now: dt.datetime) -> None:
    with pytest.raises(NotEvidence):
        add(case, clerk, now, data)
    assert not CaseEvidence.objects.exists()


def test_too_large_too_much_twice_and_too_late(
    case: Case, clerk: User, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(TooLarge):
        add(case, clerk, now, jpeg(b"\x11" * (10 * 1024 * 1024)))
    add(case, clerk, now)
    with pytest.raises(EvidenceKnown):
        add(case, clerk, now)
    monkeypatch.setattr(evidence, "MOST_OF_A_CASE", 100)
    with pytest.raises(CaseFull):
        add(case, clerk, now, png())
    close_case(case=case, outcome=Outcome.AGREED, note="", by=clerk, at=now)
    with pytest.raises(CaseCannotMove):
        add(case, clerk, now, pdf())
    assert CaseEvidence.objects.count() == 1


def test_what_stops_half_way_leaves_nothing(
    case: Case, clerk: User, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_args: Any, **_more: Any) -> None:
        raise KeyboardInterrupt  # what a signal does in the middle

    monkeypatch.setattr(evidence, "write_step", killed)
    with pytest.raises(KeyboardInterrupt):
        add(case, clerk, now)
    assert not CaseEvidence.objects.exists()
    assert not EvidencePiece.objects.exists()
    assert not AuditEntry.objects.filter(action="case.evidence_added").exists()


# --- the scanner ------------------------------------------------------------------------------------------------------

#: A real command: it reads its standard input to the end and looks for a word.
SCANNER = "import sys; data = sys.stdin.buffer.read(); sys.exit(1 if b'EICAR' in data else {clean})"


def scanner(clean: int = 0) -> str:
    return shlex.join([sys.executable, "-c", SCANNER.format(clean=clean)])


def test_a_scanner_is_asked(case: Case, clerk: User, now: dt.datetime, settings: Any) -> None:
    settings.YIZHAN_SCAN_COMMAND = scanner()
    assert add(case, clerk, now).scan == ScanResult.CLEAN
    with pytest.raises(VirusFound):
        add(case, clerk, now, jpeg(b"X5O!P%@AP EICAR test"))
    assert CaseEvidence.objects.count() == 1
    assert AuditEntry.objects.filter(action="case.virus_found", actor_id=clerk.pk).count() == 1


@pytest.mark.parametrize("command", [scanner(clean=2), "/no/such/scanner"])
def test_a_scanner_that_fails_keeps_nothing(
    command: str, case: Case, clerk: User, now: dt.datetime, settings: Any
) -> None:
    settings.YIZHAN_SCAN_COMMAND = command
    with pytest.raises(ScannerFailed):
        add(case, clerk, now)
    assert not CaseEvidence.objects.exists()


def test_a_scanner_that_hangs_is_given_up(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.YIZHAN_SCAN_COMMAND = shlex.join([sys.executable, "-c", "import time; time.sleep(60)"])
    monkeypatch.setattr("yizhan.shared.files.scanning.SECONDS", 0.3)
    with pytest.raises(ScannerFailed):
        scan(jpeg())


# --- handing it out, destroying it ------------------------------------------------------------------------------------


def test_a_file_exists_for_the_cases_people_only(
    case: Case, clerk: User, colleague: User, head: User, stranger: User, now: dt.datetime
) -> None:
    row = add(case, clerk, now)
    assert get_evidence(clerk, case.public_id, row.public_id) == row
    for other in (colleague, head, stranger):
        with pytest.raises(Http404):
            get_evidence(other, case.public_id, row.public_id)
    with pytest.raises(Http404):
        get_evidence(clerk, a_case(clerk, now, name="测试另").public_id, row.public_id)


def test_what_was_changed_is_not_handed_out(case: Case, clerk: User, now: dt.datetime) -> None:
    row = add(case, clerk, now)
    EvidencePiece.objects.filter(evidence=row).update(content=base64.b64encode(jpeg(b"other")).decode())
    with pytest.raises(EvidenceDamaged):
        hand_out_evidence(evidence=row, by=clerk, at=now)


def test_destroyed_it_is_gone_and_its_line_stays(case: Case, clerk: User, now: dt.datetime) -> None:
    row = remove_evidence(evidence=add(case, clerk, now), reason=RemoveReason.OTHERS, by=clerk, at=now)
    assert (row.name, row.remove_reason, row.removed_by) == ("", RemoveReason.OTHERS, clerk)
    assert not EvidencePiece.objects.exists()
    for act in (
        lambda: hand_out_evidence(evidence=row, by=clerk, at=now),
        lambda: remove_evidence(evidence=row, reason=RemoveReason.ASKED, by=clerk, at=now),
    ):
        with pytest.raises(EvidenceGone):
            act()
    assert add(case, clerk, now).number == 2  # the same file may come again, under a number of its own


def test_three_years_after_the_end_the_files_go(case: Case, clerk: User, now: dt.datetime) -> None:
    add(case, clerk, now)
    close_case(case=case, outcome=Outcome.AGREED, note="", by=clerk, at=now)
    for later, gone in ((dt.date(2029, 11, 23), 0), (dt.date(2029, 11, 24), 1), (dt.date(2029, 11, 25), 0)):
        at = dt.datetime.combine(later, dt.time(3), now.tzinfo)
        assert destroy_lapsed_evidence(today=later, at=at) == gone
    assert CaseEvidence.objects.get().remove_reason == RemoveReason.LAPSED


def test_an_anonymised_person_leaves_no_file(case: Case, clerk: User, now: dt.datetime) -> None:
    add(case, clerk, now)
    next(one for one in all_person_rows() if one.model == "rights.Case").anonymise(case.person_id, now)
    assert not EvidencePiece.objects.exists()
    assert CaseEvidence.objects.get().remove_reason == RemoveReason.ANONYMISED


@pytest.mark.parametrize("broken", [{"remove_reason": "asked"}, {"kind": "exe"}, {"scan": "x"}])
def test_the_database_refuses_what_no_operation_writes(
    broken: dict[str, str], case: Case, clerk: User, now: dt.datetime
) -> None:
    add(case, clerk, now)
    with pytest.raises(DatabaseError), transaction.atomic():
        CaseEvidence.objects.update(**broken)


# --- the pages --------------------------------------------------------------------------------------------------------


@pytest.fixture
def desk(client: Client, clerk: User) -> Client:
    """The clerk's browser."""
    sign_in(client, clerk)
    return client


def upload(desk: Client, case: Case, *files: tuple[str, bytes]) -> Any:
    sent = [SimpleUploadedFile(name, data, content_type="image/jpeg") for name, data in files]
    return desk.post(reverse("rights:evidence_add", args=[case.public_id]), {"file": sent, "name": "工地照片"})


def test_uploaded_seen_and_handed_out_safely(desk: Client, case: Case, clerk: User) -> None:
    upload(desk, case, ("王某某.exe", png()), ("b.jpg", b"<html>"), ("c.jpg", jpeg()))
    page = desk.get(reverse("rights:case", args=[case.public_id])).content.decode()
    assert "已加密存入 2 份证据" in page
    assert "第 2 个文件" in page
    assert "王某某" not in page
    first = CaseEvidence.objects.get(number=1)
    answer = desk.get(reverse("rights:evidence", args=[case.public_id, first.public_id]))
    assert answer.content == png()
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == f'attachment; filename="{case.number}-1.png"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]
    desk.post(reverse("rights:evidence_remove", args=[case.public_id, first.public_id]), {"reason": "asked"})
    gone = desk.get(reverse("rights:evidence", args=[case.public_id, first.public_id]))
    assert gone.status_code == 410
    assert "已经销毁" in gone.content.decode()


def test_a_large_upload_never_touches_the_disk(
    desk: Client, case: Case, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "there is no such folder"))
    answer = upload(desk, case, ("big.jpg", jpeg(b"\x11" * (23 * 1024 * 1024))))
    assert "超过 10 MB" in answer.content.decode()
    assert not CaseEvidence.objects.exists()


def test_without_a_file_it_says_so(desk: Client, case: Case) -> None:
    answer = desk.post(reverse("rights:evidence_add", args=[case.public_id]), {"name": "x"})
    assert answer.status_code == 422
    assert "没有收到文件" in answer.content.decode()
    assert Case.objects.get().state == CaseState.OPEN
