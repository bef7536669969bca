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
from yizhan.gigs.operations.by_employer import say_hours
from yizhan.gigs.operations.by_worker import (
    confirm_received,
    confirm_terms,
    decline,
    forget_place,
    say_not_paid,
    sign_in_by_code,
    sign_out_by_code,
    state_own_hours,
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
    "confirm_received",
    "confirm_terms",
    "correct_attendance",
    "decide_field",
    "decline",
    "draft_settlement",
    "end_with_hire",
    "enter_roster",
    "forget_place",
    "give_back_unnamed",
    "hear_of_pay",
    "insure_shift",
    "merge_field",
    "name_member",
    "note_call",
    "note_reminder",
    "promise_shift",
    "say_hours",
    "say_not_paid",
    "scan_order",
    "settle_order",
    "sign_in",
    "sign_in_by_code",
    "sign_out",
    "sign_out_by_code",
    "state_hours",
    "state_own_hours",
    "strike_payment",
    "strike_settlement",
    "take_back_sign_in",
    "take_over_hire",
]
