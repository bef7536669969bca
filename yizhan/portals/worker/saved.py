"""Searches that people keep, and the one message a day when something new fits.

Who keeps a search says so by a press; nothing is guessed from what somebody looked at. An SMS goes out only with a
standing consent to offers (个人信息保护法 第13条第1款第1项, 第24条), within quiet hours and the day's cap of
`shared.notifications`; without them it stands in the person's own list. Nobody is called about an offer.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import structlog
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yizhan.channels.nearby import Asked, published_near
from yizhan.channels.queries import offers_of
from yizhan.notices.texts import MATCH
from yizhan.people.operations import lock_present
from yizhan.people.queries import present_people
from yizhan.places.queries import full_name
from yizhan.portals.worker.models import MOST_SEARCHES, SavedSearch
from yizhan.portals.worker.search import Search, read_search
from yizhan.referrals.queries import applications_of
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.db import constraint_speaks
from yizhan.shared.errors import Refused
from yizhan.shared.notifications.operations import notify
from yizhan.shared.notifications.recipients import to_person
from yizhan.shared.notifications.tally import key_of
from yizhan.workers.enums import SeekerStatus
from yizhan.workers.queries import seeker_of

if TYPE_CHECKING:
    from yizhan.people.models import Person

log = structlog.get_logger("yizhan.worker")

#: A season; saving the same again begins anew. What nobody renews is forgotten.
KEPT = dt.timedelta(days=90)
#: People are told by day: what came at night is told in the morning, in one message.
TOLD_FROM, TOLD_UNTIL = dt.time(8, 0), dt.time(20, 0)
#: Where nothing was found: until the next look.
LOOK_AGAIN = dt.timedelta(minutes=30)
#: A transaction may end a little after the moment that it wrote down; what is younger is left for the next look.
SETTLES = dt.timedelta(minutes=2)
#: News of the morning says nothing to anybody at night.
USEFUL = dt.timedelta(hours=12)
#: People looked after in one go, those who wait longest first.
AT_ONCE = 500
#: Titles named in a message; the rest is counted.
TITLES = 2
#: Who is not sent to work is not told of any.
NOT_TOLD = frozenset({SeekerStatus.RESTRICTED, SeekerStatus.LEFT})


class SearchesFull(Refused):
    """The person keeps as many as there is room for."""

    code = "searches_full"
    sentence = gettext_lazy("已经保存了 3 个查找，这个没有保存。请先停掉一个，再保存。")


class NothingLookedFor(Refused):
    """Everything on offer is no search."""

    code = "nothing_looked_for"
    sentence = gettext_lazy("还没有写要找什么活或在哪里，没有保存。请先找一次，再保存。")
    status = 422


# Keeping --------------------------------------------------------------------------------------------------------------


def searches_of(person: Person, at: dt.datetime) -> list[SavedSearch]:
    """Return what a person keeps and is not over, the oldest first; one query."""
    return list(SavedSearch.objects.filter(person=person, until_at__gt=at).order_by("made_at", "pk"))


def search_of(row: SavedSearch) -> Search:
    """Return a kept search as the page reads one: places may have been named since."""
    return read_search(_typed(row), page=1)


def link_of(row: SavedSearch) -> str:
    """Return the query of the search's page."""
    return "?" + urlencode({name: value for name, value in _typed(row).items() if value})


def label_of(row: SavedSearch) -> str:
    """Return a search in a few words."""
    far = _("%(km)s 公里内") % {"km": row.km} if row.km else ""
    where = f"{row.near}（{full_name(row.area)}）" if row.area else row.near
    return " · ".join(part for part in (row.words, where, far, str(row.get_kind_display())) if part)


def _typed(row: SavedSearch) -> dict[str, str]:
    km = "" if row.km is None else str(row.km)
    return {"q": row.words, "near": row.near, "km": km, "kind": row.kind, "area": row.area}


@transaction.atomic
def save_search(*, person: Person, search: Search, at: dt.datetime) -> SavedSearch:
    """Keep a search for ninety days; the same again begins anew.

    :raises NothingLookedFor: it asks for everything. :raises SearchesFull: there are three.
    """
    if search.is_empty or search.from_phone:
        raise NothingLookedFor
    person = lock_present(person)
    SavedSearch.objects.filter(person=person, until_at__lte=at).delete()
    km = search.km if search.spot is not None else None
    area = search.area if search.spot is not None and search.spot.area_code == search.area else ""
    key = key_of(f"{search.words.casefold()}|{search.near.casefold()}|{km}|{search.kind}|{area}")
    kept = SavedSearch.objects.filter(person=person, search_key=key)
    if kept.update(until_at=at + KEPT):
        return kept.get()
    taken = set(SavedSearch.objects.filter(person=person).values_list("slot", flat=True))
    free = [slot for slot in range(1, MOST_SEARCHES + 1) if slot not in taken]
    if not free:
        raise SearchesFull
    with constraint_speaks(SavedSearch, savedsearch_once_a_slot=SearchesFull):
        made = SavedSearch.objects.create(
            person=person, slot=free[0], words=search.words, near=search.near, area=area, km=km, kind=search.kind,
            search_key=key, made_at=at, until_at=at + KEPT, seen_at=at, look_at=at,
        )  # fmt: skip
    write_audit(action="worker.search_saved", by=None, at=at, obj=made, person_id=person.pk, fields=["words", "near"])
    return made


