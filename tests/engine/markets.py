"""Small markets for the engine's tests: hypothesis strategies that aim at the edges of every column."""

from typing import Any

from hypothesis import strategies as st

from yizhan.engine import ALL_DATED, ALWAYS, NO_DISTANCE_LIMIT, Mobility, People, Postings, Weights

# Few codes, chosen so that every level of the tree and the mobility table are met.
CODES = [0, 6290101, 6290102, 6290203, 6180204, 4020501, 6310500, 4100106, 1010001, 8999999]
REAL_CODES = [code for code in CODES if code]
# The antimeridian, a pole, one cell with everybody in it, a town 8 km away, and nowhere.
PLACES: list[tuple[float | None, float | None]] = [
    (None, None),
    (36.114, 115.79),
    (36.1141, 115.7902),
    (36.18, 115.82),
    (36.114, 115.879),
    (0.0, 179.9999),
    (0.0, -179.9999),
    (90.0, 0.0),
    (89.9999, 179.0),
    (-90.0, 12.5),
]
MOST_PAY = 2**31 - 1
PAYS = [0, 1, 15000, 19999, 20000, 20001, 26000, MOST_PAY]
BIRTHS = [0, 19650101, 19900615, 20080228, 20080229, 20080301, 20100301, 20100302, 20271231]
STARTS = [20260228, 20260301, 20260302, 20280229]
WEEKS = [0, 1, 0b11, 0xFFFFF, ALWAYS]
DATED = [0, 1, 1 << 63, ALL_DATED]

MOBILITY = Mobility.of([(4020501, 6310500, 7500), (4020501, 6290101, 3000), (6290101, 6290102, 9000)])
WEIGHTS = [
    Weights(),
    Weights(least_closeness_bp=1500),
    Weights(occupation=10_000, pay=0, distance=0, skills=0, freshness=0, waiting=0, tier=0, exposure=0),
    Weights(occupation=0, pay=3333, distance=3333, skills=1112, freshness=222, waiting=900, tier=900, exposure=200),
    Weights(half_gain_fen=1, half_distance_m=1, half_freshness_days=1, full_waiting_days=1),
    Weights(taxonomy_bp=(9999, 9999, 1, 0), tier_bp=(10_000, 10_000, 10_000), least_closeness_bp=10_000),
]


def _columns(draw: Any, rows: int, **cells: st.SearchStrategy[Any]) -> dict[str, list[Any]]:
    return {name: draw(st.lists(cell, min_size=rows, max_size=rows)) for name, cell in cells.items()}


def _place(draw: Any, rows: int) -> dict[str, Any]:
    places = draw(st.lists(st.sampled_from(PLACES), min_size=rows, max_size=rows))
    return {"lat_deg": [place[0] for place in places], "lng_deg": [place[1] for place in places]}


def _words(count: int, cells: list[int]) -> st.SearchStrategy[list[int]]:
    return st.lists(st.sampled_from(cells), min_size=count, max_size=count)


@st.composite
def people(draw: Any, most: int = 6, words: int = 2) -> People:
    rows = draw(st.integers(0, most))
    return People.of(
        key=draw(st.lists(st.integers(-(2**63), 2**63 - 1), min_size=rows, max_size=rows, unique=True)),
        **_place(draw, rows),
        **_columns(
            draw,
            rows,
            wanted=_words(5, CODES),
            certificates=_words(words, [0, 1, 3, 1 << 63, 2**64 - 1]),
            skills=_words(1, [0, 1, 0b101, 2**64 - 1]),
            weekly=st.sampled_from(WEEKS),
            dated=_words(4, DATED),
            max_distance_m=st.sampled_from([0, 21, 7999, 20_000, 3_730_000, NO_DISTANCE_LIMIT]),
            min_pay_fen=st.sampled_from(PAYS),
            birth_on=st.sampled_from(BIRTHS),
            party_size=st.sampled_from([1, 1, 2, 20]),
            eligibility=st.sampled_from([0, 1, 2**64 - 1]),
            waiting_days=st.sampled_from([0, 1, 29, 30, 400]),
            tier=st.sampled_from([0, 1, 2]),
        ),
    )


@st.composite
def postings(draw: Any, most: int = 8, words: int = 2) -> Postings:
    rows = draw(st.integers(0, most))
    return Postings.of(
        key=draw(st.lists(st.integers(-(2**63), 2**63 - 1), min_size=rows, max_size=rows, unique=True)),
        **_place(draw, rows),
        **_columns(
            draw,
            rows,
            occupation=st.sampled_from(CODES),
            certificates=_words(words, [0, 0, 0, 1, 1 << 63]),
            skills=_words(1, [0, 1, 0b111]),
            weekly=st.sampled_from([0, 0, 1, 0b11, ALWAYS]),
            dated=_words(4, [0, 0, 0, 1, 1 << 63]),
            pay_fen=st.sampled_from([-1, *PAYS]),
            start_on=st.sampled_from(STARTS),
            minor_hazard=st.booleans(),
            age_min=st.sampled_from([0, 0, 18, 35]),
            age_max=st.sampled_from([0, 0, 35, 60]),
            age_ground_accepted=st.booleans(),
            places_left=st.sampled_from([0, 1, 2, 999]),
            eligibility=st.sampled_from([0, 0, 0, 1, 2]),
            days_since_confirmed=st.sampled_from([0, 0, 1, 3, 2**31 - 1]),
            exposure_bp=st.sampled_from([0, 0, 5000, 10_000]),
        ),
    )


weights = st.sampled_from(WEIGHTS)
mobilities = st.sampled_from([None, MOBILITY])
