"""Writes of the room: setting channels up, and the log of what went out and came down."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from yizhan.channels.columns import as_csv, as_xlsx, check_columns, row_of
from yizhan.channels.enums import FILES, ChannelKind, Encoding, Outcome, Way
from yizhan.channels.examples import EXAMPLES
from yizhan.channels.models import MOST_COLUMNS, Channel, Outgoing
from yizhan.channels.offers import PublicOffer
from yizhan.channels.queries import sendable, sent_terms
from yizhan.channels.rules import can_send, can_set_up
from yizhan.postings.rulebook.publication import notice_hits
from yizhan.shared.audit.enums import AuditKind
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.db import check_version, constraint_speaks, lock
from yizhan.shared.errors import NotAllowed, Refused
from yizhan.shared.submissions import remember_submission

if TYPE_CHECKING:
    from yizhan.accounts.models import User

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ChannelNameTaken(Refused):
    """The office has a channel of that name."""

    code = "channel_name_taken"
    sentence = _("本单位已有同名渠道，没有保存。请换一个名称，或修改已有的渠道。")


class ChannelWithoutColumns(Refused):
    """A sheet without a column."""

    code = "channel_without_columns"
    sentence = _("表格渠道至少要有一列，没有保存。请在“列”里选至少一项内容。")
    status = 422


class ChannelRetired(Refused):
    """It is no longer used."""

    code = "channel_retired"
    sentence = _("这个渠道已停用，没有登记。请选别的渠道。")


class NothingChosen(Refused):
    """No posting was chosen."""

    code = "nothing_chosen"
    sentence = _("没有选中招聘，没有导出，也没有登记。请先勾选。")
    status = 422


class NoLongerOffered(Refused):
    """Something chosen is no longer on offer."""

    code = "no_longer_offered"
    sentence = _("选中的招聘里有的已不在招人，没有导出，也没有登记。请刷新页面后再选。")


class PersonInSheet(Refused):
    """A text of a posting still shows a number or an address of a person: nothing of it leaves (CR-083, CR-084)."""

    code = "person_in_sheet"
    sentence = _("有招聘的文字里还有证件号、银行卡号、手机号或住址，没有导出，也没有登记。请先修改那条招聘。")


class NotOutThere(Refused):
    """As far as the log knows it is not out by that channel."""

    code = "not_out_there"
    sentence = _("登记里这条招聘没有在这个渠道发出，或已撤下，没有改动。请刷新页面。")


@dataclass(frozen=True)
class ChannelFacts:
    """What a form says about a channel."""

    name: str
    kind: str
    columns: Sequence[dict[str, str]] = ()
    encoding: str = Encoding.UTF8_BOM
    is_checked: bool = False
    note: str = ""


@dataclass(frozen=True)
class SentFile:
    """A sheet that has been written and logged."""

    data: bytes
    content_type: str
    name: str
    rows: int


def _values(facts: ChannelFacts) -> dict[str, object]:
    columns = check_columns(facts.columns)[:MOST_COLUMNS] if facts.kind in FILES else []
    if facts.kind in FILES and not columns:
        raise ChannelWithoutColumns
    return {
        "name": facts.name.strip(),
        "kind": ChannelKind(facts.kind).value,
        "columns": columns,
        "encoding": Encoding(facts.encoding).value,
        "is_checked": facts.is_checked,
        "note": facts.note.strip(),
    }


@transaction.atomic
def add_channel(*, facts: ChannelFacts, by: User, at: dt.datetime, submission: str | None = None) -> Channel:
    """Add a channel to the user's own office.

    :raises ChannelNameTaken: the constraint decides. :raises ChannelWithoutColumns: a sheet needs one.
    """
    if not can_set_up(by):
        raise NotAllowed
    with constraint_speaks(Channel, channel_once_a_name=ChannelNameTaken):
        channel = Channel.objects.create(office=by.office, created_at=at, created_by=by, **_values(facts))
    write_audit(action="channel.added", by=by, at=at, obj=channel, fields=["name", "kind", "columns", "encoding"])
    remember_submission(submission, by=by, led_to="/channels/", at=at)
    return channel


@transaction.atomic
def change_channel(
    *, channel: Channel, facts: ChannelFacts, by: User, at: dt.datetime, seen_version: int | None = None
) -> Channel:
    """Change a channel; what went out stays in the log as it was.

    :raises ChangedMeanwhile: somebody else saved it. :raises ChannelRetired: it is no longer used.
    """
    if not can_set_up(by):
        raise NotAllowed
    channel = lock(Channel.objects.all(), pk=channel.pk)
    if channel.retired_at is not None:
        raise ChannelRetired
    check_version(channel, seen_version)
    values = _values(facts)
    changed = [name for name, value in values.items() if getattr(channel, name) != value]
    for name in changed:
        setattr(channel, name, values[name])
    channel.version += 1
    with constraint_speaks(Channel, channel_once_a_name=ChannelNameTaken):
        channel.save()
    write_audit(action="channel.changed", by=by, at=at, obj=channel, fields=changed)
    return channel


@transaction.atomic
def retire_channel(*, channel: Channel, by: User, at: dt.datetime) -> Channel:
    """Use a channel no more; its log stays.

    :raises ChannelRetired: it is retired already.
    """
    if not can_set_up(by):
        raise NotAllowed
    channel = lock(Channel.objects.all(), pk=channel.pk)
    if channel.retired_at is not None:
        raise ChannelRetired
    channel.retired_at = at
    channel.version += 1
    channel.save(update_fields=["retired_at", "version"])
    write_audit(action="channel.retired", by=by, at=at, obj=channel)
    return channel


@transaction.atomic
def add_examples(*, by: User, at: dt.datetime) -> list[Channel]:
    """Add the examples to the user's office; names that it has already are left as they are."""
    if not can_set_up(by):
        raise NotAllowed
    known = set(Channel.objects.filter(office=by.office, retired_at=None).values_list("name", flat=True))
    new = [example for example in EXAMPLES if example["name"] not in known]
    return [add_channel(facts=ChannelFacts(**example), by=by, at=at) for example in new]


