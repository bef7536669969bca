"""Work near a place: found by everyday words, nearest first, nothing of a person, small enough for a cheap phone."""

from __future__ import annotations

import datetime as dt
import gzip
import html
import itertools
import json
import math
import re
from typing import Any, cast
from urllib.parse import parse_qsl

import pytest
import time_machine
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client, RequestFactory
from django.urls import reverse

from tests.employers.factories import a_household
from tests.people.factories import make_person
from tests.postings.factories import LONG_JOB, a_posting
from yizhan.accounts.models import Office, User
from yizhan.channels import nearby
from yizhan.channels.nearby import Around, Asked, Near, offers_near
from yizhan.places.datum import gcj02
from yizhan.places.operations import add_place
from yizhan.places.queries import distance_m, full_name
from yizhan.portals.worker.agents import is_embedded
from yizhan.portals.worker.map import HALF, draw
from yizhan.portals.worker.saved import label_of, link_of, save_search, search_of
from yizhan.portals.worker.search import read_search
from yizhan.portals.worker.views import jobs

pytestmark = pytest.mark.django_db

#: Where a page carries the phone's position on: in the body of its form.
CARRIED = re.compile(r'<input type="hidden" name="l(at|ng)" value="[^"]*">')
MARKET = (36_120_000, 115_800_000)


@pytest.fixture
def market(county: Office, head: User, now: dt.datetime) -> None:
    """A place that the county has named, with its point."""
    add_place(
        name="东关集市",
        aliases="东集",
        division_code="371521",
        lat_e6=MARKET[0],
        lng_e6=MARKET[1],
        office=county,
        by=head,
        at=now,
    )


class Offered:
    """Publishes work and reads pages at the fixture's moment."""

    def __init__(self, client: Client, made: dict[str, Any], now: dt.datetime) -> None:
        self.client, self.made, self.now = client, made, now

    def job(self, title: str, **changes: Any) -> Any:
        """Publish a posting."""
        return a_posting(**self.made, at=self.now, title=title, **{"occupation_code": "4-02-05-01", **changes})

    def titles(self, query: str = "") -> list[str]:
        """Return the titles of the list in its order."""
        return re.findall(r'<h2><a href="/w/jobs/[^"]+">\s*([^<]+)</a>', self.page(query))

    def page(self, query: str = "", path: str = "/w/") -> str:
        """Return a page as text."""
        with time_machine.travel(self.now, tick=False):
            answer = self.client.get(f"{path}{query}")
        assert answer.status_code == 200
        return str(answer.content.decode())


@pytest.fixture
def offered(client: Client, station: Office, clerk: User, reviewer: User, now: dt.datetime) -> Offered:
    """The station with nothing on offer yet."""
    return Offered(client, {"office": station, "by": clerk, "verifier": reviewer}, now)


def test_work_is_found_by_what_people_say_and_by_pinyin(offered: Offered) -> None:
    offered.job("仓库装卸工")
    offered.job("缝纫工", raw=LONG_JOB, occupation_code="6-04-03-01")
    assert offered.titles() == ["仓库装卸工", "缝纫工"]  # day labour first
    for said in ("装卸", "搬运", "zhuangxie", "装卸工"):
        assert offered.titles(f"?q={said}") == ["仓库装卸工"], said
    assert offered.titles("?kind=long") == ["缝纫工"]


def test_a_place_puts_the_nearest_first_and_leaves_out_what_is_too_far(offered: Offered, market: None) -> None:
    offered.job("远处的活", lat_e6=36_300_000, lng_e6=115_790_000)
    offered.job("近处的活", lat_e6=36_121_000, lng_e6=115_801_000)
    offered.job("中间的活", lat_e6=36_150_000, lng_e6=115_800_000)
    assert offered.titles("?near=东关集市") == ["近处的活", "中间的活"]
    assert offered.titles("?near=dongji&km=50") == ["近处的活", "中间的活", "远处的活"]
    assert offered.titles("?near=东集&km=50&order=new") == ["中间的活", "近处的活", "远处的活"]
    page = offered.page("?near=东关集市")
    assert re.findall(r"<span class=\"far\">([^<]+)<", page) == ["143米", "3.3公里"]


