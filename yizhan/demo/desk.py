"""The desk's own rhythm: handing over, a rained-off day, and the tiers as they stand on the last morning."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from yizhan.demo.ledger import BATCH, County
from yizhan.demo.scale import moment
from yizhan.people.models import PersonGroup
from yizhan.people.queries import age_on
from yizhan.postings.enums import PostingKind
from yizhan.referrals.operations import hand_over, rain_off, take_over
from yizhan.referrals.queries import open_at_desk
from yizhan.workers.models import JobSeeker, Skill
from yizhan.workers.rules import TierGrounds, service_tier

NOTES = (
    "两家装修店要的人已打过电话，下午等回话。",
    "东工业园服装厂的回执明早派人送来。",
    "大棚采摘那条已与合作社核对，仍要人。",
    "有一位大爷没带手机，明早会再来。",
    "打印机缺纸，已报。",
    "",
)


def hand_over_desk(county: County, day: dt.date) -> None:
    """Two handovers a day; the last one waits for whoever comes this morning."""
    if day >= county.today:
        return
    rng = county.rng
    clerks = [county.users[name] for name in ("clerk", "clerk2", "clerk3")]
    for hours in (12.4, 18.1):
        by, to = rng.sample(clerks, 2)
        at = moment(day, hours)
        handover = hand_over(by=by, to=to, note=rng.choice(NOTES), open_counts=open_at_desk(by, day), at=at)
        if hours < 18 or day < county.today - dt.timedelta(days=1):
            take_over(handover=handover, by=to, at=at + dt.timedelta(minutes=rng.randint(3, 20)))


def rain(county: County, day: dt.date) -> None:
    """Call off one builders' day that lies ahead: it rains."""
    at = moment(day, 18.3)
    for offered in county.offered:
        if offered.posting.kind != PostingKind.GIG or not offered.job.hazards or not offered.is_open:
            continue
        ahead = [shift for shift in offered.shifts if shift.starts_at > at and shift.taken]
        if ahead:
            on = ahead[0].starts_at.astimezone(at.tzinfo).date()
            called = rain_off(posting=offered.posting, day=on, by=county.clerk_of(offered.office_id), at=at)
            for referral in called:
                seeker = county.by_person.get(referral.person_id)
                if seeker is not None:
                    seeker.busy = [time for time in seeker.busy if time[0] != ahead[0].starts_at]
            return


def set_tiers(county: County) -> None:
    """Work every tier out anew, as the daily duty does, and leave it out of the log as that does where none changed."""
    today = county.today
    skilled = set(Skill.objects.order_by("pk").values_list("seeker_id", flat=True))
    groups: dict[int, list[str]] = defaultdict(list)
    for person, group in PersonGroup.objects.filter(until_on=None).order_by("pk").values_list("person_id", "group"):
        groups[person].append(group)
    rows = list(JobSeeker.objects.select_related("person").order_by("pk"))
    for row in rows:
        grounds = TierGrounds(
            age=age_on(row.person, today),
            waiting_days=(today - row.waiting_since_on).days if row.waiting_since_on else 0,
            has_smartphone=row.has_smartphone,
            has_skill=row.pk in skilled,
            groups=groups[row.person_id],
        )
        row.service_tier, row.tier_reviewed_on = service_tier(grounds), today
    JobSeeker.objects.bulk_update(rows, ["service_tier", "tier_reviewed_on"], batch_size=BATCH)
