"""Who is proposed for which work, what both sides say, the letters, and when their receipts come back."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field

from django.utils import timezone

from yizhan.accounts.models import User
from yizhan.demo.artificial import seeded_uuid
from yizhan.demo.ledger import BATCH, County, Offered, Seeker, audit_line, take_numbers, write_lines
from yizhan.demo.postings import places_left
from yizhan.demo.receipts import Receipt, enter_many
from yizhan.demo.scale import moment
from yizhan.demo.trades import TRADES
from yizhan.employers.models import AnswerAwaited
from yizhan.postings.enums import PostingKind, PublishState
from yizhan.postings.models import Posting, Shift
from yizhan.referrals.enums import CloseReason, MatchedBy, ReceiptReason, ReceiptResult, ReferralStatus
from yizhan.referrals.models import Referral, ReferralStatusChange

S = ReferralStatus
#: What became of a proposal: the states it went through after "proposed", and how often of a hundred.
PATHS: tuple[tuple[tuple[ReferralStatus, ...], float], ...] = (
    ((S.AGREED, S.LETTER), 58),
    ((S.AGREED, S.ACCEPTED, S.LETTER), 19),
    ((S.UNREACHED, S.AGREED, S.LETTER), 4),
    ((S.DECLINED,), 9),
    ((S.AGREED, S.REJECTED), 4),
    ((S.UNREACHED, S.CLOSED), 4),
    ((S.AGREED, S.DECLINED), 2),
)
#: The audit action of the step into a state.
ACTIONS = {
    S.AGREED: "worker_answered",
    S.DECLINED: "worker_answered",
    S.UNREACHED: "worker_answered",
    S.ACCEPTED: "employer_answered",
    S.REJECTED: "employer_answered",
    S.LETTER: "issued",
    S.CLOSED: "closed",
}
RESULTS = (
    (ReceiptResult.HIRED, 64),
    (ReceiptResult.NOT_HIRED, 11),
    (ReceiptResult.NO_SHOW, 8),
    (ReceiptResult.ALREADY_FILLED, 5),
    (None, 12),
)
REASONS = {
    ReceiptResult.NOT_HIRED: (
        ReceiptReason.SKILL,
        ReceiptReason.PAY,
        ReceiptReason.DISTANCE,
        ReceiptReason.TIME,
        ReceiptReason.NOT_AS_POSTED,
    ),
    ReceiptResult.NO_SHOW: (ReceiptReason.FOUND_OTHER, ReceiptReason.HEALTH, ReceiptReason.TIME),
}
#: Proposals made before this hour have their same-day receipts after it.
NOON = 14.8


@dataclass(order=True)
class Letter:
    """A letter that is out, and when its receipt comes back with which result."""

    at: dt.datetime
    result: ReceiptResult = field(compare=False)
    referral: Referral = field(compare=False)
    seeker: Seeker = field(compare=False)
    offered: Offered = field(compare=False)
    shift: Shift = field(compare=False)


@dataclass
class Story:
    """One proposal from its beginning to the end of the day."""

    referral: Referral
    #: (before, after, moment, by)
    steps: list[tuple[str, ReferralStatus, dt.datetime, User]]
    at_counter: bool


def make_referrals(county: County, day: dt.date, count: int) -> None:
    """Propose people for the work on offer and write their letters."""
    rng = county.rng
    last = 17.6 if day < county.today else 8.2
    times = sorted(moment(day, rng.uniform(6.2, last)) for _one in range(count))
    out = Counter(letter.shift.pk for letter in county.letters)
    stories, found = [], []
    proposed_today: set[int] = set()
    for at in times:
        match = _match(county, at, out, proposed_today)
        if match is None or at >= county.until:
            continue
        seeker, offered, shift = match
        story = _story(county, seeker, offered, shift, at)
        if at.hour + at.minute / 60 > NOON or rng.random() < 0.75:
            proposed_today.add(seeker.person.pk)
        seeker.open_shifts.add(shift.pk)
        out[shift.pk] += story.referral.places
        stories.append(story)
        found.append((seeker, offered, shift))
    write_stories(stories, day)
    for story, (seeker, offered, shift) in zip(stories, found, strict=True):
        _send_out(county, story, seeker, offered, shift)


def _match(
    county: County, at: dt.datetime, out: Counter[int], proposed_today: set[int]
) -> tuple[Seeker, Offered, Shift] | None:
    """Find somebody for a shift that still needs people: same trade, free at that time, allowed to be sent."""
    rng = county.rng
    wanted = [
        (offered, shift, left)
        for offered in county.offered
        if offered.is_open and offered.until > at
        for shift in offered.shifts
        if (left := places_left(offered, shift, at) - out[shift.pk]) > 0
    ]
    for _try in range(8):
        if not wanted:
            return None
        offered, shift, left = rng.choices(wanted, [min(one[2], 6) for one in wanted])[0]
        trade = TRADES[offered.job.trade]
        pool = county.by_trade[(offered.office_id, trade.code)]
        for seeker in rng.sample(pool, min(len(pool), 6)):
            if (
                seeker.may_be_sent
                and seeker.is_available
                and seeker.registered_at < at
                and seeker.person.pk not in proposed_today
                and shift.pk not in seeker.open_shifts
                and (seeker.party <= left or offered.posting.kind != PostingKind.GIG)
                and set(offered.job.certificates) <= set(seeker.certificates)
                and seeker.is_free(shift.starts_at, shift.ends_at)
            ):
                return seeker, offered, shift
    return None


def _story(county: County, seeker: Seeker, offered: Offered, shift: Shift, at: dt.datetime) -> Story:
    rng = county.rng
    by = county.clerk_of(offered.office_id)
    posting = offered.posting
    referral = Referral(
        public_id=seeded_uuid(rng),
        person=seeker.person,
        seeker=seeker.row,
        posting=posting,
        terms=posting.terms,
        shift=shift,
        places=seeker.party if posting.kind == PostingKind.GIG else 1,
        office=by.office,
        matched_by=MatchedBy.MANUAL,
        made_at=at,
        made_by=by,
    )
    path = rng.choices([path for path, _weight in PATHS], [weight for _path, weight in PATHS])[0]
    at_counter = path == (S.AGREED, S.LETTER) and rng.random() < 0.7
    steps: list[tuple[str, ReferralStatus, dt.datetime, User]] = [("", S.PROPOSED, at, by)]
    moment_of_step = at + dt.timedelta(minutes=rng.randint(1, 4))
    for after in path:
        if moment_of_step >= county.until:
            break
        steps.append((steps[-1][1], after, moment_of_step, by))
        if not (at_counter and after == S.AGREED):
            # At the counter agreeing and the letter are one step.
            moment_of_step += dt.timedelta(minutes=rng.randint(1, 9))
    if at_counter and steps[-1][1] == S.AGREED:
        steps.pop()
    return Story(referral, steps, at_counter)


def apply_steps(story: Story) -> None:
    """Put an unsaved referral where its steps led, as the operations would have."""
    referral = story.referral
    referral.version = len(story.steps)
    for _before, after, at, by in story.steps:
        referral.status = after
        if after == S.LETTER:
            referral.issued_at, referral.issued_by = at, by
        if after == S.CLOSED:
            referral.close_reason = CloseReason.WITHDRAWN


def write_stories(stories: list[Story], day: dt.date) -> None:
    """Write proposals with everything that follows until the letter is out."""
    for story, number in zip(stories, take_numbers("T", day, len(stories)), strict=True):
        story.referral.number = number
        apply_steps(story)
        story.referral.prints = 1 if story.referral.issued_at else 0
    Referral.objects.bulk_create([story.referral for story in stories], batch_size=BATCH)
    ReferralStatusChange.objects.bulk_create(
        [
            ReferralStatusChange(
                referral=story.referral,
                before=before,
                after=after,
                at=at,
                by=by,
                office=story.referral.office,
                area_code=story.referral.office.area_code,
            )
            for story in stories
            for before, after, at, by in story.steps
        ],
        batch_size=BATCH,
    )
    AnswerAwaited.objects.bulk_create(_awaited(stories), batch_size=BATCH)
    lines = []
    for story in stories:
        for action, reason, at, by in _acts(story):
            lines.append(
                audit_line(
                    action=f"referral.{action}",
                    by=by,
                    at=at,
                    obj=story.referral,
                    reason=reason,
                    fields=["status"],
                    person_id=story.referral.person_id,
                )
            )
    write_lines(lines)


def _awaited(stories: list[Story]) -> list[AnswerAwaited]:
    """Return that the employers' answers to the letters are waited for, as `employers.operations.await_answer` does."""
    rows = []
    for story in stories:
        days = {after: timezone.localdate(at) for _before, after, at, _by in story.steps}
        if S.LETTER in days:
            rows.append(
                AnswerAwaited(
                    employer_id=story.referral.posting.employer_id,
                    source_public_id=story.referral.public_id,
                    asked_on=days[S.LETTER],
                    dropped_on=days.get(S.CLOSED),
                )
            )
    return rows


