"""Who is told when something happens below: handlers of the rooms' news, and the daily look at pay days.

Handlers run in the transaction of what happened: either both are written or neither.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from yizhan.employers.enums import MeasureKind
from yizhan.employers.events import EmployerFree, EmployerRechecked, EmployerSuspended, EmployerToRecheck
from yizhan.employers.queries import email_of, newest_measure, reach_of_papers
from yizhan.gigs.enums import EndReason
from yizhan.gigs.queries import order_for_notice, said_paid_on, unpaid_with_pay_day
from yizhan.notices import texts
from yizhan.postings.enums import AGAINST
from yizhan.postings.queries import decisions_against, last_decisions, sent_in_by_an_agent
from yizhan.referrals.queries import awaited_since, report_at, undone_receipts
from yizhan.shared.appeals.enums import AppealState
from yizhan.shared.audit.enums import AuditKind
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.display import day_text, when_text
from yizhan.shared.notifications.operations import call_off, notify
from yizhan.shared.notifications.recipients import Recipient, to_phone
from yizhan.shared.notifications.texts import MOST_SIGNS, MessageText

if TYPE_CHECKING:
    from yizhan.accounts.models import Office, User
    from yizhan.employers.events import PapersAnswered
    from yizhan.gigs.events import OrderAgreed, OrderChanged, OrderEnded, PaymentConfirmed, PayOverdue, PaySaid
    from yizhan.gigs.models import Agreement, Order
    from yizhan.postings.events import PostingDecided
    from yizhan.postings.models import Shift
    from yizhan.referrals.events import LetterIssued, ReceiptRecorded, ReceiptUndone, ReferralClosed
    from yizhan.referrals.models import Referral
    from yizhan.shared.appeals.events import AppealAnswered
    from yizhan.shared.models import Message

log = structlog.get_logger("yizhan.notices")

#: Whoever ended it knows; these are ends that the worker does not know of.
UNKNOWN_TO_THE_WORKER = frozenset({EndReason.EMPLOYER_CANCELLED, EndReason.DAY_CANCELLED})
#: What changes a day that has begun, or tomorrow's, cannot wait for the end of the quiet hours.
SOON = dt.timedelta(hours=18)
#: The employer is asked for the receipt in the morning after the first day.
ASKED_AT = dt.time(9, 0)
RECEIPT_USEFUL = dt.timedelta(days=5)
#: A receipt that is taken back is mostly entered rightly at once: then nobody outside needs to be told.
CORRECTED_WITHIN = dt.timedelta(minutes=15)
#: As long as somebody may still want to fetch the answer.
APPEAL_USEFUL = dt.timedelta(days=30)
#: By then a day's job is over, and who hands in by themselves has looked.
DECISION_USEFUL = dt.timedelta(days=2)
#: A pay day is looked at for so many days, so that a worker that stood still for a weekend misses none.
PAY_DAYS_BACK = 3


def _say(
    text: MessageText, key: str, office: Office, recipient: Recipient, at: dt.datetime, words: dict[str, str],
    **more: Any,
) -> list[Message]:  # fmt: skip
    return notify(
        event=text.key, event_key=key, office=office, recipient=recipient, purpose=text.purpose, text=text.key,
        parameters=words, at=at, **more,
    )  # fmt: skip


def _when(moment: dt.datetime) -> str:
    with translation.override("zh-hans"):  # words that leave the station
        return f"{day_text(timezone.localdate(moment), 'short')} {when_text(moment, 'clock')}"


def tell_of_letter(event: LetterIssued) -> None:
    """Tell the person where and when, and, when the day is over, ask the employer what came of it."""
    referral, terms, shift = event.referral, event.referral.terms, event.referral.shift
    there_at = report_at(shift.starts_at, shift.ends_at, event.at)
    when = _when(there_at)
    words = {"number": referral.number, "when": when, "where": terms.place_name, "work": terms.title}
    person = Recipient(person_id=referral.person_id)
    until = max(there_at, event.at + dt.timedelta(hours=1))
    _say(texts.LETTER, str(referral.public_id), referral.office, person, event.at, words, useful_until=until)
    employer = referral.posting.employer
    morning = _morning_after(shift, event.at)
    due_at = timezone.make_aware(dt.datetime.combine(morning, ASKED_AT))
    _say(
        texts.RECEIPT, _receipt_key(shift, morning), referral.office,
        to_phone(terms.contact_phone or employer.phone, name=employer.name, email=email_of(employer)), event.at,
        {"when": when, "work": terms.title, "answer": _where_to_answer(referral.office)},
        not_before=due_at, useful_until=max(due_at, event.at) + RECEIPT_USEFUL,
    )  # fmt: skip


def _where_to_answer(office: Office) -> str:
    """Return a telephone, else our address as far as a carrier's template takes it whole, else who asks."""
    address = settings.YIZHAN_PUBLIC_URL
    return office.phone or (address if len(address) <= MOST_SIGNS else "") or _telephone(office)


