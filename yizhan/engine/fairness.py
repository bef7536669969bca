"""Who is seen: how seldom each posting is seen beside the others, and how unequal the looks are.

The rule: docs/engine/fairness.md (`fairness-2`).
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from yizhan.engine._columns import BadColumn, Ints
from yizhan.engine.door import FULL_BP, Ranking

STEEPNESS_BP = 17_500
"""How fast the share rises with the number of postings that are seen more often."""


def times_shown(ranking: Ranking, postings: int) -> NDArray[np.int64]:
    """int64[m]: in how many people's lists each posting stands.

    :raises BadColumn: the ranking speaks of a posting that is not there.
    """
    if len(ranking.index) and int(ranking.index.max()) >= postings:
        raise BadColumn(f"index: there are only {postings} postings.")
    return np.bincount(ranking.index, minlength=postings).astype(np.int64)


def exposure_shares(shown: ArrayLike, places_left: ArrayLike) -> Ints:
    """int32[m], 0 … 10 000: how far each posting is to be lifted, for how many others are seen more often.

    Of n open postings (with a place) let `more` be those seen more often than this one, and `most` the largest `more`
    of all, that of the one seen least. The share is 17 500 · more div most, at most 10 000: full from four sevenths of
    `most` on, falling to 0 for the one seen most; 0 for all where all are seen alike, and without a place.

    :raises BadColumn: unequal lengths, numbers below 0, or no whole numbers.
    """
    looks, places = _whole("shown", shown), _whole("places_left", places_left)
    if looks.shape != places.shape:
        raise BadColumn(f"shown: {len(looks)} rows, but places_left has {len(places)}.")
    open_looks = np.sort(looks[places > 0])
    more = len(open_looks) - np.searchsorted(open_looks, looks, side="right")
    most = int(more[places > 0].max(initial=0))
    shares: Ints = np.where(places > 0, np.minimum(STEEPNESS_BP * more // max(most, 1), FULL_BP), 0).astype(np.int32)
    return shares


def gini_bp(values: ArrayLike) -> int:
    """Inequality in basis points: 0 = all alike, towards 10 000 = one has everything; 0 where there is nothing.

    The Gini coefficient, Σ (2·rank - n - 1)·value div (n·Σ value), of whole numbers in ascending order.
    """
    sorted_values = np.sort(_whole("values", values))
    n, total = len(sorted_values), int(sorted_values.sum())
    if not total:
        return 0
    ranks = 2 * np.arange(1, n + 1) - n - 1
    return FULL_BP * int((ranks * sorted_values).sum()) // (n * total)


def _whole(name: str, values: ArrayLike) -> NDArray[np.int64]:
    array = np.asarray(values)
    if array.ndim != 1 or (array.size and array.dtype.kind not in "iu"):
        raise BadColumn(f"{name}: one column of whole numbers is needed.")
    if array.size and int(array.min()) < 0:
        raise BadColumn(f"{name}: a number below 0.")
    return array.astype(np.int64)
