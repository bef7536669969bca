"""Which facts of an offer may stand in a column of somebody else's sheet, and the sheet itself. Pure."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from yizhan.channels.enums import Encoding
from yizhan.channels.offers import PublicOffer, shift_words
from yizhan.employers.enums import EmployerKind
from yizhan.postings.enums import LaborType, PayUnit, SexRequired
from yizhan.shared.documents.xlsx import Column, workbook
from yizhan.shared.text.csvsafe import safe_cell

WEEKDAYS = "一二三四五六日"
#: Stands for a text that is the same in every row.
FIXED = "fixed"


@dataclass(frozen=True)
class Field:
    """One thing that a column can show.

    :param of: gives the cell's text; every cell is text, so that what identifies keeps its zeros.
    """

    title: StrOrPromise
    of: Callable[[PublicOffer, str], str]
    width: int = 14


def _yes(flag: bool) -> str:
    return "是" if flag else "否"


def _amount(fen: int | None, unit: str) -> str:
    """Return an amount in yuan without thousands marks, which other programs do not read; piece rates per piece."""
    if fen is None:
        return ""
    text = f"{Decimal(fen) / (100_000 if unit == PayUnit.PIECE else 100):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _date(moment: Any) -> str:
    return f"{timezone.localdate(moment):%Y-%m-%d}"


def _week(mask: int) -> str:
    return "、".join(f"周{WEEKDAYS[day]}" for day in range(7) if mask >> (day * 4) & 0b1111)


#: In the order in which a form offers them.
FIELDS: dict[str, Field] = {
    "number": Field(_("招聘编号"), lambda o, _url: o.number),
    "title": Field(_("岗位名称"), lambda o, _url: o.title, 18),
    "kind": Field(_("用工期限"), lambda o, _url: o.kind_label),
    "occupation": Field(_("职业名称"), lambda o, _url: o.occupation, 18),
    "occupation_code": Field(_("职业代码"), lambda o, _url: o.occupation_code),
    "content": Field(_("工作内容"), lambda o, _url: o.content, 40),
    "requirements": Field(_("其他录用条件"), lambda o, _url: o.requirements, 24),
    "employer": Field(_("用工主体"), lambda o, _url: o.employer_name, 26),
    "employer_kind": Field(_("主体类型"), lambda o, _url: str(EmployerKind(o.employer_kind).label)),
    "employer_code": Field(_("统一社会信用代码"), lambda o, _url: o.employer_code, 22),
    "place": Field(_("工作地点"), lambda o, _url: o.place, 26),
    "meeting": Field(_("集合"), lambda o, _url: o.meeting, 22),
    "area": Field(_("行政区划"), lambda o, _url: o.area, 22),
    "area_code": Field(_("行政区划代码"), lambda o, _url: o.area_code),
    "starts_on": Field(_("开始日期"), lambda o, _url: f"{o.starts_on:%Y-%m-%d}"),
    "ends_on": Field(_("结束日期"), lambda o, _url: f"{o.ends_on:%Y-%m-%d}" if o.ends_on else ""),
    "when": Field(_("班次时间"), lambda o, _url: "；".join(shift_words(s) for s in o.shifts), 26),
    "hours": Field(_("每日工时"), lambda o, _url: f"{o.hours_x10 / 10:g}" if o.hours_x10 else ""),
    "week": Field(_("每周工作日"), lambda o, _url: _week(o.week_mask)),
    "headcount": Field(_("招用人数"), lambda o, _url: str(o.headcount)),
    "places_left": Field(_("剩余名额"), lambda o, _url: str(o.places_left)),
    "pay": Field(_("报酬"), lambda o, _url: o.pay, 16),
    "pay_min": Field(_("报酬下限（元）"), lambda o, _url: _amount(o.pay_min_fen, o.pay_unit)),
    "pay_max": Field(_("报酬上限（元）"), lambda o, _url: _amount(o.pay_max_fen, o.pay_unit)),
    "pay_unit": Field(_("计酬单位"), lambda o, _url: str(PayUnit(o.pay_unit).label)),
    "settle": Field(_("结算方式"), lambda o, _url: o.settle),
    "labor_type": Field(_("用工类型"), lambda o, _url: str(LaborType(o.labor_type).label)),
    "meals": Field(_("管饭"), lambda o, _url: _yes(o.meals)),
    "lodging": Field(_("管住"), lambda o, _url: _yes(o.lodging)),
    "pickup": Field(_("接送"), lambda o, _url: _yes(o.pickup)),
    "benefits": Field(_("待遇"), lambda o, _url: "、".join(o.benefits), 20),
    "hazards": Field(_("职业危害"), lambda o, _url: "、".join(o.hazard_words), 18),
    "circumstances": Field(_("作业情况"), lambda o, _url: "、".join(o.circumstance_words), 18),
    "protection": Field(_("劳动保护"), lambda o, _url: "、".join(o.protection_words), 20),
    "fare": Field(_("报销路费"), lambda o, _url: _yes(o.fare_paid)),
    "certificates": Field(_("证书要求"), lambda o, _url: "、".join(o.certificate_names), 20),
    "sex": Field(_("性别要求"), lambda o, _url: str(SexRequired(o.sex_required).label)),
    "published_on": Field(_("发布日期"), lambda o, _url: _date(o.published_at)),
    "valid_until": Field(_("有效期至"), lambda o, _url: _date(o.valid_until_at - dt.timedelta(microseconds=1))),
    "station": Field(_("驿站名称"), lambda o, _url: o.office.name, 24),
    "station_phone": Field(_("驿站电话"), lambda o, _url: o.office.phone, 16),
    "station_address": Field(_("驿站地址"), lambda o, _url: o.office.address, 24),
    "url": Field(_("公开页面网址"), lambda _o, url: url, 40),
}


def check_columns(columns: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """Return columns as they are kept: only known fields, each with a heading."""
    kept = []
    for column in columns:
        title, field = column.get("title", "").strip(), column.get("field", "")
        if field == FIXED or field in FIELDS:
            value = column.get("value", "").strip() if field == FIXED else ""
            kept.append({"title": title or str(FIELDS[field].title if field in FIELDS else ""),
                         "field": field, "value": value})  # fmt: skip
    return kept


def heads(columns: Iterable[dict[str, str]]) -> list[str]:
    """Return the headings."""
    return [column["title"] for column in columns]


def row_of(columns: Iterable[dict[str, str]], offer: PublicOffer, url: str) -> list[str]:
    """Return one offer as cells.

    :param url: its public page, or "" where the site has no address of its own.
    """
    return [
        column["value"] if column["field"] == FIXED else FIELDS[column["field"]].of(offer, url) for column in columns
    ]


def as_xlsx(columns: Sequence[dict[str, str]], rows: Iterable[Sequence[str]]) -> bytes:
    """Return the sheet as .xlsx; all cells are text, none is a formula."""
    shapes = [
        Column(column["title"], "text", FIELDS[column["field"]].width if column["field"] in FIELDS else 14)
        for column in columns
    ]
    return workbook(shapes, rows)


def as_csv(columns: Sequence[dict[str, str]], rows: Iterable[Sequence[str]], encoding: str) -> bytes:
    """Return the sheet as CSV in the encoding that the other side reads; no cell is a formula.

    What GB 18030 lacks does not occur: it has a place for every character of Unicode.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([safe_cell(head) for head in heads(columns)])
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return text.getvalue().encode(Encoding(encoding).value)
