"""Who gets what answer from the room's URLs."""

from __future__ import annotations

import uuid
from typing import Any

from tests.access import ROLES, Row, World, expect
from yizhan.accounts.models import Office, User
from yizhan.accounts.operations import confirm_second_factor
from yizhan.accounts.second_factor import code_at, new_secret
from yizhan.shared.audit.sealing import seal_all

EVERYBODY = expect(*ROLES, foreign=None)
EVERYBODY_DOES = expect(*ROLES, status=302, foreign=None)
ADMINISTRATORS = expect("sysadmin", foreign=None)
READERS = expect("auditor", "head", foreign=None)


def an_office(world: World) -> dict[str, Any]:
    """The own station."""
    return {"public_id": world.station.public_id}


def an_account(world: World) -> dict[str, Any]:
    """The clerk's account."""
    return {"public_id": world.clerk.public_id}


def no_sign_in(world: World) -> dict[str, Any]:
    """A sign-in that nobody has."""
    return {"public_id": uuid.UUID(int=0)}


def a_seal(world: World) -> dict[str, Any]:
    """The own station's chain, with one seal in it."""
    confirm_second_factor(
        user=world.clerk, secret=(secret := new_secret()), code=code_at(secret, world.now), at=world.now
    )
    # Rows settle by the database's own clock, which no test travels.
    seal_all(at=world.now.replace(year=world.now.year + 50))
    return {"office_id": world.station.pk}


def a_phone_for_everybody(world: World) -> dict[str, Any]:
    """Everybody has a phone bound."""
    for user in world.users.values():
        secret = new_secret()
        confirm_second_factor(user=user, secret=secret, code=code_at(secret, world.now), at=world.now)
    return {}


def new_office(world: World) -> dict[str, Any]:
    """Facts of another station below the own county."""
    return {"parent": str(world.county.public_id), "kind": "station", "name": "乔润驿站", "area_code": "371521"}


def office_facts(world: World) -> dict[str, Any]:
    """The station as it is, with another telephone."""
    office = Office.objects.get(pk=world.station.pk)
    return {
        "name": office.name,
        "area_code": "371521",
        "phone": "0635-0000000",
        "is_active": "on",
        "version": office.version,
    }


def new_user(world: World) -> dict[str, Any]:
    """Facts of another clerk."""
    return {"username": "newclerk", "name": "测试甲", "role": "clerk", "office": str(world.station.public_id)}


def user_facts(world: World) -> dict[str, Any]:
    """The clerk becomes a reviewer."""
    user = User.objects.get(pk=world.clerk.pk)
    office = str(world.station.public_id)
    return {"name": user.name, "role": "reviewer", "office": office, "version": user.version}


# Nobody but the own county's administrator reaches an account or an office there.
CHANGES = expect("sysadmin", status=302)
OPENS = expect("sysadmin")

ACCESS: dict[str, Row | list[Row]] = {
    "set_language": Row(
        expect(*ROLES, status=302, foreign=None), method="post", data={"language": "en", "next": "/"}, only_reads=True
    ),
    # Whoever is in is sent on; nobody signed in gets the form.
    "accounts:sign_in": [
        Row(expect(*ROLES, status=302, foreign=None, anonymous=200)),
        Row(
            expect(*ROLES, status=422, foreign=None, anonymous=422),
            method="post",
            data={"username": "nobody", "password": "wrong"},
            only_reads=True,
        ),
    ],
    "accounts:sign_in_code": [
        # Nobody is half-way in: begin with name and password.
        Row(EVERYBODY_DOES, to_sign_in=True),
        Row(EVERYBODY_DOES, method="post", data={"code": "000000"}, only_reads=True, to_sign_in=True),
    ],
    "accounts:sign_out": Row(EVERYBODY_DOES, method="post", only_reads=True, to_sign_in=True),
    "accounts:me": Row(EVERYBODY),
    "accounts:password": [
        Row(EVERYBODY),
        Row(
            expect(*ROLES, status=422, foreign=None),
            method="post",
            data={"present": "wrong", "wanted": "Langer-Satz-2026", "again": "Langer-Satz-2026"},
            only_reads=True,
        ),
    ],
    "accounts:second_factor": [
        Row(EVERYBODY),
        Row(
            expect(*ROLES, status=422, foreign=None),
            method="post",
            data={"code": "1", "password": "x"},
            only_reads=True,
        ),
    ],
    "accounts:recovery_codes": [
        Row(EVERYBODY, make=a_phone_for_everybody),
        Row(
            expect(*ROLES, status=422, foreign=None),
            make=a_phone_for_everybody,
            method="post",
            data={"password": "wrong"},
            only_reads=True,
        ),
    ],
    "accounts:sign_out_everywhere": [
        Row(EVERYBODY),
        Row(expect(*ROLES, status=422, foreign=None), method="post", data={"password": "wrong"}, only_reads=True),
    ],
    # A sign-in that is nobody's, or somebody else's, is not there.
    "accounts:end_session": Row(
        expect(*ROLES, status=404, foreign=None), make=no_sign_in, method="post", only_reads=True
    ),
    "accounts:offices": Row(ADMINISTRATORS),
    "accounts:office_create": [
        Row(ADMINISTRATORS),
        # A foreign administrator cannot even name the county as parent.
        Row(expect("sysadmin", status=302, foreign_sysadmin=422), method="post", data=new_office),
    ],
    "accounts:office_change": [
        Row(OPENS, make=an_office),
        Row(CHANGES, make=an_office, method="post", data=office_facts),
    ],
    "accounts:users": [
        Row(ADMINISTRATORS),
        Row(ADMINISTRATORS, method="post", data={"q": "测试"}, only_reads=True),
    ],
    "accounts:user_create": [
        Row(ADMINISTRATORS),
        Row(expect("sysadmin", foreign_sysadmin=422), method="post", data=new_user),
    ],
    "accounts:user": [
        Row(OPENS, make=an_account),
        Row(CHANGES, make=an_account, method="post", data=user_facts),
    ],
    "accounts:user_reset_password": Row(OPENS, make=an_account, method="post"),
    "accounts:user_reset_second_factor": Row(CHANGES, make=an_account, method="post"),
    "accounts:user_deactivate": Row(CHANGES, make=an_account, method="post"),
    "accounts:user_reactivate": Row(CHANGES, make=an_account, method="post"),
    "accounts:user_end_sessions": Row(CHANGES, make=an_account, method="post"),
    "accounts:audit": Row(READERS),
    "accounts:audit_seals": Row(READERS),
    "accounts:audit_seal_print": Row(expect("auditor", "head"), make=a_seal),
    "accounts:audit_seal_check": [
        Row(expect("auditor", "head"), make=a_seal),
        Row(
            expect("auditor", "head"),
            make=a_seal,
            method="post",
            data={"number": 1, "digest": "0" * 32},
            only_reads=True,
        ),
    ],
}
