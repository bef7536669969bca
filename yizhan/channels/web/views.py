"""The desk's pages: texts to copy, sheets to send, what is out where, and the log. No person stands on any of them."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from yizhan.accounts.queries import actor, offices_visible_to
from yizhan.channels.columns import heads, row_of
from yizhan.channels.models import Channel
from yizhan.channels.offers import public_office
from yizhan.channels.operations import add_examples, note_sent, note_taken_down, send_file
from yizhan.channels.public_address import office_path, paper_url, posting_path, screen_path
from yizhan.channels.queries import (
    can_see_channels,
    can_send,
    can_set_up,
    channel_log,
    channels_visible_to,
    offers_of,
    open_ids,
    out_where,
    outdated_count,
    posting_out_where,
    sendable,
    sent_terms,
)
from yizhan.channels.texts import SYLLABLES_A_MINUTE, broadcast, wechat_list, wechat_one
from yizhan.channels.web.paper import MOST_ON_WALL, poster_pdf, wall_pdf
from yizhan.postings.queries import postings_visible_to
from yizhan.shared.errors import NotAllowed
from yizhan.shared.submissions import earlier_submission
from yizhan.shared.web.middleware import say
from yizhan.shared.web.request_facts import asked_number

if TYPE_CHECKING:
    from yizhan.accounts.models import User

PAGE_SIZE = 50
#: Offers that a text is made of; more would not fit into one.
MOST_IN_TEXT = 100


def _reader(request: HttpRequest) -> User:
    user = actor(request)
    if not can_see_channels(user):
        raise NotAllowed
    return user


def _sender(request: HttpRequest) -> User:
    user = actor(request)
    if not can_send(user):
        raise NotAllowed
    return user


def _channel(user: User, public_id: uuid.UUID) -> Channel:
    return get_object_or_404(channels_visible_to(user), public_id=public_id)


@require_GET
def publish(request: HttpRequest) -> HttpResponse:
    """Show the day's texts: for a WeChat group and for the village's loudspeaker, and where the public list is."""
    user, at = _reader(request), timezone.now()
    today = timezone.localdate(at)
    offers = offers_of(open_ids(offices_visible_to(user), at)[:MOST_IN_TEXT], at)
    office = public_office(user.office)
    context = {
        "office": user.office,
        "count": len(offers),
        "stale": outdated_count(user, at),
        "wechat": wechat_list(offers, office, today=today, url=paper_url(request, office_path(office.public_id))),
        "broadcast": broadcast(offers, office, at=at),
        "syllables": SYLLABLES_A_MINUTE,
        "public_path": office_path(office.public_id),
        "screen_path": screen_path(office.public_id),
    }
    return render(request, "channels/publish.html", context)


def _pdf(data: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer


@require_GET
@never_cache
def wall(request: HttpRequest) -> HttpResponse:
    """Set what is on offer as a list for the wall, day labour first."""
    user, at = _reader(request), timezone.now()
    ids, office = open_ids(offices_visible_to(user), at), public_office(user.office)
    with translation.override("zh-hans"):
        offers = offers_of(ids[:MOST_ON_WALL], at)
    url = paper_url(request, office_path(office.public_id))
    return _pdf(wall_pdf(offers, office, total=len(ids), url=url, at=at), f"wall-{timezone.localdate(at):%Y%m%d}")


@require_GET
@never_cache
def poster(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Set one posting as a poster while it is on offer; afterwards there is nothing to hang up."""
    user, at = _reader(request), timezone.now()
    posting = get_object_or_404(postings_visible_to(user), public_id=public_id)
    with translation.override("zh-hans"):
        offers = offers_of([posting.pk], at)
    if not offers:
        raise Http404
    return _pdf(poster_pdf(offers[0], url=paper_url(request, posting_path(public_id))), f"poster-{posting.number}")


