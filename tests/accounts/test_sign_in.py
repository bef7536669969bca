"""Coming in: name and password, the phone's code, the lock, the idle time, the dialog in the page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from tests.conftest import PASSWORD, MakeUser, StrictClient, sign_in
from yizhan.accounts.enums import Role
from yizhan.accounts.models import Office, RecoveryCode, Session, SignInGuard, User
from yizhan.accounts.operations import (
    SignInLocked,
    SignInRefused,
    change_role,
    check_name_and_password,
    confirm_second_factor,
    deactivate_user,
    reset_password,
    sign_out_everywhere,
)
from yizhan.accounts.operations.sign_in import FAILURES_OF_AN_ADDRESS, LOCKED_FOR
from yizhan.accounts.second_factor import code_at, new_secret
from yizhan.shared.audit.enums import AuditKind
from yizhan.shared.models import AuditEntry

SIGN_IN = "/accounts/sign-in/"
CODE = "/accounts/sign-in/code/"
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def clock(now: dt.datetime) -> Iterator[time_machine.Traveller]:
    """The clock stands at `now` until a test moves it."""
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


def give_name_and_password(client: Client, user: User, password: str = PASSWORD, path: str = SIGN_IN):  # type: ignore[no-untyped-def]
    """Send the form."""
    return client.post(path, {"username": user.username, "password": password, "next": "/accounts/me/"})


def bind_phone(user: User, now: dt.datetime) -> tuple[str, list[str]]:
    """Give the user a phone; return its secret and the recovery codes."""
    secret = new_secret()
    return secret, confirm_second_factor(user=user, secret=secret, code=code_at(secret, now), at=now)


def is_in(client: Client) -> bool:
    """Say whether the browser is signed in, past all that is owed."""
    return client.get("/accounts/me/").status_code == 200


def attempts() -> list[tuple[str, str]]:
    """Return the audit lines of attempts: action and reason."""
    lines = AuditEntry.objects.filter(kind=AuditKind.SIGN_IN).order_by("pk")
    return list(lines.values_list("action", "reason"))


def test_without_signing_in_there_is_only_the_sign_in_page(client: Client, db: None) -> None:
    answer = client.get("/accounts/me/")

    assert answer.status_code == 302
    assert answer["Location"] == f"{SIGN_IN}?next=/accounts/me/"


def test_the_right_password_and_code_let_in_and_lead_on(client: Client, clerk: User, now: dt.datetime) -> None:
    secret, _ = bind_phone(clerk, now)

    to_code = give_name_and_password(client, clerk)
    assert to_code["Location"] == CODE
    assert not is_in(client)
    with time_machine.travel(now + MINUTE, tick=False):
        inside = client.post(CODE, {"code": code_at(secret, now + MINUTE)})
        assert inside["Location"] == "/accounts/me/"
        assert is_in(client)
    assert attempts() == [("sign_in.succeeded", "")]


def test_a_wrong_password_lets_nobody_in_and_leaves_a_line_without_the_name(client: Client, clerk: User) -> None:
    answer = client.post(SIGN_IN, {"username": "Geheim-statt-Name", "password": "x"})

    assert answer.status_code == 422
    assert "登录名或密码不对" in answer.content.decode()
    line = AuditEntry.objects.get(action="sign_in.failed")
    assert (line.object_id, line.actor_id, line.reason, line.fields) == (None, None, "password", [])
    assert "Geheim" not in "".join(str(value) for value in AuditEntry.objects.filter(pk=line.pk).values_list()[0])
    assert "Geheim" not in "".join(SignInGuard.objects.values_list("key", flat=True))


def test_an_attempt_on_an_account_stands_in_the_log_of_its_office(client: Client, clerk: User) -> None:
    give_name_and_password(client, clerk, "wrong")

    line = AuditEntry.objects.get(action="sign_in.failed")
    assert (line.object_id, line.office_id) == (clerk.pk, clerk.office_id)


def test_after_five_failures_not_even_the_right_password_is_taken(
    client: Client, clerk: User, now: dt.datetime, settings: Settings
) -> None:
    settings.YIZHAN_DEMO = True
    for _ in range(5):
        assert give_name_and_password(client, clerk, "wrong").status_code == 422

    locked = give_name_and_password(client, clerk)

    assert locked.status_code == 429
    assert "已暂时锁定" in locked.content.decode()
    assert not is_in(client)
    assert attempts()[-1] == ("sign_in.failed", "locked")
    with time_machine.travel(now + LOCKED_FOR, tick=False):
        assert give_name_and_password(client, clerk).status_code == 302
        assert is_in(client)


def test_four_failures_and_a_success_start_the_count_anew(clerk: User, client: Client, settings: Settings) -> None:
    settings.YIZHAN_DEMO = True
    for _ in range(2):
        for _ in range(4):
            give_name_and_password(client, clerk, "wrong")
        assert give_name_and_password(client, clerk).status_code == 302
        client.post("/accounts/sign-out/")


def test_the_right_password_between_wrong_codes_does_not_start_the_count_anew(
    client: Client, clerk: User, now: dt.datetime
) -> None:
    bind_phone(clerk, now)
    for _ in range(5):
        give_name_and_password(client, clerk)
        assert client.post(CODE, {"code": "000000"}).status_code == 422

    assert give_name_and_password(client, clerk).status_code == 429


def test_one_name_is_locked_wherever_the_guesses_come_from(clerk: User, now: dt.datetime) -> None:
    for number in range(5):
        with pytest.raises(SignInRefused):
            check_name_and_password(username="clerk", password="wrong", address=f"10.0.0.{number}", at=now)
    with pytest.raises(SignInLocked):
        check_name_and_password(username="CLERK ", password=PASSWORD, address="10.0.0.99", at=now)


def test_one_address_that_tries_many_names_is_locked(clerk: User, now: dt.datetime) -> None:
    for number in range(FAILURES_OF_AN_ADDRESS):
        with pytest.raises(SignInRefused):
            check_name_and_password(username=f"guess{number}", password="wrong", address="10.0.0.1", at=now)
    with pytest.raises(SignInLocked):
        check_name_and_password(username="clerk", password=PASSWORD, address="10.0.0.1", at=now)

    assert check_name_and_password(username="clerk", password=PASSWORD, address="10.0.0.2", at=now) == clerk


def test_knocking_at_a_locked_door_does_not_keep_it_locked(clerk: User, now: dt.datetime) -> None:
    for _ in range(5):
        with pytest.raises(SignInRefused):
            check_name_and_password(username="clerk", password="wrong", address="10.0.0.1", at=now)
    with pytest.raises(SignInLocked):
        check_name_and_password(username="clerk", password="x", address="10.0.0.1", at=now + LOCKED_FOR - MINUTE)

    assert (
        check_name_and_password(username="clerk", password=PASSWORD, address="10.0.0.1", at=now + LOCKED_FOR) == clerk
    )


def test_a_new_password_from_the_administrator_ends_the_lock(clerk: User, sysadmin: User, now: dt.datetime) -> None:
    for _ in range(5):
        with pytest.raises(SignInRefused):
            check_name_and_password(username="clerk", password="wrong", address="10.0.0.1", at=now)
    temporary = reset_password(user=clerk, by=sysadmin, at=now)
    assert check_name_and_password(username="clerk", password=temporary, address="10.0.0.1", at=now) == clerk


def test_a_code_of_the_phone_is_good_once(client: Client, clerk: User, now: dt.datetime) -> None:
    secret, _ = bind_phone(clerk, now)
    later = now + MINUTE
    with time_machine.travel(later, tick=False):
        give_name_and_password(client, clerk)
        client.post(CODE, {"code": code_at(secret, later)})
        assert is_in(client)
        other = StrictClient()
        give_name_and_password(other, clerk)
        assert other.post(CODE, {"code": code_at(secret, later)}).status_code == 422
        assert not is_in(other)


def test_a_recovery_code_stands_in_for_the_phone_once(client: Client, clerk: User, now: dt.datetime) -> None:
    _, codes = bind_phone(clerk, now)
    give_name_and_password(client, clerk)
    client.post(CODE, {"code": f" {codes[0].lower()} "})
    assert is_in(client)

    other = StrictClient()
    give_name_and_password(other, clerk)
    assert other.post(CODE, {"code": codes[0]}).status_code == 422
    assert RecoveryCode.objects.filter(user=clerk, used_at=None).count() == 9


def test_the_code_must_follow_the_password_within_minutes(client: Client, clerk: User, now: dt.datetime) -> None:
    secret, _ = bind_phone(clerk, now)
    give_name_and_password(client, clerk)
    with time_machine.travel(now + 6 * MINUTE, tick=False):
        answer = client.post(CODE, {"code": code_at(secret, now + 6 * MINUTE)})
        assert answer["Location"] == SIGN_IN
        assert not is_in(client)


def test_staff_without_a_phone_get_no_further_than_binding_one(client: Client, clerk: User, now: dt.datetime) -> None:
    give_name_and_password(client, clerk)

    assert client.get("/accounts/me/")["Location"] == "/accounts/me/second-factor/"
    page = client.get("/accounts/me/second-factor/").content.decode()
    assert "<svg" in page
    secret = page.split("<code>")[1].split("</code>")[0].replace(" ", "")
    assert client.get("/accounts/me/second-factor/").content.decode().count(page.split("<code>")[1][:20]) == 1
    done = client.post("/accounts/me/second-factor/", {"code": code_at(secret, now)})
    assert done.content.decode().count("<li><code>") == 10
    assert is_in(client)


def test_the_secret_waits_encrypted_in_the_session(client: Client, clerk: User) -> None:
    give_name_and_password(client, clerk)
    page = client.get("/accounts/me/second-factor/").content.decode()
    secret = page.split("<code>")[1].split("</code>")[0].replace(" ", "")

    session = Session.objects.get(pk=client.cookies["sessionid"].value)
    assert secret not in str(session.get_decoded())


def test_in_the_demo_the_phone_is_offered_not_demanded(client: Client, clerk: User, settings: Settings) -> None:
    settings.YIZHAN_DEMO = True
    give_name_and_password(client, clerk)
    assert is_in(client)


def test_an_agent_needs_no_phone(client: Client, make_user: MakeUser, station: Office) -> None:
    give_name_and_password(client, make_user(Role.AGENT, station, "agent"))
    assert is_in(client)


def test_an_agent_who_bound_a_phone_needs_it_and_a_county_may_ask_it_of_all(
    client: Client, make_user: MakeUser, station: Office, settings: Settings, now: dt.datetime
) -> None:
    bound, unbound = make_user(Role.AGENT, station), make_user(Role.AGENT, station)
    bind_phone(bound, now)
    assert give_name_and_password(client, bound)["Location"] == CODE
    assert not is_in(client)
    settings.YIZHAN_AGENTS_NEED_PHONE = True
    give_name_and_password(client, unbound)
    assert client.get("/e/")["Location"] == "/accounts/me/second-factor/"


def test_half_an_hour_of_idleness_ends_the_session(client: Client, clerk: User, now: dt.datetime) -> None:
    sign_in(client, clerk)
    for minutes in (20, 40, 60):  # somebody works
        with time_machine.travel(now + minutes * MINUTE, tick=False):
            assert is_in(client)
    with time_machine.travel(now + 91 * MINUTE, tick=False):
        assert client.get("/accounts/me/").status_code == 302


def test_after_twelve_hours_even_a_busy_session_asks_for_the_password_again(
    client: Client, clerk: User, now: dt.datetime
) -> None:
    sign_in(client, clerk, at=now)
    for minutes in range(20, 12 * 60 + 1, 20):
        with time_machine.travel(now + minutes * MINUTE, tick=False):
            assert is_in(client)
    with time_machine.travel(now + (12 * 60 + 1) * MINUTE, tick=False):
        assert client.get("/accounts/me/").status_code == 302


@pytest.mark.parametrize(
    ("address", "field", "others"),
    [
        ("/accounts/me/password/", "present", {"wanted": "Ein-anderes-2026-Wort", "again": "Ein-anderes-2026-Wort"}),
        ("/accounts/me/recovery-codes/", "password", {}),
    ],
)
def test_at_an_open_session_the_password_is_guessed_no_more_often_than_at_the_door(
    address: str, field: str, others: dict[str, str], client: Client, clerk: User, now: dt.datetime
) -> None:
    bind_phone(clerk, now)
    sign_in(client, clerk, at=now)
    for _ in range(5):
        assert client.post(address, {field: "wrong", **others}).status_code == 422
    locked = client.post(address, {field: PASSWORD, **others})
    assert "已暂时锁定" in locked.content.decode()
    assert attempts()[-1] == ("sign_in.failed", "locked")
    with time_machine.travel(now + LOCKED_FOR, tick=False):
        assert client.post(address, {field: PASSWORD, **others}).status_code in (200, 302)


def test_background_polling_is_no_sign_of_life(client: Client, clerk: User, now: dt.datetime) -> None:
    sign_in(client, clerk)
    is_in(client)
    for minutes in (10, 20, 29):
        with time_machine.travel(now + minutes * MINUTE, tick=False):
            assert client.get("/accounts/me/", headers={"X-Poll": "1"}).status_code == 200
    with time_machine.travel(now + 31 * MINUTE, tick=False):
        assert not is_in(client)


@pytest.mark.parametrize("header", [{"HX-Request": "true"}, {"X-Keep": "1"}, {"Accept": "application/json"}])
def test_a_script_that_is_signed_out_hears_401_and_no_redirect(
    client: Client, db: None, header: dict[str, str]
) -> None:
    for answer in (client.get("/accounts/me/", headers=header), client.post("/accounts/sign-out/", headers=header)):
        assert (answer.status_code, answer["X-Sign-In"], answer.content) == (401, "1", b"")


def test_the_dialog_tells_who_came_in_and_with_which_token_to_go_on(clerk: User, now: dt.datetime) -> None:
    client = Client(enforce_csrf_checks=True)
    secret, _ = bind_phone(clerk, now)
    fragment = client.get(f"{SIGN_IN}?dialog=1").content.decode()
    assert "<html" not in fragment
    assert f'action="{SIGN_IN}?dialog=1"' in fragment
    old_token = client.cookies["csrftoken"].value
    facts = {"username": "clerk", "password": PASSWORD, "csrfmiddlewaretoken": old_token}
    to_code = client.post(f"{SIGN_IN}?dialog=1", facts, headers={"X-Keep": "1"})
    assert (to_code.status_code, to_code["X-Location"]) == (204, f"{CODE}?dialog=1")
    with time_machine.travel(now + MINUTE, tick=False):
        done = client.post(
            f"{CODE}?dialog=1", {"code": code_at(secret, now + MINUTE), "csrfmiddlewaretoken": old_token}
        )

        assert (done.status_code, done["X-Signed-In"]) == (204, str(clerk.public_id))
        stale = client.post("/accounts/me/sign-out-everywhere/", {"csrfmiddlewaretoken": old_token})
        assert stale.status_code == 403
        facts = {"csrfmiddlewaretoken": done["X-Csrf-Token"], "password": PASSWORD}
        assert client.post("/accounts/me/sign-out-everywhere/", facts).status_code == 302


def test_a_page_of_one_person_is_not_carried_out_under_another_name(
    client: Client, clerk: User, colleague: User
) -> None:
    sign_in(client, colleague)
    facts, headers = {"password": PASSWORD}, {"X-Page-User": str(clerk.public_id)}
    answer = client.post("/accounts/me/sign-out-everywhere/", facts, headers=headers)

    assert answer.status_code == 409
    assert "现在登录的不是打开这个页面的人" in answer.content.decode()
    colleague.refresh_from_db()
    assert colleague.sessions_from is None


def test_signing_out_everywhere_ends_the_other_sessions_and_keeps_this_one(
    client: Client, clerk: User, now: dt.datetime
) -> None:
    other = StrictClient()
    sign_in(client, clerk)
    sign_in(other, clerk)
    refused = client.post("/accounts/me/sign-out-everywhere/", {"password": "wrong"})
    assert (refused.status_code, is_in(other)) == (422, True)
    client.post("/accounts/me/sign-out-everywhere/", {"password": PASSWORD})

    assert is_in(client)
    assert not is_in(other)


def test_a_right_that_is_taken_away_is_gone_at_once(client: Client, sysadmin: User, now: dt.datetime) -> None:
    sign_in(client, sysadmin)
    assert client.get("/accounts/users/").status_code == 200
    change_role(user=sysadmin, role=Role.CLERK, by=None, at=now)
    assert client.get("/accounts/users/").status_code == 403


def test_an_account_out_of_use_is_out_at_once_and_stays_out(client: Client, clerk: User, now: dt.datetime) -> None:
    sign_in(client, clerk)
    deactivate_user(user=clerk, by=None, at=now)

    assert not is_in(client)
    assert give_name_and_password(client, clerk).status_code == 422


def test_a_session_of_before_the_administrator_ended_them_is_over(
    client: Client, clerk: User, sysadmin: User, now: dt.datetime
) -> None:
    sign_in(client, clerk)
    sign_out_everywhere(user=clerk, by=sysadmin, at=now)
    assert not is_in(client)


def test_an_auditor_reads_and_never_writes(client: Client, auditor: User, county: Office) -> None:
    sign_in(client, auditor)
    for name in ("accounts:office_create", "accounts:user_create"):
        assert client.post(reverse(name), {}).status_code == 403
    assert client.post("/i18n/setlang/", {"language": "en"}).status_code == 302
    assert client.post("/accounts/me/sign-out-everywhere/", {"password": PASSWORD}).status_code == 302
    assert client.post("/accounts/sign-out/").status_code == 302


def test_signing_in_never_leads_to_a_foreign_site(client: Client, clerk: User, settings: Settings) -> None:
    settings.YIZHAN_DEMO = True
    answer = client.post(SIGN_IN, {"username": "clerk", "password": PASSWORD, "next": "https://evil.example/"})
    assert answer["Location"] == "/"


def test_signing_out_leaves_a_line_and_nothing_open(client: Client, clerk: User) -> None:
    sign_in(client, clerk)
    client.post("/accounts/sign-out/")
    assert not is_in(client)
    assert attempts()[-1] == ("sign_in.ended", "")


def test_signing_out_leaves_neither_a_session_nor_its_cookie(client: StrictClient, clerk: User) -> None:
    sign_in(client, clerk)
    answer = client.post("/accounts/sign-out/")
    assert answer.cookies["sessionid"].value == ""
    assert not Session.objects.exists()
