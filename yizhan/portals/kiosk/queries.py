"""What is on offer at a station by kind of work, and who calls."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import QuerySet, Value

from yizhan.accounts.queries import can_serve, offices_visible_to, subtree_of
from yizhan.channels.queries import open_ids, open_occupations
from yizhan.portals.kiosk.models import HelpCall, Machine
from yizhan.vocabularies.queries import occupation_name

if TYPE_CHECKING:
    from yizhan.accounts.models import Office, User

#: Tiles that fit on a screen without scrolling; where there are more kinds of work, the last leads to the next ones.
MOST_TILES = 12


@dataclass(frozen=True)
class Tile:
    """A kind of work with how many postings are on offer."""

    code: str
    name: str
    count: int


def tiles(office: Office, at: dt.datetime, *, number: int) -> tuple[list[Tile], int]:
    """Return the kinds of work on offer at an office and below it, the commonest first, and the next page; two queries.

    :param number: which page of them, from 1; there is always something on it.
    :return: the tiles of the page, and the number of the page that the tile after them leads to, 0 for none.
    """
    counted = Counter(open_occupations(subtree_of(office), at))
    common = sorted(counted, key=lambda code: (-counted[code], code))
    every = [Tile(code, name, counted[code]) for code in common if (name := occupation_name(code))]
    if len(every) <= MOST_TILES:
        return every, 0
    size = MOST_TILES - 1
    pages = -(-len(every) // size)
    number = min(number, pages)
    return every[(number - 1) * size : number * size], number % pages + 1


def on_offer(office: Office, at: dt.datetime, *, kind: str, occupation: str) -> list[int]:
    """Return ids of what is on offer, day labour first."""
    return open_ids(subtree_of(office), at, kind=kind, occupation=occupation)


def calls_visible_to(user: User) -> QuerySet[HelpCall]:
    """Return the calls of the offices that the user serves."""
    if not can_serve(user):
        return HelpCall.objects.none()
    return HelpCall.objects.filter(office__in=offices_visible_to(user))


def open_calls_count(user: User) -> int | None:
    """Return at how many offices with a kiosk somebody waits; None where nobody does and the user's own has none.

    One query. Only where it is a number do pages ask for news (`waiting_at`).
    """
    if not can_serve(user):
        return None
    offices = offices_visible_to(user)
    machines = Machine.objects.filter(office__in=offices, ended_at=None).order_by()
    calls = HelpCall.objects.filter(office__in=offices, answered_at=None).order_by()
    rows = machines.values_list("office_id", Value(0)).union(calls.values_list("office_id", Value(1)))
    standing = [(office, bool(waits)) for office, waits in rows]
    waiting = sum(waits for _office, waits in standing)
    return waiting if waiting or (user.office_id, False) in standing else None


def waiting_at(office: Office) -> HelpCall | None:
    """Return the call that waits at an office, or None; one query."""
    return HelpCall.objects.filter(office=office, answered_at=None).first()
