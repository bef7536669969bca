"""Pages on which the head of a station adds channels, shapes their sheets, and retires them."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from yizhan.accounts.queries import actor
from yizhan.channels.operations import add_channel, change_channel, retire_channel
from yizhan.channels.queries import can_set_up, channels_visible_to
from yizhan.channels.web.forms import ChannelPage
from yizhan.shared.errors import NotAllowed, Refused
from yizhan.shared.submissions import earlier_submission
from yizhan.shared.web.middleware import say

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.channels.models import Channel


def _head(request: HttpRequest) -> User:
    user = actor(request)
    if not can_set_up(user):
        raise NotAllowed
    return user


def _own(user: User, public_id: uuid.UUID) -> Channel:
    """Return a channel of the user's own office; those of offices below are set up there."""
    return get_object_or_404(channels_visible_to(user), public_id=public_id, office=user.office)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Add a channel to the own office."""
    user = _head(request)
    submission = request.POST.get("submission")
    if led_to := earlier_submission(submission, by=user):
        return redirect(led_to)
    page = ChannelPage(request.POST or None)
    if request.method == "POST" and page.is_valid():
        try:
            channel = add_channel(facts=page.facts(), by=user, at=timezone.now(), submission=submission)
        except Refused as refusal:
            page.form.add_error(None, str(refusal))
        else:
            say(request, _("渠道已添加。请看一下预览，再导出或登记。"))
            return redirect("channels:show", channel.public_id)
    return _answer(request, page, None)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Change a channel of the own office; what went out before stays as it was."""
    user = _head(request)
    channel = _own(user, public_id)
    page = ChannelPage(request.POST or None, channel)
    if request.method == "POST" and page.is_valid():
        seen = page.form.cleaned_data["version"]
        try:
            change_channel(channel=channel, facts=page.facts(), by=user, at=timezone.now(), seen_version=seen)
        except Refused as refusal:
            page.form.add_error(None, str(refusal))
        else:
            say(request, _("渠道已保存。"))
            return redirect("channels:show", channel.public_id)
    return _answer(request, page, channel)


def _answer(request: HttpRequest, page: ChannelPage, channel: Channel | None) -> HttpResponse:
    back = reverse("channels:show", args=[channel.public_id]) if channel else reverse("channels:list")
    context = {"form": page.form, "columns": page.columns, "channel": channel, "back": back}
    return render(request, "channels/setup.html", context, status=422 if page.form.errors else 200)


@require_POST
def retire(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Use a channel no more."""
    user = _head(request)
    retire_channel(channel=_own(user, public_id), by=user, at=timezone.now())
    say(request, _("渠道已停用，发出记录还在。"))
    return redirect("channels:list")
