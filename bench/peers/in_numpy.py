"""NumPy as somebody would write it who knows NumPy: constraints on ever fewer rows, points for what is left."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.peers.question import SCALE, Answer, Ints, K
from yizhan.engine._tables import COSINE_ARRAY

CELL = 45_000


class MaskFirst:
    """The cheap constraints over every row, the others over what they leave."""

    name = "numpy-mask"
    settings = "columns of whole numbers, certificates and hours over all rows, the rest over what is left"

    def load(self, postings: dict[str, Ints]) -> None:
        self.columns: dict[str, NDArray[Any]] = {
            name: values.astype(np.int64 if name in ("key", "certificates", "skills", "eligibility") else np.int32)
            if not name.startswith("dated")
            else values
            for name, values in postings.items()
        }

    def best(self, person: dict[str, int]) -> Answer:
        c = self.columns
        rows = np.flatnonzero((c["weekly"] & np.int32(person["weekly"])) == 0)
        return self._of(rows, person)

    def close(self) -> None:
        self.columns = {}

    def _of(self, rows: np.ndarray, person: dict[str, int]) -> Answer:
        c = self.columns
        rows = rows[(c["certificates"][rows] & person["certificates"]) == 0]
        lat, lng = c["lat"][rows].astype(np.int64), c["lng"][rows].astype(np.int64)
        north = lat - person["lat"]
        east = (np.abs(lng - person["lng"]) * COSINE_ARRAY[(np.abs(lat + person["lat"]) + 10_000) // 20_000]) >> 20
        squared = north * north + east * east
        near = squared < (person["radius"] + 1) ** 2
        rows, squared = rows[near], squared[near]
        pay, lived = c["pay"][rows], c["start_on"][rows] - person["birth"]
        fits = ((pay < 0) | (pay >= person["min_pay"])) & (c["places"][rows] >= person["party"])
        fits &= (lived >= 180_000) | ((lived >= 160_000) & (c["minor_hazard"][rows] == 0))
        least, most = c["age_min"][rows], c["age_max"][rows]
        wrong = (lived < least * 10_000) | ((most > 0) & (lived >= (most + 1) * 10_000))
        fits &= ~((c["age_accepted"][rows] != 0) & wrong)
        fits &= (c["eligibility"][rows] & person["eligibility"]) == 0
        for part in range(4):
            fits &= (c[f"dated{part}"][rows] & person[f"dated{part}"]) == 0
        rows, squared = rows[fits], squared[fits]
        points, keys = self._points(rows, squared, person), c["key"][rows]
        if len(rows) > K:
            limit = np.partition(points, len(points) - K)[len(points) - K]
            kept = np.flatnonzero(points >= limit)
            points, keys = points[kept], keys[kept]
        order = np.lexsort((keys, -points))[:K]
        return list(zip(keys[order].tolist(), points[order].tolist(), strict=True))

    def _points(self, rows: np.ndarray, squared: np.ndarray, person: dict[str, int]) -> np.ndarray:
        c, s = self.columns, SCALE
        work, close = c["occupation"][rows], np.zeros(len(rows), np.int64)
        for number in range(3):
            wish = person[f"wish{number}"]
            if wish < 0:
                continue
            for width, value in ((1_000_000, s.large), (10_000, s.middle), (100, s.small), (1, s.same)):
                close = np.where(work // width == wish // width, np.maximum(close, value), close)
        gain = np.maximum(c["pay"][rows].astype(np.int64) - person["min_pay"], 0)
        metres = np.sqrt(squared.astype(np.float64)).astype(np.int64) * 111_195 // 1_000_000
        have = np.bitwise_count((c["skills"][rows] & person["skills"]).view(np.uint64)).astype(np.int64)
        points: np.ndarray = (
            person["always"]
            + s.occupation * close // s.full
            + s.pay * (s.full * gain // (gain + s.half_gain)) // s.full
            + s.distance * (s.full * s.half_distance // (s.half_distance + metres)) // s.full
            + s.skills * (s.full * have // np.maximum(c["asked"][rows], 1)) // s.full
            + s.freshness * (s.full * s.half_days // (s.half_days + c["days"][rows].astype(np.int64))) // s.full
            + s.exposure * c["exposure"][rows].astype(np.int64) // s.full
        )
        return points


class Grid(MaskFirst):
    """The same on the rows of the cells of a grid that the person's box touches."""

    name = "numpy-grid"
    settings = "rows sorted by cells of 0.045 degrees; the box around the radius is one stretch of rows a line of cells"

    def load(self, postings: dict[str, Ints]) -> None:
        self.south, self.west = int(postings["lat"].min()), int(postings["lng"].min())
        y, x = (postings["lat"] - self.south) // CELL, (postings["lng"] - self.west) // CELL
        self.ny, self.nx = int(y.max()) + 1, int(x.max()) + 1
        cell = y * self.nx + x
        order = np.argsort(cell, kind="stable")
        self.until = np.searchsorted(cell[order], np.arange(self.ny * self.nx + 1))
        super().load({name: values[order] for name, values in postings.items()})

    def best(self, person: dict[str, int]) -> Answer:
        low, high = (
            max((person["south"] - self.south) // CELL, 0),
            min((person["north"] - self.south) // CELL, self.ny - 1),
        )
        left, right = (
            max((person["west"] - self.west) // CELL, 0),
            min((person["east"] - self.west) // CELL, self.nx - 1),
        )
        if left > right:
            return []
        stretches = [
            np.arange(self.until[y * self.nx + left], self.until[y * self.nx + right + 1]) for y in range(low, high + 1)
        ]
        rows = np.concatenate(stretches) if stretches else np.zeros(0, np.int64)
        return self._of(rows[(self.columns["weekly"][rows] & np.int32(person["weekly"])) == 0], person)
