"""The menu's numbers: asked once for a few pages, and anew after whatever its user sends."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse

from yizhan.accounts.models import User
from yizhan.shared.panels import MenuItem
from yizhan.shared.web import context


@pytest.fixture(autouse=True)
def _empty() -> None:
    context._counted.clear()


def an_item(asked: list[int]) -> MenuItem:
    """Return an entry that notes whom it counted for."""

    def count(user: Any) -> int:
        asked.append(user.pk)
        return len(asked)

    return MenuItem("desk", "test", "测试", "desk:home", "house", 1, lambda _user: True, count)


def asks(pk: int, method: str = "GET", session: SessionBase | None = None) -> HttpRequest:
    """Return a request of a user."""
    request = HttpRequest()
    request.method, request.user, request.session = method, User(pk=pk), session or SessionBase()
    return request


def test_numbers_are_kept_for_a_while_and_for_each_user(settings: Any) -> None:
    settings.YIZHAN_MENU_COUNTS_S = 60
    asked: list[int] = []
    item, one, other = an_item(asked), asks(1), asks(2)

    assert [context.counted(item, user) for user in (one, one, other, one)] == [1, 1, 2, 1]
    settings.YIZHAN_MENU_COUNTS_S = 0
    assert context.counted(item, one) == 3


@pytest.mark.parametrize(("method", "numbers"), [("GET", [1, 2, 1, 2]), ("POST", [1, 2, 3, 2])])
def test_whoever_sends_something_is_counted_for_anew(settings: Any, method: str, numbers: list[int]) -> None:
    settings.YIZHAN_MENU_COUNTS_S = 60
    asked: list[int] = []
    item, one, other = an_item(asked), asks(1), asks(2)
    before = [context.counted(item, one), context.counted(item, other)]
    context.menu_counted_anew(lambda _request: HttpResponse())(asks(1, method))

    assert [*before, context.counted(item, one), context.counted(item, other)] == numbers


def test_the_page_that_answers_is_counted_after_the_deed(settings: Any) -> None:
    settings.YIZHAN_MENU_COUNTS_S = 60
    asked: list[int] = []
    item, user = an_item(asked), asks(1, "POST")
    context.counted(item, user)

    def answer(_request: HttpRequest) -> HttpResponse:
        return HttpResponse(str(context.counted(item, user)))

    assert context.menu_counted_anew(answer)(user).content == b"2"
    assert context.counted(item, user) == 3


def test_another_process_counts_anew_after_what_the_user_did_here(settings: Any) -> None:
    settings.YIZHAN_MENU_COUNTS_S = 60
    asked: list[int] = []
    item, session = an_item(asked), SessionBase()
    context.counted(item, asks(1))
    there = dict(context._counted)  # what a second process remembers

    def answer(request: HttpRequest) -> HttpResponse:
        request.session["said"] = "saved"
        return HttpResponse()

    context.menu_counted_anew(answer)(asks(1, "POST", session))
    context._counted.update(there)
    assert context.counted(item, asks(1, session=session)) == 2
