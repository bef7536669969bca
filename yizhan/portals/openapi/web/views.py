"""Partners and their keys: made, changed, taken away; their use and what they were sent."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yizhan.accounts.queries import actor
from yizhan.channels.public_address import public_base
from yizhan.portals.openapi.models import ApiKey, Delivery, Partner
from yizhan.portals.openapi.operations import (
    end_partner,
    make_key,
    make_partner,
    replay,
    revoke_key,
    rotate_key,
    set_employers,
)
from yizhan.portals.openapi.partner_reads import own_employers
from yizhan.portals.openapi.queries import (
    calls_of,
    can_keep_partners,
    keys_of,
    newest_deliveries,
    older_deliveries,
    partners_visible_to,
    use_of,
    webhooks_of,
)
from yizhan.portals.openapi.web.forms import OVERLAPS, EmployersForm, KeyForm, PartnerForm
from yizhan.shared.errors import NotAllowed, Refused
from yizhan.shared.submissions import earlier_submission
from yizhan.shared.web.middleware import say

if TYPE_CHECKING:
    from yizhan.accounts.models import User


def keeper(request: HttpRequest) -> User:
    """Return who asks.

    :raises NotAllowed: the role keeps no partners.
    """
    user = actor(request)
    if not can_keep_partners(user):
        raise NotAllowed
    return user


def own_partner(user: User, public_id: uuid.UUID) -> Partner:
    """Return a partner in sight, or answer that there is none."""
    return get_object_or_404(partners_visible_to(user).select_related("account__office"), public_id=public_id)


@require_safe
def partners(request: HttpRequest) -> HttpResponse:
    """List the partners."""
    rows = list(partners_visible_to(keeper(request)))
    return render(request, "openapi/partners.html", {"partners": rows, "root": public_base(request) + "/api/v1/"})


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Take a partner in."""
    user = keeper(request)
    submission = request.POST.get("submission")
    if led_to := earlier_submission(submission, by=user):
        return redirect(led_to)
    form = PartnerForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid() and form.chosen is not None:
        name = form.cleaned_data["name"].strip()
        try:
            partner = make_partner(
                name=name, office=form.chosen, employers=form.found, by=user, at=timezone.now(), submission=submission
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            say(request, _("对接方已建立。现在给它一把密钥。"))
            return redirect("openapi:partner", partner.public_id)
    return render(request, "openapi/partner_add.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def partner(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show a partner with its keys, their use and its messages; a POST changes for whom it may submit."""
    user = keeper(request)
    found = own_partner(user, public_id)
    form = EmployersForm(request.POST or None, office=found.office, initial={"employers": numbers_of(found)})
    if request.method == "POST" and form.is_valid():
        set_employers(partner=found, employers=form.found, by=user, at=timezone.now())
        say(request, _("已保存。下一次提交起生效。"))
        return redirect("openapi:partner", public_id)
    return answer(request, found, form, status=422 if form.errors else 200)


def numbers_of(found: Partner) -> str:
    """Return the numbers of a partner's employers, a line each."""
    return "\n".join(found.employers.order_by("number").values_list("number", flat=True))


def answer(
    request: HttpRequest, found: Partner, employers: EmployersForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    """Render a partner's page; a fixed number of queries."""
    at = timezone.now()
    today = timezone.localdate(at)
    last, sums = use_of(found, today), calls_of(found, today)
    keys = [
        {
            "key": key,
            "last": last.get(key.pk),
            "sum": sums.get(key.pk, {"calls": 0, "refused": 0}),
            "state": "over" if found.ended_at is not None else state_of(key, at),
        }
        for key in keys_of(found)
    ]
    context = {
        "partner": found,
        "form": employers,
        "employers": own_employers(found).items,
        "key_form": more.pop("key_form", None) or KeyForm(prefix="key"),
        "keys": keys,
        "overlaps": OVERLAPS,
        "webhooks": list(webhooks_of(found)),
        "deliveries": newest_deliveries(found),
        "older": older_deliveries(found),
        "whole": "",
    }
    return render(request, "openapi/partner.html", context | more, status=status)


def state_of(key: ApiKey, at: dt.datetime) -> str:
    """Say how a key stands: good, ending or over."""
    if key.revoked_at is not None or (key.expires_at is not None and key.expires_at <= at):
        return "over"
    return "good" if key.expires_at is None else "ending"


@never_cache
@require_POST
def add_key(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Make a key and show it, this once."""
    user = keeper(request)
    found = own_partner(user, public_id)
    form = KeyForm(request.POST, prefix="key")
    employers = EmployersForm(office=found.office, initial={"employers": numbers_of(found)})
    if not form.is_valid():
        return answer(request, found, employers, status=422, key_form=form)
    typed = form.cleaned_data
    _key, whole = make_key(
        partner=found, label=typed["label"], scopes=typed["scopes"], calls_a_minute=typed["calls_a_minute"],
        by=user, at=timezone.now(),
    )  # fmt: skip
    return answer(request, found, employers, whole=whole)


def own_key(user: User, public_id: uuid.UUID) -> ApiKey:
    """Return a key of a partner in sight, or answer that there is none."""
    partners_in_sight = partners_visible_to(user).order_by()
    rows = ApiKey.objects.filter(partner__in=partners_in_sight).select_related("partner__office")
    return get_object_or_404(rows, public_id=public_id)


@never_cache
@require_POST
def rotate(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Change a key for another and show the new one, this once; the old one ends after the time that was chosen."""
    user = keeper(request)
    key = own_key(user, public_id)
    hours = request.POST.get("overlap", "")
    overlap = dt.timedelta(hours=int(hours) if hours in dict(OVERLAPS) else 24)
    _key, whole = rotate_key(key=key, overlap=overlap, by=user, at=timezone.now())
    employers = EmployersForm(office=key.partner.office, initial={"employers": numbers_of(key.partner)})
    return answer(request, key.partner, employers, whole=whole)


@require_POST
def revoke(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take a key away at once."""
    user = keeper(request)
    key = revoke_key(key=own_key(user, public_id), by=user, at=timezone.now())
    say(request, _("密钥已停用，用它的程序马上不能再调用。"))
    return redirect("openapi:partner", key.partner.public_id)


@require_POST
def end(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Put a partner out of use."""
    user = keeper(request)
    end_partner(partner=own_partner(user, public_id), by=user, at=timezone.now())
    say(request, _("对接方已停用：密钥不再有效，也不再推送。它提交过的招聘还在。"))
    return redirect("openapi:partners")


@require_POST
def send_again(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Send a message once more."""
    user = keeper(request)
    rows = Delivery.objects.filter(webhook__partner__in=partners_visible_to(user).order_by())
    delivery = get_object_or_404(rows.select_related("webhook__partner"), public_id=public_id)
    replay(delivery=delivery, by=user, at=timezone.now())
    say(request, _("已排队重新推送，编号不变。"))
    return redirect("openapi:partner", delivery.webhook.partner.public_id)
