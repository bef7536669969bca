"""What went out: the stations set channels up and send the day's list to groups and sheets in the last days."""

from __future__ import annotations

import datetime as dt

from yizhan.channels.enums import ChannelKind, Staleness
from yizhan.channels.models import Channel
from yizhan.channels.operations import add_examples, note_sent, note_taken_down
from yizhan.channels.queries import out_where, sendable, sent_terms
from yizhan.demo.ledger import County
from yizhan.demo.scale import moment

#: Days before the last on which lists go out and what is over comes down; what ended since waits for the desk.
OUT_DAYS = (4, 2, 1)
#: Postings that one person pastes or types elsewhere in a morning.
AT_ONCE = 12


def send_out(county: County, day: dt.date) -> None:
    """Let each station paste what is new into its groups; the sheets go out on the first of the days only."""
    back = (county.today - day).days
    if back not in OUT_DAYS:
        return
    at = moment(day, 8.4)
    for office in county.stations():
        if back == OUT_DAYS[0]:
            add_examples(by=county.head_of(office.pk), at=at)
        clerk = county.clerk_of(office.pk)
        for row in out_where(clerk, at, outdated_only=True):
            if row.staleness == Staleness.ENDED:
                note_taken_down(channel=row.channel, posting_id=row.posting_id, by=clerk, at=at)
        for channel in Channel.objects.filter(office=office).order_by("pk"):
            if channel.kind != ChannelKind.TEXT and back != OUT_DAYS[0]:
                continue
            out = sent_terms(channel)
            new = [offer for offer in sendable(clerk, channel, at) if out.get(offer.id) != offer.terms_id]
            if new:
                note_sent(channel=channel, postings=[one.public_id for one in new[:AT_ONCE]], by=clerk, at=at)