def test_what_is_not_found_is_offered_wider_and_nearby_in_kind_with_counts(offered: Offered, market: None) -> None:
    offered.job("远处的装卸", lat_e6=36_270_000, lng_e6=115_790_000)
    page = offered.page("?near=东关集市&q=装卸&km=5")
    assert "现在没有这样的活" in page
    assert re.search(r"放宽到 20 公里</a>\s*<span class=\"soft\">1 个", page)
    assert offered.titles("?q=叉车") == []
    assert re.search(r"装卸搬运工</a>\s*<span class=\"soft\">1 个", offered.page("?q=叉车"))


def test_a_near_occupation_is_counted_as_its_list_shows_it(offered: Offered) -> None:
    offered.job("甲")
    offered.job("装卸搬运工的队长", raw=LONG_JOB, occupation_code="6-04-03-01")  # by its title alone
    link, count = re.findall(
        r'href="/w/([^"]+)">装卸搬运工</a>\s*<span class="soft">(\d+) 个', offered.page("?q=叉车")
    )[0]
    assert len(offered.titles(html.unescape(link))) == int(count) == 2


def test_what_lies_in_a_wider_circle_is_counted_behind_a_hundred_that_do_not(
    offered: Offered, market: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nearby, "MOST_COUNTED", 2)
    offered.job("在圈里", lat_e6=36_160_000, lng_e6=115_800_000)
    for n in range(2):  # within the square around the circle, not within the circle
        offered.job(f"在角上{n}", lat_e6=36_170_000, lng_e6=115_860_000)
    assert nearby.count_near(Asked(around=Around(MARKET, 5_000)), offered.now) == 1
    assert nearby.count_near(Asked(around=Around(MARKET, 50_000)), offered.now) == 2


def test_places_of_one_name_are_told_apart_by_their_county(
    offered: Offered, market: None, stranger: User, now: dt.datetime
) -> None:
    county = stranger.office.area_code[:6]
    add_place(
        name="东关集市", aliases="", division_code=county, lat_e6=35_000_000, lng_e6=116_000_000,
        office=stranger.office, by=stranger, at=now,
    )  # fmt: skip
    offered.job("远处的活", lat_e6=35_001_000, lng_e6=116_000_000)
    offered.job("近处的活", lat_e6=36_121_000, lng_e6=115_801_000)
    links = re.findall(r'也可能是：<a href="/w/([^"]+)">([^<]+)<', offered.page("?near=东关集市"))
    assert len(links) == 1
    assert "东关集市（" in links[0][1]
    titles = [offered.titles("?near=东关集市"), offered.titles(html.unescape(links[0][0]))]
    assert sorted(titles) == [["近处的活"], ["远处的活"]]
    search = read_search(dict(parse_qsl(html.unescape(links[0][0])[1:])), page=1)
    kept = save_search(person=make_person(offered.made["office"], offered.made["by"], now), search=search, at=now)
    assert search_of(kept).spot == search.spot
    assert link_of(kept) == search.link()
    assert full_name(search.area) in label_of(kept)


def test_a_change_of_language_or_type_leads_back_to_the_same_search(client: Client) -> None:
    page = client.get("/w/", {"q": "装卸", "kind": "gig"})
    for way in ("/w/type/", reverse("set_language")):
        back = re.search(rf'action="{way}">.*?name="next" value="([^"]*)"', page.content.decode(), re.DOTALL)
        assert back is not None
        assert html.unescape(back[1]) == page.wsgi_request.get_full_path()
    assert "kind=gig" in page.wsgi_request.get_full_path()


def test_an_unknown_place_is_looked_for_in_the_words_of_places(offered: Offered) -> None:
    offered.job("仓库装卸工")
    page = offered.page("?near=测试路")
    assert "没有找到“测试路”这个地点" in page
    assert offered.titles("?near=测试路") == ["仓库装卸工"]
    assert offered.titles("?near=别的路") == []


