"""What is written once gives what the queryset gives, with whatever values it is asked."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

import pytest
from django.db.models import Q

from yizhan.accounts.models import Office, User
from yizhan.shared.models import AuditEntry
from yizhan.shared.written import Written

pytestmark = pytest.mark.django_db


def entries(after: dt.datetime, office: int, action: str) -> Any:
    """Return lines with values of three kinds, one of them named twice."""
    chosen = Q(at__gt=after) | Q(written_at__gt=after)
    found = AuditEntry.objects.filter(chosen, office_id=office, action=action).order_by("pk")
    return found.values_list("pk", "at", "fields", "kind")


def test_rows_are_those_of_the_queryset_whatever_is_asked(
    clerk: User, station: Office, now: dt.datetime, django_assert_num_queries: Any
) -> None:
    for n in range(3):
        at = now + dt.timedelta(days=n)
        AuditEntry.objects.create(
            at=at, kind="read", action="a.b", office_id=station.pk, object_kind="", fields=["name", str(n)]
        )
    written = Written(entries, dt.datetime, int, str)
    for after in (now - dt.timedelta(days=1), now, dt.datetime(2090, 1, 1, tzinfo=dt.UTC)):
        for office in (station.pk, station.pk + 1):
            with django_assert_num_queries(1):
                found = written(after, office, "a.b")
            assert found == list(entries(after, office, "a.b"))
    assert len(written(now, station.pk, "a.b")) == 3  # all were written after it
    assert written(now, station.pk, "a.b' OR 1=1 --") == []


def test_models_come_with_what_was_selected_beside_them(clerk: User, django_assert_num_queries: Any) -> None:
    by_id = Written(lambda public_id: User.objects.filter(public_id=public_id).select_related("office__parent"), UUID)
    with django_assert_num_queries(1):
        (found,) = by_id(clerk.public_id)
        assert (found, found.office, found.office.parent) == (clerk, clerk.office, clerk.office.parent)
        assert found.name == clerk.name
        assert not found._state.adding
    found.name = "改"
    found.save()
    assert by_id(clerk.public_id)[0].name == "改"
    containing = Written(lambda text: User.objects.filter(username__contains=text).values_list("username"), str)
    assert containing("%") == []  # no wildcard
    assert containing(clerk.username[1:3]) == [(clerk.username,)]