@transaction.atomic
def stop_search(*, person: Person, public_id: uuid.UUID, at: dt.datetime) -> None:
    """Forget a search.

    :raises Http404: there is none, or it is somebody else's.
    """
    row = SavedSearch.objects.filter(person=person, public_id=public_id).first()
    if row is None:
        raise Http404
    write_audit(action="worker.search_stopped", by=None, at=at, obj=row, person_id=person.pk)
    row.delete()


def forget_old_searches(*, at: dt.datetime) -> int:
    """Delete what nobody renewed; return how many."""
    return SavedSearch.objects.filter(until_at__lte=at).delete()[0]


# Telling --------------------------------------------------------------------------------------------------------------


def tell_of_new_work(*, at: dt.datetime) -> int:
    """Look what has come for people who keep a search, by day only; return how many people were told.

    Each by themselves: whoever cannot be looked after keeps nobody else from being told.
    """
    if not TOLD_FROM <= timezone.localtime(at).time() < TOLD_UNTIL:
        return 0
    due = SavedSearch.objects.filter(look_at__lte=at, until_at__gt=at).order_by("look_at", "pk")
    waiting = list(dict.fromkeys(due.values_list("person_id", flat=True)[: AT_ONCE * MOST_SEARCHES]))[:AT_ONCE]
    told = 0
    for person_id in waiting:
        try:
            told += _look_for(person_id, at)
        except Exception:
            log.exception("saved_search.stuck", person=person_id)
            SavedSearch.objects.filter(person_id=person_id).update(look_at=at + LOOK_AGAIN)
    return told


@transaction.atomic
def _look_for(person_id: int, at: dt.datetime) -> bool:
    """Look once for one person: all their searches together make one message."""
    rows = SavedSearch.objects.filter(person_id=person_id, until_at__gt=at)
    until = at - SETTLES
    # Of two workers the second finds nothing due.
    if not list(rows.select_for_update(of=("self",)).filter(look_at__lte=at).order_by("pk")):
        return False
    person = next(iter(present_people([person_id])), None)
    found = _new_for(person, list(rows.order_by("pk")), until, at) if person is not None else []
    told = person is not None and bool(found) and _tell(person, found, at)
    rows.update(look_at=_tomorrow(at) if found else at + LOOK_AGAIN)
    if told or not found:  # what was found after the day's message is told tomorrow
        rows.filter(seen_at__lt=until).update(seen_at=until)
    return told


def _new_for(person: Person, rows: list[SavedSearch], until: dt.datetime, at: dt.datetime) -> list[str]:
    """Return the titles of what is new, each offer once; what the person applied for is not news."""
    seeker = seeker_of(person)
    if seeker is None or seeker.status in NOT_TOLD:
        return []
    oldest = min(row.seen_at for row in rows)
    if not published_near(Asked(), oldest, until, at):  # nothing came at all: most looks end here
        return []
    fits: dict[int, None] = {}
    for row in rows:
        if row.seen_at < until:
            fits |= dict.fromkeys(published_near(search_of(row).asked, row.seen_at, until, at))
    for application in applications_of(person) if fits else ():
        fits.pop(application.posting_id, None)
    return [offer.title for offer in offers_of(fits, at)]


def _tell(person: Person, titles: list[str], at: dt.datetime) -> bool:
    seeker = seeker_of(person)
    if seeker is None:
        return False
    named = list(dict.fromkeys(titles))
    work = "、".join(named[:TITLES]) + ("等" if len(named) > TITLES else "")
    made = notify(
        event=MATCH.key, event_key=str(timezone.localdate(at)), office=seeker.office, recipient=to_person(person),
        purpose=MATCH.purpose, text=MATCH.key, parameters={"count": str(len(titles)), "work": work}, at=at,
        useful_until=at + USEFUL,
    )  # fmt: skip
    return bool(made)


def _tomorrow(at: dt.datetime) -> dt.datetime:
    """Return the moment of tomorrow from which people are told again."""
    day = timezone.localdate(at) + dt.timedelta(days=1)
    return timezone.make_aware(dt.datetime.combine(day, TOLD_FROM))
