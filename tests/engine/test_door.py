"""What the door takes, what it refuses, and that a refusal names the column."""

import ast
import csv
import datetime as dt
import math
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import yizhan.engine
from yizhan.engine import (
    ALL_DATED,
    ALWAYS,
    UNKNOWN_UDEG,
    BadColumn,
    BadKnob,
    Mobility,
    People,
    Postings,
    Weights,
    dated_from_weekly,
    everyday_mobility,
    explain,
    failures,
    newest_first,
    occupation_code,
    packed_date,
    rank_people,
    rank_postings,
)
from yizhan.engine._tables import COSINE
from yizhan.engine.mobility import NEAR

TWO_PEOPLE: dict[str, Any] = {"key": [1, 2], "wanted": [[6290101], [0]]}
TWO_POSTINGS: dict[str, Any] = {"key": [1, 2], "occupation": [6290101, 0], "start_on": [20260301] * 2}


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("key", [1, 1]),
        ("key", [1.0, 2.0]),
        ("key", [[1, 2]]),
        ("key", np.array([1, 2**63], np.uint64)),
        ("wanted", [[1], [2], [3]]),
        ("wanted", [[1, 2, 3, 4, 5, 6]] * 2),
        ("wanted", [[1], [-1]]),
        ("wanted", [[1], [9_000_000]]),
        ("wanted", [[1], [2, 3]]),
        ("wanted", [1, 2]),
        ("certificates", [[1], [-1]]),
        ("certificates", [[1.5], [1]]),
        ("certificates", [[1], [2**64]]),
        ("certificates", [[], []]),
        ("skills", [1, 2]),
        ("weekly", [0, ALWAYS + 1]),
        ("weekly", [-1, 0]),
        ("dated", [[1, 1, 1]] * 2),
        ("max_distance_m", [1, -1]),
        ("max_distance_m", [1, 2**31]),
        ("min_pay_fen", [0, float("nan")]),
        ("min_pay_fen", [0]),
        ("birth_on", [0, 20261301]),
        ("birth_on", [0, 20260100]),
        ("birth_on", [0, 735000]),
        ("party_size", [1, 0]),
        ("eligibility", [[1], [1]]),
        ("waiting_days", [0, -1]),
        ("tier", [0, 3]),
        ("tier", ["A", "B"]),
        ("lat_deg", [36.0, float("nan")]),
        ("lat_deg", [36.0, 90.1]),
        ("lat_deg", [36.0, "36"]),
        ("lat_deg", [36.0]),
    ],
)
def test_people_refuse_a_bad_column_by_name(column: str, values: object) -> None:
    columns = {**TWO_PEOPLE, column: values}
    if column == "lat_deg":
        columns["lng_deg"] = [115.0, 115.0]
    with pytest.raises(BadColumn, match=f"^{column}: "):
        People.of(**columns)


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("occupation", [1, -1]),
        ("start_on", [20260301, 0]),
        ("pay_fen", [0, -2]),
        ("pay_fen", [0, 1e4]),
        ("minor_hazard", [0, 1]),
        ("age_min", [0, 151]),
        ("age_max", [-1, 0]),
        ("age_ground_accepted", [True]),
        ("places_left", [0, -1]),
        ("days_since_confirmed", [0, -1]),
        ("lng_deg", [115.0, 180.1]),
        ("lng_deg", [115.0, float("inf")]),
    ],
)
def test_postings_refuse_a_bad_column_by_name(column: str, values: object) -> None:
    columns = {**TWO_POSTINGS, column: values}
    if column == "lng_deg":
        columns["lat_deg"] = [36.0, 36.0]
    with pytest.raises(BadColumn, match=f"^{column}: "):
        Postings.of(**columns)


def test_half_a_place_is_refused() -> None:
    with pytest.raises(BadColumn, match="both coordinates or neither"):
        People.of(**TWO_PEOPLE, lat_deg=[36.0, None], lng_deg=[115.0, 115.0])


def test_degrees_are_rounded_once_to_micro_degrees() -> None:
    people = People.of(**TWO_PEOPLE, lat_deg=[36.1140005, None], lng_deg=[-115.7900006, None])
    assert people.lat_udeg.tolist() == [36114000, UNKNOWN_UDEG]
    assert people.lng_udeg.tolist() == [-115790001, UNKNOWN_UDEG]
    assert people.lat_udeg.dtype == np.int32


def test_sets_keep_their_highest_bit_in_plain_lists() -> None:
    people = People.of(**TWO_PEOPLE, certificates=[[2**64 - 1], [1]], eligibility=[2**63 + 1, 0])
    assert people.certificates.tolist() == [[2**64 - 1], [1]]
    assert people.eligibility.tolist() == [2**63 + 1, 0]


