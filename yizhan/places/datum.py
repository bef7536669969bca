"""From what a satellite receiver says (WGS 84) to the datum of all our points (GCJ-02). Pure.

GCJ-02 bends WGS 84 by a smooth field of one to seven hundred metres; maps sold in China are drawn in it. The field is
not published; the polynomial with waves below is the approximation that every open map library uses, good to some
metres, which is far finer than a position that we round to 100 m.
"""

from __future__ import annotations

import math

#: Krasovsky 1940: half the long axis in metres, and the first eccentricity squared.
_AXIS_M = 6_378_245.0
_ECCENTRICITY2 = 0.006693421622965943
#: Outside of this box nothing is bent.
_SOUTH, _NORTH, _WEST, _EAST = 0.8293, 55.8271, 72.004, 137.8347


def gcj02(lat_e6: int, lng_e6: int) -> tuple[int, int]:
    """Return the point in GCJ-02 for one in WGS 84; both in micro-degrees. Outside of China it stays as it is."""
    lat, lng = lat_e6 / 1e6, lng_e6 / 1e6
    if not (_SOUTH <= lat <= _NORTH and _WEST <= lng <= _EAST):
        return lat_e6, lng_e6
    east, north = lng - 105.0, lat - 35.0
    rad = math.radians(lat)
    bend = 1 - _ECCENTRICITY2 * math.sin(rad) ** 2
    meridian = _AXIS_M * (1 - _ECCENTRICITY2) / (bend * math.sqrt(bend))
    parallel = _AXIS_M / math.sqrt(bend) * math.cos(rad)
    return (
        round(lat_e6 + math.degrees(_north_m(east, north) / meridian) * 1e6),
        round(lng_e6 + math.degrees(_east_m(east, north) / parallel) * 1e6),
    )


def _waves(value: float, *parts: tuple[float, float]) -> float:
    return sum(height * math.sin(value * math.pi * pace) for height, pace in parts) * 2 / 3


def _north_m(x: float, y: float) -> float:
    flat = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x))
    return flat + _waves(x, (20, 6), (20, 2)) + _waves(y, (20, 1), (40, 1 / 3), (160, 1 / 12), (320, 1 / 30))


def _east_m(x: float, y: float) -> float:
    flat = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x))
    return flat + _waves(x, (20, 6), (20, 2), (20, 1), (40, 1 / 3), (150, 1 / 12), (300, 1 / 30))
