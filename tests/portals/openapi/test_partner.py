"""Keys and what they open: postings that pass the same review, letters without persons, suggestions without a wish."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.portals.openapi.conftest import Caller
from tests.postings.factories import a_household_job, a_posting
from tests.referrals.factories import a_letter, first_shift, propose
from tests.workers.factories import make_seeker
from yizhan.accounts.models import Office, User
from yizhan.accounts.operations import ActsByKeyOnly, reactivate_user, reset_password
from yizhan.portals.openapi.models import ApiKey, Delivery, KeyUse, SentPosting
from yizhan.portals.openapi.operations import (
    KeyEnded,
    PartnerKnown,
    end_partner,
    make_key,
    make_partner,
    revoke_key,
    rotate_key,
)
from yizhan.portals.openapi.queries import key_of
from yizhan.postings.enums import ReturnReason
from yizhan.postings.models import Posting
from yizhan.postings.operations import approve_posting, publish_posting, return_posting
from yizhan.referrals.enums import ReceiptResult
from yizhan.referrals.operations import record_receipt, undo_last_step
from yizhan.shared.errors import NotAllowed
from yizhan.shared.models import AuditEntry

pytestmark = pytest.mark.usefixtures("stands_still")
AN_HOUR = dt.timedelta(hours=1)


# Keys -----------------------------------------------------------------------------------------------------------------


def test_a_key_is_kept_as_its_hash_and_found_by_the_whole(caller: Caller, now: dt.datetime) -> None:
    row = str(ApiKey.objects.values_list().get(pk=caller.key.pk))
    assert caller.token not in row
    assert caller.token.rsplit("_", 1)[1] not in row
    assert key_of(f"bearer {caller.token}", now) == caller.key
    for wrong in ("", "Bearer", caller.token, f"Basic {caller.token}", f"Bearer {caller.token[:-1]}A", "Bearer \x00"):
        if wrong != f"Bearer {caller.token}":
            assert key_of(wrong, now) is None


def test_without_a_key_nobody_is_answered_and_with_one_only_within_its_scopes(
    make_caller: Callable[..., Caller],
) -> None:
    answer = Client().get("/api/v1/partner/key")
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Bearer realm="yizhan"')
    reader = make_caller("只读", scopes=("receipts:read",))
    assert reader.ask("GET", "key").said["scopes"] == ["receipts:read"]
    assert reader.ask("GET", "receipts").status_code == 200
    refused = reader.send(reader.job())
    assert (refused.status_code, refused.said["code"]) == (403, "scope_missing")
    assert not Posting.objects.exists()


def test_a_changed_key_overlaps_and_then_ends(caller: Caller, officer: User, now: dt.datetime) -> None:
    new, token = rotate_key(key=caller.key, overlap=AN_HOUR, by=officer, at=now)
    assert (new.scopes, new.calls_a_minute) == (caller.key.scopes, caller.key.calls_a_minute)
    for at, old_is_good in ((now + AN_HOUR - dt.timedelta(seconds=1), True), (now + AN_HOUR, False)):
        assert (key_of(f"Bearer {caller.token}", at) is not None) is old_is_good
        assert key_of(f"Bearer {token}", at) == new
    with pytest.raises(KeyEnded):
        rotate_key(key=caller.key, overlap=AN_HOUR, by=officer, at=now)


def test_a_revoked_key_and_those_of_an_ended_partner_open_nothing(
    caller: Caller, officer: User, now: dt.datetime
) -> None:
    other, token = make_key(partner=caller.partner, label="二", scopes=[], calls_a_minute=5, by=officer, at=now)
    revoke_key(key=caller.key, by=officer, at=now)
    assert caller.ask("GET", "key").status_code == 401
    with pytest.raises(KeyEnded):
        revoke_key(key=caller.key, by=officer, at=now)
    assert key_of(f"Bearer {token}", now) == other
    end_partner(partner=caller.partner, by=officer, at=now)
    assert key_of(f"Bearer {token}", now) is None
    with pytest.raises(KeyEnded):
        make_key(partner=caller.partner, label="三", scopes=[], calls_a_minute=5, by=officer, at=now)


def test_who_may_not_keep_partners_makes_none(caller: Caller, station: Office, head: User, now: dt.datetime) -> None:
    with pytest.raises(NotAllowed):
        make_partner(name="另一个", office=station, employers=[], by=head, at=now)
    with pytest.raises(NotAllowed):
        revoke_key(key=caller.key, by=head, at=now)


def test_the_database_holds_names_limits_and_who_revoked(caller: Caller, officer: User, now: dt.datetime) -> None:
    with pytest.raises(PartnerKnown):
        make_partner(name="测试平台", office=caller.partner.office, employers=[], by=officer, at=now)
    for change in ({"calls_a_minute": 0}, {"revoked_at": now}, {"key_hash": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ApiKey.objects.filter(pk=caller.key.pk).update(**change)


def test_nobody_can_sign_in_with_a_partners_account(caller: Caller, officer: User, now: dt.datetime) -> None:
    account = caller.partner.account
    assert not account.is_active
    assert not account.has_usable_password()
    assert len(account.username) <= 30, "what the column holds, on PostgreSQL too"
    for let_in in (reactivate_user, reset_password):
        with pytest.raises(ActsByKeyOnly):
            let_in(user=account, by=officer, at=now)
    account.refresh_from_db()
    assert (account.is_active, account.has_usable_password()) == (False, False)


def test_beyond_its_share_a_key_is_asked_to_wait_and_all_is_counted(make_caller: Callable[..., Caller]) -> None:
    busy = make_caller("忙", calls_a_minute=2)
    statuses = [busy.ask("GET", "key").status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    assert busy.ask("GET", "key")["Retry-After"] == "60"
    use = KeyUse.objects.get(key=busy.key)
    assert (use.calls, use.refused, str(use.day)) == (4, 2, "2026-11-23")


# Postings -------------------------------------------------------------------------------------------------------------


def test_a_sent_posting_waits_for_the_same_review_and_is_followed_to_the_public_page(
    caller: Caller, reviewer: User, now: dt.datetime
) -> None:
    answer = caller.send(caller.job())
    assert answer.status_code == 201, answer.content.decode()
    said = answer.said["posting"]
    assert (said["review_state"], said["publish_state"]) == ("waiting", "unpublished")
    posting = Posting.objects.select_related("terms").get(public_id=said["public_id"])
    assert posting.terms is not None
    assert (posting.terms.pay_min_fen, posting.terms.pay_unit, posting.terms.pay_daily_fen) == (20_000, "day", 20_000)
    assert (posting.source, posting.created_by, posting.submitted_by) == (
        "agent", caller.partner.account, caller.partner.account
    )  # fmt: skip
    assert Client().get(f"/api/v1/postings/{posting.public_id}").status_code == 404, "nobody has reviewed it"
    approve_posting(posting=posting, by=reviewer, at=now, reason="测试放行", publish=True)
    assert caller.ask("GET", f"postings/{posting.public_id}").said["posting"]["publish_state"] == "published"
    assert json.loads(Client().get("/api/v1/postings").content)["items"][0]["title"] == "装卸工"
    assert "13900009876" not in Client().get("/api/v1/postings").content.decode()


def test_what_the_rules_forbid_stays_a_draft_with_the_findings_in_both_languages(caller: Caller) -> None:
    answer = caller.send(caller.job(content="只招男的，先交押金200元，身份证压在公司。"))
    assert answer.said["posting"]["review_state"] == "draft"
    blocks = [hit for hit in answer.said["hits"] if hit["level"] == "block"]
    assert blocks
    caller.language = "en"
    english = caller.ask("GET", f"postings/{answer.said['posting']['public_id']}").said["hits"]
    assert {hit["rule"] for hit in english} == {hit["rule"] for hit in answer.said["hits"]}
    assert english[0]["message"] != answer.said["hits"][0]["message"]


def test_the_same_order_is_carried_out_once(caller: Caller) -> None:
    order = str(uuid.uuid4())
    first, second = caller.send(caller.job(), order), caller.send(caller.job(), order)
    assert (first.status_code, second.status_code) == (201, 201)
    assert second["Idempotent-Replayed"] == "true"
    assert first.said == second.said
    assert Posting.objects.count() == 1
    other = caller.send(caller.job(headcount=4), order)
    assert (other.status_code, other.said["code"]) == (422, "idempotency_key_reused")
    nameless = caller.ask("POST", "postings", caller.job())
    assert nameless.said["errors"][0]["field"] == "Idempotency-Key"
    row = SentPosting.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        SentPosting.objects.create(
            partner=row.partner, idempotency_key=row.idempotency_key, body_hash="", posting=row.posting, at=row.at
        )


def test_a_partner_sends_for_its_own_employers_and_sees_only_what_it_sent(
    caller: Caller, make_caller: Callable[..., Caller]
) -> None:
    other = make_caller("另一家")
    refused = caller.send(caller.job(employer=str(other.employer.public_id)))
    assert (refused.status_code, refused.said["errors"][0]["field"]) == (422, "employer")
    sent = caller.send(caller.job()).said["posting"]["public_id"]
    assert other.ask("GET", f"postings/{sent}").status_code == 404
    assert other.ask("GET", "postings").said["items"] == []
    assert [one["public_id"] for one in caller.ask("GET", "employers").said["items"]] == [
        str(caller.employer.public_id)
    ]


def test_what_is_wrong_is_said_by_field_and_nothing_is_kept(caller: Caller) -> None:
    wrong = caller.job(kind="day", headcount=0, starts_on="2026-11-31", ends_on=5, surprise=1, title="\x00")
    answer = caller.send(wrong)
    assert answer.status_code == 422
    assert {one["field"] for one in answer.said["errors"]} == {
        "kind", "headcount", "starts_on", "ends_on", "surprise", "title"
    }  # fmt: skip
    late = caller.send(caller.job(ends_on="2026-11-23", contact_phone="123"))
    assert {one["field"] for one in late.said["errors"]} == {"ends_on", "contact_phone"}
    headers = {"authorization": f"Bearer {caller.token}", "idempotency-key": str(uuid.uuid4())}
    for body, kind, status in (
        ("{", "application/json", 400), ("[]", "application/json", 422), ('{"a": NaN}', "application/json", 400),
        (r'{"\ud800\u0000": 1}', "application/json", 422),
        ("[" * 90_000, "application/json", 400), ("a=1", "application/x-www-form-urlencoded", 415),
        (" " * 100_001, "application/json", 413),
    ):  # fmt: skip
        sent = Client().post("/api/v1/partner/postings", body, content_type=kind, headers=headers)
        assert sent.status_code == status, (body[:20], sent.content)
    assert not Posting.objects.exists()


def test_what_came_back_says_why_and_what_to_mend(caller: Caller, reviewer: User, now: dt.datetime) -> None:
    sent = caller.send(caller.job()).said["posting"]["public_id"]
    posting = Posting.objects.get(public_id=sent)
    return_posting(posting=posting, reason=ReturnReason.PAY, by=reviewer, at=now)
    said = caller.ask("GET", f"postings/{sent}").said
    assert (said["posting"]["review_state"], said["posting"]["decision_reason"]) == ("returned", "pay")
    assert said["hits"] == []


# Letters --------------------------------------------------------------------------------------------------------------


def test_letters_to_own_postings_are_told_without_the_person(
    caller: Caller, clerk: User, reviewer: User, now: dt.datetime, today: dt.date
) -> None:
    sent = caller.send(caller.job()).said["posting"]["public_id"]
    posting = approve_posting(posting=Posting.objects.get(public_id=sent), by=reviewer, at=now, reason="放行")
    shift = first_shift(publish_posting(posting=posting, by=clerk, at=now))
    letter = a_letter(clerk, reviewer, now, number=1, shift=shift)
    propose(make_seeker(clerk, now, number=2), shift, clerk, now)  # no letter yet: it does not exist out there
    a_letter(clerk, reviewer, now, number=3)  # to somebody else's posting
    answer = caller.ask("GET", "receipts")
    assert [one["number"] for one in answer.said["items"]] == [letter.number]
    assert answer.said["items"][0]["receipt_result"] is None
    person = letter.person
    assert not [text for text in (person.name, str(person.public_id), str(person.pk) + '"') if text in str(answer.said)]
    record_receipt(referral=letter, result=ReceiptResult.HIRED, by=clerk, at=now, today=today)
    told = caller.ask("GET", "receipts?since=2026-11-23T09:00:00%2B08:00").said["items"]
    assert [(one["receipt_result"], one["receipt_at"]) for one in told] == [("hired", "2026-11-23T09:00:00+08:00")]
    assert caller.ask("GET", f"receipts?posting={uuid.uuid4()}").said["items"] == []
    assert not AuditEntry.objects.filter(actor_id=caller.partner.account_id, person_id__isnull=False).exists()


@pytest.mark.parametrize("result", [ReceiptResult.NOT_HIRED, ReceiptResult.HIRED])
def test_a_receipt_that_is_taken_back_is_told_once_whatever_it_said(
    result: ReceiptResult, caller: Caller, clerk: User, reviewer: User, now: dt.datetime, today: dt.date
) -> None:
    caller.ask("POST", "webhooks", {"url": "https://partner.test/", "news": ["receipt.undone"]})
    sent = caller.send(caller.job()).said["posting"]["public_id"]
    posting = approve_posting(
        posting=Posting.objects.get(public_id=sent), by=reviewer, at=now, reason="放行", publish=True
    )
    letter = a_letter(clerk, reviewer, now, shift=first_shift(posting))
    record_receipt(referral=letter, result=result, by=clerk, at=now, today=today)
    assert not Delivery.objects.exists()
    undo_last_step(referral=letter, by=clerk, at=now, today=today, may_undo_others=False, seen_version=None)
    # Whoever asks instead of being told hears of it the same way; a plus that arrives as a blank is one.
    asked = caller.ask("GET", "receipts?since=2026-11-23T09:00:00+08:00").said["items"]
    assert [(one["number"], one["receipt_result"]) for one in asked] == [(letter.number, None)]
    assert caller.ask("GET", "receipts?since=2026-11-23T09:00:01%2B08:00").said["items"] == []
    body = json.loads(Delivery.objects.get().body)
    assert body["type"] == "receipt.undone"
    assert body["data"] == {
        "referral": str(letter.public_id), "number": letter.number, "posting": sent, "receipt_result": str(result),
    }  # fmt: skip


# Suggestions ----------------------------------------------------------------------------------------------------------

A_WISH = {"occupations": ["6-30-05-01"], "lat_e6": 36_114_000, "lng_e6": 115_791_000, "pay_min_daily_fen": 15_000}


def test_an_anonymous_wish_is_answered_by_the_rule_and_nothing_is_kept(
    caller: Caller, station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    make: dict[str, Any] = {"office": station, "by": clerk, "verifier": reviewer, "at": now}
    near, poor = a_posting(**make), a_posting(**make, pay="100元/天", title="便宜活")
    lines = AuditEntry.objects.count()
    said = caller.ask("POST", "recommendations", A_WISH).said
    assert [one["posting"]["public_id"] for one in said["items"]][:1] == [str(near.public_id)]
    assert str(poor.public_id) not in {one["posting"]["public_id"] for one in said["items"]}
    best = said["items"][0]
    assert best["points_bp"] == sum(part["points_bp"] for part in best["parts"])
    assert best["distance_m"] % 100 == 0
    assert AuditEntry.objects.count() == lines


def test_a_private_persons_work_tells_no_distance(
    caller: Caller, station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    job = a_household_job(office=station, by=clerk, verifier=reviewer, at=now)
    for point in ({}, {"max_distance_m": 1}, {"lat_e6": 39_000_000, "lng_e6": 117_000_000, "max_distance_m": 5}):
        (one,) = caller.ask("POST", "recommendations", A_WISH | point).said["items"]
        assert one["posting"]["public_id"] == str(job.public_id), "the same from everywhere"
        assert (one["points_bp"], one["parts"], one["distance_m"]) == (None, [], None)


def test_a_private_persons_work_takes_no_place_of_the_others_wherever_one_asks_from(
    caller: Caller, station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    make: dict[str, Any] = {"office": station, "by": clerk, "verifier": reviewer, "at": now}
    unit, home = a_posting(**make), a_household_job(**make, lat_e6=36_160_000)
    there, here = {"lat_e6": 36_160_000, "lng_e6": 115_790_000}, {"lat_e6": 36_110_000, "lng_e6": 115_790_000}
    for point in (there, here):
        said = caller.ask("POST", "recommendations", A_WISH | point | {"limit": 1}).said["items"]
        assert [one["posting"]["public_id"] for one in said] == [str(unit.public_id)]
    both = caller.ask("POST", "recommendations", A_WISH | there | {"limit": 2}).said["items"]
    assert [one["posting"]["public_id"] for one in both] == [str(unit.public_id), str(home.public_id)]


def test_a_wish_that_names_nothing_known_is_refused(caller: Caller) -> None:
    answer = caller.ask("POST", "recommendations", {"occupations": ["9-99"], "lat_e6": 1, "certificates": ["x"]})
    assert {one["field"] for one in answer.said["errors"]} == {"occupations.0", "lng_e6", "certificates.0"}


# Cost -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "path", "queries"),
    [("GET", "key", 6), ("GET", "employers", 6), ("GET", "postings", 8), ("GET", "receipts", 6)],
)
def test_queries_are_few_and_fixed(
    method: str, path: str, queries: int, caller: Caller, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    counts = []
    caller.ask(method, path)  # the first call of a day makes its row
    for n in (1, 2):
        sent = caller.send(caller.job(title=f"装卸工{n}")).said["posting"]["public_id"]
        posting = approve_posting(posting=Posting.objects.get(public_id=sent), by=reviewer, at=now, reason="放行")
        shift = first_shift(publish_posting(posting=posting, by=clerk, at=now))
        a_letter(clerk, reviewer, now, number=n, shift=shift)
        with CaptureQueriesContext(connection) as seen:
            assert caller.ask(method, path).status_code == 200
        counts.append(len(seen))
    assert counts == [queries, queries]
