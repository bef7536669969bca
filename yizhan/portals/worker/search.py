"""What somebody looks for, read from the page's address, and where else there is something when nothing is found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.utils.translation import gettext as _

from yizhan.accounts.queries import active_offices
from yizhan.channels.enums import NearOrder
from yizhan.channels.nearby import MOST_COUNTED, Around, Asked, count_near, occupations_near
from yizhan.places.queries import find_divisions, find_places_anywhere, full_name
from yizhan.postings.enums import PostingKind
from yizhan.postings.market import Market
from yizhan.shared.sketch import Point
from yizhan.shared.text.normalise import clean_line
from yizhan.vocabularies.queries import all_occupations, closeness_bp, find_occupations, occupation_name

#: Circles to choose from, in kilometres; 0 is "however far".
CIRCLES_KM = (3, 5, 10, 20, 50, 0)
USUAL_KM = 10
#: Around the middle of a county: its villages lie up to so far away.
COUNTY_KM = 50
#: Kinds of work that a word may mean; more would list what nobody meant.
MOST_MEANT = 4
#: Near enough to offer instead: named pairs, and siblings of one minor group (`vocabularies.catalogue.mobility`).
NEAR_ENOUGH_BP = 4_000
MOST_OFFERED = 6
#: Stations that a text may mean; the page names three others at most.
MOST_STATIONS = 8
LONGEST = 40
COUNTY_DIGITS = 6


@dataclass(frozen=True)
class Spot:
    """A place that was found.

    :param area_code: six digits of its county, "" where it is not known. :param is_area: the middle of a whole county.
    """

    name: str
    point: Point
    area_code: str = ""
    is_area: bool = False

    @property
    def full_name(self) -> str:
        """The name with the county that tells it from others of the same name."""
        county = full_name(self.area_code) if self.area_code else ""
        return county if self.is_area and county else f"{self.name}（{county}）" if county else self.name


@dataclass(frozen=True)
class Search:
    """A search as the page shows it again; `link` gives the address of the same search with something changed.

    :param near: the place as typed. :param spot: what it was found to be. :param others: what else it may be.
    :param from_phone: the spot is the phone's position: it stands in no address and is kept nowhere.
    :param area: the county that was chosen among places of one name; six digits, or "".
    """

    words: str
    near: str
    km: int
    kind: str
    order: str
    page: int
    spot: Spot | None
    others: tuple[Spot, ...] = ()
    from_phone: bool = False
    area: str = ""

    @cached_property
    def asked(self) -> Asked:
        """What the rooms below are asked."""
        if not self.words:
            codes: tuple[str, ...] = ()
        else:
            codes = tuple(hit.code for hit in find_occupations(self.words, limit=MOST_MEANT))
        around = None
        if self.spot is not None:
            around = Around(self.spot.point, self.km * 1000 or None, self.spot.area_code)
        unknown = self.near if self.spot is None and not self.from_phone else ""
        return Asked(words=self.words, codes=codes, kind=self.kind, around=around, place_words=unknown)

    @property
    def is_empty(self) -> bool:
        """Whether nothing in particular is looked for."""
        return not (self.words or self.near or self.kind or self.from_phone)

    @property
    def place(self) -> str:
        """The place in words."""
        return self.spot.name if self.spot else self.near

    def link(self, **changes: Any) -> str:
        """Return the query of this search with something changed; page one unless a page is named."""
        now = replace(self, **{"page": 1, **changes})
        values = {"q": now.words, "near": now.near, "km": now.km if now.spot else "", "kind": now.kind}
        values |= {"area": now.area if now.spot else ""}
        values |= {"order": now.order if now.order == NearOrder.NEW and now.spot else ""}
        values |= {"page": now.page if now.page > 1 else ""}
        query = urlencode({name: value for name, value in values.items() if value != ""})
        return f"?{query}" if query else "?"


def read_search(typed: Mapping[str, str], *, page: int, here: Point | None = None) -> Search:
    """Read what was typed; what cannot be is taken as not said, so that a reader never meets an error page.

    :param here: the phone's position in GCJ-02, when the person gave it for this one search.
    """
    words, near = clean_line(typed.get("q", ""))[:LONGEST], clean_line(typed.get("near", ""))[:LONGEST]
    spots = [Spot(_("手机现在的位置"), here)] if here else find_spots(near)
    area = typed.get("area", "")
    area = area if area.isascii() and area.isdigit() and len(area) == COUNTY_DIGITS else ""
    spots.sort(key=lambda one: one.area_code != area)
    spot = spots[0] if spots else None
    usual = COUNTY_KM if spot is not None and spot.is_area else USUAL_KM
    km, kind, order = typed.get("km", ""), typed.get("kind", ""), typed.get("order", "")
    return Search(
        words=words,
        near="" if here else near,
        km=int(km) if km.isascii() and km.isdigit() and len(km) < 3 and int(km) in CIRCLES_KM else usual,
        kind=kind if kind in PostingKind.values else "",
        order=order if order in NearOrder.values and spot else (NearOrder.NEAR if spot else NearOrder.NEW),
        page=page,
        spot=spot,
        others=() if here else tuple(spots[1:4]),
        from_phone=here is not None,
        area="" if here else area,
    )


def find_spots(text: str) -> list[Spot]:
    """Return the places that a text may mean: what stations have named, the stations themselves, then divisions."""
    if not text:
        return []
    found = [
        Spot(hit.name, (hit.lat_e6, hit.lng_e6), hit.division_code[:6])
        for hit in find_places_anywhere(text)
        if hit.lat_e6 is not None and hit.lng_e6 is not None
    ]
    found += [
        Spot(one.name, (one.lat_e6, one.lng_e6), one.area_code[:6])
        for one in active_offices().filter(Q(name__contains=text) | Q(address__contains=text))[:MOST_STATIONS]
        if one.lat_e6 is not None and one.lng_e6 is not None
    ]
    found += [
        Spot(one.name, (one.lat_e6, one.lng_e6), one.code[:6], is_area=True)
        for one in find_divisions(text, limit=3)
        if one.lat_e6 is not None and one.lng_e6 is not None
    ]
    unlike: dict[tuple[str, str], Spot] = {}
    for spot in found:
        unlike.setdefault((spot.name, spot.area_code), spot)
    return list(unlike.values())


@dataclass(frozen=True)
class Elsewhere:
    """Something else to look at, with how much there is."""

    label: str
    link: str
    count: int

    @property
    def count_text(self) -> str:
        """The count as it is shown."""
        return f"{MOST_COUNTED - 1}+" if self.count >= MOST_COUNTED else str(self.count)


def elsewhere(search: Search, at: dt.datetime, now: Market) -> list[Elsewhere]:
    """Return what there is in wider circles and in near occupations, as far as there is anything."""
    found = [*_wider(search, at, now), *_near_work(search, at, now)]
    if search.kind:
        everything = replace(search, kind="")
        found.append(Elsewhere(_("所有用工期限"), search.link(kind=""), count_near(everything.asked, at, now)))
    return [one for one in found if one.count]


def _wider(search: Search, at: dt.datetime, now: Market) -> list[Elsewhere]:
    """Ask the next circles until two of them have something."""
    if search.spot is None or search.km == 0:
        return []
    found: list[Elsewhere] = []
    for km in [*(each for each in CIRCLES_KM if each > search.km), 0]:
        count = count_near(replace(search, km=km).asked, at, now)
        label = _("放宽到 %(km)s 公里") % {"km": km} if km else _("不限远近")
        if count and (not found or count > found[-1].count):
            found.append(Elsewhere(label, search.link(km=km), count))
        if len(found) == 2:
            break
    return found


def _near_work(search: Search, at: dt.datetime, now: Market) -> list[Elsewhere]:
    """Ask for the occupations to which people move from the one that was meant, each counted as its list shows it."""
    codes = search.asked.codes[:1]
    if not codes:
        return []
    near = {each.code: closeness_bp(codes[0], each.code) for each in all_occupations()}
    wanted = tuple(code for code, close in near.items() if close >= NEAR_ENOUGH_BP and code not in search.asked.codes)
    counts = occupations_near(replace(search.asked, words="", codes=wanted), at, now) if wanted else {}
    best = sorted(counts, key=lambda code: (-near[code], -counts[code], code))[:MOST_OFFERED]
    named = [replace(search, words=occupation_name(code), page=1) for code in best]
    return [Elsewhere(one.words, one.link(), count_near(one.asked, at, now)) for one in named]
