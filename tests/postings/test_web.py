"""The room's pages, as clerk and reviewer meet them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.conftest import StrictClient, sign_in
from tests.employers.factories import an_id
from tests.postings.factories import DAY_JOB, LONG_JOB, a_draft, a_posting, a_waiting, an_employer
from yizhan.accounts.models import Office, User
from yizhan.employers.models import Employer
from yizhan.places.operations import add_place
from yizhan.postings.enums import ReturnReason
from yizhan.postings.models import Posting
from yizhan.postings.operations import return_posting, take_place
from yizhan.postings.queries import review_queue
from yizhan.postings.web.views import QUEUE_PAGE

FORM = {name: value for name, value in DAY_JOB.items() if name != "meals"} | {"then": "submit"}


@pytest.fixture(autouse=True)
def at_the_counter(now: dt.datetime) -> Iterator[None]:
    """Stand at `now`."""
    with time_machine.travel(now, tick=True):
        yield


@pytest.fixture
def employer(station: Office, clerk: User, reviewer: User, now: dt.datetime) -> Employer:
    """A verified company."""
    return an_employer(office=station, by=clerk, verifier=reviewer, at=now)


def enter(client: StrictClient, employer: Employer, **changes: Any) -> Any:
    return client.post(f"{reverse('postings:create')}?employer={employer.public_id}", FORM | changes)


def page(client: StrictClient, name: str, *args: Any) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_day_job_is_entered_reviewed_and_filled(
    client: StrictClient, employer: Employer, clerk: User, reviewer: User, station: Office, now: dt.datetime
) -> None:
    sign_in(client, clerk)
    answer = enter(client, employer)
    posting = Posting.objects.get()
    assert answer.headers["Location"] == reverse("postings:show", args=[posting.public_id])
    assert posting.review_state == "waiting"
    assert "这一条应由另一位同事审核" in page(client, "postings:queue")

    sign_in(client, reviewer)
    assert "通过并发布" in page(client, "postings:queue")
    decision = {"decision": "approve", "version": posting.version}
    client.post(reverse("postings:decide", args=[posting.public_id]), decision)
    assert list(Posting.objects.live(dt.datetime.now(dt.UTC))) == [posting]

    take_place(shift=posting.shifts.get(), places=3, by=clerk, at=now)
    assert "已招满" in page(client, "postings:show", posting.public_id)


def test_what_the_rules_forbid_stays_a_draft_with_the_pieces_marked(
    client: StrictClient, employer: Employer, clerk: User
) -> None:
    sign_in(client, clerk)
    enter(client, employer, content="装卸饲料，先交押金200元。", pay="面议")
    posting = Posting.objects.get()
    shown = page(client, "postings:show", posting.public_id)
    assert posting.review_state == "draft"
    assert "<mark>" in shown
    assert "CR-050" in shown
    assert "CR-011" in shown
    assert "依据：劳动合同法 第9、84条" in shown
    assert "<mark>押金</mark> " in shown
    assert "提交审核</button>" not in shown


def test_what_cannot_be_kept_is_said_and_nothing_typed_is_lost(
    client: StrictClient, employer: Employer, clerk: User
) -> None:
    sign_in(client, clerk)
    answer = enter(client, employer, headcount="若干", contact_phone="12", title="卸车工")
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "人数没有看懂" in shown
    assert "卸车工" in shown
    assert not Posting.objects.exists()


def test_the_same_form_sent_twice_drafts_once(client: StrictClient, employer: Employer, clerk: User) -> None:
    sign_in(client, clerk)
    for _n in range(2):
        enter(client, employer, submission="11111111-1111-4111-8111-111111111111")
    assert Posting.objects.count() == 1


def test_without_an_employer_one_is_chosen_first(client: StrictClient, clerk: User) -> None:
    sign_in(client, clerk)
    assert "谁在招人" in page(client, "postings:create")
    assert client.get(reverse("postings:create") + "?employer=x").status_code == 404


def test_a_households_day_job_is_one_page(
    client: StrictClient, clerk: User, colleague: User, station: Office, now: dt.datetime
) -> None:
    sign_in(client, clerk)
    data = FORM | {"owner": "测试户主", "owner_id": an_id(6), "owner_phone": "13800000006"}
    refused = client.post(reverse("postings:household"), data)
    assert refused.status_code == 422
    assert not Employer.objects.exists()
    client.post(reverse("postings:household"), data | {"checked": "on"})
    posting = Posting.objects.get()
    assert (posting.review_state, posting.employer.kind) == ("waiting", "household")
    assert posting.employer.verify_state == "verified"
    client.post(reverse("postings:household"), data | {"checked": "on", "title": "帮厨"})
    assert Employer.objects.count() == 1

    sign_in(client, colleague)
    client.post(
        reverse("postings:decide", args=[posting.public_id]), {"decision": "approve", "version": posting.version}
    )
    posting.refresh_from_db()
    assert posting.publish_state == "published"


def test_a_wrong_owner_is_said_beside_the_field_and_nothing_is_half_written(client: StrictClient, clerk: User) -> None:
    sign_in(client, clerk)
    data = FORM | {"owner": "测试户主", "owner_id": "371521198001010011", "owner_phone": "1", "checked": "on"}
    answer = client.post(reverse("postings:household"), data)
    assert answer.status_code == 422
    assert not Employer.objects.exists()
    assert not Posting.objects.exists()


def test_more_people_are_live_at_once_and_other_pay_is_reviewed(
    client: StrictClient, station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    posting = a_posting(office=station, by=clerk, verifier=reviewer, at=now)
    sign_in(client, clerk)
    url = reverse("postings:change", args=[posting.public_id])
    shown = client.get(url).content.decode()
    assert "13900009876" not in shown
    same = FORM | {"meals": "on", "valid_until_on": "2026-11-24", "contact_phone": ""}
    client.post(url, same | {"headcount": "6", "version": posting.version})
    posting.refresh_from_db()
    assert (posting.publish_state, posting.shifts.get().headcount) == ("published", 6)
    client.post(url, same | {"headcount": "6", "pay": "230元/天", "version": posting.version})
    posting.refresh_from_db()
    assert (posting.publish_state, posting.review_state) == ("paused", "waiting")
    assert posting.terms is not None
    assert posting.terms.contact_phone == "13900009876"
    late = client.post(url, same | {"pay": "1元/天", "version": "1"})
    assert "刚刚被别人改过" in late.content.decode()


def test_the_form_shows_what_was_entered(
    client: StrictClient, station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    posting = a_draft(office=station, by=clerk, verifier=reviewer, at=now, pay="18", pay_unit="hour")
    sign_in(client, clerk)
    url = reverse("postings:change", args=[posting.public_id])
    form = client.get(url).context["form"]
    data = {name: form[name].value() for name in form.fields}
    data = {name: "" if value is None else value for name, value in data.items()}
    sent = {name: value for name, value in data.items() if value is not False}
    client.post(url, sent | {"then": "draft"})
    posting.refresh_from_db()
    assert posting.terms is not None
    assert (posting.terms.number, posting.version) == (1, 2)  # nothing was changed by looking and saving


def test_returning_needs_a_reason_and_shows_it(
    client: StrictClient, station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    posting = a_waiting(office=station, by=clerk, verifier=reviewer, at=now)
    sign_in(client, reviewer)
    url = reverse("postings:decide", args=[posting.public_id])
    assert client.post(url, {"decision": "return", "version": posting.version}).status_code == 422
    client.post(url, {"decision": "return", "why": "unclear", "version": posting.version})
    assert "内容不清楚" in page(client, "postings:show", posting.public_id)


def test_confirming_leads_back_to_the_list(
    client: StrictClient, station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    posting = a_posting(
        office=station,
        by=clerk,
        verifier=reviewer,
        at=now - dt.timedelta(hours=50),
        starts_on="2026-11-25",
        valid_until_on="2026-11-26",
    )
    sign_in(client, clerk)
    assert posting.number in page(client, "postings:unconfirmed")
    url = reverse("postings:step", args=[posting.public_id, "confirm"])
    back = reverse("postings:unconfirmed")
    assert client.post(url, {"back": back}).headers["Location"] == back
    assert posting.number not in page(client, "postings:unconfirmed")
    outside = client.post(url, {"back": "//example.org/"}).headers["Location"]
    assert outside == reverse("postings:show", args=[posting.public_id])


def test_the_contact_is_masked_until_a_reason_is_given(
    client: StrictClient, station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    posting = a_posting(office=station, by=clerk, verifier=reviewer, at=now)
    sign_in(client, clerk)
    assert "13900009876" not in page(client, "postings:show", posting.public_id)
    url = reverse("postings:reveal", args=[posting.public_id])
    shown = client.post(url, {"field": "contact_phone", "reason": "call"}, headers={"HX-Request": "true"})
    assert "13900009876" in shown.content.decode()


def test_fields_suggest_while_they_are_typed(
    client: StrictClient, station: Office, head: User, now: dt.datetime
) -> None:
    add_place(
        office=station,
        name="东关大集",
        division_code="371521001",
        by=head,
        at=now,
        lat_e6=36_110_000,
        lng_e6=115_790_000,
    )
    sign_in(client, head)
    headers = {"HX-Request": "true"}
    found = client.get(reverse("postings:occupations"), {"title": "装卸工"}, headers=headers).content.decode()
    assert 'data-set-occupation_code="4-02-05-01"' in found
    found = client.get(reverse("postings:places"), {"place_name": "大集"}, headers=headers).content.decode()
    assert 'data-set-lat_e6="36110000"' in found
    read = client.get(reverse("postings:pay"), {"pay": "6-8千/月"}, headers=headers).content.decode()
    assert "6,000–8,000元/月" in read
    unread = client.get(reverse("postings:pay"), {"pay": "面议"}, headers=headers).content.decode()
    assert "没有看懂报酬" in unread


def room_queries(ask: Callable[[], Any]) -> int:
    """Count a request's queries on the tables of postings and employers; session and menu are others' affair."""
    with CaptureQueriesContext(connection) as captured:
        ask()
    return sum(1 for query in captured if '"postings_' in query["sql"] or '"employers_' in query["sql"])


def test_lists_take_the_same_queries_with_one_and_three_rows(
    client: StrictClient, employer: Employer, station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    sign_in(client, clerk)
    offered = {"starts_on": "2026-11-25", "valid_until_on": "2026-11-26", "employer": employer}
    before = now - dt.timedelta(hours=50)
    for rows in (1, 3):
        while Posting.objects.count() < rows:
            a_posting(office=station, by=clerk, verifier=reviewer, at=before, **offered)
        # ids, postings, shifts; the menu's three; the call list's telephones and tries
        for name, queries in (("postings:list", 6), ("postings:unconfirmed", 8)):
            url = reverse(name)
            assert client.get(url).content.decode().count("装卸工") == rows
            assert room_queries(partial(client.get, url)) == queries


def test_the_queue_takes_the_same_queries_with_one_and_three_rows(
    client: StrictClient, employer: Employer, station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    sign_in(client, reviewer)
    url = reverse("postings:queue")
    for rows in (1, 3):
        while Posting.objects.count() < rows:
            a_waiting(office=station, by=clerk, verifier=reviewer, at=now, employer=employer)
        assert client.get(url).content.decode().count('<li><a href="?posting=') == rows
        # what waits and how many, cards (2), the chosen one's (2), its hits, conduct (2), what forbids it now (9);
        # the menu's (6)
        assert room_queries(lambda: client.get(url)) == 24


def test_one_press_carries_its_coded_reason(
    client: StrictClient, employer: Employer, station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    waiting = a_waiting(office=station, by=clerk, verifier=reviewer, at=now, employer=employer, pay="900元/天")
    sign_in(client, reviewer)
    shown = page(client, "postings:queue")
    for key in ("Alt+1", "Alt+9", "Alt+r", "Alt+t", "Alt+x"):
        assert f'data-hotkey="{key}"' in shown
    address = reverse("postings:decide", args=[waiting.public_id])
    assert client.post(address, {"decision": "return:dream", "version": waiting.version}).status_code == 422
    assert client.post(address, {"decision": "refuse", "version": waiting.version}).status_code == 422
    client.post(address, {"decision": "return:pay", "version": waiting.version})
    waiting.refresh_from_db()
    assert waiting.decisions.get().reason == "pay"

    sign_in(client, clerk)
    back = page(client, "postings:returned")
    assert "报酬没有写清楚" in back
    assert "要改的地方：" in back
    assert "不同意？登记申诉" in back


def test_what_is_let_pass_says_why(
    client: StrictClient, employer: Employer, station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    a_posting(office=station, by=clerk, verifier=reviewer, at=now, employer=employer)
    waiting = a_waiting(office=station, by=clerk, verifier=reviewer, at=now, employer=employer)  # CR-020: again
    assert waiting.hits.filter(level="review").exists()
    sign_in(client, reviewer)
    assert 'value="approve:called"' in page(client, "postings:queue")
    address = reverse("postings:decide", args=[waiting.public_id])
    assert client.post(address, {"decision": "approve", "version": waiting.version}).status_code == 409
    client.post(address, {"decision": "approve:papers", "reason": "看了文件", "version": waiting.version})
    assert waiting.hits.filter(level="review").get().overridden_reason == "已看证明材料，依据成立：看了文件"


def test_what_forbids_to_pass_stands_above_the_buttons_and_is_said_to_the_reviewer(
    client: StrictClient, employer: Employer, station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    waiting = a_waiting(office=station, by=clerk, verifier=reviewer, at=now, employer=employer)
    sign_in(client, reviewer)
    assert 'value="approve"' in page(client, "postings:queue")
    Employer.objects.filter(pk=employer.pk).update(reverify_on=now.date())
    shown = page(client, "postings:queue")
    assert "现在不能通过。" in shown
    assert "CR-002" in shown
    assert 'value="approve' not in shown
    address = reverse("postings:decide", args=[waiting.public_id])
    refused = client.post(address, {"decision": "approve", "version": waiting.version}).content.decode()
    assert "现在不能通过" in refused
    assert "没有提交" not in refused
    client.post(address, {"decision": "return:papers", "version": waiting.version})
    assert waiting.decisions.get().reason == "papers"


def test_english_days_of_the_week_and_reasons_are_english(
    client: StrictClient, employer: Employer, station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    made: dict[str, Any] = {"office": station, "by": clerk, "verifier": reviewer, "at": now, "employer": employer}
    a_waiting(**made, raw=LONG_JOB, pay="45000-60000元/月", valid_until_on="2027-02-10")
    again = a_waiting(**made, raw=LONG_JOB, pay="45000-60000元/月", valid_until_on="2027-02-10")
    sign_in(client, reviewer)
    client.cookies["django_language"] = "en"
    shown = page(client, "postings:queue")
    assert "every Mon, Tue" in shown
    decide = shown.split('class="stack decide"')[1].split("</form>")[0]
    assert not re.search("[，：。]", decide), decide
    shown = client.get(reverse("postings:queue"), {"posting": str(again.public_id)}).content.decode()
    assert "nearly the text of" in shown
    found = shown.split('class="hits"')[1].split("</ul>")[0]
    assert "Basis: " in found
    assert "几乎相同" not in found


def test_the_queue_goes_on_after_the_page_and_stays_there(
    client: StrictClient, employer: Employer, station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    made = [
        a_waiting(
            office=station, by=clerk, verifier=reviewer, at=now + dt.timedelta(minutes=step), employer=employer,
            place_name=f"第{step}工地", content=f"在第{step}工地清理垃圾。",
        )
        for step in range(QUEUE_PAGE + 2)
    ]  # fmt: skip
    sign_in(client, reviewer)
    first = page(client, "postings:queue")
    assert first.count('<li><a href="?posting=') == QUEUE_PAGE
    assert 'data-hotkey="Alt+n"' in first
    anchor = list(review_queue(reviewer, now))[QUEUE_PAGE - 1]
    assert f"?after={anchor.public_id}" in first
    rest = client.get(reverse("postings:queue"), {"after": str(anchor.public_id)}).content.decode()
    assert rest.count('<li><a href="?after=') == 2
    last = list(review_queue(reviewer, now))[-1]
    decision = {"decision": "return:unclear", "version": last.version, "after": str(anchor.public_id)}
    answer = client.post(reverse("postings:decide", args=[last.public_id]), decision)
    assert answer.headers["Location"].endswith(f"?after={anchor.public_id}")
    assert len(made) == QUEUE_PAGE + 2


def test_what_came_back_takes_the_same_queries_with_one_and_three_rows(
    client: StrictClient, employer: Employer, station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    sign_in(client, clerk)
    counts = []
    for rows in (1, 3):
        while Posting.objects.count() < rows:
            waiting = a_waiting(office=station, by=clerk, verifier=reviewer, at=now, employer=employer)
            return_posting(posting=waiting, reason=ReturnReason.UNCLEAR, by=reviewer, at=now)
        assert page(client, "postings:returned").count("去修改") == rows
        counts.append(room_queries(lambda: client.get(reverse("postings:returned"))))
    assert counts[0] == counts[1]
