"""Licences that are uploaded: what is taken, who looks and leaves a line, what is decided, who hears, when they go."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
import typst
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from tests.conftest import MakeUser, StrictClient, sign_in
from tests.employers.factories import a_verified_company, company_facts, household_facts
from tests.rights.files import jpeg, png
from yizhan.accounts.enums import Role
from yizhan.accounts.models import Office, User
from yizhan.employers.enums import (
    EmployerKind,
    PaperKind,
    PaperState,
    PermitKind,
    RefusalReason,
    SendBackReason,
    SignUpState,
    VerifyBasis,
)
from yizhan.employers.models import Employer, Paper, SignUp
from yizhan.employers.operations import (
    FactsRefused,
    NotYetVerified,
    NoUseAnyMore,
    PaperMissing,
    PaperSettled,
    StillUnknown,
    TooManyPapers,
    add_agent,
    add_papers,
    admit,
    find_by_receipt,
    forget_old_requests,
    give_receipt,
    hand_out_paper,
    refuse_papers,
    refuse_sign_up,
    refuse_verification,
    send_back,
    show_paper,
    sign_up,
    take_in,
    upload_paper,
    verify_by_papers,
    verify_employer,
)
from yizhan.employers.operations.members import SIGN_UPS_OF_A_PHONE
from yizhan.employers.operations.papers import DAY, OF_ONE_A_DAY
from yizhan.employers.queries import count_sign_ups
from yizhan.employers.rules import PAPER_KEPT_DAYS
from yizhan.shared.documents.pdf import RECLAIM_SLIP, render_pdf
from yizhan.shared.errors import NotAllowed
from yizhan.shared.models import AuditEntry, Message, SealedFile, SealedPiece
from yizhan.shared.notifications.tally import key_of, take

ADDRESS = "192.0.2.7"
#: A PDF of one page, made here.
PDF = render_pdf(
    RECLAIM_SLIP,
    {"station": "测试", "station_phone": "0635", "person_number": "P1", "secret": "AB", "issued_on": "2026年"},
)


@pytest.fixture(autouse=True)
def at_nine(now: dt.datetime) -> Iterator[None]:
    """The clock of the counter."""
    with time_machine.travel(now, tick=False):
        yield


def agency(**more: Any) -> Any:
    """Return what an agency says."""
    facts: dict[str, Any] = {
        "kind": EmployerKind.AGENCY, "permit_kind": PermitKind.DISPATCH, "hr_licence_no": "演示派遣0001号",
        "hr_licence_until_on": dt.date(2027, 12, 31),
    }  # fmt: skip
    return company_facts(8, **facts | more)


def ask(office: Office, at: dt.datetime, files: dict[PaperKind, bytes], facts: Any = None) -> SignUp:
    """Ask for the console with papers."""
    facts = facts or company_facts(5)
    return sign_up(facts=facts, contact_name="测试经办", office=office, address=ADDRESS, at=at, files=files)


def test_a_licence_from_the_upload_to_the_end(station: Office, head: User, now: dt.datetime) -> None:
    row = ask(station, now, {PaperKind.LICENCE: PDF})
    employer = take_in(sign_up=row, by=head, at=now)
    with pytest.raises(NotYetVerified):
        admit(sign_up=row, called_back=True, by=head, at=now)
    paper = Paper.objects.get()
    assert show_paper(paper=paper, by=head, at=now).startswith(b"\x89PNG")  # a picture of our own making
    assert hand_out_paper(paper=paper, by=head, at=now) == PDF
    assert set(AuditEntry.objects.filter(action__startswith="paper.").values_list("action", "actor_id")) == {
        ("paper.uploaded", None), ("paper.viewed", head.pk), ("paper.handed_out", head.pk),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM shared_sealedpiece")
        assert all(text.startswith("y1:") for (text,) in cursor.fetchall())

    verify_by_papers(employer=employer, papers=[paper], by=head, at=now)
    assert employer.verifications.get().basis == VerifyBasis.LICENCE_UPLOAD
    told = Message.objects.get(text_key="employers.papers_good")
    assert told.recipient == "13900000005"
    assert admit(sign_up=row, called_back=True, by=head, at=now)
    with pytest.raises(PaperSettled):
        verify_by_papers(employer=employer, papers=[paper], by=head, at=now)

    end = now + dt.timedelta(days=PAPER_KEPT_DAYS)
    forget_old_requests(at=end - dt.timedelta(seconds=1))
    assert SealedFile.objects.count() == 1
    forget_old_requests(at=end)
    assert not any(model.objects.exists() for model in (Paper, SealedFile, SealedPiece))
    assert employer.verifications.get().by == head  # that papers were looked at, by whom and when


def test_every_page_of_a_pdf_is_a_picture_with_a_line_of_its_own(
    client: StrictClient, station: Office, head: User, now: dt.datetime
) -> None:
    made = typst.Compiler(b"#set page(width: 9cm, height: 6cm)\nA#pagebreak()B#pagebreak()C").compile(format="pdf")
    assert isinstance(made, bytes)
    row = ask(station, now, {PaperKind.LICENCE: made})
    sign_in(client, head)
    picture = reverse("employers:paper", args=[Paper.objects.get().public_id])
    page = client.get(reverse("employers:sign_up", args=[row.public_id])).content.decode()
    assert re.findall(r'src="([^"]+page=[^"]+)"', page) == [f"{picture}?page={number}" for number in (1, 2, 3)]
    assert "PDF 共 3 页，在框里往下翻着看" in page
    assert len({client.get(f"{picture}?page={number}").content for number in (1, 2, 3)}) == 3
    assert client.get(f"{picture}?page=4").status_code == 404
    seen = AuditEntry.objects.filter(action="paper.viewed").order_by("pk").values_list("reason", flat=True)
    assert list(seen) == ["page:1", "page:2", "page:3"]
    SealedFile.objects.update(pages=None)  # taken in before pages were counted
    assert "只显示第一页" in client.get(reverse("employers:sign_up", args=[row.public_id])).content.decode()


def test_who_verifies_and_does_not_register_is_told_who_does(
    client: StrictClient, station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    row = ask(station, now, {PaperKind.LICENCE: png()})
    sign_in(client, reviewer)
    address = reverse("employers:sign_up", args=[row.public_id])
    page = client.get(address).content.decode()
    assert f"能登记的人：{clerk.name}" in page
    assert reverse("employers:sign_up_take", args=[row.public_id]) not in page
    employer = take_in(sign_up=row, by=clerk, at=now)
    page = client.get(address).content.decode()
    assert reverse("employers:verify_papers", args=[employer.public_id]) in page
    verify_by_papers(employer=employer, papers=Paper.objects.all(), by=reviewer, at=now)
    assert "您这里没有要做的了" in client.get(address).content.decode()


def test_what_is_sent_back_is_said_in_plain_words_and_sent_again(
    client: StrictClient, station: Office, clerk: User, now: dt.datetime
) -> None:
    row = ask(station, now, {PaperKind.LICENCE: png()})
    code = give_receipt(sign_up=row)
    first = Paper.objects.get()
    send_back(paper=first, reason=SendBackReason.UNREADABLE, by=clerk, at=now)
    told = Message.objects.get(text_key="employers.papers_back")
    assert "图片看不清" in told.content
    page = reverse("employer:request")
    shown = client.post(page, {"code": code.upper()}).content.decode()
    assert "图片看不清" in shown
    assert company_facts(5).name not in shown
    sent = {
        "code": code,
        "then": "send",
        "kind": "licence",
        "file": SimpleUploadedFile("x.exe", png(b"\x00\x00\xff\x00")),
    }
    assert "已加密存好" in client.post(page, sent).content.decode()
    second = Paper.objects.get(state=PaperState.WAITING)
    # One more takes the place of the one that waits, file and all; what was sent back stays on record.
    add_papers(sign_up=row, files={PaperKind.LICENCE: png(b"\x00\x00\x00\xff")}, at=now)
    assert Paper.objects.count() == SealedFile.objects.count() == 2
    with pytest.raises(PaperSettled):
        send_back(paper=second, reason=SendBackReason.CUT_OFF, by=clerk, at=now)
    refuse_sign_up(sign_up=row, reason=RefusalReason.CODE_DIFFERS, by=clerk, at=now)
    assert Message.objects.filter(text_key="employers.papers_refused").count() == 1
    assert set(Paper.objects.values_list("state", flat=True)) == {PaperState.SENT_BACK, PaperState.REFUSED}
    refused = client.post(page, sent | {"file": SimpleUploadedFile("x.png", png())})
    assert refused.status_code == 409
    again = give_receipt(sign_up=row)
    assert find_by_receipt(code=again, address=ADDRESS, at=now) == row
    assert client.post(page, {"code": code}).status_code == 422


def test_an_agency_brings_licence_and_permit_and_cannot_be_verified_without(
    station: Office, head: User, now: dt.datetime
) -> None:
    with pytest.raises(FactsRefused) as refusal:
        ask(station, now, {PaperKind.LICENCE: png()}, agency(hr_licence_no=""))
    assert set(refusal.value.errors) == {"hr_licence_no", "permit"}
    row = ask(station, now, {PaperKind.LICENCE: png(), PaperKind.DISPATCH: png(b"\x00\x00\xff\x00")}, agency())
    employer = take_in(sign_up=row, by=head, at=now)
    licence, permit = Paper.objects.order_by("kind").reverse()
    with pytest.raises(PaperMissing):
        verify_by_papers(employer=employer, papers=[licence], by=head, at=now)
    assert Employer.objects.get().verify_state == "unverified"
    verify_by_papers(employer=employer, papers=[licence, permit], by=head, at=now)
    employer.refresh_from_db()
    assert (employer.permit_kind, employer.hr_licence_no, employer.verify_state) == (
        "dispatch", "演示派遣0001号", "verified",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<html></html>", "不是能收的照片"),
        (jpeg(), "打不开"),  # begins and ends as a photograph, and there is none in it
        (png()[:-20] + b"\x00" * 8 + png()[-12:], "打不开"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * (8 * 1024 * 1024), "超过 8 MB"),
    ],
)
def test_what_is_no_paper_leaves_nothing(data: bytes, words: str, station: Office, now: dt.datetime) -> None:
    with pytest.raises(FactsRefused) as refusal:
        ask(station, now, {PaperKind.LICENCE: data})
    assert words in refusal.value.errors["licence"][0]
    assert not SignUp.objects.exists()
    assert not SealedFile.objects.exists()


def test_a_household_uploads_nothing(station: Office, now: dt.datetime) -> None:
    with pytest.raises(FactsRefused) as refusal:
        ask(station, now, {PaperKind.LICENCE: png()}, household_facts(3))
    assert "licence" in refusal.value.errors


def test_staff_see_it_beside_what_was_typed_and_decide_with_one_key(
    client: StrictClient, station: Office, head: User, auditor: User, now: dt.datetime
) -> None:
    row = ask(station, now, {PaperKind.LICENCE: png()})
    assert count_sign_ups(head) == 1
    employer = take_in(sign_up=row, by=head, at=now)
    paper = Paper.objects.get()
    with pytest.raises(NotAllowed):
        show_paper(paper=paper, by=auditor, at=now)
    sign_in(client, head)
    page = client.get(reverse("employers:sign_up", args=[row.public_id])).content.decode()
    picture = reverse("employers:paper", args=[paper.public_id])
    assert f'src="{picture}"' in page
    assert employer.uscc in page
    shown = client.get(picture)
    assert shown["Content-Type"] == "image/png"
    assert "sandbox" in shown["Content-Security-Policy"]
    assert shown.content != png()
    client.post(reverse("employers:verify_papers", args=[employer.public_id]), {"paper": str(paper.public_id)})
    row.refresh_from_db()
    assert (Paper.objects.get().state, row.state) == (PaperState.ACCEPTED, SignUpState.TAKEN)


def test_an_agent_brings_a_licence_before_the_verification_runs_out(
    client: StrictClient, station: Office, clerk: User, head: User, make_user: MakeUser, now: dt.datetime
) -> None:
    employer = a_verified_company(office=station, by=clerk, verifier=head, at=now)
    agent = make_user(Role.AGENT, station)
    add_agent(employer=employer, name="测试乙", mobile="13900001234", by=clerk, at=now, user=agent)
    sign_in(client, agent)
    page = reverse("employer:papers", args=[employer.public_id])
    refused = client.post(page, {"kind": "licence", "file": SimpleUploadedFile("a.png", jpeg())})
    assert refused.status_code == 422
    sent = client.post(page, {"kind": "licence", "file": SimpleUploadedFile("a.png", png())}, follow=True)
    assert "等驿站看" in sent.content.decode()
    assert count_sign_ups(head) == 1
    paper = Paper.objects.get()
    employer = verify_by_papers(employer=employer, papers=[paper], by=head, at=now + dt.timedelta(days=170))
    assert employer.reverify_on == dt.date(2027, 11, 12)


def test_a_decision_at_the_desk_leaves_no_paper_waiting(
    station: Office, clerk: User, head: User, make_user: MakeUser, now: dt.datetime
) -> None:
    """Originals were seen, or nothing convinced: the uploaded ones have served, and their uploader hears it."""
    employer = a_verified_company(office=station, by=clerk, verifier=head, at=now)
    agent = make_user(Role.AGENT, station)
    add_agent(employer=employer, name="测试乙", mobile="13900001234", by=clerk, at=now, user=agent)

    def bring() -> Paper:
        made = upload_paper(employer=employer, kind=PaperKind.LICENCE, data=png(), office=station, by=agent, at=now)
        assert count_sign_ups(head) == 1
        return made

    accepted = bring()
    verify_employer(employer=employer, basis=VerifyBasis.LICENCE_ORIGINAL, by=head, at=now)
    accepted.refresh_from_db()
    assert (accepted.state, accepted.decided_by, count_sign_ups(head)) == (PaperState.ACCEPTED, head, 0)
    assert Message.objects.filter(text_key="employers.papers_good").count() == 1
    refused = bring()
    refuse_verification(employer=employer, reason=RefusalReason.CODE_DIFFERS, by=head, at=now)
    refused.refresh_from_db()
    assert (refused.state, refused.reason, count_sign_ups(head)) == (PaperState.REFUSED, RefusalReason.CODE_DIFFERS, 0)
    assert Message.objects.filter(text_key="employers.papers_refused").count() == 1


def test_the_papers_of_a_request_are_settled_with_its_code(
    station: Office, clerk: User, head: User, now: dt.datetime
) -> None:
    a_verified_company(office=station, by=clerk, verifier=head, at=now, number=5)
    row = ask(station, now, {PaperKind.LICENCE: png()})
    take_in(sign_up=row, by=clerk, at=now)
    admit(sign_up=row, called_back=True, by=clerk, at=now)
    assert Paper.objects.get().state == PaperState.ACCEPTED


def test_what_is_decided_while_a_paper_is_looked_at_takes_none_any_more(
    station: Office, clerk: User, now: dt.datetime
) -> None:
    stale = ask(station, now, {})
    refuse_sign_up(sign_up=SignUp.objects.get(), reason=RefusalReason.CODE_DIFFERS, by=clerk, at=now)
    for row in (stale, SignUp(pk=stale.pk + 1, kind=stale.kind, office=station)):  # the second has gone
        with pytest.raises(NoUseAnyMore):
            add_papers(sign_up=row, files={PaperKind.LICENCE: png()}, at=now)
    assert not SealedFile.objects.exists()


def test_a_paper_of_a_request_that_nobody_took_in_is_refused_with_the_request_only(
    station: Office, head: User, now: dt.datetime
) -> None:
    ask(station, now, {PaperKind.LICENCE: png()})
    with pytest.raises(StillUnknown):
        refuse_papers(paper=Paper.objects.get(), reason=RefusalReason.CODE_DIFFERS, by=head, at=now)
    assert Paper.objects.get().state == PaperState.WAITING


def test_bad_pictures_do_not_lock_a_telephone_out(station: Office, now: dt.datetime) -> None:
    for _n in range(SIGN_UPS_OF_A_PHONE):
        with pytest.raises(FactsRefused):
            ask(station, now, {PaperKind.LICENCE: b"MZ"})
    assert ask(station, now, {PaperKind.LICENCE: png()})


def test_too_many_papers_are_said_of_all_and_not_of_one_picture(station: Office, now: dt.datetime) -> None:
    row = ask(station, now, {})
    for _n in range(OF_ONE_A_DAY):
        assert take(scope="paper.one", key=key_of(f"sign-up {row.pk}"), at=now, window=DAY, most=OF_ONE_A_DAY)
        assert take(scope="paper.one", key=key_of("phone 13900000005"), at=now, window=DAY, most=OF_ONE_A_DAY)
    with pytest.raises(TooManyPapers):
        add_papers(sign_up=row, files={PaperKind.LICENCE: png()}, at=now)
    with pytest.raises(TooManyPapers):
        ask(station, now, {PaperKind.LICENCE: png()})
    assert not Paper.objects.exists()