def _telephone(office: Office) -> str:
    """Return its telephone; of one that has none its name, so that no sentence ends on nothing."""
    return office.phone or office.name


def _morning_after(shift: Shift, issued_at: dt.datetime) -> dt.date:
    """Return the day after the first day of whoever was sent at `issued_at`."""
    return timezone.localdate(report_at(shift.starts_at, shift.ends_at, issued_at)) + dt.timedelta(days=1)


def _receipt_key(shift: Shift, morning: dt.date) -> str:
    """Return what an employer is asked once: about all who began on the same day of a shift."""
    return f"{shift.public_id}/{morning}"


def forget_receipt(event: ReceiptRecorded | ReferralClosed) -> None:
    """Send no letter that is over, and ask the employer nothing more when the last receipt of a day is there."""
    referral, shift = event.referral, event.referral.shift
    call_off(event=texts.LETTER.key, event_key=str(referral.public_id), at=event.at)
    if referral.issued_at is None:
        return
    morning = _morning_after(shift, referral.issued_at)
    if morning not in {_morning_after(shift, issued_at) for issued_at in awaited_since(shift.pk)}:
        call_off(event=texts.RECEIPT.key, event_key=_receipt_key(shift, morning), at=event.at)


def tell_of_receipt_undone(event: ReceiptUndone) -> None:
    """Tell the person that what was entered about their letter was a mistake; once for each time."""
    referral = event.referral
    with translation.override("zh-hans"):  # words that leave the station
        result = str(event.result.label)
    words = {"number": referral.number, "result": result, "phone": _telephone(referral.office)}
    _say(
        texts.RECEIPT_UNDONE, _undone_key(referral, event.step_id), referral.office,
        Recipient(person_id=referral.person_id), event.at, words, not_before=event.at + CORRECTED_WITHIN,
    )  # fmt: skip


def forget_receipt_undone(event: ReceiptRecorded | ReferralClosed) -> None:
    """Say nothing outside of a mistake that was put right, or of a letter that is over, before anybody heard of it."""
    for step_id in undone_receipts(event.referral.pk):
        call_off(event=texts.RECEIPT_UNDONE.key, event_key=_undone_key(event.referral, step_id), at=event.at)


def _undone_key(referral: Referral, step_id: int) -> str:
    return f"{referral.public_id}/{step_id}"


def _order_words(order: Order, agreement: Agreement) -> dict[str, str]:
    terms = agreement.terms
    return {
        "when": _when(order.shift.starts_at),
        "where": agreement.meeting_point or terms.place_name,
        "work": terms.title,
        "phone": _telephone(order.sent_by),
    }


def _tell_worker(
    text: MessageText, key: str, order: Order, agreement: Agreement, at: dt.datetime, *, urgent: bool = False
) -> None:
    starts_at = order.shift.starts_at
    _say(
        text, key, order.sent_by, Recipient(person_id=order.person_id), at, _order_words(order, agreement),
        urgent=urgent and starts_at - at < SOON, useful_until=max(starts_at, at + dt.timedelta(hours=1)),
    )  # fmt: skip


def _agreement_key(order: Order, number: int) -> str:
    return f"{order.public_id}/{number}"


