"""The offices of two counties, the accounts, and the places that only the station knows."""

from __future__ import annotations

import datetime as dt

from yizhan.accounts.enums import OfficeKind
from yizhan.accounts.operations import create_office, create_user
from yizhan.demo.artificial import STATION_PHONES, phone
from yizhan.demo.ledger import County
from yizhan.demo.scale import PASSWORD, SIGN_INS, moment
from yizhan.places.operations import add_place

YANGGU, SHENXIAN = "371521", "371522"
#: Middle of the county town, GCJ-02 micro-degrees; every point of the demo is generated around it, none is surveyed.
CENTRE = (36_114_000, 115_791_000)
#: Towns of the county by their codes, with a rough direction from the town in thousandths of a degree.
TOWNS = (
    ("371521001", "博济桥街道", (4, 8)),
    ("371521002", "侨润街道", (-12, 22)),
    ("371521003", "狮子楼街道", (10, -18)),
    ("371521101", "阎楼镇", (38, -62)),
    ("371521103", "阿城镇", (92, 178)),
    ("371521104", "七级镇", (132, 148)),
    ("371521105", "安乐镇", (48, 98)),
    ("371521106", "定水镇", (112, 62)),
    ("371521107", "石佛镇", (96, 6)),
    ("371521108", "李台镇", (-138, 52)),
    ("371521109", "寿张镇", (-108, 84)),
    ("371521111", "十五里园镇", (-66, 112)),
    ("371521112", "张秋镇", (-48, 204)),
    ("371521113", "郭店屯镇", (44, 142)),
    ("371521114", "西湖镇", (-22, -84)),
    ("371521115", "高庙王镇", (-58, -96)),
    ("371521116", "金斗营镇", (-128, -78)),
    ("371521203", "大布乡", (70, -34)),
)
#: Places with their aliases: (name, aliases, code, thousandths of a degree from the centre).
PLACES = (
    ("县汽车站", "汽车站 老车站", "371521001", (0, 0)),
    ("汽车站东广场", "东广场", "371521001", (1, 4)),
    ("北关桥头", "桥头 趴活市场", "371521001", (12, -3)),
    ("城南农贸市场", "南市场 菜市场", "371521003", (-11, 2)),
    ("东工业园", "东园 工业园", "371521002", (4, 46)),
    ("西工业园", "西园", "371521003", (2, -44)),
    ("物流园", "快递园", "371521002", (-16, 38)),
    ("蔬菜批发市场", "菜批", "371521003", (-24, -12)),
    ("县医院", "医院", "371521001", (6, 11)),
    ("第一中学", "一中", "371521003", (9, -9)),
)


def open_offices(county: County) -> None:
    """Make the two counties with their stations and accounts. The unions were there long before the station opened."""
    long_ago = moment(county.first_day - dt.timedelta(days=210), 9)
    opened = moment(county.first_day - dt.timedelta(days=3), 9)
    made = county.offices
    made["county"] = create_office(
        name="阳谷县总工会（演示）", kind=OfficeKind.COUNTY, parent=None, area_code=YANGGU, by=None, at=long_ago
    )
    made["main"] = create_office(
        name="阳谷零工市场驿站（演示）",
        kind=OfficeKind.STATION,
        parent=made["county"],
        area_code=YANGGU,
        by=None,
        at=long_ago,
        address="县汽车站一楼",
        phone=_telephone(1),
        point_e6=CENTRE,
    )
    made["park"] = create_office(
        name="阳谷工业园零工驿站（演示）",
        kind=OfficeKind.STATION,
        parent=made["county"],
        area_code=YANGGU,
        by=None,
        at=opened,
        address="东工业园服务中心",
        phone=_telephone(2),
        point_e6=around((4, 46)),
    )
    made["foreign_county"] = create_office(
        name="莘县总工会（演示）", kind=OfficeKind.COUNTY, parent=None, area_code=SHENXIAN, by=None, at=long_ago
    )
    made["foreign"] = create_office(
        name="莘县零工驿站（演示）",
        kind=OfficeKind.STATION,
        parent=made["foreign_county"],
        area_code=SHENXIAN,
        by=None,
        at=opened,
        address="莘县汽车站",
        phone=_telephone(3),
        point_e6=(36_234_000, 115_667_000),
    )
    for sign_in in SIGN_INS:
        county.users[sign_in.username] = create_user(
            username=sign_in.username,
            name=sign_in.name,
            role=sign_in.role,
            office=made[sign_in.office],
            password=PASSWORD,
            by=None,
            at=long_ago,
        )
    _add_places(county, opened)


def _telephone(serial: int) -> str:
    """Return a station's number of a range that nobody has; it says so itself, wherever it is printed."""
    return f"{phone(STATION_PHONES, serial)}（演示）"


def around(offset: tuple[int, int]) -> tuple[int, int]:
    """Return a point that lies so many thousandths of a degree from the centre."""
    return CENTRE[0] + offset[0] * 1000, CENTRE[1] + offset[1] * 1000


def scattered(county: County, offset: tuple[int, int], spread: int = 12) -> tuple[int, int]:
    """Return a point near an offset: nobody's house, a random spot within about a kilometre for each ten of spread."""
    lat, lng = around(offset)
    return lat + county.rng.randint(-spread, spread) * 900, lng + county.rng.randint(-spread, spread) * 900


def _add_places(county: County, at: dt.datetime) -> None:
    head = county.users["head"]
    for name, aliases, code, offset in PLACES:
        lat, lng = around(offset)
        add_place(
            office=county.offices["main"],
            name=name,
            aliases=aliases,
            division_code=code,
            lat_e6=lat,
            lng_e6=lng,
            by=head,
            at=at,
        )
    for code, town, offset in TOWNS:
        lat, lng = around(offset)
        add_place(
            office=county.offices["county"],
            name=f"{town}驻地",
            aliases=town,
            division_code=code,
            lat_e6=lat,
            lng_e6=lng,
            by=county.users["officer"],
            at=at,
        )
    for number, sign in enumerate("一二三四五六七八", start=1):
        code, town, offset = TOWNS[(number * 5) % len(TOWNS)]
        # Some villages have no point, as in life: a distance from there is unknown and shown so.
        point = scattered(county, offset, 30) if number % 3 else (None, None)
        add_place(
            office=county.offices["main"],
            name=f"{town}演示{sign}村",
            aliases=f"演示{sign}村",
            division_code=code,
            lat_e6=point[0],
            lng_e6=point[1],
            by=head,
            at=at,
        )
