"""Polars, lazily: rows in the order of small tiles; many people are joined with the postings by tile."""

from typing import Any

from bench.peers.in_sql import BATCH, TILE, grouped, tiles_of
from bench.peers.question import SCALE, WISHES, Answer, Ints, K, Missing
from yizhan.engine._tables import COSINE


class Polars:
    """Expressions over a frame in memory, all threads."""

    name = "polars"
    settings = (
        "lazy frame in memory, rows in the order of tiles of 0.09 degrees, cheap filters first, all threads; about many"
        " people: 2,000 at once, joined by tile"
    )

    def load(self, postings: dict[str, Ints]) -> None:
        try:
            import polars
        except ImportError as error:
            raise Missing("Polars is not installed: pip install 'yizhan[bench]'") from error
        self.pl = polars
        tiles = {"y": postings["lat"] // TILE, "x": postings["lng"] // TILE}
        self.postings = polars.DataFrame({**postings, **tiles}).sort("y", "x")
        self.cosines = polars.Series(COSINE, dtype=polars.Int64)

    def best(self, person: dict[str, int]) -> Answer:
        pl = self.pl
        given: dict[str, Any] = {name: pl.lit(value, pl.Int64) for name, value in person.items()}
        best = self._points(self.postings.lazy(), given, []).sort("points", "key", descending=[True, False]).head(K)
        answer: Answer = best.collect().rows()
        return answer

    def everybody(self, people: list[dict[str, int]]) -> list[Answer]:
        """The best 20 of each of these people."""
        pl, answers = self.pl, []
        for begin in range(0, len(people), BATCH):
            some = people[begin : begin + BATCH]
            rows = pl.DataFrame(tiles_of(some)).rename({name: f"p_{name}" for name in some[0]})
            joined = self.postings.lazy().join(rows.lazy(), on=["y", "x"])
            given = {name: pl.col(f"p_{name}") for name in some[0]}
            found = self._points(joined, given, ["who"])
            found = found.sort("who", "points", "key", descending=[False, True, False])
            found = found.group_by("who", maintain_order=True).head(K).select("who", "key", "points")
            answers += grouped(found.collect().rows(), len(some))
        return answers

    def close(self) -> None:
        self.postings = self.postings.clear()

    def _points(self, rows: Any, p: dict[str, Any], whose: list[str]) -> Any:
        pl, s = self.pl, SCALE
        c = pl.col
        lived = c("start_on") - p["birth"]
        wrong = (lived < c("age_min") * 10_000) | ((c("age_max") > 0) & (lived >= (c("age_max") + 1) * 10_000))
        fits = [
            c("lat").is_between(p["south"], p["north"]),
            c("lng").is_between(p["west"], p["east"]),
            (c("weekly") & p["weekly"]) == 0,
            (c("certificates") & p["certificates"]) == 0,
            (c("pay") < 0) | (c("pay") >= p["min_pay"]),
            c("places") >= p["party"],
            (c("eligibility") & p["eligibility"]) == 0,
            *((c(f"dated{part}") & p[f"dated{part}"]) == 0 for part in range(4)),
            lived >= pl.when(c("minor_hazard") == 1).then(180_000).otherwise(160_000),
            (c("age_accepted") == 0) | ~wrong,
        ]
        at = ((c("lat") + p["lat"]).abs() + 10_000) // 20_000
        cosine = at.map_batches(lambda found: self.cosines.gather(found), return_dtype=pl.Int64, is_elementwise=True)
        # All numbers are positive here, so that a shift is a whole division.
        east = (c("lng") - p["lng"]).abs() * cosine // (1 << 20)
        north = c("lat") - p["lat"]
        close = pl.lit(0, pl.Int64)
        for number in range(WISHES):
            wish, by_tree = p[f"wish{number}"], pl.lit(0, pl.Int64)
            for width, value in ((1_000_000, s.large), (10_000, s.middle), (100, s.small), (1, s.same)):
                by_tree = pl.when(c("occupation") // width == wish // width).then(pl.lit(value)).otherwise(by_tree)
            close = pl.max_horizontal(close, by_tree)
        gain = pl.max_horizontal(c("pay") - p["min_pay"], pl.lit(0, pl.Int64))
        have = (c("skills") & p["skills"]).bitwise_count_ones().cast(pl.Int64)
        asked = pl.max_horizontal(c("asked"), pl.lit(1, pl.Int64))
        metres = c("root") * 111_195 // 1_000_000
        points = (
            p["always"]
            + s.occupation * close // s.full
            + s.pay * (s.full * gain // (gain + s.half_gain)) // s.full
            + s.distance * (s.full * s.half_distance // (s.half_distance + metres)) // s.full
            + s.skills * (s.full * have // asked) // s.full
            + s.freshness * (s.full * s.half_days // (s.half_days + c("days"))) // s.full
            + s.exposure * c("exposure") // s.full
        )
        root = (north * north + east * east).cast(pl.Float64).sqrt().floor().cast(pl.Int64)
        return (
            rows.filter(*fits)
            .with_columns(root=root)
            .filter(c("root") <= p["radius"])
            .select(*whose, "key", points=points)
        )
