"""PostgreSQL, SQLite and DuckDB: one statement in three dialects, and the index that serves it best in each.

The statement is written once below; a dialect says how a parameter, a whole division, a count of bits and the cosine
of a mean latitude are spelled. Roots are taken in double precision: below 2^52 their whole part is exact.
"""

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np

from bench.peers.question import COLUMNS, SCALE, WISHES, Answer, Ints, K, Missing, cosines_near
from yizhan.engine._tables import COSINE

TILE = 90_000
"""Micro-degrees: ten kilometres from south to north."""
BATCH = 2_000
"""People that a statement about many is asked about at once."""


@dataclass(frozen=True)
class Dialect:
    """How one database spells what the others spell otherwise."""

    parameter: Callable[[str], str]
    div: str
    larger: str
    bits: Callable[[str], str]
    whole_root: Callable[[str], str]
    cosine: Callable[[str], str]
    source: str
    """What stands behind FROM and WHERE: the table with its index."""


def statement(d: Dialect, *, tail: str, of_people: str = "") -> str:
    """The best 20 of one person; with `of_people` (a column of the source that says whose row it is) of many."""
    p, s, div = d.parameter, SCALE, d.div
    close = "0"
    for number in range(WISHES):
        wish = p(f"wish{number}")
        close = (
            f"{d.larger}({close}, CASE WHEN o.occupation = {wish} THEN {s.same}"
            f" WHEN o.occupation {div} 100 = {wish} {div} 100 THEN {s.small}"
            f" WHEN o.occupation {div} 10000 = {wish} {div} 10000 THEN {s.middle}"
            f" WHEN o.occupation {div} 1000000 = {wish} {div} 1000000 THEN {s.large} ELSE 0 END)"
        )
    dated = " AND ".join(f"o.dated{part} & {p(f'dated{part}')} = 0" for part in range(4))
    metres = f"root * 111195 {div} 1000000"
    whose = f"{of_people}, " if of_people else ""
    given = f"{p('min_pay')} AS min_pay, {p('always')} AS always, {p('skills')} AS held,"
    return f"""
SELECT {whose}key,
       always + {s.occupation} * close {div} {s.full}
       + {s.pay} * ({s.full} * gain {div} (gain + {s.half_gain})) {div} {s.full}
       + {s.distance} * ({s.full} * {s.half_distance} {div} ({s.half_distance} + {metres})) {div} {s.full}
       + {s.skills} * ({s.full} * {d.bits("skills & held")} {div} {d.larger}(asked, 1)) {div} {s.full}
       + {s.freshness} * ({s.full} * {s.half_days} {div} ({s.half_days} + days)) {div} {s.full}
       + {s.exposure} * exposure {div} {s.full} AS points
FROM (
    SELECT {whose}key, always, close, held, skills, asked, days, exposure, radius,
           CASE WHEN pay > min_pay THEN pay - min_pay ELSE 0 END AS gain,
           {d.whole_root("north * north + east * east")} AS root
    FROM (
        SELECT {whose}o.key, {given} o.pay, o.skills, o.asked, o.days, o.exposure, {p("radius")} AS radius,
               {close} AS close,
               o.lat - {p("lat")} AS north,
               (abs(o.lng - {p("lng")}) * {d.cosine(f"(abs(o.lat + {p('lat')}) + 10000) {div} 20000")}) >> 20 AS east
        FROM {d.source}
        AND o.weekly & {p("weekly")} = 0 AND o.certificates & {p("certificates")} = 0
        AND o.places >= {p("party")} AND (o.pay < 0 OR o.pay >= {p("min_pay")})
        AND o.eligibility & {p("eligibility")} = 0 AND {dated}
        AND o.start_on - {p("birth")} >= CASE WHEN o.minor_hazard = 1 THEN 180000 ELSE 160000 END
        AND NOT (o.age_accepted = 1 AND (o.start_on - {p("birth")} < o.age_min * 10000
                 OR (o.age_max > 0 AND o.start_on - {p("birth")} >= (o.age_max + 1) * 10000)))
    ) AS near
) AS measured
WHERE root <= radius
{tail}"""


ONE = f"ORDER BY points DESC, key LIMIT {K}"