@transaction.atomic
def send_file(
    *,
    channel: Channel,
    postings: Iterable[uuid.UUID],
    address: Callable[[uuid.UUID], str],
    by: User,
    at: dt.datetime,
    submission: str | None = None,
) -> SentFile:
    """Write the chosen offers as the channel's sheet and note what went out; one does not exist without the other.

    :param postings: public ids. :param address: gives the public page of one, or "".
    :raises NothingChosen: none. :raises NoLongerOffered: one of them is not on offer any more.
    :raises ChannelRetired: or no sheet goes this way.
    :raises PersonInSheet: what was typed still shows a person's number or address.
    """
    channel, offers = _chosen(channel, postings, by=by, at=at)
    if any(notice_hits("\n".join((o.title, o.content, o.requirements, o.pay_note, o.ppe))) for o in offers):
        raise PersonInSheet
    if channel.kind not in FILES:
        raise ChannelRetired(_("这个渠道不导出表格，没有导出。请用“登记已发出”。"))
    # The sheet goes to a Chinese system, whatever language the clerk reads.
    with translation.override("zh-hans"):
        rows = [row_of(channel.columns, offer, address(offer.public_id)) for offer in offers]
    is_csv = channel.kind == ChannelKind.CSV
    data = as_csv(channel.columns, rows, channel.encoding) if is_csv else as_xlsx(channel.columns, rows)
    _note(channel, offers, Way.FILE, by=by, at=at, file_hash=hashlib.sha256(data).hexdigest())
    write_audit(
        action="channel.file_sent", by=by, at=at, obj=channel, fields=[column["field"] for column in channel.columns],
        reason=f"rows:{len(offers)}", kind=AuditKind.EXPORT,
    )  # fmt: skip
    remember_submission(submission, by=by, led_to=f"/channels/{channel.public_id}/log/", at=at)
    kind = "text/csv; charset=" + channel.encoding.removesuffix("-sig") if is_csv else XLSX_TYPE
    stamp = timezone.localtime(at).strftime("%Y%m%d-%H%M")
    return SentFile(data, kind, f"{channel.name}-{stamp}.{channel.kind}", len(rows))


@transaction.atomic
def note_sent(
    *, channel: Channel, postings: Iterable[uuid.UUID], by: User, at: dt.datetime, submission: str | None = None
) -> int:
    """Note that the chosen offers were entered or pasted elsewhere by hand; return how many.

    :raises NothingChosen: none. :raises NoLongerOffered: one of them is not on offer any more.
    """
    channel, offers = _chosen(channel, postings, by=by, at=at)
    _note(channel, offers, Way.BY_HAND, by=by, at=at)
    write_audit(action="channel.noted_sent", by=by, at=at, obj=channel, reason=f"rows:{len(offers)}")
    remember_submission(submission, by=by, led_to=f"/channels/{channel.public_id}/log/", at=at)
    return len(offers)


@transaction.atomic
def note_taken_down(*, channel: Channel, posting_id: int, by: User, at: dt.datetime) -> Outgoing:
    """Note that a posting was taken down in a channel; a retired one can still be tidied up.

    :raises NotOutThere: the log does not say that it is out there.
    """
    if not can_send(by):
        raise NotAllowed
    channel = lock(Channel.objects.all(), pk=channel.pk)
    terms_id = sent_terms(channel).get(posting_id)
    if terms_id is None:
        raise NotOutThere
    line = Outgoing.objects.create(
        channel=channel, batch=uuid.uuid4(), posting_id=posting_id, terms_id=terms_id, outcome=Outcome.TAKEN_DOWN,
        way=Way.BY_HAND, at=at, by=by,
    )  # fmt: skip
    write_audit(action="channel.taken_down", by=by, at=at, obj=line)
    return line


def _chosen(
    channel: Channel, postings: Iterable[uuid.UUID], *, by: User, at: dt.datetime
) -> tuple[Channel, list[PublicOffer]]:
    """Return the channel under lock and the offers as they are at this moment, in the order of the lists."""
    if not can_send(by):
        raise NotAllowed
    channel = lock(Channel.objects.select_related("office"), pk=channel.pk)
    if channel.retired_at is not None:
        raise ChannelRetired
    wanted = set(postings)
    if not wanted:
        raise NothingChosen
    offers = [offer for offer in sendable(by, channel, at) if offer.public_id in wanted]
    if len(offers) != len(wanted):
        raise NoLongerOffered
    return channel, offers


def _note(
    channel: Channel, offers: Sequence[PublicOffer], way: Way, *, by: User, at: dt.datetime, file_hash: str = ""
) -> None:
    batch = uuid.uuid4()
    Outgoing.objects.bulk_create(
        Outgoing(channel=channel, batch=batch, posting_id=offer.id, terms_id=offer.terms_id, outcome=Outcome.SENT,
                 way=way, at=at, by=by, file_hash=file_hash)
        for offer in offers
    )  # fmt: skip
