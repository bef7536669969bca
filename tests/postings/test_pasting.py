"""A text from a chat group, pasted at the desk."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from tests.conftest import StrictClient, sign_in
from tests.postings.factories import an_employer
from yizhan.accounts.models import Office, User
from yizhan.employers.models import Employer
from yizhan.postings.models import Posting
from yizhan.shared.submissions import new_submission_key

ONE = "明早7点汽车站集合 招小工2名 日结200 管中饭 自带工具 联系 199-0000-0001"
SEVERAL = (
    "①拔萝卜：30人，130元/天 ②洗萝卜：12人，110元/天。都管午饭，11月29日早6点，沙河基地集合，日结，电话19900000002"
)


@pytest.fixture(autouse=True)
def at_the_counter(now: dt.datetime) -> Iterator[None]:
    """Stand at `now`, Monday the 23rd."""
    with time_machine.travel(now, tick=True):
        yield


@pytest.fixture
def employer(station: Office, clerk: User, reviewer: User, now: dt.datetime) -> Employer:
    """A verified company."""
    return an_employer(office=station, by=clerk, verifier=reviewer, at=now)


def read(client: StrictClient, text: str, status: int = 200) -> str:
    answer = client.post(reverse("postings:paste"), {"text": text, "then": "read"})
    assert answer.status_code == status
    return str(answer.content.decode())


def filled_in(html: str) -> dict[str, Any]:
    """Return what the forms of a page would send, as a browser does."""
    sent: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", html):
        name, value = re.search(r'name="(job[^"]*|read)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and ('type="checkbox"' not in tag or " checked" in tag):
            sent[name[1]] = value[1] if value else ("on" if "checkbox" in tag else "")
    sent |= dict(re.findall(r'<textarea name="(job[^"]+)"[^>]*>\n?(.*?)</textarea>', html, re.S))
    for name, body in re.findall(r'<select name="(job[^"]+)"[^>]*>(.*?)</select>', html, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', body)
        sent[name] = chosen[1] if chosen else ""
    return sent


def save(client: StrictClient, text: str, employer: Employer | None, /, **changes: Any) -> Any:
    sent = filled_in(read(client, text)) | {"text": text, "then": "save", **changes}
    if employer is not None:
        sent |= {"employer": str(employer.public_id), "employer_name": employer.name}
    return client.post(reverse("postings:paste"), sent)


def test_what_was_read_stands_in_its_field_with_its_words_and_the_rest_is_empty(
    client: StrictClient, clerk: User
) -> None:
    sign_in(client, clerk)
    html = read(client, ONE)
    sent = filled_in(html)
    assert sent["job1-title"] == "小工"
    assert sent["job1-headcount"] == "2"
    assert sent["job1-starts_on"] == "2026-11-24"
    assert sent["job1-start_time"] == "07:00"
    assert sent["job1-pay_unit"] == "day"
    assert sent["job1-settle_kind"] == "daily"
    assert "job1-tools_provided" not in sent
    assert sent["job1-age_max"] == sent["job1-end_time"] == ""
    assert "读自“2名”" in html
    assert "没读到，请看原文" in html
    assert "文中没写" not in html
    assert '<mark class="read-piece">' in html


def test_one_text_becomes_a_draft_of_the_chosen_employer(client: StrictClient, clerk: User, employer: Employer) -> None:
    sign_in(client, clerk)
    answer = save(client, ONE, employer)
    posting = Posting.objects.get()
    assert answer.headers["Location"] == reverse("postings:show", args=[posting.public_id])
    assert (posting.employer, posting.review_state, posting.office) == (employer, "draft", clerk.office)
    terms = posting.terms
    assert terms is not None
    assert (terms.pay_min_fen, terms.pay_unit, terms.meals, terms.contact_phone) == (20000, "day", True, "19900000001")
    assert posting.shifts.get().headcount == 2


def test_an_announcement_becomes_several_drafts_and_a_second_press_none_more(
    client: StrictClient, clerk: User, employer: Employer
) -> None:
    sign_in(client, clerk)
    key = new_submission_key()
    first = save(client, SEVERAL, employer, submission=key)
    assert first.headers["Location"] == "/postings/?state=draft"
    assert sorted(Posting.objects.values_list("terms__title", flat=True)) == ["拔萝卜", "洗萝卜"]
    again = client.post(reverse("postings:paste"), {"text": SEVERAL, "then": "save", "submission": key})
    assert again.headers["Location"] == first.headers["Location"]
    assert Posting.objects.count() == 2


def test_a_job_that_is_left_out_need_not_be_right(client: StrictClient, clerk: User, employer: Employer) -> None:
    sign_in(client, clerk)
    sent = filled_in(read(client, SEVERAL)) | {"text": SEVERAL, "then": "save", "employer": str(employer.public_id)}
    del sent["job1-keep"]
    answer = client.post(reverse("postings:paste"), sent | {"job1-headcount": "很多", "job1-title": ""})
    assert answer.status_code == 302
    assert Posting.objects.get().terms.title == "洗萝卜"  # type: ignore[union-attr]
    del sent["job2-keep"]
    assert "请至少勾选一条" in client.post(reverse("postings:paste"), sent).content.decode()


def test_what_is_wrong_is_said_and_kept_and_nothing_is_written(
    client: StrictClient, clerk: User, employer: Employer
) -> None:
    sign_in(client, clerk)
    answer = save(client, SEVERAL, employer, **{"job2-headcount": "很多", "job1-title": "拔大萝卜"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "人数没有看懂" in html
    assert 'value="拔大萝卜"' in html
    assert 'value="很多"' in html
    answer = save(client, ONE, None)
    assert answer.status_code == 422
    assert "没有选用工主体" in answer.content.decode()
    assert not Posting.objects.exists()


def test_a_text_that_was_changed_is_read_again_before_anything_is_kept(
    client: StrictClient, clerk: User, employer: Employer
) -> None:
    sign_in(client, clerk)
    one, two = SEVERAL.removeprefix("①").split(" ②")
    turned = f"①{two.replace('。', ' ②' + one + '。', 1)}"  # what was typed for job 1 would go to another job
    again = save(client, SEVERAL, employer, text=turned).content.decode()
    assert "文字改过了" in again
    assert employer.name in again
    assert not Posting.objects.exists()
    sent = filled_in(again)
    assert (sent["job1-title"], sent["job2-title"]) == ("洗萝卜", "拔萝卜")
    sent |= {"text": turned, "then": "save", "employer": str(employer.public_id)}
    assert client.post(reverse("postings:paste"), sent).status_code == 302
    assert Posting.objects.count() == 2


def test_the_only_employer_of_the_typed_words_is_taken_and_a_foreign_one_is_not(
    client: StrictClient, clerk: User, employer: Employer, stranger: User
) -> None:
    sign_in(client, clerk)
    assert save(client, ONE, None, employer_name=employer.number).status_code == 302
    sign_in(client, stranger)
    answer = save(client, ONE, employer)
    assert answer.status_code == 422
    assert Posting.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("", "还没有粘贴文字"), ("[图片]", "没有读出岗位"), ("本人木工，十年经验，找活干，随时能上", "像是有人在找活")],
)
def test_a_text_without_work_gets_a_sentence(client: StrictClient, clerk: User, text: str, sentence: str) -> None:
    sign_in(client, clerk)
    assert sentence in read(client, text, 200 if text else 422)


def test_employers_are_suggested_by_post(client: StrictClient, clerk: User, employer: Employer) -> None:
    sign_in(client, clerk)
    answer = client.post(
        reverse("postings:employers"), {"employer_name": employer.name}, headers={"HX-Request": "true"}
    )
    assert f'data-set-employer="{employer.public_id}"' in answer.content.decode()
    assert client.get(reverse("postings:employers")).status_code == 405
