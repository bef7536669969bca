"""Writes of the room, by what they are about; other rooms import from here."""

from __future__ import annotations

from yizhan.referrals.operations.answering import answer_letter
from yizhan.referrals.operations.applying import apply_for, turn_down, withdraw_application
from yizhan.referrals.operations.desk import hand_over, rain_off, set_followup_plan, take_over
from yizhan.referrals.operations.endings import close_with_posting, close_with_shift
from yizhan.referrals.operations.proposing import (
    check_law,
    issue_letter,
    note_employer_answer,
    note_print,
    note_worker_answer,
    propose_referral,
    withdraw_referral,
)
from yizhan.referrals.operations.receipts import SOURCE, record_receipt, undo_last_step
from yizhan.referrals.operations.refusals import (
    AgeUnproven,
    AlreadyApplied,
    AlreadyReferred,
    ApplicationSettled,
    BarredForMinors,
    CannotReopen,
    CertificateMissing,
    ConsentUnasked,
    HandoverTaken,
    NoLongerOffered,
    NotAvailable,
    NothingToUndo,
    NotOnOffer,
    NotRegistered,
    NotYetStarted,
    ReferralCannotMove,
    SiteAgeUnchecked,
    TooFewPlaces,
    UnderAge,
)
from yizhan.referrals.operations.walk_in import refer_now

__all__ = [
    "SOURCE",
    "AgeUnproven",
    "AlreadyApplied",
    "AlreadyReferred",
    "ApplicationSettled",
    "BarredForMinors",
    "CannotReopen",
    "CertificateMissing",
    "ConsentUnasked",
    "HandoverTaken",
    "NoLongerOffered",
    "NotAvailable",
    "NotOnOffer",
    "NotRegistered",
    "NotYetStarted",
    "NothingToUndo",
    "ReferralCannotMove",
    "SiteAgeUnchecked",
    "TooFewPlaces",
    "UnderAge",
    "answer_letter",
    "apply_for",
    "check_law",
    "close_with_posting",
    "close_with_shift",
    "hand_over",
    "issue_letter",
    "note_employer_answer",
    "note_print",
    "note_worker_answer",
    "propose_referral",
    "rain_off",
    "record_receipt",
    "refer_now",
    "set_followup_plan",
    "take_over",
    "turn_down",
    "undo_last_step",
    "withdraw_application",
    "withdraw_referral",
]
