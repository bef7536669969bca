"""A colleague assists: let in by whoever answers for the case, on record, and out again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests.conftest import MakeUser, sign_in
from tests.rights.factories import a_case
from yizhan.accounts.enums import Role
from yizhan.accounts.models import Office, User
from yizhan.accounts.operations import deactivate_user
from yizhan.rights.enums import HandReason, Outcome
from yizhan.rights.models import Case, CaseParty
from yizhan.rights.operations import (
    CannotHelp,
    CaseCannotMove,
    HelpsAlready,
    HelpsNot,
    add_helper,
    assign_case,
    close_case,
    hand_case,
    remove_helper,
)
from yizhan.rights.queries import cases_visible_to, helpers_of
from yizhan.rights.supervision import count_unattended, get_unattended
from yizhan.shared.errors import NotAllowed
from yizhan.shared.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_nine(now: dt.datetime) -> Iterator[None]:
    """The clock of the counter."""
    with time_machine.travel(now, tick=True):
        yield


@pytest.fixture
def third(make_user: MakeUser, station: Office) -> User:
    """Another clerk of the station."""
    return make_user(Role.CLERK, station, "third")


def test_who_assists_reads_the_case_until_they_go(
    client: Client, clerk: User, third: User, head: User, now: dt.datetime
) -> None:
    case = a_case(clerk, now)
    page = reverse("rights:case", args=[case.public_id])
    sign_in(client, third)
    assert client.get(page).status_code == 404
    add_helper(case=case, to=third, by=clerk, at=now)
    assert "干了八天没有给钱" in client.get(page).content.decode()
    assert not cases_visible_to(head).exists()
    sign_in(client, clerk)
    assert f"协办 {third.name}" in client.get(page).content.decode()
    gone = client.post(reverse("rights:helper_remove", args=[case.public_id]), {"to": third.pk, "version": 2})
    assert gone.status_code == 302
    sign_in(client, third)
    assert client.get(page).status_code == 404
    # Dated rows and lines on record stay.
    assert CaseParty.objects.get(user=third).until_at is not None
    actions = AuditEntry.objects.filter(action__startswith="case.helper").order_by("pk")
    assert list(actions.values_list("action", "actor_id", "reason")) == [
        ("case.helper_added", clerk.pk, f"user:{third.pk}"), ("case.helper_removed", clerk.pk, f"user:{third.pk}"),
    ]  # fmt: skip


def test_only_who_answers_for_it_lets_somebody_in(
    clerk: User, third: User, head: User, reviewer: User, stranger: User, now: dt.datetime
) -> None:
    case = a_case(clerk, now)
    for to in (reviewer, stranger):
        with pytest.raises(CannotHelp):
            add_helper(case=case, to=to, by=clerk, at=now)
    add_helper(case=case, to=third, by=clerk, at=now)
    with pytest.raises(HelpsAlready):
        add_helper(case=case, to=third, by=clerk, at=now)
    with pytest.raises(NotAllowed):
        add_helper(case=case, to=head, by=third, at=now)
    with pytest.raises(NotAllowed):
        remove_helper(case=case, who=third, by=head, at=now)
    with pytest.raises(HelpsNot):
        remove_helper(case=case, who=clerk, by=clerk, at=now)
    remove_helper(case=case, who=third, by=third, at=now)
    assert not helpers_of(case).exists()


def test_who_assists_hands_nothing_on(client: Client, clerk: User, third: User, head: User, now: dt.datetime) -> None:
    case = a_case(clerk, now)
    add_helper(case=case, to=third, by=clerk, at=now)
    with pytest.raises(NotAllowed):
        hand_case(case=case, to=third, reason=HandReason.ABSENT, by=third, at=now)
    case.refresh_from_db()
    assert (case.responsible, "移交" in str(CannotHelp.sentence)) == (clerk, False)
    page, form = reverse("rights:case", args=[case.public_id]), reverse("rights:hand", args=[case.public_id])
    for user, is_offered in ((third, False), (clerk, True)):
        sign_in(client, user)
        assert (f'action="{form}"' in client.get(page).content.decode()) is is_offered


def test_a_case_with_helpers_alone_waits_and_a_helper_may_be_given_it(
    clerk: User, third: User, head: User, sysadmin: User, now: dt.datetime
) -> None:
    case = a_case(clerk, now)
    add_helper(case=case, to=third, by=clerk, at=now)
    assert count_unattended(head) == 0
    deactivate_user(user=clerk, by=sysadmin, at=now)
    assert get_unattended(head, case.public_id) == case
    assign_case(case=case, to=third, by=head, at=now)
    assert (count_unattended(head), Case.objects.get().responsible) == (0, third)
    assert CaseParty.objects.filter(case=case, user=third).count() == 1


def test_who_assists_may_take_over_and_the_first_desk_stays(
    clerk: User, third: User, head: User, now: dt.datetime
) -> None:
    case = a_case(clerk, now)
    add_helper(case=case, to=third, by=clerk, at=now)
    add_helper(case=case, to=head, by=clerk, at=now)
    case = hand_case(case=case, to=third, reason=HandReason.ABSENT, by=clerk, at=now)
    assert {row.user for row in helpers_of(case)} == {head}
    assert cases_visible_to(clerk).get() == cases_visible_to(head).get() == case
    close_case(case=case, outcome=Outcome.AGREED, note="", by=third, at=now)
    with pytest.raises(CaseCannotMove):
        remove_helper(case=case, who=head, by=third, at=now)
