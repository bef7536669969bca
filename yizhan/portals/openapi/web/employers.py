"""Employers by number or credit code, as somebody pastes them into a form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from yizhan.employers.queries import employer_by_code, employers_served_by
from yizhan.shared.errors import Refused
from yizhan.shared.identifiers.numbers import parse_number
from yizhan.shared.text.misread import Misread

if TYPE_CHECKING:
    from yizhan.accounts.models import Office
    from yizhan.employers.models import Employer

MOST = 100


class TooManyLines(Refused):
    """More employers than one partner may have."""

    code = "employers_too_many"
    sentence = _("一个对接方最多 100 个用工主体，您填的行数超过了，没有保存。请删去多余的行。")


def employers_named(text: str, office: Office) -> tuple[list[Employer], list[int]]:
    """Return the employers of an office that a text names line by line, and the lines that name none.

    :raises TooManyLines: before anything is looked for; a text of which a part was taken would look like a whole one.
    """
    served: Any = employers_served_by(office)
    found: dict[int, Employer] = {}
    unknown = []
    lines = text.splitlines()
    if sum(1 for line in lines if line.strip()) > MOST:
        raise TooManyLines
    for n, line in enumerate(lines, start=1):
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
