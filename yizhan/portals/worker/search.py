"""What somebody looks for, read from the page's address, and where else there is something when nothing is found."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from yizhan.channels.enums import NearOrder
from yizhan.channels.nearby import MOST_COUNTED, Around, Asked, count_near, occupations_near
from yizhan.portals.worker.spots import COUNTY_DIGITS, Place, Spot, read_place
from yizhan.postings.enums import PostingKind
from yizhan.postings.market import Market
from yizhan.shared.sketch import Point
from yizhan.shared.text.normalise import clean_line
from yizhan.vocabularies.queries import all_occupations, closeness_bp, occupation_name, occupations_said

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
LONGEST = 40
#: How pay is settled is no kind of work: the everyday words know 日结 as odd jobs, beside 瓦工 it means no other work.
_SETTLING = re.compile(r"(?:当[天日]|[日周月])结(?:算|清)?")


@dataclass(frozen=True)
class Search:
    """A search as the page shows it again; `link` gives the address of the same search with something changed.

    :param near: the place as typed. :param spot: what it was found to be. :param others: what else it may be.
    :param unknown: what of `near` was not found. :param county: the county that was named before that.
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
    unknown: str = ""
    county: Spot | None = None
    from_phone: bool = False
    area: str = ""

    @cached_property
    def asked(self) -> Asked:
        """What the rooms below are asked."""
        words = " ".join(_SETTLING.sub(" ", self.words).split())
        codes = tuple(hit.code for hit in occupations_said(words, limit=MOST_MEANT)) if words else ()
        around = None
        if self.spot is not None:
            around = Around(self.spot.point, self.km * 1000 or None, self.spot.area_code)
        elif self.county is not None:
            around = Around(self.county.point, COUNTY_KM * 1000, self.county.area_code)
        return Asked(words=words, codes=codes, kind=self.kind, around=around, place_words=self.unknown)

    @property
    def settling(self) -> str:
        """What was said of how pay is settled: it is on no list to choose by, and the page says so."""
        return "、".join(dict.fromkeys(_SETTLING.findall(self.words)))

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
    place = Place((Spot(_("手机现在的位置"), here),)) if here else read_place(near)
    area = typed.get("area", "")
    area = area if area.isascii() and area.isdigit() and len(area) == COUNTY_DIGITS else ""
    spots = sorted(place.spots, key=lambda one: one.area_code != area)
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
        unknown=place.unknown,
        county=place.county,
        from_phone=here is not None,
        area="" if here else area,
    )


@dataclass(frozen=True)
class Elsewhere:
    """Something else to look at, with how much there is.

    :param name: the field of the search that is another there, with its value: what a button of a form says of it
        where the search stands in no address. :param link: the same as an address.
    """

    label: str
    link: str
    count: int
    name: str = ""
    value: str = ""

    @property
    def count_text(self) -> str:
        """The count as it is shown."""
        return f"{MOST_COUNTED - 1}+" if self.count >= MOST_COUNTED else str(self.count)


def elsewhere(search: Search, at: dt.datetime, now: Market) -> list[Elsewhere]:
    """Return what there is in wider circles, without an unknown place and in near occupations, if anything."""
    found = [*_wider(search, at, now), *_elsewhere_than(search, at, now), *_near_work(search, at, now)]
    if search.kind:
        everything = replace(search, kind="")
        count = count_near(everything.asked, at, now)
        found.append(Elsewhere(_("所有用工期限"), search.link(kind=""), count, "kind"))
    if search.words and (search.spot or search.near or search.kind):
        count = count_near(replace(search, words="").asked, at, now)
        found.append(Elsewhere(_("不管什么活"), search.link(words=""), count, "q"))
    return [one for one in found if one.count]


def _elsewhere_than(search: Search, at: dt.datetime, now: Market) -> Iterator[Elsewhere]:
    """Ask the county that was named, and everywhere, in place of a place that was not found."""
    if not search.unknown:
        return
    anywhere = replace(search, near="", area="", unknown="", county=None, page=1)
    if search.county is not None:
        named = search.county
        inside = replace(anywhere, near=named.name, area=named.area_code, spot=named, km=COUNTY_KM)
        yield Elsewhere(named.name, inside.link(), count_near(inside.asked, at, now))
    yield Elsewhere(_("不限地点"), anywhere.link(), count_near(anywhere.asked, at, now))


def _wider(search: Search, at: dt.datetime, now: Market) -> list[Elsewhere]:
    """Ask the next circles until two of them have something."""
    if search.spot is None or search.km == 0:
        return []
    found: list[Elsewhere] = []
    for km in [*(each for each in CIRCLES_KM if each > search.km), 0]:
        count = count_near(replace(search, km=km).asked, at, now)
        label = _("放宽到 %(km)s 公里") % {"km": km} if km else _("不限远近")
        if count and (not found or count > found[-1].count):
            found.append(Elsewhere(label, search.link(km=km), count, "km", str(km)))
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
    return [Elsewhere(one.words, one.link(), count_near(one.asked, at, now), "q", one.words) for one in named]
