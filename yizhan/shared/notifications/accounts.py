"""An office's accounts with carriers, its quiet hours, and the test message. Keys are written and never read back."""

from __future__ import annotations

import datetime as dt
import json
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yizhan.shared.audit.operations import write_audit
from yizhan.shared.db import check_version, constraint_speaks, lock
from yizhan.shared.errors import Refused
from yizhan.shared.identifiers.phone import read_mobile
from yizhan.shared.notifications.carriers import BY_TEMPLATE, FACTS, SECRETS
from yizhan.shared.notifications.enums import ROBOTS, WAY_OF, Carrier, MessageState, Purpose, Way
from yizhan.shared.notifications.models import Message, MessageCarrier, MessageRules
from yizhan.shared.notifications.quiet import Hours
from yizhan.shared.notifications.sending import Clock, send_one
from yizhan.shared.notifications.tally import key_of, take
from yizhan.shared.notifications.texts import MessageText, all_texts, register_text, text_of

TEST = "test.line"
#: Tests an hour of an office: each costs the price of a message.
MOST_TESTS = 20
#: Ids, keys and tokens stand in headers and paths: nothing that could end either.
_PLAIN = re.compile(r"[A-Za-z0-9_.\-]{1,128}")
_WORDS = re.compile(r"[^\x00-\x1f\x7f]{1,40}")


class AccountTaken(Refused):
    """The office has an active account of this way."""

    code = "account_taken"
    sentence = _("这个单位的这种渠道已有一个在用，没有保存。请先停用原来的，或改原来的。")


class AccountIncomplete(Refused):
    """A fact or key is missing or has signs that none can have."""

    code = "account_incomplete"
    sentence = _("账号的内容不全或有不该有的字符，没有保存。请照服务商后台复制，不要带空格。")
    status = 422


class AccountRetired(Refused):
    """It is out of use."""

    code = "account_retired"
    sentence = _("这个账号已停用，没有改动。要用请新建一个。")


class TooManyTests(Refused):
    """The office has tested enough for an hour."""

    code = "too_many_tests"
    sentence = _("一小时内测试太多次了，这次没有发送。请过一会儿再试。")
    status = 429


@dataclass(frozen=True, repr=False)
class AccountFacts:
    """What an administrator typed.

    :param secrets: an empty one keeps what is stored. :param templates: text key -> the carrier's code, "" for none.
    """

    facts: Mapping[str, str]
    secrets: Mapping[str, str]
    templates: Mapping[str, str]


@transaction.atomic
def open_account(*, office: Any, carrier: Carrier, given: AccountFacts, by: Any, at: dt.datetime) -> MessageCarrier:
    """Set up a carrier for an office and those below it.

    :raises AccountTaken: one is active (the constraint decides). :raises AccountIncomplete: as its sentence says.
    """
    row = MessageCarrier(office=office, carrier=carrier, way=WAY_OF[carrier])
    return _save(row, given, by=by, at=at, action="carrier.opened")


@transaction.atomic
def change_account(
    *, account: MessageCarrier, given: AccountFacts, seen_version: int | None, by: Any, at: dt.datetime
) -> MessageCarrier:
    """Change facts, templates or keys of an active account.

    :raises AccountRetired: :raises AccountIncomplete: as their sentences say.
    :raises ChangedMeanwhile: somebody else saved since the form was opened.
    """
    row = lock(MessageCarrier.objects.all(), pk=account.pk)
    check_version(row, seen_version)
    if not row.is_active:
        raise AccountRetired
    row.version += 1
    return _save(row, given, by=by, at=at, action="carrier.changed")


def _save(row: MessageCarrier, given: AccountFacts, *, by: Any, at: dt.datetime, action: str) -> MessageCarrier:
    carrier = Carrier(row.carrier)
    facts = {name: _checked(name, given.facts.get(name, "")) for name in FACTS[carrier]}
    kept = dict(json.loads(row.secret)) if row.secret else {}
    typed = {name: given.secrets.get(name, "").strip() for name in SECRETS[carrier]}
    secrets = {name: typed[name] or kept.get(name, "") for name in typed}
    optional = {"sign_secret"}
    if any(not _PLAIN.fullmatch(value) for name, value in secrets.items() if value or name not in optional):
        raise AccountIncomplete
    templates = {key: code.strip() for key, code in given.templates.items() if code.strip()}
    if any(not _PLAIN.fullmatch(code) for code in templates.values()):
        raise AccountIncomplete
    row.facts = {**facts, "templates": templates} if carrier in BY_TEMPLATE else dict(facts)
    row.secret = json.dumps({name: value for name, value in secrets.items() if value})
    row.changed_at, row.changed_by = at, by
    row.tested_at, row.test_said = None, ""
    with constraint_speaks(MessageCarrier, messagecarrier_one_active_a_way=AccountTaken):
        row.save()
    fields = [*facts, *(name for name in typed if typed[name]), "templates"]
    write_audit(action=action, by=by, at=at, obj=row, fields=fields, office_id=row.office_id)
    return row