def test_a_checked_table_stays_checked() -> None:
    mine = np.array([1, 2])
    people = People.of(key=mine, wanted=[[1], [2]])
    mine[0] = 2
    assert people.key.tolist() == [1, 2]
    with pytest.raises(ValueError, match="read-only"):
        people.weekly[0] = 0
    with pytest.raises(AttributeError):
        people.key = mine  # type: ignore[misc]


def test_what_is_left_out_is_free_unlimited_or_unknown() -> None:
    people, postings = People.of(**TWO_PEOPLE), Postings.of(**TWO_POSTINGS)
    assert people.weekly.tolist() == [ALWAYS] * 2
    assert people.dated.tolist() == [[ALL_DATED] * 4] * 2
    assert people.birth_on.tolist() == [0, 0]
    assert people.party_size.tolist() == [1, 1]
    assert postings.pay_fen.tolist() == [-1, -1]
    assert postings.places_left.tolist() == [1, 1]
    assert postings.take([1]).key.tolist() == [2]
    assert len(postings.take([])) == 0


def test_questions_refuse_what_they_cannot_answer() -> None:
    people, postings = People.of(**TWO_PEOPLE), Postings.of(**TWO_POSTINGS)
    with pytest.raises(BadKnob, match=r"^k: "):
        rank_postings(people, postings, 0)
    with pytest.raises(BadKnob, match=r"^k: "):
        rank_people(postings, people, 2.0)  # type: ignore[arg-type]
    with pytest.raises(BadColumn, match=r"^among: "):
        newest_first(people, postings, among=np.array([True]))
    with pytest.raises(BadColumn, match=r"^among: "):
        rank_postings(people, postings, among=np.array([1, 0]))
    with pytest.raises(BadColumn, match=r"^person: "):
        explain(people, 2, postings, 0)
    with pytest.raises(BadColumn, match=r"^posting: "):
        explain(people, 0, postings, -1)
    with pytest.raises(BadColumn, match=r"^person: "):
        failures(people, -1, postings)
    with pytest.raises(BadColumn, match=r"^row: "):
        rank_postings(people, postings).row(2)
    wide = Postings.of(**TWO_POSTINGS, certificates=[[0, 0]] * 2)
    for question in (rank_postings, newest_first):
        with pytest.raises(BadColumn, match=r"^certificates: "):
            question(people, wide)


def test_an_empty_market_answers_nothing() -> None:
    nobody, nothing = People.of(key=[], wanted=[]), Postings.of(key=[], occupation=[], start_on=[])
    people, wide = People.of(**TWO_PEOPLE), Postings.of(**TWO_POSTINGS, certificates=[[0, 0]] * 2)
    assert len(rank_postings(nobody, wide)) == 0
    assert rank_postings(people, nothing).start.tolist() == [0, 0, 0]
    assert rank_people(wide, nobody).start.tolist() == [0, 0, 0]
    assert newest_first(nobody, nothing).index.tolist() == []
    assert failures(people, 0, nothing).tolist() == []


@pytest.mark.parametrize(
    ("knob", "values"),
    [
        ("weights", {"occupation": 4001}),
        ("occupation", {"occupation": -1, "pay": 5501}),
        ("occupation", {"occupation": 4000.0}),
        ("waiting, tier, exposure", {"waiting": 601, "occupation": 3599}),
        ("half_gain_fen", {"half_gain_fen": 0}),
        ("half_distance_m", {"half_distance_m": 2**31}),
        ("half_freshness_days", {"half_freshness_days": 0}),
        ("full_waiting_days", {"full_waiting_days": True}),
        ("least_closeness_bp", {"least_closeness_bp": 10_001}),
        ("taxonomy_bp", {"taxonomy_bp": (10_000, 7000, 8000, 0)}),
        ("taxonomy_bp", {"taxonomy_bp": (10_000, 7000, 4000)}),
        ("tier_bp", {"tier_bp": (1, 0, 0)}),
        ("tier_bp", {"tier_bp": (0, 0, 10_001)}),
    ],
)
def test_weights_refuse_a_bad_knob_by_name(knob: str, values: dict[str, Any]) -> None:
    with pytest.raises(BadKnob, match=f"^{knob}: "):
        Weights(**values)


def test_mobility_refuses_contradictions_and_keeps_direction() -> None:
    with pytest.raises(BadColumn, match=r"^closeness_bp: "):
        Mobility.of([(1, 2, 5000), (2, 1, 6000)])
    with pytest.raises(BadColumn, match=r"^closeness_bp: "):
        Mobility.of([(1, 2, 10_001)])
    with pytest.raises(BadColumn, match=r"^wanted: "):
        Mobility(wanted=np.array([2, 1]), offered=np.array([1, 2]), closeness_bp=np.array([1, 1]))
    one_way = Mobility.of([(1, 2, 5000), (2, 1, 6000)], both_ways=False)
    assert one_way.closeness_bp.tolist() == [5000, 6000]
    assert Mobility.of([(2, 1, 7)]).wanted.tolist() == [1, 2]