def _acts(story: Story) -> list[tuple[str, str, dt.datetime, User]]:
    """Return the operations behind the steps: (action, reason, moment, by)."""
    acts = []
    for _before, after, at, by in story.steps:
        if after == S.PROPOSED:
            acts.append(("proposed", "", at, by))
        elif after == S.AGREED and story.at_counter:
            continue  # part of the letter
        else:
            reason = CloseReason.WITHDRAWN.value if after == S.CLOSED else after.value
            acts.append((ACTIONS[after], "" if after == S.LETTER else reason, at, by))
            if after == S.LETTER:
                acts.append(("printed", "", at, by))
    return acts


def _send_out(county: County, story: Story, seeker: Seeker, offered: Offered, shift: Shift) -> None:
    """Decide when the receipt of a letter comes back, and with what; one in eight never does."""
    if story.referral.status != S.LETTER:
        seeker.open_shifts.discard(shift.pk)
        return
    rng = county.rng
    result = rng.choices([result for result, _weight in RESULTS], [weight for _result, weight in RESULTS])[0]
    if result is None:
        return
    issued = story.steps[-1][2]
    by_phone = result == ReceiptResult.HIRED and rng.random() < 0.65 and issued.hour + issued.minute / 60 < NOON
    if by_phone:
        at = moment(issued.date(), rng.uniform(NOON + 0.1, 17.9))
    else:
        start = max(shift.starts_at.astimezone(issued.tzinfo).date(), issued.date())
        at = moment(start + dt.timedelta(days=rng.choice([1, 1, 1, 2])), rng.uniform(6.4, 8.3))
    county.letters.append(Letter(at, result, story.referral, seeker, offered, shift))