def _take_back(order: Order, agreement: Agreement, at: dt.datetime) -> None:
    """Take back what was to be said about this and earlier agreements and is overtaken now."""
    for number in range(1, agreement.number + 1):
        for text in (texts.AGREED, texts.CHANGED):
            call_off(event=text.key, event_key=_agreement_key(order, number), at=at)


def tell_of_agreement(event: OrderAgreed) -> None:
    """Tell the worker what both sides have agreed to."""
    _take_back(event.order, event.agreement, event.at)
    key = _agreement_key(event.order, event.agreement.number)
    _tell_worker(texts.AGREED, key, event.order, event.agreement, event.at)


def tell_of_change(event: OrderChanged) -> None:
    """Tell the worker that the terms are others than before."""
    _take_back(event.order, event.agreement, event.at)
    key = _agreement_key(event.order, event.agreement.number)
    _tell_worker(texts.CHANGED, key, event.order, event.agreement, event.at, urgent=True)


def tell_of_end(event: OrderEnded) -> None:
    """Tell the worker not to come, unless they said so themselves or know it already."""
    order, agreement = order_for_notice(event.order.pk)
    _take_back(order, agreement, event.at)
    if event.order.end_reason in UNKNOWN_TO_THE_WORKER:
        _tell_worker(texts.CANCELLED, str(order.public_id), order, agreement, event.at, urgent=True)


def tell_of_asking(event: PayOverdue) -> None:
    """Tell the worker that the employer was asked about their pay; once a pay day."""
    order, _agreement = order_for_notice(event.order_id)
    words = {"pay_day": day_text(event.pay_on), "phone": _telephone(order.sent_by)}
    key = f"{event.order_public_id}/{event.pay_on}"
    _say(texts.PAY_ASKED, key, order.sent_by, Recipient(person_id=order.person_id), event.at, words)


def tell_of_said_pay(event: PaySaid) -> None:
    """Tell the worker that the employer says it has paid, so that they confirm it or say no; once a day that is named.

    What was to be said about another day is overtaken.
    """
    forget_said_pay(event, but=event.paid_on)
    order, _agreement = order_for_notice(event.order_id)
    words = {
        "day": day_text(timezone.localdate(order.shift.starts_at)),
        "paid_on": day_text(event.paid_on),
        "phone": _telephone(order.sent_by),
    }
    key = f"{event.order_public_id}/{event.paid_on}"
    _say(texts.PAY_SAID, key, order.sent_by, Recipient(person_id=order.person_id), event.at, words)


def forget_said_pay(event: PaySaid | PaymentConfirmed, *, but: dt.date | None = None) -> None:
    """Ask nobody any more about pay that is confirmed by now, or said to have come on another day."""
    for paid_on in said_paid_on(event.order_id):
        if paid_on != but:
            call_off(event=texts.PAY_SAID.key, event_key=f"{event.order_public_id}/{paid_on}", at=event.at)


def tell_of_pay_days(*, today: dt.date, at: dt.datetime) -> int:
    """Tell workers whose pay day has passed without a confirmed payment (CR-061); return how many are new.

    Each by itself: an order that cannot be read keeps no other worker from being told.
    """
    due = unpaid_with_pay_day(today - dt.timedelta(days=PAY_DAYS_BACK), today)
    told = 0
    for pk in list(due.values_list("pk", flat=True)):
        try:
            told += _tell_of_pay_day(due.get(pk=pk), at)
        except Exception:
            log.exception("notices.pay_day_stuck", order=pk)
    return told


@transaction.atomic
def _tell_of_pay_day(order: Order, at: dt.datetime) -> bool:
    words = {
        "day": day_text(timezone.localdate(order.shift.starts_at)),
        "pay_day": day_text(order.pay_on),
        "phone": _telephone(order.sent_by),
    }
    key = f"{order.public_id}/{order.pay_on}"
    return bool(_say(texts.PAY_DAY, key, order.sent_by, Recipient(person_id=order.person_id), at, words))


