"""建立机构和登录账号；没有机构时先建立县和驿站。

Create an account, and the county and station it works for where they do not exist yet. The password is asked for
(or taken from the environment variable YIZHAN_PASSWORD), never given on the command line.
"""

from __future__ import annotations

import argparse
import datetime as dt
import getpass
import os
from typing import TYPE_CHECKING

from yizhan.cli.output import complain, say
from yizhan.cli.setting_up import make_database, make_home, make_keys, set_up_django

if TYPE_CHECKING:
    from yizhan.accounts.enums import OfficeKind
    from yizhan.accounts.models import Office

ROLES = ("clerk", "head", "reviewer", "officer", "auditor", "sysadmin")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what may be said on the command line."""
    parser.add_argument("username", help="登录名 · sign-in name")
    parser.add_argument("--name", required=True, help="姓名 · the person's name")
    parser.add_argument("--role", required=True, choices=ROLES, help="岗位 · role")
    parser.add_argument("--county", required=True, help="县级机构名称 · name of the county's office")
    parser.add_argument("--station", help="驿站名称 · name of the station; without it the account is the county's")
    parser.add_argument("--area", required=True, help="县级行政区划代码 · GB/T 2260 code, such as 371521")


def run(args: argparse.Namespace) -> int:
    """Create what is missing and the account."""
    make_home(demo=False)
    set_up_django()
    make_keys()
    make_database()
    from django.db import transaction
    from django.utils import timezone

    from yizhan.accounts.enums import OfficeKind, Role
    from yizhan.accounts.operations import create_user

    password = os.environ.get("YIZHAN_PASSWORD") or getpass.getpass("密码 password: ")
    if not os.environ.get("YIZHAN_PASSWORD") and password != getpass.getpass("再输一次 again: "):
        complain("两次输入的密码不同，账号没有建立。请再试一次。 The passwords differ; nothing was created.")
        return 1
    at = timezone.now()
    with transaction.atomic():
        office = _office(args.county, OfficeKind.COUNTY, None, args.area, at)
        if args.station:
            office = _office(args.station, OfficeKind.STATION, office, args.area, at)
        user = create_user(
            username=args.username,
            name=args.name,
            role=Role(args.role),
            office=office,
            password=password,
            by=None,
            at=at,
        )
    say(f"已建立 created: {user.username} · {user.get_role_display()} · {office.name}")
    return 0


def _office(name: str, kind: OfficeKind, parent: Office | None, area: str, at: dt.datetime) -> Office:
    """Return the office of that name, made now where it is missing."""
    from yizhan.accounts.operations import create_office
    from yizhan.accounts.queries import find_office

    found = find_office(name=name, kind=kind, parent=parent)
    return found or create_office(name=name, kind=kind, parent=parent, area_code=area, by=None, at=at)