def test_a_households_door_is_never_told(
    offered: Offered, station: Office, clerk: User, market: None, now: dt.datetime
) -> None:
    household = a_household(office=station, by=clerk, at=now)
    offered.job("院墙瓦工", employer=household, lat_e6=36_123_456, lng_e6=115_803_456)
    for metres in range(100, 1600, 250):
        asked = Asked(around=Around((36_123_456 + metres * 9, 115_803_456), None))
        [found] = offers_near(asked, now, order="near", start=0, count=5)
        assert found.distance_m is not None
        assert found.distance_m % 1000 == 0
        assert found.point == (36_120_000, 115_800_000)
        assert found.conduct == ()
    page = offered.page("?near=东关集市")
    assert re.search(r"约 \s*1\.0公里", page)
    for secret in (household.name, "36123456", "36.123", "测试丙", "13900009876"):
        assert secret not in page


def test_a_households_door_and_name_are_not_guessed_by_words(
    offered: Offered, station: Office, clerk: User, now: dt.datetime
) -> None:
    household = a_household(office=station, by=clerk, at=now)
    offered.job("测试户主家打扫", employer=household, place_name="幸福路12号")
    offered.job("幸福路12号装卸", place_name="幸福路12号门市")
    assert offered.titles("?near=幸福路12号") == ["幸福路12号装卸"]
    assert offered.titles("?q=测试户主家") == []
    assert len(offered.titles("?q=装卸")) == 2  # found by its kind of work, as before


def test_the_phones_position_stands_in_no_address_and_is_kept_nowhere(offered: Offered) -> None:
    offered.job("近处的活", lat_e6=36_113_000, lng_e6=115_791_000)
    with time_machine.travel(offered.now, tick=False):
        answer = offered.client.post("/w/here/", {"lat": "36.112", "lng": "115.786"})
        assert offered.client.post("/w/here/", {"lat": "nan", "lng": "1"}).status_code == 302
    page = answer.content.decode()
    assert "近处的活" in page
    assert "手机附近的活" in page
    assert not re.search(r"36\.11|115\.78|3611|11578", CARRIED.sub("", page))
    assert re.findall(r'name="next" value="([^"]*)"', page) == ["/w/", "/w/"]
    assert "no-store" in answer["Cache-Control"]
    assert not answer.has_header("X-Keep-Offline")
    assert offered.client.get("/w/here/")["Location"] == "/w/"


def test_near_the_phones_position_there_is_a_way_on(offered: Offered, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "PAGE_SIZE", 1)
    for title, lat in (("近处的装卸", 36_113_000), ("中间的装卸", 36_150_000), ("远处的装卸", 36_270_000)):
        offered.job(title, lat_e6=lat, lng_e6=115_791_000)
    offered.job("短工", raw=LONG_JOB, occupation_code="6-04-03-01", lat_e6=36_113_000, lng_e6=115_791_000)

    def press(page: str, words: str = "", **typed: str) -> str:
        """Send the form of the page on, by a button of these words."""
        form = page[page.index('id="again"') :]
        data = dict(re.findall(r'<input type="hidden" name="(lat|lng|kind)" value="([^"]*)"', form))
        data |= dict(re.findall(r'name="(q)" value="([^"]*)"', form[: form.index("</form>")]))
        data |= {"km": km[0]} if (km := re.findall(r'<option value="(\d+)" selected', form)) else {}
        if words:
            [pressed] = re.findall(rf' form="again"[^>]* name="(\w+)" value="([^"]*)"[^>]*>{words}<', page)
            typed = {pressed[0]: pressed[1]}
        with time_machine.travel(offered.now, tick=False):
            answer = offered.client.post("/w/here/", data | typed)
        assert not re.search(r"36\.1|115\.7", CARRIED.sub("", answer.content.decode()))
        return str(answer.content.decode() or answer["Location"])

    def titles(page: str) -> list[str]:
        return re.findall(r'<h2><a href="/w/jobs/[^"]+">\s*([^<]+)</a>', page)

    with time_machine.travel(offered.now, tick=False):
        first = offered.client.post("/w/here/", {"lat": "36.112", "lng": "115.786", "q": "装卸", "km": "3"})
    near = first.content.decode()
    assert titles(near) == ["近处的装卸"]
    nothing = press(near, q="叉车")
    assert re.search(r"装卸搬运工</button>\s*<span class=\"soft\">1 个", nothing)
    assert titles(press(nothing, "装卸搬运工")) == ["近处的装卸"]
    assert "短工" in titles(press(nothing, "不管什么活")) + titles(press(press(nothing, "不管什么活"), "下一页"))
    wide = press(near, km="20")
    assert titles(press(press(wide, "下一页"), "上一页")) == ["近处的装卸"]
    assert titles(press(wide, "下一页")) == ["中间的装卸"]
    assert titles(press(press(near, q=""), "长期岗位")) == ["短工"]
    assert titles(press(press(near, "短期用工"), "所有用工期限")) == ["近处的装卸"]
    assert press(near, near="东关集市").startswith("/w/?")


