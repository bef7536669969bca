"""Searches that people keep, and the one message a day when something new fits.

Who keeps a search says so by a press; nothing is guessed from what somebody looked at. An SMS goes out only with a
standing consent to offers (个人信息保护法 第13条第1款第1项, 第24条), within quiet hours and the day's cap of
`shared.notifications`; without them it stands in the person's own list. Nobody is called about an offer.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import structlog
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yizhan.accounts.queries import active_offices
from yizhan.channels.nearby import Asked, published_near
from yizhan.channels.queries import offers_of
from yizhan.notices.texts import MATCH
from yizhan.people.operations import lock_present
from yizhan.people.queries import present_people
from yizhan.places.queries import full_name
from yizhan.portals.worker.enums import Hours
from yizhan.portals.worker.models import MOST_SEARCHES, SavedSearch, ToldFreeAgain
from yizhan.portals.worker.search import Search, read_search
from yizhan.postings.market import market
from yizhan.postings.times import free_again, suiting
from yizhan.referrals.queries import applications_of, referred_among
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.db import constraint_speaks
from yizhan.shared.display import WEEKDAYS, yuan
from yizhan.shared.errors import Refused
from yizhan.shared.notifications.operations import notify
from yizhan.shared.notifications.recipients import to_person
from yizhan.shared.notifications.tally import key_of
from yizhan.workers.enums import SeekerStatus
from yizhan.workers.queries import seeker_of

if TYPE_CHECKING:
    from yizhan.channels.offers import PublicOffer
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
#: Before anything was published.
LONG_AGO = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
#: How the days of the week are kept, Monday first.
WEEK = "1234567"
#: Parts of the day: a shift of the daytime lies in these and in no other, one of the night in none of these.
PARTS = {Hours.DAY.value: frozenset({0, 1}), Hours.NIGHT.value: frozenset({2, 3})}
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
    pay = _("一天至少 %(yuan)s 元") % {"yuan": yuan(row.least_daily_fen)} if row.least_daily_fen else ""
    days = "、".join(str(WEEKDAYS[WEEK.index(day)]) for day in row.weekdays)
    hours = str(Hours(row.hours).label) if row.hours else ""
    parts = (row.words, where, far, str(row.get_kind_display()), pay, days, hours)
    return " · ".join(part for part in parts if part)


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
def narrow_search(
    *, person: Person, public_id: uuid.UUID, least_daily_fen: int, weekdays: str, hours: str, at: dt.datetime
) -> None:
    """Be told only of what pays so much a day, on such days of the week, by day or by night.

    :param least_daily_fen: 0: any. :param weekdays: signs of `WEEK`, "" for any. :param hours: an `Hours`, or "".
    :raises Http404: there is no such search, or it is somebody else's.
    """
    row = SavedSearch.objects.filter(person=person, public_id=public_id).select_for_update().first()
    if row is None:
        raise Http404
    row.least_daily_fen, row.weekdays, row.hours = least_daily_fen, weekdays, hours
    row.save(update_fields=["least_daily_fen", "weekdays", "hours"])
    write_audit(
        action="worker.search_narrowed",
        by=None,
        at=at,
        obj=row,
        person_id=person.pk,
        fields=["pay", "weekdays", "hours"],
    )


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
    """Delete what nobody renewed, and of what people were told so long ago; return how many searches."""
    ToldFreeAgain.objects.filter(at__lte=at - 2 * KEPT).delete()
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
    if waiting:  # inside the transactions below nothing that is read is kept: each would read the whole market alone
        market(at)
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
    found = _news_for(person, list(rows.order_by("pk")), until, at) if person is not None else News()
    told = person is not None and bool(found) and _tell(person, found, at)
    rows.update(look_at=_tomorrow(at) if found else at + LOOK_AGAIN)
    if told or not found:  # what was found after the day's message is told tomorrow
        rows.filter(seen_at__lt=until).update(seen_at=until)
    return told


@dataclass(frozen=True)
class News:
    """What a person's searches have found since the last look: new offers, and full ones with a place again."""

    new: tuple[PublicOffer, ...] = ()
    free: tuple[PublicOffer, ...] = ()

    def __bool__(self) -> bool:
        """Say whether there is any."""
        return bool(self.new or self.free)


