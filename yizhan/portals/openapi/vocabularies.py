"""The closed lists of the API in both languages. Pure."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from django.utils import translation

from yizhan.accounts.enums import OfficeKind
from yizhan.employers.enums import EmployerKind
from yizhan.places.enums import DivisionLevel
from yizhan.portals.openapi.shapes import Term
from yizhan.postings.enums import (
    AgeGround,
    EndReason,
    Hazard,
    Insurance,
    LaborType,
    PayUnit,
    PostingKind,
    Protection,
    PublishState,
    ReturnReason,
    ReviewState,
    SettleKind,
    SexGround,
    SexRequired,
)
from yizhan.vocabularies.queries import all_certificates, all_occupations

CHOICES: dict[str, Any] = {
    "age_ground": AgeGround,
    "division_level": DivisionLevel,
    "employer_kind": EmployerKind,
    "end_reason": EndReason,
    "hazard": Hazard,
    "insurance": Insurance,
    "labor_type": LaborType,
    "office_kind": OfficeKind,
    "pay_unit": PayUnit,
    "posting_kind": PostingKind,
    "protection": Protection,
    "publish_state": PublishState,
    "return_reason": ReturnReason,
    "review_state": ReviewState,
    "settle_kind": SettleKind,
    "sex_ground": SexGround,
    "sex_required": SexRequired,
}


def _occupations() -> tuple[Term, ...]:
    return tuple(Term(one.code, one.name, "") for one in all_occupations())


def _certificates() -> tuple[Term, ...]:
    return tuple(Term(one.code, one.name, "") for one in all_certificates())


CATALOGUES: dict[str, Callable[[], tuple[Term, ...]]] = {
    "certificates": _certificates,
    "occupations": _occupations,
}
NAMES = tuple(sorted([*CHOICES, *CATALOGUES]))


@cache
def terms_of(name: str) -> tuple[Term, ...]:
    """Return the terms of a vocabulary in their own order.

    :raises KeyError: there is none of that name.
    """
    if name in CATALOGUES:
        return CATALOGUES[name]()
    choices = CHOICES[name]
    words: dict[str, list[str]] = {}
    for language in ("zh-hans", "en"):
        with translation.override(language):
            words[language] = [str(one.label) for one in choices]
    return tuple(
        Term(str(one.value), zh, en) for one, zh, en in zip(choices, words["zh-hans"], words["en"], strict=True)
    )
