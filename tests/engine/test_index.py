"""Packed postings answer like the slow twin, compiled or not, also after single rows changed."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.market import make
from tests.engine import markets
from yizhan.engine import (
    PERSON_CHOOSES,
    BadColumn,
    BadKnob,
    Mobility,
    People,
    PostingIndex,
    Postings,
    Weights,
    _reference,
    explain,
    machine,
    newest_first,
    rank_postings,
    rank_priced,
)

TWINS = ["numpy", "compiled"]


@pytest.fixture(params=TWINS)
def twin(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> object:
    """Both ways of computing; the compiled one must be there where the suite runs."""
    if request.param == "numpy":
        monkeypatch.setenv("YIZHAN_ENGINE", "numpy")
        assert machine.compiled("rank") is None
    else:
        assert machine.compiled("rank") is not None
    return request.param


EVERY_TWIN = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@EVERY_TWIN
@given(
    people=markets.people(),
    postings=markets.postings(),
    weights=markets.weights,
    near=markets.mobilities,
    k=st.integers(1, 9),
)
def test_packed_postings_rank_like_the_slow_twin(
    twin: object, people: People, postings: Postings, weights: Weights, near: Mobility | None, k: int
) -> None:
    index = PostingIndex.of(postings)
    best = rank_postings(people, index, k, weights=weights, mobility=near)
    newest = newest_first(people, index, k, weights=weights, mobility=near)
    for i in range(len(people)):
        slow = _reference.rank_postings(people, i, postings, k, weights, near)
        np.testing.assert_array_equal(best.row(i), slow.row())
        slow_newest = _reference.rank_postings(people, i, postings, k, weights, near, newest=True)
        np.testing.assert_array_equal(newest.row(i), slow_newest.row())


@EVERY_TWIN
@given(people=markets.people(), postings=markets.postings(), added=markets.postings(most=4), data=st.data())
def test_changed_rows_are_seen_by_the_next_question(
    twin: object, people: People, postings: Postings, added: Postings, data: st.DataObject
) -> None:
    # Arrange: close one, set the places of another, change and add others
    index = PostingIndex.of(postings)
    keys = postings.key.tolist()
    gone = set(data.draw(st.lists(st.sampled_from(keys), unique=True)) if keys else [])
    index.close(gone)
    taken = index.put(added)
    if not taken:  # an occupation that cannot be told from an empty place, or other words: pack anew
        return
    # Act
    best = rank_postings(people, index, 5)
    # Assert: a table that was made anew says the same
    replaced = set(added.key.tolist())
    kept = np.array([j for j, key in enumerate(keys) if key not in gone and key not in replaced], np.int64)
    tables = [postings.take(kept), added] if len(kept) else [added]
    for i in range(len(people)):
        rows = sorted(
            (-pair.points, int(table.key[j]))
            for table in tables
            for j in range(len(table))
            if (pair := explain(people, i, table, j)).offered
        )[:5]
        index_rows, points = best.row(i)
        by_row = dict(zip(index.cold[: len(index), 7].tolist(), index.key.tolist(), strict=True))
        assert [(-int(p), by_row[int(j)]) for j, p in zip(index_rows, points, strict=True)] == rows


@EVERY_TWIN
@given(people=markets.people(), postings=markets.postings(), near=markets.mobilities, data=st.data())
def test_prices_are_subtracted_and_only_what_keeps_something_is_an_answer(
    twin: object, people: People, postings: Postings, near: Mobility | None, data: st.DataObject
) -> None:
    prices = np.array(
        data.draw(
            st.lists(
                st.sampled_from([0, 1, 900, 4000, 10_000, 1 << 30]), min_size=len(postings), max_size=len(postings)
            )
        ),
        np.int32,
    )
    wishes = st.lists(st.sampled_from([1, 900, 5000]), min_size=len(people), max_size=len(people))
    least = np.array(data.draw(wishes), np.int32)
    best = rank_priced(people, PostingIndex.of(postings), 3, prices, mobility=near)
    more = rank_priced(people, PostingIndex.of(postings), 3, prices, least=least, mobility=near)
    for i in range(len(people)):
        slow = _reference.rank_postings(people, i, postings, len(postings) + 1, PERSON_CHOOSES, near)
        net = [(int(prices[j]) - int(p), int(postings.key[j]), int(j)) for j, p in zip(*slow.row(), strict=True)]
        expected = sorted(row for row in net if row[0] < 0)[:3]
        assert [(-int(p), int(j)) for j, p in zip(*best.row(i), strict=True)] == [(row[0], row[2]) for row in expected]
        enough = [(row[0], row[2]) for row in expected if -row[0] >= least[i]]
        assert [(-int(p), int(j)) for j, p in zip(*more.row(i), strict=True)] == enough


def test_the_last_micro_degree_within_the_radius_is_not_lost(twin: object) -> None:
    usual = {"wanted": [[6290101]], "birth_on": [19800101]}
    one = People.of(key=[1], lat_deg=[36.037755], lng_deg=[115.0], max_distance_m=[500], **usual)  # type: ignore[arg-type]
    pair = Postings.of(
        key=[1, 2], occupation=[6290101] * 2, start_on=[20260301] * 2,
        lat_deg=[36.039092, 35.995092], lng_deg=[115.005322, 115.5],
    )  # fmt: skip
    table, index = rank_postings(one, pair, 2), rank_postings(one, PostingIndex.of(pair), 2)
    assert table.row(0)[0].tolist() == [0]
    np.testing.assert_array_equal(index.row(0), table.row(0))


@given(markets.postings())
@settings(max_examples=100, deadline=None)
def test_what_was_packed_comes_back_whole(postings: Postings) -> None:
    index = PostingIndex.of(postings)
    back = index.take(np.argsort(index.cold[: len(index), 7]))
    for name in ("key", "occupation", "certificates", "skills", "weekly", "dated", "lat_udeg", "pay_fen", "start_on",
                 "minor_hazard", "age_min", "age_max", "age_ground_accepted", "places_left", "eligibility",
                 "days_since_confirmed", "exposure_bp"):  # fmt: skip
        np.testing.assert_array_equal(getattr(back, name), getattr(postings, name), name)


@pytest.fixture(scope="module")
def market() -> tuple[People, Postings]:
    return make(2500, 6000, counties=2, seed=7)


def test_twins_and_threads_agree_on_a_whole_market(
    market: tuple[People, Postings], monkeypatch: pytest.MonkeyPatch
) -> None:
    people, postings = market
    index = PostingIndex.of(postings)
    near = markets.MOBILITY
    one = rank_postings(people, index, 20, mobility=near)
    for threads in (2, 8):
        other = rank_postings(people, index, 20, mobility=near, threads=threads)
        np.testing.assert_array_equal(one.start, other.start)
        np.testing.assert_array_equal(one.index, other.index)
        np.testing.assert_array_equal(one.points, other.points)
    monkeypatch.setenv("YIZHAN_ENGINE", "numpy")
    some = np.arange(0, 2500, 25)
    plain = rank_postings(people, index, 20, mobility=near, rows=some)
    for number, i in enumerate(some.tolist()):
        np.testing.assert_array_equal(one.row(i), plain.row(number))
        if number % 20 == 0:
            table = rank_postings(people.take([i]), postings, 20, mobility=near)
            np.testing.assert_array_equal(one.row(i), table.row())


def test_only_the_open_rows_and_only_those_allowed(market: tuple[People, Postings], twin: object) -> None:
    people, postings = market
    index = PostingIndex.of(postings)
    some = np.arange(50)
    first = rank_postings(people, index, 1, rows=some)
    shown = np.unique(first.index)
    index.close(postings.key[shown].tolist())
    assert not np.isin(rank_postings(people, index, 20, rows=some).index, shown).any()
    allowed = np.arange(len(index)) % 2 == 0
    assert (rank_postings(people, index, 20, rows=some, among=allowed).index % 2 == 0).all()


def test_a_mapped_copy_answers_alike_and_a_damaged_one_is_refused(market: tuple[People, Postings]) -> None:
    people, postings = market
    index = PostingIndex.of(postings)
    copy = PostingIndex.from_arrays({name: array.copy() for name, array in index.arrays().items()})
    some = np.arange(20)
    np.testing.assert_array_equal(
        rank_postings(people, index, 5, rows=some).index, rank_postings(people, copy, 5, rows=some).index
    )
    arrays = index.arrays()
    with pytest.raises(BadColumn, match="terms"):
        PostingIndex.from_arrays({name: array for name, array in arrays.items() if name != "terms"})
    with pytest.raises(BadColumn, match="damaged"):
        PostingIndex.from_arrays({**arrays, "slot": arrays["slot"][:-1]})
    assert index.hot.itemsize * index.hot.shape[0] + index.cold.itemsize * index.cold.shape[1] == 64


def test_rows_are_answered_in_the_order_they_are_asked_in(twin: object, market: tuple[People, Postings]) -> None:
    people, postings = market
    index, some = PostingIndex.of(postings), people.take(np.arange(30))
    everybody = rank_postings(some, index, 5)
    turned = rank_postings(some, index, 5, rows=np.arange(30)[::-1])
    for i in range(30):
        alone = rank_postings(some, index, 5, rows=np.array([i]))
        np.testing.assert_array_equal(alone.row(), everybody.row(i))
        np.testing.assert_array_equal(turned.row(29 - i), everybody.row(i))


def test_bad_questions_are_refused_by_name(market: tuple[People, Postings]) -> None:
    people, postings = market
    index = PostingIndex.of(postings)
    with pytest.raises(BadKnob, match="k:"):
        rank_postings(people, index, 0)
    with pytest.raises(BadKnob, match="threads:"):
        rank_postings(people, index, 1, threads=0)
    with pytest.raises(BadColumn, match="rows:"):
        rank_postings(people, index, 1, rows=np.array([len(people)]))
    with pytest.raises(BadColumn, match="among:"):
        rank_postings(people, index, 1, among=np.ones(3, np.bool_))
    with pytest.raises(BadColumn, match="prices:"):
        rank_priced(people, index, 1, np.zeros(3, np.int32))
    with pytest.raises(BadColumn, match="prices:"):
        rank_priced(people, index, 1, np.full(len(index), -1, np.int32))
    with pytest.raises(BadColumn, match="least:"):
        rank_priced(people, index, 1, np.zeros(len(index), np.int32), least=np.zeros(len(people), np.int32))
    with pytest.raises(BadColumn, match="least:"):
        rank_priced(people, index, 1, np.zeros(len(index), np.int32), least=np.ones(len(people) + 1, np.int32))
    with pytest.raises(BadColumn, match="key:"):
        index.close([-1])
    with pytest.raises(BadColumn, match="places_left:"):
        index.set_places(int(postings.key[0]), -1)


def test_rows_are_found_by_key_wherever_they_stand_and_whoever_added_them(market: tuple[People, Postings]) -> None:
    _, postings = market
    index = PostingIndex.of(postings)
    other = PostingIndex.from_arrays(index.arrays())  # the same memory, as another process has it
    keys = postings.key.tolist()
    assert [int(index.key[index.position(key)]) for key in keys] == keys
    assert index.put(postings.take([5, 7, 9]))
    assert index.put(postings.take([7]))
    for key, position in ((keys[5], 6000), (keys[7], 6003), (keys[9], 6002), (keys[11], index.position(keys[11]))):
        assert other.position(key) == index.position(key) == position
    with pytest.raises(BadColumn, match="by_key: the packed columns are damaged"):
        PostingIndex.from_arrays({**index.arrays(), "by_key": index.by_key[1:]})
