"""Writes of the room."""

from yizhan.rights.operations.cases import (
    CaseCannotMove,
    CaseKnown,
    Days,
    DaysBackwards,
    Fact,
    NotTheirs,
    assign_case,
    close_case,
    hand_case,
    mend_case,
    note_step,
    open_case,
    reopen_case,
    set_channel,
)
from yizhan.rights.operations.pay import note_employer_asked, note_paid

__all__ = [
    "CaseCannotMove",
    "CaseKnown",
    "Days",
    "DaysBackwards",
    "Fact",
    "NotTheirs",
    "assign_case",
    "close_case",
    "hand_case",
    "mend_case",
    "note_employer_asked",
    "note_paid",
    "note_step",
    "open_case",
    "reopen_case",
    "set_channel",
]