def tell_of_answer(event: AppealAnswered) -> None:
    """Tell the employer that their appeal is answered; what the answer is, stands on paper and at the counter."""
    appeal: Any = event.appeal
    # Two rooms have appeals: about a measure against an employer, and about a decision on a posting.
    decided = getattr(appeal, "measure", None) or appeal.decision.posting
    employer = decided.employer
    with translation.override("zh-hans"):
        outcome = str(AppealState(appeal.state).label)
    words = {
        "day": day_text(timezone.localdate(appeal.lodged_at)),
        "outcome": outcome,
        "phone": _telephone(employer.office),
    }
    to = to_phone(employer.phone, name=employer.name, email=email_of(employer))
    until = event.at + APPEAL_USEFUL
    _say(texts.APPEAL, str(appeal.public_id), employer.office, to, event.at, words, useful_until=until)


def tell_of_measure(event: EmployerSuspended | EmployerToRecheck) -> None:
    """Tell an employer what the rules did, why, and that they may appeal; the notice is handed over beside it."""
    measure = newest_measure(event.employer_id, _measure_of(event))
    employer = measure.employer
    with translation.override("zh-hans"):
        facts = {"what": str(measure.get_kind_display()), "fact": str(measure.fact.get_kind_display())}
    words = facts | {"day": day_text(timezone.localdate(measure.started_at)), "phone": _telephone(employer.office)}
    to = to_phone(employer.phone, name=employer.name, email=email_of(employer))
    until = event.at + APPEAL_USEFUL
    _say(texts.MEASURE, str(measure.public_id), employer.office, to, event.at, words, useful_until=until)


def forget_measure(event: EmployerFree | EmployerRechecked) -> None:
    """Tell nobody any more of a measure that is over."""
    measure = newest_measure(event.employer_id, _measure_of(event))
    call_off(event=texts.MEASURE.key, event_key=str(measure.public_id), at=event.at)


def _measure_of(event: EmployerSuspended | EmployerToRecheck | EmployerFree | EmployerRechecked) -> MeasureKind:
    suspension = isinstance(event, EmployerSuspended | EmployerFree)
    return MeasureKind.SUSPENDED if suspension else MeasureKind.RECHECK


def tell_of_decision(event: PostingDecided) -> None:
    """Tell an employer who hands in by themselves that a posting came back; the counter sees its own.

    What was decided earlier about it is told nobody any more.
    """
    back = event.outcome in AGAINST
    against = decisions_against(event.posting_id)
    for earlier in against[:-1] if back else against:
        call_off(event=texts.SENT_BACK.key, event_key=str(earlier), at=event.at)
    if not back:
        return
    posting = sent_in_by_an_agent(event.posting_id)
    if posting is None or posting.terms is None:
        return
    employer, decision = posting.employer, last_decisions([posting.pk])[posting.pk]
    with translation.override("zh-hans"):
        why = str(decision.get_reason_display())
    words = {"work": posting.terms.title, "number": posting.number, "why": why, "phone": _telephone(posting.office)}
    to = to_phone(employer.phone, name=employer.name, email=email_of(employer))
    until = event.at + DECISION_USEFUL
    _say(texts.SENT_BACK, str(decision.public_id), posting.office, to, event.at, words, useful_until=until)


#: By what a `PaperState` is said.
_PAPERS = {"accepted": texts.PAPERS_GOOD, "sent_back": texts.PAPERS_BACK, "refused": texts.PAPERS_REFUSED}


def tell_of_papers(event: PapersAnswered) -> None:
    """Tell an employer, or who wants to be one, what the station made of what they sent. No name stands in it."""
    asked = reach_of_papers(employer_id=event.employer_id, sign_up_id=event.sign_up_id)
    words = {"what": event.reason, "phone": _telephone(asked.office)}
    to = to_phone(asked.phone, name=asked.name, email=asked.email)
    until = event.at + APPEAL_USEFUL
    _say(_PAPERS[event.answer], event.key, asked.office, to, event.at, words, useful_until=until)


@transaction.atomic
def reveal_recipient(*, message: Message, reason: str, by: User, at: dt.datetime) -> str:
    """Return the whole telephone of a message for one view. The line in the log is the price."""
    write_audit(
        action="message.revealed", by=by, at=at, obj=message, person_id=message.person_id, fields=["recipient"],
        reason=reason, kind=AuditKind.REVEAL,
    )  # fmt: skip
    return message.recipient
