"""The cosine, as integers that are the same on every machine.

The maths library of a platform may differ in the last bit, so the table is computed with whole
numbers alone: a rotation by a hundredth of a degree, repeated, in 160-bit fixed point.
"""

import numpy as np
from numpy.typing import NDArray

COSINE_ONE = 1 << 20
COSINE_STEPS_PER_DEGREE = 100

_FRACTION_BITS = 160
_PI = 3141592653589793238462643383279502884197169399375105820974944592307816406286
_PI_SCALE = 10**75


def _cosines() -> list[int]:
    """round(2^20 · cos(i / 100 degrees)) for i = 0 … 9000."""
    one = 1 << _FRACTION_BITS
    angle = _PI * one // (_PI_SCALE * 180 * COSINE_STEPS_PER_DEGREE)
    step_cos, step_sin, term = one, 0, one
    for n in range(1, 14):  # Taylor; the 14th term is below 2^-160
        term = term * angle // (one * n)
        if n % 2:
            step_sin += term if n % 4 == 1 else -term
        else:
            step_cos += term if n % 4 == 0 else -term
    cos, sin, result = one, 0, []
    shift = _FRACTION_BITS - 20
    for _ in range(90 * COSINE_STEPS_PER_DEGREE + 1):
        result.append((max(cos, 0) + (1 << (shift - 1))) >> shift)
        cos, sin = (
            (cos * step_cos - sin * step_sin) >> _FRACTION_BITS,
            (sin * step_cos + cos * step_sin) >> _FRACTION_BITS,
        )
    return result


COSINE: tuple[int, ...] = tuple(_cosines())
"""COSINE[i] is 2^20 times the cosine of i hundredths of a degree, i = 0 … 9000."""

COSINE_ARRAY: NDArray[np.int64] = np.array(COSINE, np.int64)
COSINE_ARRAY.flags.writeable = False