class PostgreSQL:
    """A GiST index over points; the statement is prepared once."""

    name = "postgresql"
    settings = (
        "GiST over point(lng, lat), table clustered on it, prepared statement with a generic plan, jit off,"
        " shared_buffers 1 GB, unix socket"
    )
    dialect = Dialect(
        parameter=lambda name: f"%({name})s::bigint",
        div="/",
        larger="greatest",
        bits=lambda words: f"bit_count(({words})::bit(64))",
        whole_root=lambda squared: f"floor(sqrt(({squared})::double precision))::bigint",
        cosine=lambda at: f"(%(cosines)s::bigint[])[{at} - %(cosine_from)s::bigint + 1]",
        source=(
            "postings AS o WHERE o.place <@ box(point(%(west)s::float8, %(south)s::float8),"
            " point(%(east)s::float8, %(north)s::float8))"
        ),
    )

    def load(self, postings: dict[str, Ints]) -> None:
        try:
            import psycopg

            pg_run = import_module("scripts.pg_run")
            pg_run.SERVER_OPTIONS["shared_buffers"] = "1GB"
            self.server = pg_run.ThrowAwayServer()
            url = self.server.start()
        except Exception as error:
            raise Missing(f"PostgreSQL: {error}") from error
        self.link = psycopg.connect(
            url.replace("postgres://postgres@/yizhan?", "user=postgres dbname=yizhan "), autocommit=True
        )
        columns = ", ".join(f"{name} bigint NOT NULL" for name in COLUMNS)
        self.link.execute(f"CREATE UNLOGGED TABLE postings ({columns}, place point)")
        with self.link.cursor().copy(f"COPY postings ({', '.join(COLUMNS)}) FROM STDIN") as copy:
            for row in zip(*(postings[name].tolist() for name in COLUMNS), strict=True):
                copy.write_row(row)
        for text in (
            "UPDATE postings SET place = point(lng, lat)",
            "CREATE INDEX postings_place ON postings USING gist (place)",
            "CLUSTER postings USING postings_place",
            "VACUUM ANALYZE postings",
            "SET jit = off",
            "SET plan_cache_mode = force_generic_plan",
            "SET work_mem = '64MB'",
        ):
            self.link.execute(text)
        self.text = statement(self.dialect, tail=ONE)

    def best(self, person: dict[str, int]) -> Answer:
        first, cosines = cosines_near(person)
        numbers = {**person, "cosine_from": first, "cosines": cosines}
        return self.link.execute(self.text, numbers, prepare=True).fetchall()

    def close(self) -> None:
        self.link.close()
        self.server.stop()


class SQLite:
    """An R*Tree of whole numbers joined with the table; bits are counted by a function of Python, on rows that fit."""

    name = "sqlite"
    settings = "R*Tree (rtree_i32) joined by rowid, in memory, cache of 1 GB, bit_count as a Python function"
    dialect = Dialect(
        parameter=lambda name: f":{name}",
        div="/",
        larger="max",
        bits=lambda words: f"bit_count({words})",
        whole_root=lambda squared: f"CAST(sqrt({squared}) AS INTEGER)",
        cosine=lambda at: f"(SELECT value FROM cosines WHERE at = {at})",
        source=(
            "place AS r CROSS JOIN postings AS o ON o.key = r.id"
            " WHERE r.south >= :south AND r.south <= :north AND r.west >= :west AND r.west <= :east"
        ),
    )

    def load(self, postings: dict[str, Ints]) -> None:
        self.link = sqlite3.connect(":memory:")
        self.link.execute("PRAGMA cache_size = -1000000")
        self.link.create_function("bit_count", 1, lambda word: (word & (2**64 - 1)).bit_count(), deterministic=True)
        columns = ", ".join(f"{name} INTEGER NOT NULL" for name in COLUMNS if name != "key")
        self.link.execute(f"CREATE TABLE postings (key INTEGER PRIMARY KEY, {columns})")
        marks = ", ".join("?" * len(COLUMNS))
        rows: Iterable[Any] = zip(*(postings[name].tolist() for name in COLUMNS), strict=True)
        self.link.executemany(f"INSERT INTO postings VALUES ({marks})", rows)
        self.link.execute("CREATE VIRTUAL TABLE place USING rtree_i32(id, south, north, west, east)")
        self.link.execute("INSERT INTO place SELECT key, lat, lat, lng, lng FROM postings")
        self.link.execute("CREATE TABLE cosines (at INTEGER PRIMARY KEY, value INTEGER)")
        self.link.executemany("INSERT INTO cosines VALUES (?, ?)", enumerate(COSINE))
        self.link.execute("ANALYZE")
        self.text = statement(self.dialect, tail=ONE)

    def best(self, person: dict[str, int]) -> Answer:
        return self.link.execute(self.text, person).fetchall()

    def close(self) -> None:
        self.link.close()


