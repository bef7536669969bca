"""Feeds and sitemaps, read by a strict XML parser and held to the rules of their specifications."""

from __future__ import annotations

import datetime as dt
import json
import re
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
import time_machine
from django.test import Client

from tests.postings.factories import a_posting
from yizhan.accounts.models import Office, User
from yizhan.portals.public import feeds
from yizhan.postings.models import Posting

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")


@pytest.fixture(params=[0, 1, 3])
def made(request: Any, station: Office, clerk: User, reviewer: User, now: dt.datetime) -> list[Posting]:
    """None, one or three postings on offer; the text has signs that mean something in XML."""
    return [
        a_posting(office=station, by=clerk, verifier=reviewer, at=now, content=f"搬饲料 <b>&两人一组，有推车 ]]> {n}。")
        for n in range(request.param)
    ]


def asked(client: Client, station: Office, name: str, now: dt.datetime) -> tuple[str, str]:
    """Return content type and text."""
    with time_machine.travel(now, tick=False):
        answer = client.get(f"/jobs/at/{station.public_id}/{name}")
    assert answer.status_code == 200
    return answer["Content-Type"], answer.content.decode()


def is_whole(address: str | None) -> bool:
    """Whether an address stands by itself."""
    parts = urlsplit(address or "")
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def test_rss_keeps_its_rules(client: Client, station: Office, made: list[Posting], now: dt.datetime) -> None:
    kind, text = asked(client, station, "rss.xml", now)
    assert kind.startswith("application/rss+xml")
    root = ElementTree.fromstring(text)
    assert (root.tag, root.get("version")) == ("rss", "2.0")
    channel = root.find("channel")
    assert channel is not None
    assert all(channel.findtext(name) for name in ("title", "link", "description"))
    assert is_whole(channel.findtext("link"))
    assert parsedate_to_datetime(channel.findtext("lastBuildDate") or "").tzinfo
    myself = channel.find(f"{ATOM}link")
    assert myself is not None
    assert myself.get("rel") == "self"
    assert is_whole(myself.get("href"))
    items = channel.findall("item")
    assert {item.findtext("guid") for item in items} == {one.public_id.urn for one in made}
    for item in items:
        guid = item.find("guid")
        assert guid is not None
        assert guid.get("isPermaLink") == "false"
        assert is_whole(item.findtext("link"))
        assert item.findtext("title")
        assert "&lt;b&gt;&amp;两人" in (item.findtext("description") or "")
        assert parsedate_to_datetime(item.findtext("pubDate") or "").tzinfo


def test_atom_keeps_rfc_4287(client: Client, station: Office, made: list[Posting], now: dt.datetime) -> None:
    kind, text = asked(client, station, "atom.xml", now)
    assert kind.startswith("application/atom+xml")
    root = ElementTree.fromstring(text)
    assert root.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated"):  # section 4.1.1: exactly one each
        assert len(root.findall(f"{ATOM}{name}")) == 1
    assert root.findtext(f"{ATOM}author/{ATOM}name")
    assert [link.get("href") for link in root.findall(f"{ATOM}link") if link.get("rel") == "self"]
    assert RFC3339.fullmatch(root.findtext(f"{ATOM}updated") or "")
    ids = [entry.findtext(f"{ATOM}id") for entry in root.findall(f"{ATOM}entry")]
    assert sorted(str(one) for one in ids) == sorted(one.public_id.urn for one in made)
    for entry in root.findall(f"{ATOM}entry"):  # section 4.1.2
        for name in ("id", "title", "updated"):
            assert len(entry.findall(f"{ATOM}{name}")) == 1
        for name in ("updated", "published"):
            assert RFC3339.fullmatch(entry.findtext(f"{ATOM}{name}") or "")
        links = [link for link in entry.findall(f"{ATOM}link") if link.get("rel") == "alternate"]
        assert len(links) == 1
        assert is_whole(links[0].get("href"))
        summary = entry.find(f"{ATOM}summary")
        assert summary is not None
        assert summary.get("type") == "html"


def test_json_feed_keeps_version_1_1(client: Client, station: Office, made: list[Posting], now: dt.datetime) -> None:
    kind, text = asked(client, station, "feed.json", now)
    assert kind.startswith("application/feed+json")
    feed = json.loads(text)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"]
    assert is_whole(feed["home_page_url"])
    assert is_whole(feed["feed_url"])
    assert {item["id"] for item in feed["items"]} == {one.public_id.urn for one in made}
    for item in feed["items"]:
        assert item["content_html"] or item["content_text"]
        assert is_whole(item["url"])
        assert RFC3339.fullmatch(item["date_published"])
        assert RFC3339.fullmatch(item["date_modified"])
        assert all(isinstance(tag, str) for tag in item["tags"])


def test_an_empty_or_unchanged_feed_is_the_same_a_minute_later(
    client: Client, station: Office, made: list[Posting], now: dt.datetime
) -> None:
    for name in ("rss.xml", "atom.xml", "feed.json", "sitemap.xml"):
        assert asked(client, station, name, now) == asked(client, station, name, now + dt.timedelta(minutes=1))


def test_a_sitemap_lists_every_page_and_splits_past_its_limit(
    client: Client, station: Office, made: list[Posting], now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = ElementTree.fromstring(asked(client, station, "sitemap.xml", now)[1])
    assert root.tag == f"{MAP}urlset"
    places = [entry.findtext(f"{MAP}loc") for entry in root]
    assert places == [f"http://testserver/jobs/{one.public_id}/" for one in made]
    assert all(RFC3339.fullmatch(entry.findtext(f"{MAP}lastmod") or "") for entry in root)
    if len(made) == 3:
        monkeypatch.setattr(feeds, "URLS_A_MAP", 2)
        index = ElementTree.fromstring(asked(client, station, "sitemap.xml", now)[1])
        assert index.tag == f"{MAP}sitemapindex"
        parts = [urlsplit(entry.findtext(f"{MAP}loc") or "").path for entry in index]
        found: list[str | None] = []
        for part in parts:
            with time_machine.travel(now, tick=False):
                found += [one.findtext(f"{MAP}loc") for one in ElementTree.fromstring(client.get(part).content)]
        assert found == places


def test_feeds_are_discovered_and_robots_know_the_map(
    client: Client, station: Office, made: list[Posting], now: dt.datetime
) -> None:
    with time_machine.travel(now, tick=False):
        page = client.get(f"/jobs/at/{station.public_id}/").content.decode()
        robots = client.get("/robots.txt").content.decode()
    for kind in ("rss+xml", "atom+xml", "feed+json"):
        found = re.search(
            rf'<link rel="alternate" type="application/{re.escape(kind)}" title="[^"]+" href="([^"]+)">', page
        )
        assert found
        assert is_whole(found.group(1))
    assert "Sitemap: http://testserver/jobs/sitemap.xml" in robots
    assert str(station.public_id) in client.get("/jobs/sitemap.xml").content.decode()
