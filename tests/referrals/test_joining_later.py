"""Somebody is sent into work that has begun already: paper and receipt speak of a day that is still to come."""

from __future__ import annotations

import datetime as dt

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.conftest import sign_in
from tests.referrals.factories import a_letter
from yizhan.accounts.models import User
from yizhan.postings.models import Shift
from yizhan.referrals.models import Referral
from yizhan.referrals.rules import report_at
from yizhan.referrals.web.paper import letter_data
from yizhan.shared.display import day_text


def november(day: int, hour: int) -> dt.datetime:
    return dt.datetime(2026, 11, day, hour, tzinfo=dt.UTC)


def test_work_that_has_begun_is_joined_at_its_next_start_of_day() -> None:
    begun, over = november(21, 7), november(26, 17)
    assert report_at(begun, over, november(20, 9)) == begun
    assert report_at(begun, over, november(24, 5)) == november(24, 7)
    assert report_at(begun, over, november(24, 8)) == november(25, 7)
    assert report_at(begun, None, november(30, 8)) == november(30, 7) + dt.timedelta(days=1)
    assert report_at(november(24, 7), november(24, 17), november(24, 9)) == november(24, 7)


def test_letter_and_receipt_name_no_day_before_the_letter(
    client: Client, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    letter = a_letter(clerk, reviewer, now)
    hours = dt.timedelta(days=3, hours=1)
    Shift.objects.filter(pk=letter.shift_id).update(starts_at=now - hours, ends_at=now + hours)
    letter = Referral.objects.get(pk=letter.pk)
    tomorrow = timezone.localdate(now) + dt.timedelta(days=1)
    assert letter_data(letter)["starts"].startswith(day_text(tomorrow, "long"))
    sign_in(client, clerk)
    page = client.get(reverse("referrals:receipt_of", args=[letter.public_id]))
    assert page.context["form"]["arrived_on"].value() == timezone.localdate(now)
