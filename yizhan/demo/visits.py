"""Who came to the station and why, in bulk, row for row as `workers.operations.record_visit` writes it."""

from __future__ import annotations

import datetime as dt

from yizhan.accounts.models import Office, User
from yizhan.demo.ledger import BATCH, County, Seeker, audit_line, open_share, write_lines
from yizhan.demo.registering import visit_line
from yizhan.demo.scale import moment
from yizhan.people.models import Person
from yizhan.workers.enums import VisitPurpose
from yizhan.workers.models import JobSeeker, Visit, Wish

#: Why people come when they do not register, and the share of them who give their name.
PURPOSES = (
    (VisitPurpose.LOOK, 50, 0.72),
    (VisitPurpose.ASK, 15, 0.12),
    (VisitPurpose.REST, 14, 0.03),
    (VisitPurpose.EMPLOYER, 6, 0.0),
    (VisitPurpose.RECEIPT, 7, 0.6),
    (VisitPurpose.TRAINING, 3, 0.3),
    (VisitPurpose.RIGHTS, 1.5, 0.4),
    (VisitPurpose.OTHER, 3.5, 0.05),
)
#: (hour, weight): the rush before seven, the morning, the quiet noon, the afternoon.
HOURS = (
    (6.0, 16),
    (6.5, 18),
    (7.0, 12),
    (7.5, 8),
    (8.0, 9),
    (9.0, 10),
    (10.0, 8),
    (11.0, 4),
    (12.5, 2),
    (14.0, 6),
    (15.0, 7),
    (16.0, 5),
    (17.0, 3),
)


def hour_of_day(county: County, day: dt.date) -> dt.datetime:
    """Draw a moment at which somebody comes; on the last day before the data ends."""
    rng = county.rng
    hours, weights = zip(*HOURS, strict=True)
    at = moment(day, rng.choices(hours, weights)[0] + rng.random() * 0.9)
    if at >= county.until and day == county.today:
        return moment(day, rng.uniform(6.0, 8.4))
    return at


def note_visits(county: County, day: dt.date, count: int) -> None:
    """Write the day's visits beside the registrations; somebody who looks for work anew renews what they want."""
    if count <= 0 or (day == county.today and not open_share(county.until)):
        return
    drawn = sorted((_draw(county, day) for _one in range(count)), key=lambda visit: visit.at)
    write_visits(drawn, day)
    _renew(county, day, drawn)


def write_visits(visits: list[Visit], day: dt.date) -> None:
    """Write visits of a day, which restart the time after which their people's records are anonymised."""
    Visit.objects.bulk_create(visits, batch_size=BATCH)
    write_lines([visit_line(visit, visit.by) for visit in visits])
    people = {visit.person_id for visit in visits if visit.person_id}
    Person.objects.filter(pk__in=people, last_contact_on__lt=day).update(last_contact_on=day)


def _draw(county: County, day: dt.date) -> Visit:
    rng = county.rng
    at = hour_of_day(county, day)
    office = county.offices["park" if rng.random() < 0.16 else "main"]
    purposes, weights, _shares = zip(*PURPOSES, strict=True)
    purpose = rng.choices(purposes, weights)[0]
    named = next(share for one, _weight, share in PURPOSES if one == purpose)
    seeker = _known(county, office, at) if rng.random() < named else None
    return Visit(
        office=office, at=at, purpose=purpose, person=seeker.person if seeker else None, by=county.clerk_of(office.pk)
    )


def _known(county: County, office: Office, at: dt.datetime) -> Seeker | None:
    """Return somebody on record here who is not away at work."""
    for _try in range(6):
        if not county.seekers:
            return None
        seeker = county.rng.choice(county.seekers)
        if seeker.office_id == office.pk and seeker.registered_at < at and seeker.is_available:
            return seeker
    return None


def _renew(county: County, day: dt.date, visits: list[Visit]) -> None:
    """Let four in ten of those who look for work again renew their wish, as `change_wish` does."""
    lines, wishes, seekers = [], {}, {}
    for visit in visits:
        seeker = county.by_person.get(visit.person_id or 0)
        if seeker is None or visit.purpose != VisitPurpose.LOOK or county.rng.random() > 0.4:
            continue
        length = 7 if seeker.wish.work_modes == ["day"] else 30
        seeker.wish.valid_until_on = day + dt.timedelta(days=length)
        seeker.wish.version += 1
        seeker.row.version += 1
        wishes[seeker.wish.pk], seekers[seeker.row.pk] = seeker.wish, seeker.row
        by: User = visit.by
        lines.append(
            audit_line(
                action="seeker.wish_changed",
                by=by,
                at=visit.at,
                obj=seeker.row,
                person_id=seeker.person.pk,
                fields=["wish"],
            )
        )
    Wish.objects.bulk_update(list(wishes.values()), ["valid_until_on", "version"], batch_size=BATCH)
    JobSeeker.objects.bulk_update(list(seekers.values()), ["version"], batch_size=BATCH)
    write_lines(lines)
