"""What a column may hold: the one validator that every table of the engine passes through."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Bits = NDArray[np.uint64]
Ints = NDArray[np.int32]
Keys = NDArray[np.int64]
Flags = NDArray[np.bool_]

INT32_MAX = 2**31 - 1
UNKNOWN_UDEG = -(2**31)
"""The micro-degrees of a place nobody has put on the map."""


class BadColumn(ValueError):
    """A column that the engine cannot take; the sentence names it and the first wrong row."""


class BadKnob(ValueError):
    """A weight, a limit or another setting outside what it may be."""


def _array(name: str, values: ArrayLike, kinds: str) -> NDArray[Any]:
    try:
        array = np.asarray(values)
    except ValueError as error:
        raise BadColumn(f"{name}: the rows are not equally long.") from error
    if array.dtype.kind == "f" and not isinstance(values, np.ndarray):
        array = _whole(values, array)
    if array.size and array.dtype.kind not in kinds:
        wanted = "true or false" if kinds == "b" else "whole numbers"
        raise BadColumn(f"{name}: only {wanted} are accepted, not {array.dtype}.")
    return array


def _whole(values: ArrayLike, as_floats: NDArray[Any]) -> NDArray[Any]:
    """NumPy reads a list that mixes 2^63 with smaller numbers as floats; sets of bits must not lose bits."""
    exact = np.asarray(values, object)
    if exact.size and all(type(value) is int and 0 <= value < 2**64 for value in exact.flat):
        return exact.astype(np.uint64)
    return as_floats


def _sealed(array: NDArray[Any]) -> NDArray[Any]:
    """A view nobody can write through: a table that was checked stays checked."""
    view = array.view()
    view.flags.writeable = False
    return view


def _length(name: str, array: NDArray[Any], rows: int) -> None:
    if len(array) != rows:
        raise BadColumn(f"{name}: {len(array)} rows, but key has {rows}.")


def _refuse_first(name: str, array: NDArray[Any], wrong: ArrayLike, rule: str) -> None:
    rows = np.flatnonzero(wrong)
    if len(rows):
        row = int(rows[0])
        raise BadColumn(f"{name}: {array[row]} in row {row} is not allowed; {rule}.")


def keys(name: str, values: ArrayLike) -> Keys:
    """int64[n], every value once: the key breaks ties, so it may not tie itself."""
    array = _array(name, values, "iu")
    if array.ndim != 1:
        raise BadColumn(f"{name}: one dimension is needed, not {array.ndim}.")
    if array.dtype.kind == "u":
        _refuse_first(name, array, array > np.uint64(2**63 - 1), "keys fit in 63 bits")
    if len(np.unique(array)) != len(array):
        raise BadColumn(f"{name}: the same key stands in two rows.")
    result: Keys = _sealed(array.astype(np.int64))
    return result


def ints(name: str, values: ArrayLike, rows: int, *, low: int, high: int) -> Ints:
    """int32[rows] within [low, high]."""
    array = _array(name, values, "iu")
    if array.ndim != 1:
        raise BadColumn(f"{name}: one dimension is needed, not {array.ndim}.")
    _length(name, array, rows)
    if array.size:
        wrong = (array < low) | (array > high)
        _refuse_first(name, array, wrong, f"it must lie between {low} and {high}")
    result: Ints = _sealed(array.astype(np.int32))
    return result


def table(name: str, values: ArrayLike, rows: int, *, most_columns: int, low: int, high: int) -> Ints:
    """int32[rows, most_columns], right-filled with 0, column-major so that one column is contiguous."""
    array = _array(name, values, "iu")
    if rows == 0:
        empty: Ints = _sealed(np.zeros((0, most_columns), np.int32, order="F"))
        return empty
    if array.ndim != 2 or array.shape[1] > most_columns:
        raise BadColumn(f"{name}: rows of at most {most_columns} numbers are needed.")
    _length(name, array, rows)
    if array.size:
        _refuse_first(name, array, ((array < low) | (array > high)).any(axis=1), f"between {low} and {high}")
    full = np.zeros((rows, most_columns), np.int32, order="F")
    full[:, : array.shape[1]] = array
    result: Ints = _sealed(full)
    return result


def bits(name: str, values: ArrayLike, rows: int, *, most: int = 2**64 - 1) -> Bits:
    """uint64[rows], a set in each."""
    array = _array(name, values, "iu")
    if array.ndim != 1:
        raise BadColumn(f"{name}: one dimension is needed, not {array.ndim}.")
    _length(name, array, rows)
    _refuse_outside(name, array, most)
    result: Bits = _sealed(array.astype(np.uint64))
    return result


def week(name: str, values: ArrayLike, rows: int) -> NDArray[np.uint32]:
    """uint32[rows], 28 bits."""
    result: NDArray[np.uint32] = _sealed(bits(name, values, rows, most=(1 << 28) - 1).astype(np.uint32))
    return result


def words(name: str, values: ArrayLike, rows: int, *, exactly: int = 0) -> Bits:
    """uint64[rows, w], a set of 64·w members in each row, column-major; w = `exactly` where that is given."""
    array = _array(name, values, "iu")
    if rows == 0 and array.size == 0 and array.ndim < 2:
        array = np.zeros((0, exactly or 1), np.uint64)
    if array.ndim != 2 or array.shape[1] == 0:
        raise BadColumn(f"{name}: rows of 64-bit words are needed, at least one word each.")
    _length(name, array, rows)
    if exactly and array.shape[1] != exactly:
        raise BadColumn(f"{name}: {array.shape[1]} words in a row, {exactly} are needed.")
    _refuse_outside(name, array, 2**64 - 1)
    result: Bits = _sealed(np.asfortranarray(array.astype(np.uint64)))
    return result


def _refuse_outside(name: str, array: NDArray[Any], most: int) -> None:
    if not array.size:
        return
    wrong = array < 0 if array.dtype.kind == "i" else np.zeros(array.shape, np.bool_)
    if most < 2**64 - 1:
        wrong = wrong | (array > most)
    _refuse_first(name, array, wrong.reshape(len(array), -1).any(axis=1), f"a set lies between 0 and {most}")


def flags(name: str, values: ArrayLike, rows: int) -> Flags:
    """bool[rows]."""
    array = _array(name, values, "b")
    if array.ndim != 1:
        raise BadColumn(f"{name}: one dimension is needed, not {array.ndim}.")
    _length(name, array, rows)
    result: Flags = _sealed(array.astype(np.bool_))
    return result


def dates(name: str, values: ArrayLike, rows: int, *, unknown_allowed: bool) -> Ints:
    """int32[rows] yyyymmdd; 0 is 'unknown' where that is allowed."""
    column = ints(name, values, rows, low=0, high=99991231)
    month, day = column // 100 % 100, column % 100
    wrong = (column < 10101) | (month < 1) | (month > 12) | (day < 1) | (day > 31)
    if unknown_allowed:
        wrong &= column != 0
    _refuse_first(name, column, wrong, "a date is written yyyymmdd")
    return column


def place(latitude: Ints, longitude: Ints, rows: int) -> tuple[Ints, Ints]:
    """Two int32[rows] of micro-degrees, both known or both UNKNOWN_UDEG."""
    lat = _array("lat_udeg", latitude, "iu")
    lng = _array("lng_udeg", longitude, "iu")
    for name, array, limit in (("lat_udeg", lat, 90_000_000), ("lng_udeg", lng, 180_000_000)):
        _length(name, array, rows)
        if array.size:
            wrong = (np.abs(array.astype(np.int64)) > limit) & (array != UNKNOWN_UDEG)
            _refuse_first(name, array, wrong, f"micro-degrees lie within ±{limit}")
    half = (lat == UNKNOWN_UDEG) != (lng == UNKNOWN_UDEG)
    _refuse_first("lng_udeg", lng, half, "a place has both coordinates or neither")
    return _sealed(lat.astype(np.int32)), _sealed(lng.astype(np.int32))


def micro_degrees(name: str, values: Sequence[float | None] | ArrayLike | None, rows: int, limit: int) -> Ints:
    """int32[rows]: degrees times a million, rounded here and nowhere else; None becomes UNKNOWN_UDEG.

    :raises BadColumn: NaN, an infinity, or more than `limit` degrees from zero.
    """
    if values is None:
        return np.full(rows, UNKNOWN_UDEG, np.int32)
    raw = np.asarray(values)
    if raw.ndim != 1:
        raise BadColumn(f"{name}: one dimension is needed, not {raw.ndim}.")
    _length(name, raw, rows)
    known = np.array([value is not None for value in raw], np.bool_) if raw.dtype.kind == "O" else True
    try:
        degrees = np.where(known, raw, 0.0).astype(np.float64)
    except (TypeError, ValueError) as error:
        raise BadColumn(f"{name}: only numbers or None are accepted.") from error
    wrong = ~(np.abs(degrees) <= limit)
    _refuse_first(name, degrees, wrong, f"degrees lie within ±{limit}, and a missing place is None, not NaN")
    return np.where(known, np.rint(degrees * 1e6), UNKNOWN_UDEG).astype(np.int32)


def given(name: str, values: ArrayLike | None, rows: int, default: int | bool, columns: int = 0) -> NDArray[Any]:
    """The column that was given, or one that holds `default` in every row."""
    if values is not None:
        return _array(name, values, "biuf")
    shape = (rows, columns) if columns else (rows,)
    return np.full(shape, default, np.uint64 if columns else None)