def enter_receipts(county: County, day: dt.date, *, morning: bool) -> None:
    """Enter the receipts that came back: before the counter gets busy, or those by telephone in the afternoon."""
    start, end = (0.0, NOON) if morning else (NOON, 24.0)
    due = sorted(
        letter for letter in county.letters if moment(day, start) <= letter.at < min(moment(day, end), county.until)
    )
    done = {id(letter) for letter in due}
    county.letters = [letter for letter in county.letters if id(letter) not in done]
    receipts = [_receipt(county, letter) for letter in due]
    for letter, (_said, result) in zip(due, enter_many(receipts), strict=True):
        letter.seeker.open_shifts.discard(letter.shift.pk)
        if result == ReceiptResult.HIRED:
            _hired(letter)


def _receipt(county: County, letter: Letter) -> Receipt:
    """Return what the receipt of a letter says. Nobody is hired for hours that they have promised elsewhere."""
    day = letter.at.date()
    start = letter.shift.starts_at.astimezone(letter.at.tzinfo).date()
    result, seeker = letter.result, letter.seeker
    if result == ReceiptResult.HIRED:
        if not seeker.is_free(letter.shift.starts_at, letter.shift.ends_at):
            result = ReceiptResult.ALREADY_FILLED
        elif letter.shift.ends_at is not None:
            # Kept in mind at once: the next receipt may be about the same person.
            seeker.busy.append((letter.shift.starts_at, letter.shift.ends_at))
    return Receipt(
        referral_id=letter.referral.pk,
        result=result,
        by=county.clerk_of(letter.offered.office_id),
        at=letter.at,
        today=day,
        reason=county.rng.choice(REASONS[result]) if result in REASONS else None,
        arrived_on=start if result == ReceiptResult.HIRED and start < day else None,
    )


def _hired(letter: Letter) -> None:
    """Keep in mind what the operation wrote."""
    seeker, shift, posting = letter.seeker, letter.shift, letter.offered.posting
    shift.taken += letter.referral.places
    if posting.kind != PostingKind.GIG:
        seeker.is_available = False
        seeker.away_until = shift.ends_at
        seeker.row.refresh_from_db(fields=["status", "waiting_since_on", "version"])
    if all(one.taken >= one.headcount for one in letter.offered.shifts):
        state = Posting.objects.values_list("publish_state", flat=True).get(pk=posting.pk)
        letter.offered.is_open = state == PublishState.PUBLISHED
