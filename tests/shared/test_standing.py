"""A standing question answers as the queryset itself would, whatever stands in its slots."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db.models import BigAutoField, CharField, DateTimeField

from yizhan.accounts.models import Session, User
from yizhan.people.standing import of_numbers
from yizhan.shared.standing import Slot, Standing


def test_it_is_put_once_and_answers_with_models_and_what_hangs_on_them(
    clerk: User, head: User, officer: User, django_assert_num_queries: Any
) -> None:
    put: list[int] = []

    def build() -> Any:
        put.append(1)
        return User.objects.select_related("office").filter(pk=Slot("pk", BigAutoField())).order_by("pk")

    standing: Standing[User] = Standing(build)
    users = [clerk, head, officer]
    with django_assert_num_queries(3):
        found = [standing.first(pk=user.pk) for user in users]
        assert [user.office.name for user in found if user] == [user.office.name for user in users]
    assert found == users
    assert standing.first(pk=0) is None
    assert put == [1]


def test_values_are_written_as_their_fields_write_them(clerk: User) -> None:
    at = dt.datetime(2026, 11, 27, 8, tzinfo=dt.UTC)
    for hours, key in ((1, "a"), (3, "b")):
        ends = at + dt.timedelta(hours=hours)
        Session.objects.create(session_key=key, expire_date=ends, user=clerk, public_id=uuid.uuid4())
    after: Standing[tuple[str, uuid.UUID | None]] = Standing(
        lambda: Session.objects.filter(expire_date__gt=Slot("at", DateTimeField())).order_by("session_key")
        .values_list("session_key", "public_id")
    )  # fmt: skip
    wanted = list(Session.objects.order_by("session_key").values_list("session_key", "public_id"))
    for hours, left in ((0, wanted), (1, wanted[1:]), (3, [])):
        moment = at + dt.timedelta(hours=hours)
        assert (after.all(at=moment), after.count(at=moment)) == (left, len(left))


def test_a_question_that_nothing_can_answer_asks_nobody(db: None, django_assert_num_queries: Any) -> None:
    nobody: Standing[User] = Standing(lambda: User.objects.filter(username=Slot("name", CharField()), pk__in=[]))
    with django_assert_num_queries(0):
        assert (nobody.all(name="x"), nobody.first(name="x"), nobody.count(name="x")) == ([], None, 0)


def test_numbers_that_do_not_fit_into_one_question_are_asked_in_several() -> None:
    laid = of_numbers("number_index", [f"139000{n:05}" for n in range(13)])
    assert [sum(value is not None for value in each.values()) for each in laid] == [12, 1]
