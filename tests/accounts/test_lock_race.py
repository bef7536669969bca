"""Many guesses at the same moment are no way around the limit of five."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from tests.conftest import PASSWORD
from yizhan.accounts.models import User
from yizhan.accounts.operations import SignInLocked, SignInRefused, check_code, check_name_and_password
from yizhan.accounts.operations import confirm_second_factor as bind
from yizhan.accounts.second_factor import code_at, new_secret
from yizhan.shared.audit.sealing import SETTLED_AFTER, seal_all, verify_all
from yizhan.shared.errors import Refused

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 8


def all_at_once(act: object) -> Counter[str]:
    """Run `act` in eight threads that start together; count what came of it."""
    start = Barrier(AT_ONCE)

    def one(number: int) -> str:
        try:
            start.wait(timeout=20)
            act(number)  # type: ignore[operator]
        except Refused as refusal:
            return type(refusal).__name__
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return Counter(pool.map(one, range(AT_ONCE)))


def test_of_eight_guesses_at_once_five_are_tried(clerk: User, now: dt.datetime) -> None:
    came = all_at_once(
        lambda n: check_name_and_password(username="clerk", password=f"guess{n}", address="10.0.0.1", at=now)
    )

    assert came == {SignInRefused.__name__: 5, SignInLocked.__name__: 3}
    with pytest.raises(SignInLocked):
        check_name_and_password(username="clerk", password=PASSWORD, address="10.0.0.1", at=now)


def test_one_code_opens_one_door(clerk: User, now: dt.datetime) -> None:
    secret = new_secret()
    bind(user=clerk, secret=secret, code=code_at(secret, now), at=now)
    later = now + dt.timedelta(minutes=1)
    code = code_at(secret, later)

    came = all_at_once(lambda _n: check_code(user=clerk, code=code, address="10.0.0.1", at=later))

    assert came["done"] == 1


def test_two_sealers_at_once_make_one_chain(clerk: User) -> None:
    at = dt.datetime.now(tz=dt.UTC) + 2 * SETTLED_AFTER
    came = all_at_once(lambda _n: seal_all(at=at))

    assert came == {"done": AT_ONCE}
    report = verify_all()
    assert report.is_whole
    assert report.unsealed == 0
