"""Writes of the room, by what they are about; other rooms import from here."""

from __future__ import annotations

from yizhan.gigs.operations.agreeing import (
    AgreedTerms,
    Policy,
    change_agreement,
    confirm_agreement,
    confirm_for_employer,
    insure_shift,
)
from yizhan.gigs.operations.attending import (
    RosterLine,
    Said,
    correct_attendance,
    enter_roster,
    scan_order,
    sign_in,
    sign_out,
    state_hours,
    take_back_sign_in,
)
from yizhan.gigs.operations.field import FieldNote, decide_field, merge_field
from yizhan.gigs.operations.paying import Payment, confirm_payment, hear_of_pay, note_reminder, strike_payment
from yizhan.gigs.operations.promising import (
    cancel_order,
    cancel_with_shift,
    end_with_hire,
    give_back_unnamed,
    name_member,
    note_call,
    promise_shift,
    take_over_hire,
)
from yizhan.gigs.operations.settling import (
    Deduction,
    Draft,
    Extras,
    draft_settlement,
    settle_order,
    strike_settlement,
)

__all__ = [
    "AgreedTerms",
    "Deduction",
    "Draft",
    "Extras",
    "FieldNote",
    "Payment",
    "Policy",
    "RosterLine",
    "Said",
    "cancel_order",
    "cancel_with_shift",
    "change_agreement",
    "confirm_agreement",
    "confirm_for_employer",
    "confirm_payment",
    "correct_attendance",
    "decide_field",
    "draft_settlement",
    "end_with_hire",
    "enter_roster",
    "give_back_unnamed",
    "hear_of_pay",
    "insure_shift",
    "merge_field",
    "name_member",
    "note_call",
    "note_reminder",
    "promise_shift",
    "scan_order",
    "settle_order",
    "sign_in",
    "sign_out",
    "state_hours",
    "strike_payment",
    "strike_settlement",
    "take_back_sign_in",
    "take_over_hire",
]