@require_GET
def panel(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show where one posting is out, its public page and its text for a group, as a panel of its page."""
    user, at = _reader(request), timezone.now()
    posting = get_object_or_404(postings_visible_to(user), public_id=public_id)
    offers = offers_of([posting.pk], at)
    context = {
        "posting": posting,
        "text": wechat_one(offers[0], url=paper_url(request, posting_path(public_id))) if offers else "",
        "public_path": posting_path(public_id),
        "was_public": posting.published_at is not None,
        "rows": posting_out_where(user, posting.pk, at),
        "may_send": can_send(user),
    }
    return render(request, "channels/_panel.html", context)


@require_GET
def list_channels(request: HttpRequest) -> HttpResponse:
    """Show the channels of the offices in sight."""
    user = _reader(request)
    return render(
        request, "channels/list.html", {"channels": list(channels_visible_to(user)), "may_set_up": can_set_up(user)}
    )


@require_POST
def examples(request: HttpRequest) -> HttpResponse:
    """Add the examples to the own office."""
    made = add_examples(by=actor(request), at=timezone.now())
    say(request, ngettext("已添加 %(n)d 个示例渠道。", "已添加 %(n)d 个示例渠道。", len(made)) % {"n": len(made)})
    return redirect("channels:list")


@require_GET
@never_cache
def show(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show what would go out by a channel, row by row as the other side gets it; new and changed ones are ticked."""
    user, at = _reader(request), timezone.now()
    channel = _channel(user, public_id)
    offers, sent = sendable(user, channel, at), sent_terms(channel)
    with translation.override("zh-hans"):
        cells = [row_of(channel.columns, o, paper_url(request, posting_path(o.public_id))) for o in offers]
    rows = [
        {"offer": offer, "cells": row, "is_new": offer.id not in sent,
         "is_changed": offer.id in sent and sent[offer.id] != offer.terms_id}
        for offer, row in zip(offers, cells, strict=True)
    ]  # fmt: skip
    context = {
        "channel": channel, "rows": rows, "heads": heads(channel.columns), "may_send": can_send(user),
        "may_set_up": can_set_up(user) and channel.office_id == user.office_id,
    }  # fmt: skip
    return render(request, "channels/show.html", context)


def _chosen(request: HttpRequest) -> list[uuid.UUID]:
    """Return the ticked postings; what is no id is nobody's posting."""
    found = []
    for text in request.POST.getlist("posting")[:1000]:
        try:
            found.append(uuid.UUID(text))
        except ValueError:
            continue
    return found


@require_POST
def send(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Hand out the sheet of the ticked postings; it is in the log before it leaves."""
    user = _sender(request)
    channel = _channel(user, public_id)
    if led_to := earlier_submission(request.POST.get("submission"), by=user):
        return redirect(led_to)
    file = send_file(
        channel=channel, postings=_chosen(request), by=user, at=timezone.now(),
        address=lambda posting: paper_url(request, posting_path(posting)),
        submission=request.POST.get("submission"),
    )  # fmt: skip
    response = HttpResponse(file.data, content_type=file.content_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file.name)}"
    return response


@require_POST
def noted(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Note that the ticked postings were entered or pasted there by hand."""
    user = _sender(request)
    channel = _channel(user, public_id)
    if led_to := earlier_submission(request.POST.get("submission"), by=user):
        return redirect(led_to)
    count = note_sent(
        channel=channel, postings=_chosen(request), by=user, at=timezone.now(),
        submission=request.POST.get("submission"),
    )  # fmt: skip
    say(request, ngettext("已登记 %(n)d 条发出。", "已登记 %(n)d 条发出。", count) % {"n": count})
    return redirect("channels:log", public_id)


@require_GET
def out(request: HttpRequest) -> HttpResponse:
    """Show what is out where, what has to be taken down or brought up to date first."""
    user = _reader(request)
    rows = out_where(user, timezone.now())
    stale = sum(1 for row in rows if row.staleness)
    return render(request, "channels/out.html", {"rows": rows, "stale": stale, "may_send": can_send(user)})


@require_POST
def down(request: HttpRequest, public_id: uuid.UUID, posting_id: uuid.UUID) -> HttpResponse:
    """Note that a posting was taken down in a channel."""
    user = _sender(request)
    channel = _channel(user, public_id)
    posting = get_object_or_404(postings_visible_to(user), public_id=posting_id)
    note_taken_down(channel=channel, posting_id=posting.pk, by=user, at=timezone.now())
    say(request, _("已登记撤下。"))
    return redirect("channels:out")


@require_GET
def log(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show what went out by a channel and came down there, newest first."""
    user = _reader(request)
    channel, number = _channel(user, public_id), asked_number(request)
    start = (number - 1) * PAGE_SIZE
    rows = list(channel_log(channel)[start : start + PAGE_SIZE + 1])
    context: dict[str, Any] = {
        "channel": channel, "rows": rows[:PAGE_SIZE], "number": number, "has_next": len(rows) > PAGE_SIZE,
        "back": reverse("channels:show", args=[public_id]),
    }  # fmt: skip
    return render(request, "channels/log.html", context)
