"""What goes out is in the log in the version that went out; what is no longer true is found."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import uuid
from typing import Any

import openpyxl
import pytest
from django.db import DatabaseError, IntegrityError, transaction

from tests.postings.factories import a_posting, an_offer
from yizhan.accounts.models import Office, User
from yizhan.channels.enums import Staleness
from yizhan.channels.models import Channel, Outgoing
from yizhan.channels.operations import (
    ChannelFacts,
    ChannelNameTaken,
    ChannelRetired,
    ChannelWithoutColumns,
    NoLongerOffered,
    NothingChosen,
    NotOutThere,
    PersonInSheet,
    add_channel,
    add_examples,
    change_channel,
    note_sent,
    note_taken_down,
    retire_channel,
    send_file,
)
from yizhan.channels.queries import out_where, outdated_count
from yizhan.postings.enums import EndReason
from yizhan.postings.models import Posting
from yizhan.postings.operations import (
    approve_posting,
    publish_posting,
    resume_posting,
    revise_posting,
    submit_for_review,
    withdraw_posting,
)
from yizhan.shared.errors import ChangedMeanwhile, NotAllowed

pytestmark = pytest.mark.django_db

COLUMNS = (
    {"title": "=岗位", "field": "title"},
    {"title": "人数", "field": "places_left"},
    {"title": "来源", "field": "fixed", "value": "驿站"},
    {"title": "链接", "field": "url"},
)


@pytest.fixture
def published(station: Office, clerk: User, reviewer: User, now: dt.datetime) -> Posting:
    """A day job on offer whose title a spreadsheet would run."""
    return a_posting(office=station, by=clerk, verifier=reviewer, at=now, title="+装卸工")


def a_channel(head: User, now: dt.datetime, **changes: Any) -> Channel:
    return add_channel(
        facts=ChannelFacts(**({"name": "测试渠道", "kind": "csv", "columns": COLUMNS} | changes)), by=head, at=now
    )


def test_a_file_has_the_columns_in_order_and_no_formula(
    head: User, clerk: User, published: Posting, now: dt.datetime
) -> None:
    channel = a_channel(head, now, encoding="gb18030")
    file = send_file(channel=channel, postings=[published.public_id], address=lambda one: f"x/{one}", by=clerk, at=now)
    rows = list(csv.reader(io.StringIO(file.data.decode("gb18030"))))
    assert rows == [["'=岗位", "人数", "来源", "链接"], ["'+装卸工", "3", "驿站", f"x/{published.public_id}"]]
    line = Outgoing.objects.get()
    assert line.file_hash == hashlib.sha256(file.data).hexdigest()
    assert (line.terms_id, line.by, line.at) == (published.terms_id, clerk, now)


def test_a_workbook_opens(head: User, clerk: User, published: Posting, now: dt.datetime) -> None:
    channel = next(one for one in add_examples(by=head, at=now) if one.name == "职工之家")
    file = send_file(channel=channel, postings=[published.public_id], address=lambda _one: "", by=clerk, at=now)
    sheet = openpyxl.load_workbook(io.BytesIO(file.data)).active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]][:3] == ["岗位名称", "用工单位", "招聘人数"]
    assert "13900009876" not in str([cell.value for cell in sheet[2]])


def test_examples_are_added_once(head: User, now: dt.datetime) -> None:
    assert {one.name for one in add_examples(by=head, at=now)} >= {"职工之家", "齐鲁工惠"}
    assert add_examples(by=head, at=now) == []
    assert not Channel.objects.filter(is_checked=True).exists()


def test_what_is_refused(head: User, clerk: User, reviewer: User, published: Posting, now: dt.datetime) -> None:
    channel = a_channel(head, now)
    with pytest.raises(ChannelNameTaken):
        a_channel(head, now)
    with pytest.raises(ChannelWithoutColumns):
        a_channel(head, now, name="空的", columns=({"title": "x", "field": "no such field"},))
    with pytest.raises(NotAllowed):
        a_channel(clerk, now, name="别的")
    with pytest.raises(NothingChosen):
        note_sent(channel=channel, postings=[], by=clerk, at=now)
    with pytest.raises(NoLongerOffered):
        note_sent(channel=channel, postings=[uuid.uuid4()], by=clerk, at=now)
    with pytest.raises(NotAllowed):
        note_sent(channel=channel, postings=[published.public_id], by=reviewer, at=now)
    with pytest.raises(NotOutThere):
        note_taken_down(channel=channel, posting_id=published.pk, by=clerk, at=now)
    with pytest.raises(ChangedMeanwhile):
        change_channel(channel=channel, facts=ChannelFacts("新名", "text"), by=head, at=now, seen_version=9)
    changed = change_channel(channel=channel, facts=ChannelFacts("新名", "text"), by=head, at=now, seen_version=1)
    assert (changed.name, changed.columns, changed.version) == ("新名", [], 2)
    retire_channel(channel=channel, by=head, at=now)
    for act in (
        lambda: retire_channel(channel=channel, by=head, at=now),
        lambda: note_sent(channel=channel, postings=[published.public_id], by=clerk, at=now),
        lambda: change_channel(channel=channel, facts=ChannelFacts("x", "text"), by=head, at=now),
    ):
        with pytest.raises(ChannelRetired):
            act()
    assert a_channel(head, now, name="新名").pk != channel.pk
    assert Outgoing.objects.count() == 0


def test_another_offices_posting_goes_nowhere(
    head: User, clerk: User, foreign_station: Office, make_user: Any, reviewer: User, now: dt.datetime
) -> None:
    other, decides = make_user("clerk", foreign_station), make_user("reviewer", foreign_station)
    theirs = a_posting(office=foreign_station, by=other, verifier=decides, at=now)
    with pytest.raises(NoLongerOffered):
        note_sent(channel=a_channel(head, now), postings=[theirs.public_id], by=clerk, at=now)


def test_what_changed_or_ended_since_is_found(
    head: User, clerk: User, reviewer: User, published: Posting, now: dt.datetime
) -> None:
    channel = a_channel(head, now)
    note_sent(channel=channel, postings=[published.public_id], by=clerk, at=now)
    assert [(row.posting_id, row.staleness) for row in out_where(clerk, now)] == [(published.pk, "")]
    assert outdated_count(clerk, now) == 0
    revised = revise_posting(posting=published, offer=an_offer(now, pay="220元/天"), by=clerk, at=now)
    assert [row.staleness for row in out_where(clerk, now)] == [Staleness.ENDED]  # paused: nobody may be sent
    submitted = submit_for_review(posting=revised, by=clerk, at=now)
    approved = approve_posting(posting=submitted, by=reviewer, at=now, reason="测试放行")
    step = resume_posting if approved.publish_state == "paused" else publish_posting
    again = step(posting=approved, by=clerk, at=now)
    assert [row.staleness for row in out_where(clerk, now)] == [Staleness.CHANGED]
    note_sent(channel=channel, postings=[published.public_id], by=clerk, at=now)
    assert outdated_count(clerk, now) == 0
    withdraw_posting(posting=again, reason=EndReason.WEATHER, by=clerk, at=now)
    assert outdated_count(clerk, now) == 1
    note_taken_down(channel=channel, posting_id=published.pk, by=clerk, at=now)
    assert out_where(clerk, now) == []
    assert Outgoing.objects.count() == 3


def test_the_database_keeps_the_log_as_it_was(head: User, clerk: User, published: Posting, now: dt.datetime) -> None:
    note_sent(channel=a_channel(head, now), postings=[published.public_id], by=clerk, at=now)
    line = Outgoing.objects.get()
    for act in (lambda: Outgoing.objects.update(at=now), line.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    for wrong in ({"way": "file"}, {"outcome": "sold"}, {"batch": line.batch}):
        values = {
            "channel": line.channel, "batch": uuid.uuid4(), "posting": line.posting, "terms": line.terms,
            "outcome": "sent", "way": "by_hand", "at": now, "by": clerk,
        }  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            Outgoing.objects.create(**(values | wrong))


@pytest.mark.parametrize("count", [1, 3])
def test_the_lists_cost_the_same(
    count: int,
    head: User,
    clerk: User,
    station: Office,
    reviewer: User,
    now: dt.datetime,
    django_assert_num_queries: Any,
) -> None:
    channel = a_channel(head, now)
    made = [a_posting(office=station, by=clerk, verifier=reviewer, at=now) for _one in range(count)]
    note_sent(channel=channel, postings=[one.public_id for one in made], by=clerk, at=now)
    with django_assert_num_queries(2):
        assert len(out_where(clerk, now)) == count


def test_nothing_leaves_that_still_shows_where_somebody_lives(
    station: Office, head: User, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    content = "装卸饲料。家庭住址：测试镇张村3组12号，工钱到家里拿。"
    posting = a_posting(office=station, by=clerk, verifier=reviewer, at=now, content=content)
    with pytest.raises(PersonInSheet):
        send_file(channel=a_channel(head, now), postings=[posting.public_id], address=lambda _one: "", by=clerk, at=now)
    assert not Outgoing.objects.exists()
