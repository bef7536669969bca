"""The twins agree, the answers keep their promises, and every pair can be explained."""

import doctest
import re
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine import markets
from yizhan.engine import (
    ALWAYS,
    PERSON_CHOOSES,
    POSTING_CHOOSES,
    RULE,
    TIER_A,
    TIER_B,
    TIER_C,
    Caution,
    Failure,
    Mobility,
    Part,
    People,
    Postings,
    Weights,
    _fast,
    _reference,
    explain,
    failures,
    failures_of_people,
    newest_first,
    rank_people,
    rank_postings,
)

PAGE = Path(__file__).parents[2] / "docs" / "engine" / "recommendation.md"
MASON = 6290101
HERE = {"lat_deg": [36.114], "lng_deg": [115.79]}


def person(**columns: object) -> People:
    """One adult mason of the county town, with what is said otherwise."""
    usual: dict[str, object] = {"key": [1], "wanted": [[MASON]], "birth_on": [19800101], **HERE}
    return People.of(**{**usual, **columns})  # type: ignore[arg-type]


def posting(**columns: object) -> Postings:
    """One posting for a mason in the county town, with what is said otherwise."""
    usual: dict[str, object] = {"key": [1], "occupation": [MASON], "start_on": [20260301], **HERE}
    return Postings.of(**{**usual, **columns})  # type: ignore[arg-type]


def test_the_page_recomputes_its_own_worked_example() -> None:
    result = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")
    assert result.attempted >= 10
    assert result.failed == 0
    assert RULE in PAGE.read_text(encoding="utf-8")


@settings(max_examples=200, deadline=None)
@given(markets.people(), markets.postings(), markets.weights, markets.mobilities, st.integers(1, 9))
def test_the_twins_rank_alike_bit_for_bit(
    people: People, postings: Postings, weights: Weights, near: Mobility | None, k: int
) -> None:
    # Act
    for_people = rank_postings(people, postings, k, weights=weights, mobility=near)
    newest = newest_first(people, postings, k, weights=weights, mobility=near)
    for_postings = rank_people(postings, people, k, weights=weights, mobility=near)

    # Assert
    for i in range(len(people)):
        slow = _reference.rank_postings(people, i, postings, k, weights, near)
        slow_newest = _reference.rank_postings(people, i, postings, k, weights, near, newest=True)
        np.testing.assert_array_equal(for_people.row(i), slow.row())
        np.testing.assert_array_equal(newest.row(i), slow_newest.row())
    for j in range(len(postings)):
        slow = _reference.rank_people(postings, j, people, k, weights, near)
        np.testing.assert_array_equal(for_postings.row(j), slow.row())
    assert for_people.index.dtype == for_people.points.dtype == np.int32
    assert len(for_people) == len(people)
    assert len(for_postings) == len(postings)


@settings(max_examples=100, deadline=None)
@given(markets.people(), markets.postings(), markets.weights, markets.mobilities)
def test_every_pair_is_explained_as_it_was_ranked(
    people: People, postings: Postings, weights: Weights, near: Mobility | None
) -> None:
    ranking = rank_postings(people, postings, 99, weights=weights, mobility=near)
    for i in range(len(people)):
        index, points = ranking.row(i)
        ranked = dict(zip(index.tolist(), points.tolist(), strict=True))
        bits = failures(people, i, postings, weights=weights, mobility=near)
        assert bits.dtype == np.int32
        for j in range(len(postings)):
            pair = explain(people, i, postings, j, weights=weights, mobility=near)
            assert pair.points == sum(part.points for part in pair.parts)
            assert [part.part for part in pair.parts] == list(Part)
            assert all(0 <= part.points <= part.most for part in pair.parts)
            assert 0 <= pair.points <= 10_000
            assert int(pair.failures) == bits[j]
            assert pair.offered == (j in ranked)
            assert not pair.offered or ranked[j] == pair.points
    for j in range(len(postings)):
        bits = failures_of_people(postings, j, people, weights=weights, mobility=near)
        assert bits.dtype == np.int32
        assert bits.tolist() == [
            int(explain(people, i, postings, j, weights=weights, mobility=near).failures) for i in range(len(people))
        ]


@settings(max_examples=100, deadline=None)
@given(markets.people(), markets.postings(), markets.weights, markets.mobilities, st.integers(1, 9))
def test_no_answer_breaks_a_constraint_and_the_order_is_kept(
    people: People, postings: Postings, weights: Weights, near: Mobility | None, k: int
) -> None:
    ranking = rank_postings(people, postings, k, weights=weights, mobility=near)
    for i in range(len(people)):
        index, points = ranking.row(i)
        assert len(index) <= k
        assert len(set(index.tolist())) == len(index)
        order = [(-p, int(postings.key[j])) for j, p in zip(index.tolist(), points.tolist(), strict=True)]
        assert order == sorted(order)
        for j in index:
            assert not (postings.certificates[j] & ~people.certificates[i]).any()
            assert not (postings.dated[j] & ~people.dated[i]).any()
            assert postings.weekly[j] & ~people.weekly[i] == 0
            assert postings.pay_fen[j] == -1 or postings.pay_fen[j] >= people.min_pay_fen[i]
            assert postings.places_left[j] >= people.party_size[i] >= 1
            assert postings.start_on[j] - people.birth_on[i] >= (180_000 if postings.minor_hazard[j] else 160_000)
            assert people.birth_on[i] > 0


