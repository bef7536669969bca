"""The pages of minimum wages and of an office's own words."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.conftest import StrictClient, sign_in
from yizhan.accounts.models import User
from yizhan.vocabularies.models import LocalAlias, MinimumWage
from yizhan.vocabularies.queries import find_occupations, minimum_wage

pytestmark = pytest.mark.django_db
WAGES, WORDS = "/vocabularies/wages/", "/vocabularies/words/"
FIGURE = {
    "area_code": "371521", "tier": "3", "month_fen": "2130", "hour_fen": "21.3", "valid_from_on": "2027-03-01",
    "doc_no": "测试字〔2027〕1号", "mark": "B",
}  # fmt: skip


def test_a_new_wage_holds_from_its_day_and_writes_over_none(client: StrictClient, officer: User) -> None:
    def post(**changes: str) -> Any:
        return client.post(WAGES, FIGURE | changes)

    sign_in(client, officer)
    assert post().status_code == 302
    assert post(month_fen="2200", valid_from_on="2027-10-01").status_code == 302
    assert post(valid_from_on="2027-06-01").status_code == 422  # before the one in force
    assert post(area_code="371522").status_code == 422  # the neighbour's
    assert post(area_code="371500", valid_from_on="2027-11-01").status_code == 422  # the whole city's
    assert post(valid_from_on="2072-11-01").status_code == 422  # a year mistyped
    assert post(month_fen="-1").status_code == 422
    rows = MinimumWage.objects.order_by("valid_from_on").values_list("month_fen", "valid_from_on", "valid_to_on")
    assert list(rows) == [
        (213_000, dt.date(2027, 3, 1), dt.date(2027, 10, 1)), (220_000, dt.date(2027, 10, 1), None),
    ]  # fmt: skip
    for day, fen in ((dt.date(2027, 9, 30), 213_000), (dt.date(2027, 10, 1), 220_000)):
        found = minimum_wage("371521101", day)
        assert found is not None
        assert found.month_fen == fen
    shown = client.get(WAGES).content.decode()
    assert shown.count("测试字〔2027〕1号") == 2
    assert "鲁政字〔2025〕140号" in shown
    last = MinimumWage.objects.get(month_fen=220_000)
    assert client.post(f"{WAGES}{last.pk}/take-back/").status_code == 302
    assert client.post(f"{WAGES}{last.pk}/take-back/").status_code == 404
    assert MinimumWage.objects.get().valid_to_on is None


def test_an_offices_own_word_is_found_until_it_is_retired(client: StrictClient, head: User, stranger: User) -> None:
    sign_in(client, head)
    vague = client.post(WORDS, {"word": "拉大锯的", "occupation_code": "瓦工"})
    assert vague.status_code == 422
    assert "6-29-01-01" in vague.content.decode()
    assert client.post(WORDS, {"word": "拉大锯的", "occupation_code": "砌筑工"}).status_code == 302
    assert client.post(WORDS, {"word": "拉大锯的", "occupation_code": "砌筑工"}).status_code == 422
    assert [hit.code for hit in find_occupations("拉大锯的", office=head.office)][:1] == ["6-29-01-01"]
    assert "6-29-01-01" not in [hit.code for hit in find_occupations("拉大锯的", office=stranger.office)]
    alias = LocalAlias.objects.get()
    assert client.post(f"{WORDS}{alias.pk}/retire/").status_code == 302
    assert client.post(f"{WORDS}{alias.pk}/retire/").status_code == 404
    assert LocalAlias.objects.get().retired_at is not None