def _news_for(person: Person, rows: list[SavedSearch], until: dt.datetime, at: dt.datetime) -> News:
    """Return what is new, each offer once.

    What the person applied for or was referred to is not news, nor a place told of before.
    """
    seeker = seeker_of(person)
    if seeker is None or seeker.status in NOT_TOLD:
        return News()
    oldest = min(row.seen_at for row in rows)
    freed = dict(free_again(active_offices().order_by().values("pk"), oldest, until))
    if not freed and not published_near(Asked(), oldest, until, at):  # nothing came at all: most looks end here
        return News()
    fits: dict[int, bool] = {}
    for row in rows:
        if row.seen_at < until:
            new, free = _fitting(row, freed, until, at)
            fits |= dict.fromkeys(new, True)
            for posting_id in free:
                fits.setdefault(posting_id, False)
    if fits:
        for posting_id in referred_among(person, fits) | {one.posting_id for one in applications_of(person)}:
            fits.pop(posting_id, None)
    again = [posting_id for posting_id, is_new in fits.items() if not is_new]
    told = ToldFreeAgain.objects.filter(person=person, posting__in=again).values_list("posting_id", flat=True)
    for posting_id in told if again else ():
        fits.pop(posting_id)
    offers = offers_of(fits, at)
    return News(
        tuple(offer for offer in offers if fits[offer.id]), tuple(offer for offer in offers if not fits[offer.id])
    )


def _fitting(
    row: SavedSearch, freed: dict[int, dt.datetime], until: dt.datetime, at: dt.datetime
) -> tuple[list[int], list[int]]:
    """Return what fits one search: what is new since its last look, and what had been full (of the newest 2,000)."""
    asked = search_of(row).asked
    new = published_near(asked, row.seen_at, until, at)
    since = {posting for posting, when in freed.items() if when > row.seen_at}
    free = [posting for posting in published_near(asked, LONG_AGO, until, at) if posting in since] if since else []
    if (new or free) and (row.least_daily_fen or row.weekdays or row.hours):
        days = frozenset(WEEK.index(day) for day in row.weekdays)
        good = suiting(
            {*new, *free}, at, least_daily_fen=row.least_daily_fen, weekdays=days,
            parts=PARTS.get(row.hours, frozenset()),
        )  # fmt: skip
        new, free = [one for one in new if one in good], [one for one in free if one in good]
    return new, free


def _tell(person: Person, news: News, at: dt.datetime) -> bool:
    seeker = seeker_of(person)
    if seeker is None:
        return False
    titles = [offer.title for offer in news.new] + [
        _("%(work)s（又有名额）") % {"work": one.title} for one in news.free
    ]
    named = list(dict.fromkeys(titles))
    work = "、".join(named[:TITLES]) + ("等" if len(named) > TITLES else "")
    made = notify(
        event=MATCH.key, event_key=str(timezone.localdate(at)), office=seeker.office, recipient=to_person(person),
        purpose=MATCH.purpose, text=MATCH.key, parameters={"count": str(len(titles)), "work": work}, at=at,
        useful_until=at + USEFUL,
    )  # fmt: skip
    if not made:
        return False
    ToldFreeAgain.objects.bulk_create(ToldFreeAgain(person=person, posting_id=one.id, at=at) for one in news.free)
    return True


def _tomorrow(at: dt.datetime) -> dt.datetime:
    """Return the moment of tomorrow from which people are told again."""
    day = timezone.localdate(at) + dt.timedelta(days=1)
    return timezone.make_aware(dt.datetime.combine(day, TOLD_FROM))
