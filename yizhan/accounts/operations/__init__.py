"""Writes of the room: offices, accounts, passwords, second factors, attempts to sign in."""

from __future__ import annotations

from yizhan.accounts.operations.offices import OfficeNeighbour, WrongParent, change_office, create_office
from yizhan.accounts.operations.passwords import (
    ActsByKeyOnly,
    WeakPassword,
    WrongPassword,
    change_password,
    reset_password,
)
from yizhan.accounts.operations.second_factors import (
    WrongCode,
    confirm_second_factor,
    renew_recovery_codes,
    reset_second_factor,
)
from yizhan.accounts.operations.sign_in import (
    CodeRefused,
    SignInLocked,
    SignInRefused,
    check_code,
    check_name_and_password,
    confirm_password,
    note_sign_in,
    note_sign_out,
)
from yizhan.accounts.operations.users import (
    NotOneself,
    SessionOver,
    UsernameTaken,
    change_role,
    change_user,
    create_user,
    deactivate_user,
    end_session,
    program_username,
    reactivate_user,
    sign_out_everywhere,
)

__all__ = [
    "ActsByKeyOnly",
    "CodeRefused",
    "NotOneself",
    "OfficeNeighbour",
    "SessionOver",
    "SignInLocked",
    "SignInRefused",
    "UsernameTaken",
    "WeakPassword",
    "WrongCode",
    "WrongParent",
    "WrongPassword",
    "change_office",
    "change_password",
    "change_role",
    "change_user",
    "check_code",
    "check_name_and_password",
    "confirm_password",
    "confirm_second_factor",
    "create_office",
    "create_user",
    "deactivate_user",
    "end_session",
    "note_sign_in",
    "note_sign_out",
    "program_username",
    "reactivate_user",
    "renew_recovery_codes",
    "reset_password",
    "reset_second_factor",
    "sign_out_everywhere",
]