@settings(max_examples=60, deadline=None)
@given(markets.people(), markets.postings(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(people: People, postings: Postings, random: object) -> None:
    shuffled = list(range(len(postings)))
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    turned = postings.take(shuffled)
    one, other = rank_postings(people, postings, 5), rank_postings(people, turned, 5)
    np.testing.assert_array_equal(postings.key[one.index], turned.key[other.index])
    np.testing.assert_array_equal(one.points, other.points)


def test_equal_points_go_to_the_smaller_key_even_where_the_cut_falls() -> None:
    many = 50
    market = Postings.of(
        key=list(range(many, 0, -1)),
        occupation=[MASON] * many,
        start_on=[20260301] * many,
        pay_fen=[20000] * many,
    )
    index, points = rank_postings(person(), market, 7).row()
    assert market.key[index].tolist() == [1, 2, 3, 4, 5, 6, 7]
    assert len(set(points.tolist())) == 1
    crowd = People.of(key=[9, 3, 7], wanted=[[MASON]] * 3, birth_on=[19800101] * 3)
    assert rank_people(posting(), crowd, 2).row()[0].tolist() == [1, 2]


def test_newest_first_asks_no_points_and_keeps_the_constraints() -> None:
    market = Postings.of(
        key=[1, 2, 3, 4],
        occupation=[4100106, MASON, MASON, MASON],
        start_on=[20260301] * 4,
        days_since_confirmed=[0, 2, 1, 0],
        places_left=[1, 1, 1, 0],
    )
    index, points = newest_first(person(), market).row()
    assert index.tolist() == [0, 2, 1]
    assert points.tolist() == [0, 0, 0]


def test_among_keeps_everything_else_out() -> None:
    market = Postings.of(key=[1, 2, 3], occupation=[MASON] * 3, start_on=[20260301] * 3)
    among = np.array([False, True, True])
    assert rank_postings(person(), market, among=among).row()[0].tolist() == [1, 2]
    assert newest_first(person(), market, 1, among=among).row()[0].tolist() == [1]
    crowd = People.of(key=[1, 2], wanted=[[MASON]] * 2, birth_on=[19800101] * 2)
    assert rank_people(posting(), crowd, among=np.array([False, True])).row()[0].tolist() == [1]


@pytest.mark.parametrize(
    ("failure", "who", "what"),
    [
        (Failure.PLACES, {"party_size": [3]}, {"places_left": [2]}),
        (Failure.PLACES, {}, {"places_left": [0]}),
        (Failure.CERTIFICATE, {"certificates": [[0b01]]}, {"certificates": [[0b11]]}),
        (Failure.WEEKLY_TIMES, {"weekly": [0b0111]}, {"weekly": [0b1001]}),
        (Failure.DATED_TIMES, {"dated": [[1, 0, 0, 0]]}, {"dated": [[3, 0, 0, 0]]}),
        (Failure.PAY, {"min_pay_fen": [20001]}, {"pay_fen": [20000]}),
        (Failure.AGE_UNKNOWN, {"birth_on": [0]}, {}),
        (Failure.UNDER_AGE, {"birth_on": [20100302]}, {}),
        (Failure.MINOR_HAZARD, {"birth_on": [20080302]}, {"minor_hazard": [True]}),
        (Failure.AGE_LIMIT, {"birth_on": [19650301]}, {"age_max": [60], "age_ground_accepted": [True]}),
        (Failure.AGE_LIMIT, {"birth_on": [20050301]}, {"age_min": [22], "age_ground_accepted": [True]}),
        (Failure.ELIGIBILITY, {"eligibility": [0b10]}, {"eligibility": [0b01]}),
        (Failure.DISTANCE, {"max_distance_m": [8000]}, {"lat_deg": [36.1869], "lng_deg": [115.79]}),
    ],
)
def test_each_constraint_fails_alone_and_is_named(
    failure: Failure, who: dict[str, object], what: dict[str, object]
) -> None:
    people, postings = person(**who), posting(**what)
    assert explain(people, 0, postings, 0).failures == failure
    assert failures(people, 0, postings).tolist() == [int(failure)]
    assert len(rank_postings(people, postings).index) == 0
    assert len(rank_people(postings, people).index) == 0


@pytest.mark.parametrize(
    ("who", "what"),
    [
        ({"party_size": [2]}, {"places_left": [2]}),
        ({"certificates": [[0b11]]}, {"certificates": [[0b01]]}),
        ({"weekly": [ALWAYS]}, {"weekly": [ALWAYS]}),
        ({"min_pay_fen": [20000]}, {"pay_fen": [20000]}),
        ({"birth_on": [20100301]}, {}),
        ({"birth_on": [20080301]}, {"minor_hazard": [True]}),
        ({"birth_on": [19650302]}, {"age_max": [60], "age_ground_accepted": [True]}),
        ({"birth_on": [20040301]}, {"age_min": [22], "age_ground_accepted": [True]}),
        ({"max_distance_m": [8006]}, {"lat_deg": [36.186], "lng_deg": [115.79]}),
    ],
)
def test_a_constraint_met_exactly_is_met(who: dict[str, object], what: dict[str, object]) -> None:
    assert explain(person(**who), 0, posting(**what), 0).failures == Failure(0)


def test_work_too_different_is_left_out_only_where_the_knob_says_so() -> None:
    kitchen = posting(occupation=[4100106])
    strict = Weights(least_closeness_bp=1)
    assert explain(person(), 0, kitchen, 0).offered
    assert explain(person(), 0, kitchen, 0, weights=strict).failures == Failure.OCCUPATION
    assert explain(person(), 0, posting(occupation=[0]), 0, weights=strict).offered
    assert explain(person(wanted=[[0]]), 0, kitchen, 0, weights=strict).offered


@pytest.mark.parametrize(
    ("caution", "who", "what"),
    [
        (Caution.AGE_LIMIT_SHOWN, {"birth_on": [19650301]}, {"age_max": [60], "pay_fen": [1]}),
        (Caution.AGE_LIMIT_SHOWN, {"birth_on": [20050301]}, {"age_min": [35], "pay_fen": [1]}),
        (Caution.PAY_UNKNOWN, {"min_pay_fen": [20000]}, {}),
        (
            Caution.DISTANCE_UNKNOWN,
            {"max_distance_m": [0]},
            {"lat_deg": [None], "lng_deg": [None], "pay_fen": [1]},
        ),
        (Caution.OCCUPATION_UNKNOWN, {}, {"occupation": [0], "pay_fen": [1]}),
        (Caution.NO_WISH, {"wanted": [[0]]}, {"pay_fen": [1]}),
        (Caution.MINOR, {"birth_on": [20080302]}, {"pay_fen": [1]}),
    ],
)
def test_what_is_unknown_or_unfounded_is_said_and_excludes_nobody(
    caution: Caution, who: dict[str, object], what: dict[str, object]
) -> None:
    people, postings = person(**who), posting(**what)
    pair = explain(people, 0, postings, 0)
    assert pair.cautions == caution
    assert pair.offered
    assert rank_postings(people, postings).row()[0].tolist() == [0]


def test_the_unknown_earns_no_points() -> None:
    nowhere = explain(person(), 0, posting(lat_deg=[None], lng_deg=[None]), 0)
    shares = {part.part: part.share_bp for part in nowhere.parts}
    assert shares[Part.DISTANCE] == 0
    assert shares[Part.PAY] == 0
    assert nowhere.distance_m == -1
    assert nowhere.pay_gain_fen is None
    assert explain(person(), 0, posting(), 0).distance_m == 0


def test_why_not_names_what_is_missing() -> None:
    people = person(certificates=[[1, 0]], weekly=[0b0001], dated=[[1, 1, 1, 1]], eligibility=[0], min_pay_fen=[20000])
    postings = posting(
        certificates=[[0b111, 1 << 2]],
        weekly=[0b0110],
        dated=[[0b101, 0, 0, 1]],
        eligibility=[8],
        pay_fen=[18000],
    )
    pair = explain(people, 0, postings, 0)
    assert pair.missing_certificates == (1, 2, 66)
    assert pair.missing_weekly == 0b0110
    assert pair.missing_dated == ((2, 0),)
    assert pair.missing_eligibility == (3,)
    assert pair.pay_gain_fen == -2000
    assert pair.failures == (
        Failure.CERTIFICATE | Failure.WEEKLY_TIMES | Failure.DATED_TIMES | Failure.PAY | Failure.ELIGIBILITY
    )


@pytest.mark.parametrize(
    ("work", "share", "wish", "by_mobility"),
    [
        (6290101, 10_000, 0, False),
        (6290102, 9000, 0, True),  # the table is nearer than the tree's 7000
        (6290103, 7000, 0, False),
        (6290203, 4000, 0, False),
        (6180204, 1500, 0, False),
        (6310500, 7500, 1, True),
        (4100106, 1500, 1, False),
        (1010001, 0, -1, False),
    ],
)
def test_occupations_are_as_close_as_tree_or_table_say(work: int, share: int, wish: int, by_mobility: bool) -> None:
    people = person(wanted=[[MASON, 4020501]])
    pair = explain(people, 0, posting(occupation=[work]), 0, mobility=markets.MOBILITY)
    assert pair.parts[0].part == Part.OCCUPATION
    assert (pair.parts[0].share_bp, pair.wish, pair.by_mobility) == (share, wish, by_mobility)


def test_birthdays_are_calendar_days() -> None:
    leap_child = person(birth_on=[20080229])
    ages = [explain(leap_child, 0, posting(start_on=[day]), 0).age for day in (20240228, 20240229, 20260228, 20260301)]
    assert ages == [15, 16, 17, 18]
    assert explain(person(birth_on=[20260302]), 0, posting(), 0).age == 0
    assert explain(person(birth_on=[0]), 0, posting(), 0).age == -1


def test_waiting_and_tier_only_lift_and_never_past_their_cap() -> None:
    plain = explain(person(), 0, posting(), 0).points
    previous = plain
    for days in (1, 10, 29, 30, 31, 9999):
        lifted = explain(person(waiting_days=[days]), 0, posting(), 0).points
        assert previous <= lifted <= plain + PERSON_CHOOSES.waiting
        previous = lifted
    assert previous == plain + PERSON_CHOOSES.waiting
    by_tier = [explain(person(tier=[tier]), 0, posting(), 0).points for tier in (TIER_C, TIER_B, TIER_A)]
    assert by_tier == [plain, plain + 200, plain + 400]


def test_who_asks_for_less_is_not_called_first() -> None:
    crowd = People.of(
        key=[1, 2],
        wanted=[[MASON]] * 2,
        birth_on=[19800101] * 2,
        min_pay_fen=[20000, 5000],
        waiting_days=[1, 0],
    )
    assert rank_people(posting(pay_fen=[21000]), crowd).row()[0].tolist() == [0, 1]
    assert POSTING_CHOOSES.pay == 0


def test_the_best_of_a_large_market_is_the_same_for_both_twins() -> None:
    rng = np.random.default_rng(7)
    many = 3000
    market = Postings.of(
        key=rng.permutation(many),
        occupation=rng.choice(markets.REAL_CODES, many),
        start_on=np.full(many, 20260301),
        pay_fen=rng.integers(-1, 40_000, many),
        lat_deg=36 + rng.random(many) / 3,
        lng_deg=115.6 + rng.random(many) / 3,
        skills=rng.integers(0, 8, (many, 1)),
        days_since_confirmed=rng.integers(0, 9, many),
    )
    who = person(wanted=[[MASON, 4020501]], min_pay_fen=[18000], max_distance_m=[8000], skills=[[5]], waiting_days=[4])
    fast = rank_postings(who, market, 20, mobility=markets.MOBILITY)
    slow = _reference.rank_postings(who, 0, market, 20, PERSON_CHOOSES, markets.MOBILITY)
    assert len(fast.index) == 20
    np.testing.assert_array_equal(fast.row(), slow.row())


MICRO_DEGREES = st.tuples(st.integers(-90_000_000, 90_000_000), st.integers(-180_000_000, 180_000_000))


@given(st.lists(MICRO_DEGREES, min_size=1, max_size=20), MICRO_DEGREES)
def test_the_twins_measure_the_same_metres_anywhere(places: list[tuple[int, int]], here: tuple[int, int]) -> None:
    many = len(places)
    market = Postings.of(
        key=range(many),
        occupation=[0] * many,
        start_on=[20260301] * many,
        lat_deg=[place[0] / 1e6 for place in places],
        lng_deg=[place[1] / 1e6 for place in places],
    )
    who = person(lat_deg=[here[0] / 1e6], lng_deg=[here[1] / 1e6])
    assert list(zip(market.lat_udeg.tolist(), market.lng_udeg.tolist(), strict=True)) == places
    fast = _fast.distance_m(_fast.one_row(who, 0), _fast.Window(market, _fast.EVERY_ROW))
    assert fast.tolist() == [explain(who, 0, market, j).distance_m for j in range(many)]


MAY_NOT_DECIDE = re.compile(
    "sex|gender|ethnic|nation|race|marri|marital|health|disab|illness|pregnan|origin|hukou|huji|household"
    "|religion|politic|name|phone|id_no|education"
)


def test_no_column_holds_what_may_not_decide() -> None:
    for table in (People, Postings, Mobility, Weights):
        assert [field.name for field in fields(table) if MAY_NOT_DECIDE.search(field.name)] == []
    asked = " ".join(field.name for field in fields(People))
    assert asked == (
        "key wanted certificates skills weekly dated lat_udeg lng_udeg max_distance_m min_pay_fen birth_on "
        "party_size eligibility waiting_days tier"
    )
