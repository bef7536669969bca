"""Dispatch as a clerk sees it, in a real Chromium."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.browser import Desk
from tests.gigs.factories import an_order
from yizhan.accounts.models import User
from yizhan.gigs.models import Order

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_somebody_is_called_and_agreed_from_the_board(
    desk: Desk, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    order = an_order(clerk, reviewer, now)
    desk.sign_in(clerk)
    page = desk.open("/gigs/?day=2026-11-24")
    assert desk.faults_on_every_screen("gigs-board") == []
    page.get_by_role("button", name="会来").click()
    page.get_by_role("button", name="用工方电话同意全部").click()
    page.get_by_text("已约定").first.wait_for()
    page.get_by_role("region").get_by_role("link", name="花名册").click()
    assert desk.faults_on_every_screen("gigs-roster") == []
    desk.open(f"/gigs/{order.public_id}/")
    assert desk.faults_on_every_screen("gigs-order") == []
    desk.open("/gigs/late/")
    assert desk.faults_on_every_screen("gigs-late") == []
    assert Order.objects.get(pk=order.pk).state == "agreed"
