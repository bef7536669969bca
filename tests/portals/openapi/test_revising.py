"""Partners change and end what they sent: the same rules, the same review, and nobody's work is written over."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.portals.openapi.conftest import Caller
from tests.referrals.factories import first_shift
from yizhan.accounts.models import User
from yizhan.portals.openapi.contract import read_shape
from yizhan.portals.openapi.models import SentPosting
from yizhan.portals.openapi.operations import revise_sent, set_employers
from yizhan.portals.openapi.partner_shapes import SentPosting as SentShape
from yizhan.portals.openapi.reading_postings import read_revision
from yizhan.postings.enums import EndReason, Hazard
from yizhan.postings.models import Posting, PostingTerms
from yizhan.postings.operations import approve_posting, remove_posting, take_place

pytestmark = pytest.mark.usefixtures("stands_still")
FORBIDDEN = "只招男的，先交押金200元，身份证压在公司。"


def revise(caller: Caller, said: dict[str, Any], **changes: Any) -> Any:
    """Send a posting anew, whole, over the version that an answer told."""
    body = {"version": said["version"], "posting": caller.job(**changes)}
    return caller.ask("PUT", f"postings/{said['public_id']}", body)


def withdraw(caller: Caller, said: dict[str, Any], reason: str = "work_cancelled") -> Any:
    return caller.ask("POST", f"postings/{said['public_id']}/withdrawal", {"reason": reason})


@pytest.fixture
def published(caller: Caller, reviewer: User, now: dt.datetime) -> dict[str, Any]:
    """A sent posting that the public sees, as the API tells it."""
    sent = caller.send(caller.job()).said["posting"]["public_id"]
    approve_posting(posting=Posting.objects.get(public_id=sent), by=reviewer, at=now, reason="放行", publish=True)
    said: dict[str, Any] = caller.ask("GET", f"postings/{sent}").said["posting"]
    return said


def test_what_the_rules_forbade_is_mended_and_goes_to_review(caller: Caller) -> None:
    draft = caller.send(caller.job(content=FORBIDDEN)).said["posting"]
    assert draft["review_state"] == "draft"
    still = revise(caller, draft, content=FORBIDDEN + "日结。")
    assert (still.status_code, still.said["posting"]["review_state"]) == (200, "draft")
    assert any(hit["level"] == "block" for hit in still.said["hits"])
    mended = revise(caller, still.said["posting"])
    assert (mended.status_code, mended.said["posting"]["review_state"]) == (200, "waiting")
    assert PostingTerms.objects.filter(posting__public_id=draft["public_id"]).count() == 3


def test_other_terms_are_reviewed_again_and_more_people_are_not(caller: Caller, published: dict[str, Any]) -> None:
    more = revise(caller, published, headcount=5).said["posting"]
    assert (more["review_state"], more["publish_state"]) == ("approved", "published")
    assert more["version"] > published["version"]
    assert first_shift(Posting.objects.get()).headcount == 5
    cheaper = revise(caller, more, headcount=5, pay_min_fen=12_000).said["posting"]
    assert (cheaper["review_state"], cheaper["publish_state"]) == ("waiting", "paused")
    assert Client().get(f"/api/v1/postings/{published['public_id']}").status_code == 404


def test_nobody_writes_over_what_was_changed_since(caller: Caller, published: dict[str, Any]) -> None:
    assert revise(caller, published, headcount=5).status_code == 200
    late = revise(caller, published, headcount=1)
    assert (late.status_code, late.said["code"]) == (409, "changed_since")
    assert first_shift(Posting.objects.get()).headcount == 5


def test_what_the_station_noted_and_what_is_never_told_stay(
    caller: Caller, published: dict[str, Any], now: dt.datetime
) -> None:
    sent = SentPosting.objects.select_related("posting__terms", "posting__employer", "partner__account").get()
    whole = read_shape(SentShape, caller.job())
    offer = read_revision(whole, sent.posting, list(sent.posting.shifts.all()), now)
    noted = dataclasses.replace(
        offer, terms=dataclasses.replace(offer.terms, ppe="安全帽", pay_note="200元一天"), channels=("screen",)
    )
    posting = revise_sent(sent=sent, offer=noted, seen_version=published["version"], at=now)
    said = {**published, "version": posting.version}
    answer = revise(caller, said, contact_name="", contact_phone="", hazards=[Hazard.LOAD, Hazard.MACHINE])
    assert answer.status_code == 200
    posting = Posting.objects.select_related("terms").get()
    terms = posting.terms
    assert terms is not None
    assert terms.hazards == ["load", "machine"]
    assert (terms.ppe, terms.pay_note, posting.channels, posting.source) == ("安全帽", "200元一天", ["screen"], "agent")
    assert (terms.contact_name, terms.contact_phone) == ("测试丙", "13900009876")


def test_people_who_are_promised_keep_their_day(
    caller: Caller, published: dict[str, Any], clerk: User, now: dt.datetime
) -> None:
    shift = first_shift(Posting.objects.get())
    take_place(shift=shift, by=clerk, at=now)
    current = caller.ask("GET", f"postings/{published['public_id']}").said["posting"]
    moved = revise(caller, current, starts_on="2026-11-25")
    assert (moved.status_code, moved.said["code"]) == (409, "shift_has_people")
    assert first_shift(Posting.objects.get()).starts_at == shift.starts_at


def test_an_end_is_told_once_and_answered_as_often_as_it_is_sent(caller: Caller, published: dict[str, Any]) -> None:
    wrong = withdraw(caller, published, reason="complaint")
    assert (wrong.status_code, wrong.said["errors"][0]["field"]) == (422, "reason")
    first, second = withdraw(caller, published), withdraw(caller, published)
    assert (first.status_code, first.said["publish_state"]) == (200, "withdrawn")
    assert (second.status_code, second.said) == (200, first.said)
    assert Posting.objects.get().status_changes.filter(after="withdrawn", reason="work_cancelled").count() == 1
    again = revise(caller, first.said)
    assert (again.status_code, again.said["code"]) == (409, "posting_step")


def test_what_the_station_took_down_stays_so(
    caller: Caller, published: dict[str, Any], reviewer: User, now: dt.datetime
) -> None:
    remove_posting(posting=Posting.objects.get(), reason=EndReason.FALSE, by=reviewer, at=now)
    answer = withdraw(caller, published)
    assert (answer.status_code, answer.said["code"]) == (409, "posting_step")
    assert Posting.objects.get().publish_state == "removed"


def test_only_who_sent_it_and_still_speaks_for_the_employer_may(
    caller: Caller, published: dict[str, Any], make_caller: Callable[..., Caller], officer: User, now: dt.datetime
) -> None:
    other = make_caller("另一家")
    assert [revise(other, published).status_code, withdraw(other, published).status_code] == [404, 404]
    taken = revise(caller, published, employer=str(other.employer.public_id))
    assert (taken.status_code, taken.said["errors"][0]["field"]) == (422, "posting.employer")
    wrong = revise(caller, published, ends_on="2026-11-23")
    assert (wrong.status_code, wrong.said["errors"][0]["field"]) == (422, "posting.ends_on")
    set_employers(partner=caller.partner, employers=[], by=officer, at=now)
    for answer in (revise(caller, published, headcount=9), withdraw(caller, published)):
        assert (answer.status_code, answer.said["code"]) == (403, "employer_no_longer_yours")
    posting = Posting.objects.get(public_id=published["public_id"])
    assert (posting.publish_state, first_shift(posting).headcount) == ("published", 3)
