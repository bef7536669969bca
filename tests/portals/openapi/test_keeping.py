"""Messages to partners lose their words, then their lines; their counts stay."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from tests.portals.openapi.conftest import Caller
from yizhan.portals.openapi.models import Delivery, DeliveryCount
from yizhan.portals.openapi.operations import add_webhook, forget_old_deliveries, keeping
from yizhan.portals.openapi.operations.keeping import LINES_KEPT, WORDS_KEPT
from yizhan.portals.openapi.queries import older_deliveries

A_SECOND = dt.timedelta(seconds=1)


def test_words_go_after_half_a_year_and_lines_after_three_and_counts_stay(
    caller: Caller, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "AT_ONCE", 2)  # more rows than one transaction takes
    hook = add_webhook(key=caller.key, url="https://partner.test/", news=["posting.filled"], at=now)
    states = ["delivered"] * 3 + ["failed"] * 2 + ["waiting"]
    for state in states:
        next_at = now if state == "waiting" else None
        Delivery.objects.create(
            webhook=hook, news="posting.filled", body="{}", created_at=now, state=state, next_at=next_at
        )

    def forget(at: dt.datetime) -> tuple[int, int, int]:
        gone = forget_old_deliveries(at=at)
        return gone, Delivery.objects.count(), Delivery.objects.exclude(body="").count()

    assert forget(now + WORDS_KEPT) == (0, 6, 6)
    assert forget(now + WORDS_KEPT + A_SECOND) == (0, 6, 1)
    old = Delivery.objects.filter(state="failed").order_by("pk")[0]
    again = caller.ask("POST", f"deliveries/{old.public_id}/replay")
    assert (again.status_code, again.said["code"]) == (409, "delivery_forgotten")
    assert forget(now + LINES_KEPT + A_SECOND) == (5, 1, 1)
    assert forget(now + LINES_KEPT + A_SECOND) == (0, 1, 1)
    rows = DeliveryCount.objects.order_by("state").values_list("partner", "month", "news", "state", "count")
    month = dt.date(2026, 11, 1)
    assert list(rows) == [
        (caller.partner.pk, month, "posting.filled", state, count) for state, count in (("delivered", 3), ("failed", 2))
    ]
    assert older_deliveries(caller.partner) == {"delivered": 3, "failed": 2}
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.update(body="")  # what waits to be sent has its words