def test_everyday_mobility_takes_the_nearer_of_two_groups() -> None:
    near = everyday_mobility()
    pairs = list(zip(near.wanted.tolist(), near.offered.tolist(), strict=True))
    table = dict(zip(pairs, near.closeness_bp.tolist(), strict=True))
    assert table[6310500, 4020501] == table[4020501, 6310500] == 7500
    assert all(table[offered, wanted] == bp for (wanted, offered), bp in table.items())
    assert len(table) > 200


def test_everyday_mobility_speaks_of_occupations_that_exist(shared_dir: Path) -> None:
    path = shared_dir / "occupations_2022.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        known = {row["code"] for row in csv.DictReader(file)}
    assert {code for _, _, group in NEAR for code in group} <= known


def test_codes_and_dates_are_packed_so_that_prefixes_and_ages_are_divisions() -> None:
    assert occupation_code("6-29-01-01") == 6290101
    assert packed_date(dt.date(2026, 3, 1)) == 20260301
    for wrong in ("6-29-01", "6-29-01-0１", "9-29-01-01", "6290101", "6-29-01-01\n"):
        with pytest.raises(BadColumn, match=r"^occupation: "):
            occupation_code(wrong)


@given(st.integers(0, ALWAYS), st.integers(0, 6))
def test_a_week_spread_over_dates_says_the_same(weekly: int, weekday: int) -> None:
    words = dated_from_weekly(weekly, weekday)
    for ahead in range(64):
        for part in range(4):
            free = weekly >> ((weekday + ahead) % 7 * 4 + part) & 1
            assert words[part] >> ahead & 1 == free


def test_a_week_that_is_none_is_refused() -> None:
    for weekly, weekday in ((ALWAYS + 1, 0), (-1, 0), (0, 7)):
        with pytest.raises(BadColumn, match=r"^weekly: "):
            dated_from_weekly(weekly, weekday)


def test_the_cosine_table_is_the_cosine() -> None:
    assert len(COSINE) == 9001
    assert all(abs(entry - 2**20 * math.cos(math.radians(i / 100))) <= 0.5001 for i, entry in enumerate(COSINE))


def _great_circle_m(lat: float, lng: float, other_lat: float, other_lng: float) -> float:
    a, b = math.radians(lat), math.radians(other_lat)
    half = math.sin((b - a) / 2) ** 2
    half += math.cos(a) * math.cos(b) * math.sin(math.radians(other_lng - lng) / 2) ** 2
    return 2 * 6_371_008.8 * math.asin(math.sqrt(half))


@given(st.floats(18, 53), st.floats(74, 134), st.floats(-0.9, 0.9), st.floats(-0.9, 0.9))
def test_distances_are_those_of_the_great_circle(lat: float, lng: float, north: float, east: float) -> None:
    people = People.of(key=[1], wanted=[[0]], lat_deg=[lat], lng_deg=[lng])
    place = {"lat_deg": [lat + north], "lng_deg": [lng + east]}
    postings = Postings.of(key=[1], occupation=[0], start_on=[20260301], **place)
    exact = _great_circle_m(lat, lng, lat + north, lng + east)
    assert explain(people, 0, postings, 0).distance_m == pytest.approx(exact, rel=0.001, abs=2)


def test_the_antimeridian_and_the_poles_are_places_like_others() -> None:
    people = People.of(key=[1], wanted=[[0]], lat_deg=[0.0], lng_deg=[179.9999])
    east = Postings.of(key=[1], occupation=[0], start_on=[20260301], lat_deg=[0.0], lng_deg=[-179.9999])
    assert explain(people, 0, east, 0).distance_m == 22
    pole = People.of(key=[1], wanted=[[0]], lat_deg=[90.0], lng_deg=[0.0])
    near = Postings.of(key=[1], occupation=[0], start_on=[20260301], lat_deg=[89.9999], lng_deg=[180.0])
    assert explain(pole, 0, near, 0).distance_m < 400


def test_the_engine_is_pure() -> None:
    allowed = {"numpy", "yizhan"} | sys.stdlib_module_names
    # What decides whether the kernels are used asks the environment, and the kernels are numba's (and its llvmlite's).
    kernels = Path(yizhan.engine.__file__).parent.glob("_kernel_*.py")
    spared = {"machine.py": {"os", "threading"}, **{path.name: {"numba", "llvmlite"} for path in kernels}}
    impure = {"os", "io", "time", "random", "socket", "subprocess", "pathlib", "logging", "threading", "secrets"}
    for path in Path(yizhan.engine.__file__).parent.glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            for name in names:
                root = name.partition(".")[0]
                assert root in (allowed - impure) | spared.get(path.name, set()), f"{path.name} imports {name}"
                assert root != "yizhan" or name.startswith("yizhan.engine"), f"{path.name} imports {name}"
            if isinstance(node, ast.Attribute):
                assert node.attr not in {"now", "today", "utcnow"}, f"{path.name} asks the clock"
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in {"open", "print", "input"}, f"{path.name} reads or writes"
