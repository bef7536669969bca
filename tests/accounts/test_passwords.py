"""Passwords and phones: what is taken, what is refused, what ends with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from tests.conftest import PASSWORD, StrictClient, sign_in
from yizhan.accounts.models import PasswordUsed, RecoveryCode, SecondFactor, User
from yizhan.accounts.operations import (
    WeakPassword,
    WrongCode,
    change_password,
    confirm_second_factor,
    renew_recovery_codes,
    reset_password,
    reset_second_factor,
)
from yizhan.accounts.passwords import REMEMBERED, LengthAndClasses, classes_in
from yizhan.accounts.second_factor import STEP_S, clean_code, code_at, new_secret, step_of_code
from yizhan.shared.models import AuditEntry


@pytest.fixture(autouse=True)
def clock(now: dt.datetime) -> Iterator[None]:
    """The clock stands at `now`."""
    with time_machine.travel(now, tick=False):
        yield



@pytest.mark.parametrize(
    "password", ["abcdefghijkl", "驿站门口有两棵大槐树很好认", "Abcdef12", "abcd12!?", "密码ABcd12"]
)
def test_a_long_password_or_a_mixed_one_is_taken(password: str) -> None:
    LengthAndClasses().validate(password)


@pytest.mark.parametrize("password", ["", "Ab1!", "Abcde1!", "abcdefgh", "abcdef12", "ABCDEFGHIJK", "12345678901"])
def test_a_short_password_of_few_classes_is_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        LengthAndClasses().validate(password)


def test_classes_are_lower_upper_digits_and_the_rest() -> None:
    assert [classes_in(text) for text in ("aa", "aA", "aA1", "aA1!", "中文")] == [1, 2, 3, 4, 1]


def test_production_hashes_with_argon2() -> None:
    from yizhan.config.settings import base

    assert base.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    assert make_password("x", hasher="default") != "x"
    assert settings.AUTH_PASSWORD_VALIDATORS == base.AUTH_PASSWORD_VALIDATORS


def test_none_of_the_last_five_passwords_is_taken_again(clerk: User, now: dt.datetime) -> None:
    passwords = [PASSWORD, *(f"Changjian-{number}-Zhan" for number in range(1, 6))]
    for after in passwords[1:]:
        clerk = change_password(user=clerk, wanted=after, at=now)

    for used in passwords[-REMEMBERED:]:
        with pytest.raises(WeakPassword):
            change_password(user=clerk, wanted=used, at=now)
    change_password(user=clerk, wanted=passwords[0], at=now)
    assert PasswordUsed.objects.filter(user=clerk).count() == REMEMBERED


@pytest.mark.parametrize("wanted", ["password1234", "qwertyuiop12"])
def test_a_password_that_everybody_guesses_is_refused(clerk: User, now: dt.datetime, wanted: str) -> None:
    with pytest.raises(WeakPassword):
        change_password(user=clerk, wanted=wanted, at=now)


@pytest.mark.parametrize(
    "wanted",
    [
        "Yanggu-2026-Hao",  # the county, in pinyin
        "Liaocheng@Shandong9",  # the city and the province above
        "我爱阳谷县城里的大槐树呀",
        "yang gu zong gong hui 1",  # the office, with blanks
        "Y1zhan-2026-Mima",  # the house, in figures for letters
        "ceshi.Clerk.2026!",  # the own name in pinyin
        "Ｃｌｅｒｋ-Ｃｌｅｒｋ-99",  # the sign-in name, full-width
    ],
)
def test_a_password_of_words_of_the_place_is_refused_in_one_sentence(
    clerk: User, now: dt.datetime, wanted: str
) -> None:
    with pytest.raises(WeakPassword) as refused:
        change_password(user=clerk, wanted=wanted, at=now)
    assert str(refused.value) == "密码里不要有本人姓名、登录名、单位名和地名，也不要有它们的拼音。"


@pytest.mark.parametrize("wanted", ["Haihe-pang-2026-Liu", "河边那棵柳树底下凉快得很", "Tianjin-9-Xigua-Tian"])
def test_words_of_another_place_are_taken(clerk: User, now: dt.datetime, wanted: str) -> None:
    assert change_password(user=clerk, wanted=wanted, at=now).pk == clerk.pk


def test_a_wrong_present_password_changes_nothing(client: Client, clerk: User) -> None:
    sign_in(client, clerk)
    facts = {"present": "wrong", "wanted": "Ein-neuer-Satz-26", "again": "Ein-neuer-Satz-26"}
    assert client.post("/accounts/me/password/", facts).status_code == 422
    clerk.refresh_from_db()
    assert check_password(PASSWORD, clerk.password)


def test_changing_the_password_keeps_this_session_and_ends_the_others(client: Client, clerk: User) -> None:
    other = StrictClient()
    sign_in(client, clerk)
    sign_in(other, clerk)
    facts = {"present": PASSWORD, "wanted": "Ein-neuer-Satz-26", "again": "Ein-neuer-Satz-26"}
    answer = client.post("/accounts/me/password/", facts)

    assert answer["Location"] == "/accounts/me/"
    assert client.get("/accounts/me/").status_code == 200
    assert other.get("/accounts/me/").status_code == 302


def test_two_different_new_passwords_are_pointed_out(client: Client, clerk: User) -> None:
    sign_in(client, clerk)
    facts = {"present": PASSWORD, "wanted": "Ein-neuer-Satz-26", "again": "Ein-anderer-Satz"}
    answer = client.post("/accounts/me/password/", facts)
    assert answer.status_code == 422
    assert "两次输入的新密码不一样" in answer.content.decode()


def test_a_password_given_by_the_administrator_must_be_changed_first(
    client: Client, clerk: User, sysadmin: User, now: dt.datetime
) -> None:
    temporary = reset_password(user=clerk, by=sysadmin, at=now)
    clerk.refresh_from_db()
    assert check_password(temporary, clerk.password)
    sign_in(client, clerk)
    session = client.session
    session["signed_in_at"] = now.timestamp()
    session.save()

    assert client.get("/accounts/me/")["Location"] == "/accounts/me/password/"
    facts = {"present": temporary, "wanted": "Ein-neuer-Satz-26", "again": "Ein-neuer-Satz-26"}
    client.post("/accounts/me/password/", facts)
    assert client.get("/accounts/me/").status_code == 200


def test_no_password_stands_in_the_audit_log(clerk: User, sysadmin: User, now: dt.datetime) -> None:
    temporary = reset_password(user=clerk, by=sysadmin, at=now)
    lines = "".join(str(row) for row in AuditEntry.objects.values_list())
    assert temporary not in lines
    assert "user.password_reset" in lines


def test_codes_agree_with_the_published_vector() -> None:
    # RFC 6238, appendix B, SHA-1: secret "12345678901234567890", T = 59 s, the last six digits.
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    at = dt.datetime.fromtimestamp(59, tz=dt.UTC)
    assert code_at(secret, at) == "287082"
    assert step_of_code(secret, "287082", at=at, after_step=0) == 1


def test_a_code_is_taken_a_step_early_or_late_and_no_further(now: dt.datetime) -> None:
    secret = new_secret()
    code = code_at(secret, now)
    for steps, taken in ((-2, False), (-1, True), (0, True), (1, True), (2, False)):
        at = now + dt.timedelta(seconds=steps * STEP_S)
        assert (step_of_code(secret, code, at=at, after_step=0) is not None) is taken
    assert step_of_code(secret, code, at=now, after_step=int(now.timestamp()) // STEP_S) is None
    assert step_of_code(secret, "数字", at=now, after_step=0) is None


def test_full_width_digits_and_blanks_are_read() -> None:
    assert clean_code(" １２３ 456 ") == "123456"


def test_a_wrong_first_code_binds_nothing(clerk: User, now: dt.datetime) -> None:
    with pytest.raises(WrongCode):
        confirm_second_factor(user=clerk, secret=new_secret(), code="000000", at=now)
    assert not SecondFactor.objects.filter(user=clerk).exists()


def test_the_secret_is_encrypted_in_the_table(clerk: User, now: dt.datetime) -> None:
    from django.db import connection

    secret = new_secret()
    confirm_second_factor(user=clerk, secret=secret, code=code_at(secret, now), at=now)
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM accounts_secondfactor")
        assert secret not in cursor.fetchone()[0]
    assert SecondFactor.objects.get().secret == secret


def test_a_new_sheet_of_recovery_codes_voids_the_old_one(clerk: User, now: dt.datetime) -> None:
    first = renew_recovery_codes(user=clerk, at=now)
    second = renew_recovery_codes(user=clerk, at=now)
    assert not set(first) & set(second)
    assert RecoveryCode.objects.filter(user=clerk).count() == 10


def test_changing_the_phone_asks_for_the_password(client: Client, clerk: User, now: dt.datetime) -> None:
    secret = new_secret()
    confirm_second_factor(user=clerk, secret=secret, code=code_at(secret, now), at=now)
    sign_in(client, clerk, at=now)
    page = client.get("/accounts/me/second-factor/").content.decode()
    offered = page.split("<code>")[1].split("</code>")[0].replace(" ", "")
    code = code_at(offered, dt.datetime.now(tz=dt.UTC))
    refused = client.post("/accounts/me/second-factor/", {"code": code, "password": "wrong"})
    assert refused.status_code == 422
    assert SecondFactor.objects.get().secret == secret


def test_resetting_the_second_factor_ends_all_sessions(
    client: Client, clerk: User, sysadmin: User, now: dt.datetime
) -> None:
    secret = new_secret()
    confirm_second_factor(user=clerk, secret=secret, code=code_at(secret, now), at=now)
    sign_in(client, clerk)
    reset_second_factor(user=clerk, by=sysadmin, at=now)

    assert not SecondFactor.objects.filter(user=clerk).exists()
    assert client.get("/accounts/me/").status_code == 302


def test_the_database_holds_one_phone_a_user(clerk: User, now: dt.datetime) -> None:
    SecondFactor.objects.create(user=clerk, secret="A", last_step=0, confirmed_at=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        SecondFactor.objects.create(user=clerk, secret="B", last_step=0, confirmed_at=now)


def test_a_session_with_the_password_alone_never_binds_another_phone(
    client: Client, clerk: User, now: dt.datetime
) -> None:
    page = "/accounts/me/second-factor/"
    client.force_login(clerk)  # somebody who knows the password came in before the phone was bound
    assert client.get(page).status_code == 200
    secret = new_secret()
    confirm_second_factor(user=clerk, secret=secret, code=code_at(secret, now), at=now)
    assert client.get(page).status_code == 302  # binding ended that session

    client.force_login(clerk)
    session = client.session
    session["signed_in_at"] = now.timestamp()  # and one that began at the same moment owes the code, not a phone
    session.save()
    assert client.get(page)["Location"] == "/accounts/sign-in/"
    assert "_auth_user_id" not in client.session
    assert SecondFactor.objects.get().secret == secret
