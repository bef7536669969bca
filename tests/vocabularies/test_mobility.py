"""How near occupations stand."""

from __future__ import annotations

from yizhan.vocabularies import queries


def test_the_table_names_at_least_150_pairs_of_known_occupations_once() -> None:
    pairs = queries.mobility_pairs()

    assert len(pairs) >= 150
    assert len({(pair.a, pair.b) for pair in pairs}) == len(pairs)
    for pair in pairs:
        assert pair.a < pair.b
        assert queries.is_occupation(pair.a)
        assert queries.is_occupation(pair.b)
        assert 1 <= pair.closeness_bp <= 9_999


def test_closeness_is_symmetric() -> None:
    codes = [each.code for each in queries.all_occupations()][::97]

    for a in codes:
        for b in codes:
            assert queries.closeness_bp(a, b) == queries.closeness_bp(b, a)


def test_a_bricklayer_stands_near_a_decorator_and_far_from_a_cashier() -> None:
    bricklayer = "6-29-01-01"

    assert queries.closeness_bp(bricklayer, bricklayer) == 10_000
    assert queries.closeness_bp(bricklayer, "6-29-04-01") == 7_000
    assert queries.closeness_bp(bricklayer, "4-01-02-04") == 0


def test_where_the_table_is_silent_the_taxonomy_speaks() -> None:
    assert queries.closeness_bp("6-10-01-01", "6-10-01-11") == 4_000
    assert queries.closeness_bp("6-10-01-01", "6-10-02-01") == 2_000
