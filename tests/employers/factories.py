"""Generated employers: names and numbers are made up, check symbols are right."""

from __future__ import annotations

import datetime as dt
from itertools import count

from yizhan.accounts.models import Office, User
from yizhan.employers.enums import EmployerKind, VerifyBasis
from yizhan.employers.facts import EmployerFacts
from yizhan.employers.models import Employer
from yizhan.employers.operations import register_employer, verify_employer
from yizhan.shared.identifiers import id_number, uscc

_numbers = count(1)


def a_uscc(number: int, first: str = "91") -> str:
    """Return a valid credit code that no register has given out: area 371521, running organisation number."""
    first17 = f"{first}371521MA{number:07d}"
    return first17 + uscc.check_symbol(first17)


def an_id(number: int, birth: str = "19800101", area: str = "371521") -> str:
    """Return a number with a right check symbol; sequence numbers make it artificial."""
    first17 = f"{area}{birth}{number % 1000:03d}"
    return first17 + id_number.check_symbol(first17)


def company_facts(number: int | None = None, **changes: object) -> EmployerFacts:
    """Return what a form says about a made-up company."""
    n = next(_numbers) if number is None else number
    values: dict[str, object] = {
        "kind": EmployerKind.COMPANY,
        "name": f"阳谷测试{n}号建筑有限公司",
        "phone": f"1390000{n % 10000:04d}",
        "area_code": "371521",
        "uscc": a_uscc(n),
        "legal_rep": "测试甲",
        "address": "测试路1号",
    }
    return EmployerFacts(**(values | changes))  # type: ignore[arg-type]


def household_facts(number: int | None = None, **changes: object) -> EmployerFacts:
    """Return what a form says about a made-up household."""
    n = next(_numbers) if number is None else number
    values: dict[str, object] = {
        "kind": EmployerKind.HOUSEHOLD,
        "name": "测试户主",
        "phone": f"1380000{n % 10000:04d}",
        "area_code": "371521",
        "person_id_no": an_id(n),
        "address": "测试村2号",
    }
    return EmployerFacts(**(values | changes))  # type: ignore[arg-type]


def a_company(*, office: Office, by: User, at: dt.datetime, **changes: object) -> Employer:
    """Register a company."""
    return register_employer(facts=company_facts(**changes), office=office, by=by, at=at, not_the_same=True)  # type: ignore[arg-type]


def a_verified_company(*, office: Office, by: User, verifier: User, at: dt.datetime, **changes: object) -> Employer:
    """Register a company and look at its licence."""
    employer = a_company(office=office, by=by, at=at, **changes)
    return verify_employer(employer=employer, basis=VerifyBasis.LICENCE_ORIGINAL, by=verifier, at=at)


def a_household(*, office: Office, by: User, at: dt.datetime, **changes: object) -> Employer:
    """Register a household and verify it at the desk."""
    facts = household_facts(**changes)  # type: ignore[arg-type]
    employer = register_employer(facts=facts, office=office, by=by, at=at, not_the_same=True)
    return verify_employer(employer=employer, basis=VerifyBasis.ID_AND_CALL_BACK, by=by, at=at)
