"""What a form or a sheet says about an employer, cleaned and checked as far as that needs no database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from yizhan.employers.enums import EmployerKind, PermitKind, WageGuarantee
from yizhan.shared.identifiers.id_number import read_id
from yizhan.shared.identifiers.phone import read_phone
from yizhan.shared.identifiers.uscc import read_uscc
from yizhan.shared.text.misread import Misread
from yizhan.shared.text.normalise import clean_line, clean_name

Errors = dict[str, list[str]]


@dataclass(frozen=True)
class EmployerFacts:
    """Who offers work. `uscc` is empty for a household and only for it; the point is in GCJ-02 micro-degrees."""

    kind: EmployerKind
    name: str
    phone: str
    area_code: str
    uscc: str = ""
    person_id_no: str = ""
    industry: str = ""
    legal_rep: str = ""
    address: str = ""
    lat_e6: int | None = None
    lng_e6: int | None = None
    permit_kind: PermitKind = PermitKind.HR
    hr_licence_no: str = ""
    hr_licence_until_on: dt.date | None = None
    wage_guarantee: WageGuarantee = WageGuarantee.NONE

    def __repr__(self) -> str:
        """Keep names and numbers out of logs and tracebacks."""
        return f"EmployerFacts({self.kind})"

    def cleaned(self, *, today: dt.date) -> tuple[EmployerFacts, Errors]:
        """Return the facts in canonical writing, and what is wrong with which field (empty when nothing is).

        :param today: an ID card's birth date cannot lie behind it.
        """
        errors: Errors = {}
        household = self.kind == EmployerKind.HOUSEHOLD
        values: dict[str, str] = {
            "name": clean_name(self.name) if household else clean_line(self.name),
            "phone": self.phone,
            "uscc": "" if household else self.uscc,
            "person_id_no": self.person_id_no if household else "",
        }
        readers: dict[str, Callable[[str], str]] = {"phone": _phone}
        if not household:
            readers["uscc"] = _uscc
        elif self.person_id_no.strip():
            readers["person_id_no"] = partial(_id_number, today=today)
        for field, read in readers.items():
            try:
                values[field] = read(values[field])
            except Misread as error:
                errors.setdefault(field, []).append(str(error))
        return (
            EmployerFacts(
                kind=self.kind,
                area_code=self.area_code.strip(),
                industry=self.industry.strip(),
                legal_rep=clean_name(self.legal_rep),
                address=clean_line(self.address),
                lat_e6=self.lat_e6,
                lng_e6=self.lng_e6,
                permit_kind=self.permit_kind,
                hr_licence_no=clean_line(self.hr_licence_no),
                hr_licence_until_on=self.hr_licence_until_on,
                wage_guarantee=self.wage_guarantee,
                **values,
            ),
            errors,
        )


def _phone(text: str) -> str:
    return read_phone(text).number


def _uscc(text: str) -> str:
    return read_uscc(text).code


def _id_number(text: str, *, today: dt.date) -> str:
    return read_id(text, today=today).number
