"""Certificates that a job may require, what each also permits, and the courses that lead to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from yizhan.vocabularies.catalogue.files import read_rows
from yizhan.vocabularies.enums import CertificateKind, SourceMark


@dataclass(frozen=True, slots=True)
class Certificate:
    """One kind of certificate.

    :param bit: its place in a bitset; given once, never reused, so that stored masks keep their meaning.
    :param validity_months: None = without end.
    :param review_months: None = no periodic review.
    :param min_age: years, None = none stated; likewise `max_age`, which is for information and filters nobody.
    :param implies: certificates whose work it also permits (C1 permits what C2 does).
    :param mark: how far the figures have been checked.
    """

    bit: int
    code: str
    name: str
    kind: CertificateKind
    validity_months: int | None
    review_months: int | None
    min_age: int | None
    max_age: int | None
    implies: tuple[str, ...]
    source: str
    mark: SourceMark


@dataclass(frozen=True, slots=True)
class CourseKind:
    """A kind of course and the certificates it prepares for."""

    code: str
    name: str
    certificates: tuple[str, ...]


def _number(text: str) -> int | None:
    return int(text) if text else None


@cache
def certificates_by_code() -> dict[str, Certificate]:
    """Return all certificates by code, in the order of their bits."""
    return {
        row["code"]: Certificate(
            bit=int(row["bit"]),
            code=row["code"],
            name=row["name"],
            kind=CertificateKind(row["kind"]),
            validity_months=_number(row["validity_months"]),
            review_months=_number(row["review_months"]),
            min_age=_number(row["min_age"]),
            max_age=_number(row["max_age"]),
            implies=tuple(row["implies"].split()),
            source=row["source"],
            mark=SourceMark(row["mark"]),
        )
        for row in read_rows("certificates.csv")
    }


@cache
def course_kinds_by_code() -> dict[str, CourseKind]:
    """Return all kinds of courses by code."""
    return {
        row["code"]: CourseKind(row["code"], row["name"], tuple(row["certificates"].split()))
        for row in read_rows("course_kinds.csv")
    }


@cache
def permitted_by(code: str) -> frozenset[str]:
    """Return the certificate itself and everything it implies, step by step to the end.

    :raises KeyError: no such certificate.
    """
    found: set[str] = set()
    open_codes = [code]
    while open_codes:
        now = open_codes.pop()
        if now not in found:
            found.add(now)
            open_codes.extend(certificates_by_code()[now].implies)
    return frozenset(found)


def mask_of(codes: Iterable[str]) -> int:
    """Return the bitset of exactly these certificates.

    :raises KeyError: no such certificate.
    """
    table = certificates_by_code()
    mask = 0
    for code in codes:
        mask |= 1 << table[code].bit
    return mask
