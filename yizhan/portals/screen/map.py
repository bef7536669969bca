"""Where work is, as one of the pages that the screen turns to: spots sized by the places left there, each with the
number under which the list beside it names it. Pure but for the translation and the drawing's template."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yizhan.channels.offers import PublicOffer
from yizhan.places.queries import distance_m
from yizhan.shared.sketch import Point, Spot, sketch

#: Half the side of the square, in units of the drawing, and what lies nearer than that to each other is one spot.
HALF = 160
APART = 36
#: From here on work lies in another county, and would make ours a dot.
FAR_M = 60_000
#: As many lines as a screen of 16:9 holds beside the map at a size for eight metres.
MOST_NAMED = 7
#: Radius of the largest spot, of the smallest, and of the smallest that holds a number.
MOST_R, LEAST_R, LEAST_NUMBERED_R = 24, 6, 12
#: A name in the drawing: the height of its letters, and how many it has at most.
NAME_EM = 13
NAME_LETTERS = 8

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Place:
    """A spot of the map.

    :param number: its line in the list, 0 for none. :param more: how many places it gathers ("等31处"), "" for one.
    :param r: its radius in the drawing.
    """

    number: int
    name: str
    more: str
    left: int
    x: int
    y: int
    r: int

    @property
    def box(self) -> Box:
        """What the circle covers: left, top, right, bottom."""
        return self.x - self.r, self.y - self.r, self.x + self.r, self.y + self.r


@dataclass(frozen=True)
class Name:
    """A name in the drawing, where nothing lies under it."""

    x: int
    y: int
    text: str


def map_of(offers: Sequence[PublicOffer], points: Mapping[int, Point], station: Point | None) -> dict[str, Any] | None:
    """Return the page with its drawing, or None where no offer has a place on it.

    :param points: of `channels.nearby.public_points`. :param station: the office's own, the middle if it has one.
    """
    middle = station or _middle(list(points.values()))
    near = {pk: point for pk, point in points.items() if (distance_m(point, middle) or 0) <= FAR_M}
    by_id = {offer.id: offer for offer in offers if offer.id in near}
    if not by_id:
        return None
    drawn = sketch({pk: near[pk] for pk in by_id}, middle, half=HALF, apart=APART)
    spots = [(spot, [by_id[pk] for pk in spot.keys]) for spot in drawn.spots]
    most = max(_left(here) for _spot, here in spots)
    spots.sort(key=lambda pair: (-_left(pair[1]), pair[0].y, pair[0].x))
    places = [_place(number, spot, here, most) for number, (spot, here) in enumerate(spots, 1)]
    context = {"places": places, "names": _names(places), "rings": drawn.rings, "half": HALF, "station": station}
    return {
        "svg": render_to_string("screen/_map.html", context),
        "places": [
            {"number": one.number, "name": one.name, "more": one.more, "left": one.left} for one in places if one.number
        ],
        "note": _note(places, sum(offer.places_left for offer in offers) - sum(one.left for one in places)),
    }


def _place(rank: int, spot: Spot, here: Sequence[PublicOffer], most: int) -> Place:
    """Return a spot with its radius, whose circle grows with the places; the largest few are numbered."""
    left, is_named = _left(here), rank <= MOST_NAMED
    r = max(LEAST_NUMBERED_R if is_named else LEAST_R, round(MOST_R * math.sqrt(left / most)))
    return Place(rank if is_named else 0, *_name(here), left, spot.x, spot.y, r)


def _left(offers: Sequence[PublicOffer]) -> int:
    return sum(offer.places_left for offer in offers)


def _middle(points: Sequence[Point]) -> Point | None:
    """Return the median: one far job does not push the county aside."""
    return (int(median(p[0] for p in points)), int(median(p[1] for p in points))) if points else None


def _name(offers: Sequence[PublicOffer]) -> tuple[str, str]:
    """Return where a spot is, as its offers say it: the place with the most work, and of how many it is one."""
    places: Counter[str] = Counter()
    for offer in offers:
        places[offer.place] += offer.places_left
    name = min(places, key=lambda place: (-places[place], place))
    return name, "" if len(places) == 1 else _("等%(n)s处") % {"n": len(places)}


def _note(places: Sequence[Place], elsewhere: int) -> str:
    """Return what the list beside the map leaves out."""
    rest = [one for one in places if not one.number]
    parts = [_("圆越大，还要的人越多。上北下南。")]
    if rest:
        parts.append(_("另有 %(n)s 处还要 %(left)s 人。") % {"n": len(rest), "left": sum(one.left for one in rest)})
    if elsewhere:
        parts.append(
            ngettext("还有 %(n)s 个名额没有标位置，在列表里。", "还有 %(n)s 个名额没有标位置，在列表里。", elsewhere)
            % {"n": elsewhere}
        )
    return "".join(parts)


def _names(places: Sequence[Place]) -> list[Name]:
    """Write names beside their spots, the largest first, where they cover nothing; the list names them anyway."""
    taken, names = [one.box for one in places], []
    for one in places:
        text = one.name if len(one.name) <= NAME_LETTERS else one.name[: NAME_LETTERS - 1] + "…"
        wide = NAME_EM * len(text)
        for x in (one.x + one.r + 4, one.x - one.r - 4 - wide):
            box = (x, one.y - NAME_EM / 2, x + wide, one.y + NAME_EM / 2)
            if one.number and box[0] >= -HALF and box[2] <= HALF and not any(_meet(box, other) for other in taken):
                taken.append(box)
                names.append(Name(x, one.y, text))
                break
    return names


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
