"""RSS 2.0, Atom 1.0 (RFC 4287), JSON Feed 1.1 and sitemaps of an office's offers. Always Chinese, never a person."""

from __future__ import annotations

import datetime as dt
import json
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed

from yizhan.channels.offers import PublicOffer, PublicOffice
from yizhan.portals.public.jsonld import description_html

#: Newest offers that a feed carries; whoever asks once an hour misses none of a station's.
MOST_ENTRIES = 100
#: The most that a sitemap may hold (sitemaps.org protocol).
URLS_A_MAP = 50_000
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Feed:
    """What all three feeds say.

    :param base: scheme and host. :param changed_at: when the newest of the entries last changed.
    """

    office: PublicOffice
    offers: Sequence[PublicOffer]
    base: str
    home: str
    address: str
    changed_at: dt.datetime

    @property
    def title(self) -> str:
        """The feed's name."""
        return clean(f"{self.office.name} 招工")

    @property
    def about(self) -> str:
        """What the feed is."""
        return clean(f"{self.office.name}正在招人的零工和岗位，已审核。报名到驿站，不收费用。")

    def url_of(self, offer: PublicOffer) -> str:
        """Return the whole address of an offer's page."""
        return f"{self.base}/jobs/{offer.public_id}/"


def clean(text: str) -> str:
    """Take out signs that XML 1.0 has no place for."""
    return _NOT_XML.sub("", text)


def headline(offer: PublicOffer) -> str:
    """Return one line: what, how many, for how much."""
    return clean(f"{offer.title} {offer.places_left}人 {offer.pay}")


def feed_changed(offers: Sequence[PublicOffer], midnight: dt.datetime) -> dt.datetime:
    """Return when a feed last changed; an empty one stands as of this midnight, so that it is not new every second."""
    return max((offer.changed_at for offer in offers), default=midnight)


class _Dated(SyndicationFeed):
    """A feed whose date is that of its entries, not the moment of asking."""

    def latest_post_date(self) -> dt.datetime:
        """Return the date that the feed was given."""
        changed: dt.datetime = self.feed["changed_at"]
        return changed


class _Rss(_Dated, Rss201rev2Feed):
    """RSS 2.0."""


class _Atom(_Dated, Atom1Feed):
    """Atom 1.0."""

    def root_attributes(self) -> dict[str, str]:
        """Name the language of all texts."""
        return super().root_attributes() | {"xml:lang": "zh-CN"}


def _filled(kind: type[_Dated], feed: Feed) -> str:
    made = kind(
        title=feed.title,
        link=feed.home,
        description=feed.about,
        subtitle=feed.about,
        language="zh-CN",
        author_name=clean(feed.office.name),
        feed_url=feed.address,
        feed_guid=feed.office.public_id.urn,
        ttl=10,
        changed_at=feed.changed_at,
    )
    for offer in feed.offers:
        made.add_item(
            title=headline(offer),
            link=feed.url_of(offer),
            description=clean(description_html(offer)),
            unique_id=offer.public_id.urn,
            unique_id_is_permalink=False,
            pubdate=offer.published_at,
            updateddate=offer.changed_at,
            categories=[offer.kind_label, *([offer.occupation] if offer.occupation else [])],
        )
    return str(made.writeString("utf-8"))


def rss(feed: Feed) -> str:
    """Return the feed as RSS 2.0."""
    return _filled(_Rss, feed)


def atom(feed: Feed) -> str:
    """Return the feed as Atom 1.0."""
    return _filled(_Atom, feed)


def json_feed(feed: Feed) -> str:
    """Return the feed as JSON Feed 1.1."""
    items: list[dict[str, Any]] = [
        {
            "id": offer.public_id.urn,
            "url": feed.url_of(offer),
            "title": headline(offer),
            "content_html": clean(description_html(offer)),
            "summary": clean(f"{offer.when} {offer.place}"),
            "date_published": offer.published_at.isoformat(timespec="seconds"),
            "date_modified": offer.changed_at.isoformat(timespec="seconds"),
            "tags": [offer.kind_label, *([offer.occupation] if offer.occupation else [])],
            "language": "zh-CN",
        }
        for offer in feed.offers
    ]
    whole = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.address,
        "description": feed.about,
        "language": "zh-CN",
        "authors": [{"name": clean(feed.office.name), "url": feed.home}],
        "items": items,
    }
    return json.dumps(whole, ensure_ascii=False)


def _xml(root: ElementTree.Element) -> str:
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode")


def _listed(kind: str, child: str, rows: Sequence[tuple[str, dt.datetime | None]]) -> str:
    root = ElementTree.Element(kind, xmlns=SITEMAP)
    for address, changed in rows:
        entry = ElementTree.SubElement(root, child)
        ElementTree.SubElement(entry, "loc").text = address
        if changed is not None:
            ElementTree.SubElement(entry, "lastmod").text = changed.isoformat(timespec="seconds")
    return _xml(root)


def urlset(base: str, entries: Sequence[tuple[uuid.UUID, dt.datetime]]) -> str:
    """Return a sitemap of postings' pages."""
    return _listed("urlset", "url", [(f"{base}/jobs/{public_id}/", changed) for public_id, changed in entries])


def sitemap_index(addresses: Sequence[str]) -> str:
    """Return an index of sitemaps."""
    return _listed("sitemapindex", "sitemap", [(address, None) for address in addresses])