def test_a_county_before_a_place_is_taken_off_and_a_place_that_nobody_knows_can_be_dropped(
    offered: Offered, market: None
) -> None:
    offered.job("集市的活", lat_e6=36_121_000, lng_e6=115_801_000)
    offered.job("镇上的活", place_name="张秋镇粮站", lat_e6=36_113_000, lng_e6=115_785_000)
    for near in ("阳谷县东关集市", "山东省聊城市阳谷县东关集市", "阳谷 东集"):
        assert offered.titles(f"?near={near}")[0] == "集市的活", near
    for near in ("阳谷县张秋镇", "阳谷张秋"):
        assert offered.titles(f"?near={near}") == ["镇上的活"], near
        assert "没有找到“张秋" in offered.page(f"?near={near}")
    page = offered.page("?near=阳谷县无名村&q=活")
    links = dict(re.findall(r'<li><a href="/w/([^"]+)">([^<]+)</a>', page))
    assert {label: len(offered.titles(html.unescape(link))) for link, label in links.items()} == {
        "阳谷县": 2, "不限地点": 2,  # and not "不管什么活": nothing is in that village at all
    }  # fmt: skip
    assert len(re.findall(r'<span class="soft">2 个', page)) == 2
    assert offered.titles("?near=阳谷县城") != []


def test_a_word_said_exactly_means_nothing_vaguer_and_how_pay_is_settled_is_no_work(offered: Offered) -> None:
    for title, code in (("甲", "4-07-05-01"), ("乙", "6-18-02-04"), ("丙", "6-29-01-01"), ("丁", "4-02-05-01")):
        offered.job(title, raw=LONG_JOB, occupation_code=code)
    assert offered.titles("?q=看大门") == ["甲"]  # and no welder of gates
    assert offered.titles("?q=瓦工") == offered.titles("?q=瓦工 日结") == offered.titles("?q=日结瓦工") == ["丙"]
    assert sorted(offered.titles("?q=焊工 瓦工")) == ["丙", "乙"]
    assert "“日结”没有用来挑选" in offered.page("?q=瓦工 日结")
    assert len(offered.titles("?q=日结")) == 4


def test_pay_of_a_month_says_about_how_many_whole_yuan_a_day(offered: Offered) -> None:
    offered.job("门卫", raw=LONG_JOB)
    assert re.search(r"约 \d+元/天", offered.page())


def test_the_datum_is_bent_as_maps_are() -> None:
    bent = gcj02(39_907_340, 116_390_890)
    assert (distance_m(bent, (39_908_740, 116_397_130)) or 0) < 30
    assert gcj02(35_680_000, 139_690_000) == (35_680_000, 139_690_000)


def test_the_map_numbers_what_the_list_numbers(offered: Offered, market: None) -> None:
    for n in range(3):
        offered.job(f"活{n}", lat_e6=36_121_000 + n * 9_000, lng_e6=115_801_000)
    offered.job("没有位置的活", lat_e6=None, lng_e6=None)
    page = offered.page("?near=东关集市", path="/w/map/")
    assert [page.count(f'href="#n{n}"') for n in (1, 2, 3)] == [1, 1, 1]
    assert '<li id="n3">' in page
    assert "1 个活没有标位置" in page
    asked = Asked(around=Around(MARKET, None))
    drawing = draw(offers_near(asked, offered.now, order="near", start=0, count=9), MARKET)
    assert all(abs(mark.x) <= HALF and abs(mark.y) <= HALF for mark in drawing.marks)
    assert drawing.marks[0].y > drawing.marks[-1].y  # north is up


