"""Search words, tried on the real text search of either database."""

from __future__ import annotations

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from yizhan.shared.text.bigrams import bigram_text, bigrams, fts5_match, similarity_bp, tsquery
from yizhan.shared.text.normalise import search_key

TEXTS = {1: "水电工 3楼", 2: "电工学徒", 3: "工程水泥电", 4: "Excel 文员", 5: "專業瓦工，包吃住"}
QUERIES = [
    ("水电", {1}),
    ("水电工", {1}),
    ("电工", {1, 2}),
    ("工", {1, 2, 3, 5}),
    ("水", {1, 3}),
    ("徒", {2}),
    ("excel", {4}),
    ("exc", {4}),
    ("文员 excel", {4}),
    ("专业瓦工", {5}),
    ("包吃住", {5}),
    ("工包", set()),
    ("电水", set()),
    ('水电" OR "徒', set()),
    ("司机", set()),
]


def test_pairs_and_the_last_character_are_indexed() -> None:
    assert bigram_text("水电工 A座") == "水电 电工 工 a 座"
    assert bigram_text("") == bigram_text("，。") == ""


def test_a_query_without_words_asks_for_nothing() -> None:
    for text in ("", " ", "，。“”", "'*\"()"):
        assert fts5_match(text) == tsquery(text) == ""


@pytest.mark.django_db
def test_the_database_finds_what_the_words_say() -> None:
    for query, expected in QUERIES:
        assert find(query) == expected, query


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query", ["a'b", 'x"y', "-", "NOT", "NEAR(a b)", "a:*", "a&b|!c", "\\", "水'", "*", "a OR b", "AND"]
)
def test_no_query_is_taken_for_the_databases_own_language(query: str) -> None:
    assert find(query) <= set(TEXTS)


def find(query: str) -> set[int]:
    """Ask the database that the suite runs on."""
    match = fts5_match(query) if connection.vendor == "sqlite" else tsquery(query)
    if not match:
        return set()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.trial USING fts5(words)")
            cursor.execute("DELETE FROM temp.trial")
            cursor.executemany(
                "INSERT INTO temp.trial (rowid, words) VALUES (%s, %s)",
                [(key, bigram_text(text)) for key, text in TEXTS.items()],
            )
            cursor.execute("SELECT rowid FROM temp.trial WHERE trial MATCH %s", [match])
        else:
            cursor.execute(
                "SELECT key FROM unnest(%s::int[], %s::text[]) AS t(key, words)"
                " WHERE to_tsvector('simple', words) @@ to_tsquery('simple', %s)",
                [list(TEXTS), [bigram_text(text) for text in TEXTS.values()], match],
            )
        return {row[0] for row in cursor.fetchall()}


@given(st.text(max_size=30), st.text(max_size=30))
def test_likeness_is_symmetric_and_within_bounds(one: str, other: str) -> None:
    assert similarity_bp(one, other) == similarity_bp(other, one)
    assert 0 <= similarity_bp(one, other) <= 10_000
    assert similarity_bp(one, one) == 10_000


def test_likeness_is_dices() -> None:
    assert bigrams("水电工") == {"水电", "电工"}
    assert similarity_bp("水电工", "电工") == 6666
    assert similarity_bp("瓦工", "电焊") == 0
    assert bigrams("工") == {"工"}


@given(st.text(alphabet="水电工瓦木 aB1，", max_size=20))
def test_every_piece_of_a_run_is_in_its_index_text(text: str) -> None:
    assert set("".join(bigram_text(text).split())) == set(search_key(text))