def _checked(name: str, value: str) -> str:
    value = value.strip()
    if not (_WORDS if name == "sign_name" else _PLAIN).fullmatch(value):
        raise AccountIncomplete
    return value


@transaction.atomic
def retire_account(*, account: MessageCarrier, by: Any, at: dt.datetime) -> MessageCarrier:
    """Use an account no more and forget its keys. What waits for it goes to the call list.

    :raises AccountRetired: it is out of use already.
    """
    row = lock(MessageCarrier.objects.all(), pk=account.pk)
    if not row.is_active:
        raise AccountRetired
    row.is_active, row.secret, row.changed_at, row.changed_by = False, "", at, by
    row.version += 1
    row.save()
    write_audit(
        action="carrier.retired", by=by, at=at, obj=row, fields=["is_active", "secret"], office_id=row.office_id
    )
    return row


def send_test(*, account: MessageCarrier, to: str, by: Any, now: Clock) -> MessageCarrier:
    """Send a message through an account at once and keep what the carrier said. Not inside a transaction.

    :param to: telephone, openid or e-mail address; not used for groups.
    :raises PhoneMisread: SMS to what is no mobile. :raises AccountRetired: :raises TooManyTests: see there.
    :raises AccountIncomplete: carriers by template have no template to test with, or there is no address.
    """
    at, way = now(), Way(account.way)
    message = _test_message(account, _address(way, to), by=by, at=at)
    send_one(message_id=message.pk, now=now)
    message.refresh_from_db()
    taken = message.state == MessageState.SENT
    said = "" if taken else message.carrier_said or message.why or "unreachable"
    with transaction.atomic():
        # One try is enough for a test: whoever waits before the page presses the button again.
        Message.objects.filter(pk=message.pk, state=MessageState.WAITING).update(
            state=MessageState.DROPPED, settled_at=now(), content="", why="unreachable"
        )
        MessageCarrier.objects.filter(pk=account.pk).update(tested_at=at, test_said=said)
        write_audit(action="carrier.tested", by=by, at=at, obj=account, reason=said[:40], office_id=account.office_id)
    account.refresh_from_db()
    return account


@transaction.atomic
def _test_message(account: MessageCarrier, to: str, *, by: Any, at: dt.datetime) -> Message:
    row = lock(MessageCarrier.objects.select_related("office"), pk=account.pk)
    if not row.is_active:
        raise AccountRetired
    key = key_of(f"test {row.office_id}")
    if not take(scope="test.office.hour", key=key, at=at, window=dt.timedelta(hours=1), most=MOST_TESTS):
        raise TooManyTests
    text = _test_text(row)
    return Message.objects.create(
        office=row.office,
        event="test",
        event_key=str(uuid.uuid4()),
        recipient_key=f"office:{row.office_id}",
        way=row.way,
        purpose=Purpose.TEST,
        recipient=to,
        text_key=text.key,
        content=json.dumps({field: "123456" if field == "code" else str(_("测试")) for field in text.fields}),
        state=MessageState.WAITING,
        urgent=True,
        made_at=at,
        due_at=at,
        useful_until=at + dt.timedelta(minutes=10),
    )


def _address(way: Way, to: str) -> str:
    if way in ROBOTS:
        return ""
    if way == Way.SMS:
        return read_mobile(to)
    if not (("@" in to) if way == Way.EMAIL else _PLAIN.fullmatch(to)):
        raise AccountIncomplete(_("没有填收测试消息的地址，没有发送。请填写。"))
    return to


def _test_text(account: MessageCarrier) -> MessageText:
    """Choose the text to test with: carriers by template send no free words."""
    if Carrier(account.carrier) not in BY_TEMPLATE:
        return text_of(TEST)
    templates = account.facts.get("templates", {})
    for text in all_texts():
        if templates.get(text.key):
            return text
    raise AccountIncomplete(_("还没有填任何模板编号，没有发送。请先填服务商审核通过的模板编号并保存。"))


@transaction.atomic
def set_rules(*, office: Any, hours: Hours, seen_version: int | None, by: Any, at: dt.datetime) -> MessageRules:
    """Set quiet hours and the day's cap of an office and those below it that have none of their own.

    :raises ChangedMeanwhile: somebody else saved since the form was opened.
    """
    row = MessageRules.objects.select_for_update(of=("self",)).filter(office=office).first()
    if row is not None:
        check_version(row, seen_version)
    row, _made = MessageRules.objects.update_or_create(
        office=office,
        defaults={
            "quiet_from": hours.start,
            "quiet_until": hours.end,
            "daily_most": hours.daily_most,
            "changed_at": at,
            "changed_by": by,
            "version": row.version + 1 if row else 1,
        },
    )
    write_audit(
        action="message_rules.set", by=by, at=at, obj=row, fields=["quiet_from", "quiet_until", "daily_most"],
        office_id=office.pk,
    )  # fmt: skip
    return row


def register_test_text() -> None:
    """Make the text of tests known."""
    register_text(
        MessageText(TEST, Purpose.TEST, _("测试消息"), _("驿站的消息渠道已接通，这是一条测试。"), (), called=False)
    )