class DuckDB:
    """Rows in the order of small tiles, so that the minima and maxima of row groups prune."""

    name = "duckdb"
    settings = (
        "in memory, 2 threads, rows in the order of tiles of 0.09 degrees; about many people: 2,000 at once, joined by"
        " tile, the best by a window"
    )

    def load(self, postings: dict[str, Ints]) -> None:
        try:
            import duckdb
        except ImportError as error:
            raise Missing("DuckDB is not installed: pip install 'yizhan[bench]'") from error
        self.link = duckdb.connect(":memory:", config={"threads": 2})
        self.link.execute("SET enable_progress_bar = false")
        self.link.register("loaded", postings)
        self.link.execute(
            f"CREATE TABLE postings AS SELECT *, lat // {TILE} AS y, lng // {TILE} AS x FROM loaded ORDER BY y, x"
        )
        self.link.execute(f"SET VARIABLE cosines = {list(COSINE)}")
        self.one = statement(
            self._dialect(
                lambda name: f"${name}",
                "list_extract($cosines, {} - $cosine_from + 1)",
                "postings AS o WHERE o.lat BETWEEN $south AND $north AND o.lng BETWEEN $west AND $east",
            ),
            tail=ONE,
        )
        self.many = statement(
            self._dialect(
                lambda name: f"p.{name}",
                "list_extract(getvariable('cosines'), {} + 1)",
                "people_tiles AS p JOIN postings AS o ON o.y = p.y AND o.x = p.x"
                " WHERE o.lat BETWEEN p.south AND p.north AND o.lng BETWEEN p.west AND p.east",
            ),
            of_people="who",
            tail=f"QUALIFY row_number() OVER (PARTITION BY who ORDER BY points DESC, key) <= {K}",
        )

    @staticmethod
    def _dialect(parameter: Callable[[str], str], cosine: str, source: str) -> Dialect:
        return Dialect(
            parameter=parameter,
            div="//",
            larger="greatest",
            bits=lambda words: f"bit_count({words})",
            whole_root=lambda squared: f"CAST(floor(sqrt(CAST({squared} AS DOUBLE))) AS BIGINT)",
            cosine=cosine.format,
            source=source,
        )

    def best(self, person: dict[str, int]) -> Answer:
        first, cosines = cosines_near(person)
        numbers: dict[str, Any] = {name: value for name, value in person.items() if f"${name}" in self.one}
        answer: Answer = self.link.execute(self.one, {**numbers, "cosine_from": first, "cosines": cosines}).fetchall()
        return answer

    def everybody(self, people: list[dict[str, int]]) -> list[Answer]:
        """The best 20 of each of these people."""
        answers: list[Answer] = []
        for begin in range(0, len(people), BATCH):
            some = people[begin : begin + BATCH]
            self.link.register("people_tiles", tiles_of(some))
            found = self.link.execute(f"SELECT who, key, points FROM ({self.many}) ORDER BY who, points DESC, key")
            answers += grouped(found.fetchall(), len(some))
        return answers

    def close(self) -> None:
        self.link.close()


def tiles_of(people: list[dict[str, int]]) -> dict[str, Ints]:
    """The people as columns, a row for each tile that the box around a person touches; `who` numbers them."""
    whole = {name: np.array([person[name] for person in people], np.int64) for name in people[0]}
    low, high = whole["south"] // TILE, whole["north"] // TILE
    left, right = whole["west"] // TILE, whole["east"] // TILE
    wide = right - left + 1
    count = (high - low + 1) * wide
    who = np.repeat(np.arange(len(people)), count)
    number = np.arange(len(who)) - np.repeat(np.cumsum(count) - count, count)
    rows = {name: values[who] for name, values in whole.items()}
    return {**rows, "who": who, "y": low[who] + number // wide[who], "x": left[who] + number % wide[who]}


def grouped(rows: list[tuple[int, int, int]], people: int) -> list[Answer]:
    """Rows of (who, key, points) as one answer a person."""
    answers: list[Answer] = [[] for _ in range(people)]
    for who, key, points in rows:
        answers[who].append((key, points))
    return answers
