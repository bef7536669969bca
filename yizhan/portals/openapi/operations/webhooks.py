"""Addresses that a partner wants to be told at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yizhan.portals.openapi.enums import NewsKind
from yizhan.portals.openapi.models import Partner, Webhook
from yizhan.portals.openapi.outbound import NotSent
from yizhan.portals.openapi.sending import outbound
from yizhan.portals.openapi.tokens import new_secret
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.db import constraint_speaks, lock
from yizhan.shared.errors import Refused

if TYPE_CHECKING:
    from yizhan.portals.openapi.models import ApiKey

MOST_WEBHOOKS = 10
#: For so long a message carries the old signature beside the new one.
OVERLAP = dt.timedelta(hours=24)


class AddressNotAllowed(Refused):
    """The address is none to which messages may go."""

    code = "webhook_address"
    sentence = _("推送地址必须是 https 的公网地址，端口 443 或 8443，不带用户名和密码，没有保存。请换一个地址。")
    status = 422


class WebhookKnown(Refused):
    """The address is registered."""

    code = "webhook_known"
    sentence = _("这个推送地址已经登记过，没有再登记。")


class TooManyWebhooks(Refused):
    """More addresses than anybody needs."""

    code = "webhook_too_many"
    sentence = _("推送地址最多 10 个，没有保存。请先删去不用的。")


@transaction.atomic
def add_webhook(*, key: ApiKey, url: str, news: Iterable[str], at: dt.datetime) -> Webhook:
    """Register an address with a fresh secret, which the answer tells once.

    Only the text of the address is looked at here: where it leads is looked up at every message.

    :raises AddressNotAllowed: no https, another port, a password in it.
    :raises WebhookKnown: it is registered. :raises TooManyWebhooks: there are ten.
    """
    try:
        outbound().check(url)
    except NotSent:
        raise AddressNotAllowed from None
    partner = lock(Partner.objects.all(), pk=key.partner_id)
    if Webhook.objects.filter(partner=partner, ended_at=None).count() >= MOST_WEBHOOKS:
        raise TooManyWebhooks
    wanted = [kind.value for kind in NewsKind if kind.value in set(news)]
    with constraint_speaks(Webhook, webhook_once_an_address=WebhookKnown):
        hook = Webhook.objects.create(partner=partner, url=url, news=wanted, secret=new_secret(), created_at=at)
    write_audit(action="webhook.added", by=key.partner.account, at=at, obj=hook, fields=["url", "news"])
    return hook


@transaction.atomic
def rotate_secret(*, webhook: Webhook, key: ApiKey, at: dt.datetime) -> Webhook:
    """Give an address a fresh secret; messages carry both signatures for a day."""
    hook = lock(Webhook.objects.all(), pk=webhook.pk)
    hook.old_secret, hook.old_until_at = hook.secret, at + OVERLAP
    hook.secret = new_secret()
    hook.save(update_fields=["secret", "old_secret", "old_until_at"])
    write_audit(action="webhook.secret_rotated", by=key.partner.account, at=at, obj=hook, fields=["secret"])
    return hook


@transaction.atomic
def end_webhook(*, webhook: Webhook, key: ApiKey, at: dt.datetime) -> None:
    """Tell an address nothing any more; what waits is not sent."""
    hook = lock(Webhook.objects.all(), pk=webhook.pk)
    hook.ended_at = hook.ended_at or at
    hook.save(update_fields=["ended_at"])
    write_audit(action="webhook.ended", by=key.partner.account, at=at, obj=hook, fields=["ended_at"])