def test_no_mark_of_the_map_covers_another_or_a_rings_kilometres() -> None:
    lat, lng = MARKET
    north = [(lat + far, lng) for far in (1_250, 2_500, 9_000, 17_900)]
    drawing = draw([Near(cast("Any", None), None, point, (), cast("Any", None)) for point in north], MARKET)
    spots = [(mark.x, mark.y) for mark in drawing.marks]
    assert [mark.label for mark in drawing.marks] == ["×2", "3", "4"]
    assert min(math.dist(a, b) for a, b in itertools.combinations(spots, 2)) >= 26
    for ring in drawing.rings:
        assert min(math.dist((ring.x, ring.y), spot) for spot in spots) > 26


def test_the_posting_says_what_the_public_page_says_and_ends_with_it(offered: Offered) -> None:
    posting = offered.job("仓库装卸工")
    page = offered.page(path=f"/w/jobs/{posting.public_id}/")
    for words in ("仓库装卸工", "200元/天", "测试路粮库", "还要 3 人", posting.number, "怎样报名"):
        assert words in page
    with time_machine.travel(offered.now + dt.timedelta(days=30), tick=False):
        assert offered.client.get(f"/w/jobs/{posting.public_id}/").status_code == 410


def test_pay_is_said_once_in_english_and_without_a_telephone_nobody_is_told_to_call(
    offered: Offered, station: Office
) -> None:
    posting = offered.job("仓库装卸工", pay_note="200元/天")
    path = f"/w/jobs/{posting.public_id}/"
    page = offered.page(path=path)
    assert "到驿站报编号" in page
    assert "打电话报编号" not in page
    Office.objects.filter(pk=station.pk).update(phone="0635-6120001")
    offered.client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = offered.page(path=path)
    assert "¥200/day" in page
    assert "or call and say the number" in page
    assert "200元/天" not in page
    assert json.loads(offered.page(path="/w/manifest.webmanifest"))["lang"] == "en"


@pytest.mark.parametrize("large", ["0", "1"])
def test_the_first_page_is_small(offered: Offered, large: str) -> None:
    for n in range(16):
        offered.job(f"活{n}")
    offered.client.cookies["w_large"] = large
    sizes = [len(gzip.compress(offered.page().encode()))]
    for name in ("worker/worker.css", "worker/worker.js", "shared/icon.svg"):
        found = finders.find(name)
        assert isinstance(found, str)
        with open(found, "rb") as part:
            sizes.append(len(gzip.compress(part.read())))
    assert sum(sizes) < 60_000
    assert sum(sizes) < 20_000, sizes  # what it is today, with room for two thirds more
    assert len(offered.titles()) == (6 if large == "1" else 15)


def test_the_large_type_mode_is_remembered_and_leads_back_inside_only(client: Client) -> None:
    answer = client.post("/w/type/", {"on": "1", "next": "/w/map/?near=x"})
    assert answer["Location"] == "/w/map/?near=x"
    assert client.cookies["w_large"].value == "1"
    assert client.cookies["w_large"]["path"] == "/w/"
    assert '<html lang="zh-CN" class="large">' in client.get("/w/").content.decode()
    for elsewhere in ("https://evil.example/", "//evil.example/w/", "/people/", "/w\\evil"):
        assert client.post("/w/type/", {"on": "0", "next": elsewhere})["Location"] == "/w/"


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same(count: int, offered: Offered, market: None, django_assert_num_queries: Any) -> None:
    for n in range(count):
        offered.job(f"活{n}")
    offered.page("?near=东关集市&q=活")
    with django_assert_num_queries(7):
        assert len(offered.titles("?near=东关集市")) == count


ANDROID = "Mozilla/5.0 (Linux; Android 10{}) AppleWebKit/537.36 Chrome/86.0.4240.99 Mobile Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 15_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
AGENTS = [
    (f"{ANDROID.format('')} MicroMessenger/8.0.16.2040", True),
    (f"{ANDROID.format('')} AlipayClient/10.2.38", True),
    (ANDROID.format("; V2123A; wv"), True),
    (f"{IPHONE} Mobile/15E148", True),
    (f"{IPHONE} Version/15.0 Mobile/15E148 Safari/604.1", False),
    (ANDROID.format(""), False),
    ("", False),
]


@pytest.mark.parametrize(("agent", "embedded"), AGENTS)
def test_an_apps_own_browser_is_known(agent: str, embedded: bool) -> None:
    assert is_embedded(RequestFactory().get("/w/", headers={"user-agent": agent})) is embedded
