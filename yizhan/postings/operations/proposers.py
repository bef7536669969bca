"""An office's choice to have texts looked through by a model."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yizhan.accounts.queries import can_manage_station
from yizhan.postings.proposers import Proposer
from yizhan.postings.proposing.endpoint import is_allowed
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.db import check_version
from yizhan.shared.errors import NotAllowed, Refused

if TYPE_CHECKING:
    from yizhan.accounts.models import User


class AddressNotAllowed(Refused):
    """Texts may not go there."""

    code = "proposer_address_not_allowed"
    sentence = _("这个地址不能用，没有保存。请填 https 开头的地址；本站内网的机器可以用 http 加内网 IP。")
    status = 422


class AddressMissing(Refused):
    """Switched on with nobody to ask."""

    code = "proposer_address_missing"
    sentence = _("没有填接口地址或模型名称，不能启用，没有保存。请填好再启用。")
    status = 422


@transaction.atomic
def set_proposer(
    *,
    address: str,
    model: str,
    key: str | None,
    is_on: bool,
    sends_persons: bool,
    seen_version: int | None,
    by: User,
    at: dt.datetime,
) -> Proposer:
    """Say where the own office's texts are looked through, and whether at all.

    :param key: None keeps the one that is there.
    :raises AddressNotAllowed: neither encrypted nor near. :raises AddressMissing: on without address or model.
    :raises ChangedMeanwhile: a colleague saved since the page was opened.
    """
    if not can_manage_station(by):
        raise NotAllowed
    if address and not is_allowed(address):
        raise AddressNotAllowed
    if is_on and not (address and model):
        raise AddressMissing
    row, _made = Proposer.objects.select_for_update().get_or_create(
        office=by.office, defaults={"changed_by": by, "changed_at": at}
    )
    check_version(row, seen_version)
    row.address, row.model, row.is_on, row.sends_persons = address, model, is_on, sends_persons
    row.key = row.key if key is None else key
    row.changed_by, row.changed_at, row.version = by, at, row.version + 1
    row.save()
    write_audit(action="proposer.changed", by=by, at=at, obj=row, fields=["address", "model", "is_on", "sends_persons"])
    return row
