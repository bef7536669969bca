"""Employers by number or credit code, as somebody pastes them into a form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from yizhan.employers.queries import employer_by_code, employers_served_by
from yizhan.shared.identifiers.numbers import parse_number
from yizhan.shared.text.misread import Misread

if TYPE_CHECKING:
    from yizhan.accounts.models import Office
    from yizhan.employers.models import Employer

MOST = 100


def employers_named(text: str, office: Office) -> tuple[list[Employer], list[int]]:
    """Return the employers of an office that a text names line by line, and the lines that name none."""
    served: Any = employers_served_by(office)
    found: dict[int, Employer] = {}
    unknown = []
    for n, line in enumerate(text.splitlines()[:MOST], start=1):
        if not line.strip():
            continue
        try:
            matching = served.filter(number=str(parse_number(line.strip(), prefix="E")))
        except Misread:
            matching = served.filter(pk__in=employer_by_code(line.strip()).values("pk"))
        employer = matching.first()
        if employer is None:
            unknown.append(n)
        else:
            found[employer.pk] = employer
    return list(found.values()), unknown
