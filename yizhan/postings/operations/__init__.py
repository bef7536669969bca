"""Writes of the room."""

from yizhan.postings.operations.appeals import decide_appeal, lodge_appeal, withdraw_appeal
from yizhan.postings.operations.conduct import send_back_to_review
from yizhan.postings.operations.drafting import AlreadyImported, draft_posting, revise_posting
from yizhan.postings.operations.freshness import answer_call
from yizhan.postings.operations.pasting import draft_pasted
from yizhan.postings.operations.places import cancel_day, give_back_place, set_headcount, take_place
from yizhan.postings.operations.publishing import (
    confirm_posting,
    pause_posting,
    publish_posting,
    remove_posting,
    resume_posting,
    withdraw_posting,
)
from yizhan.postings.operations.refusals import (
    EmployerNotVerified,
    EmployerNotYours,
    EmployerSuspended,
    HeadcountBelowTaken,
    HeadcountFilled,
    HitsUndecided,
    HouseholdOneDayOnly,
    NoSuchDay,
    NothingToDo,
    NothingToDraft,
    NothingToGiveBack,
    OwnPosting,
    RulesForbid,
    RunOut,
    ShiftHasPeople,
    ShiftIsCancelled,
    StepNotPossible,
    WrongPlaces,
)
from yizhan.postings.operations.review import (
    approve_posting,
    refuse_posting,
    return_posting,
    submit_for_review,
    take_back,
)

__all__ = [
    "AlreadyImported",
    "EmployerNotVerified",
    "EmployerNotYours",
    "EmployerSuspended",
    "HeadcountBelowTaken",
    "HeadcountFilled",
    "HitsUndecided",
    "HouseholdOneDayOnly",
    "NoSuchDay",
    "NothingToDo",
    "NothingToDraft",
    "NothingToGiveBack",
    "OwnPosting",
    "RulesForbid",
    "RunOut",
    "ShiftHasPeople",
    "ShiftIsCancelled",
    "StepNotPossible",
    "WrongPlaces",
    "answer_call",
    "approve_posting",
    "cancel_day",
    "confirm_posting",
    "decide_appeal",
    "draft_pasted",
    "draft_posting",
    "give_back_place",
    "lodge_appeal",
    "pause_posting",
    "publish_posting",
    "refuse_posting",
    "remove_posting",
    "resume_posting",
    "return_posting",
    "revise_posting",
    "send_back_to_review",
    "set_headcount",
    "submit_for_review",
    "take_back",
    "take_place",
    "withdraw_appeal",
    "withdraw_posting",
]
