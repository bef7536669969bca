"""Paper says what it must say, in glyphs that exist; sheets run no formula."""

from __future__ import annotations

import csv
import datetime as dt
import io
import xml.etree.ElementTree as ET
from typing import Any

import openpyxl
import pypdf
import pytest
from django.conf import settings

from yizhan.shared.documents.fonts import BOLD, REGULAR, missing_from_font
from yizhan.shared.documents.pdf import RECLAIM_SLIP, render_pdf, render_png
from yizhan.shared.documents.qr import qr_svg
from yizhan.shared.documents.xlsx import Column, csv_bytes, safe_text, workbook

PAPER = settings.PACKAGE_DIR / "referrals" / "documents"
RARE = "王䶮㛃𬭚"
LETTER: dict[str, Any] = {
    "number": "T2611-0042-7",
    "number_spoken": "T 2611 0042 7",
    "qr_svg": qr_svg("http://127.0.0.1:8000/r/T2611-0042-7/"),
    "station": "阳谷零工市场驿站",
    "station_address": "汽车站一楼",
    "station_phone": "0635-6100000",
    "person_name": RARE,
    "person_sex": "男",
    "person_id_masked": "3715**********1234",
    "person_number": "R2611-0107-3",
    "party_size": 1,
    "employer": "测试甲建筑装饰有限公司",
    "contact_name": "测试李工",
    "contact_phone": "138 0000 0000",
    "posting_number": "P2611-0031-5",
    "posting_title": "瓦工",
    "place": "安置小区三期",
    "starts": "2026年11月24日 周二 7:00",
    "hours": "7:00–17:30",
    "pay": "200元/天",
    "settle": "日结",
    "meals": "管午饭",
    "requirements": "自带瓦刀",
    "issued_on": "2026年11月23日",
    "issued_by": "测试乙",
    "valid_until": "2026年11月26日",
    "results": ["录用", "未录用", "未到", "岗位已满"],
}


def text_of(pdf: bytes) -> str:
    """Return all text without blanks, as one who searches the file would find it."""
    return "".join("".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def test_letter_is_one_page_with_stub_letter_and_receipt_each_with_number_and_name() -> None:
    pdf = render_pdf(PAPER / "letter.typ", LETTER)
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    assert len(reader.pages) == 1
    assert [round(float(side) / 72 * 25.4) for side in reader.pages[0].mediabox[2:]] == [210, 297]
    text = text_of(pdf)
    assert text.count("T2611-0042-7") == 3
    assert text.count(RARE) == 3
    for words in ("存根", "推荐介绍信", "回执", "盖章处", "测试甲建筑装饰有限公司", "200元/天", "录用", "岗位已满"):
        assert words in text
    assert "复印件" not in text


def test_reprint_says_on_every_part_which_print_it_is() -> None:
    text = text_of(render_pdf(PAPER / "letter.typ", {**LETTER, "copy_number": 2}, copy=True))
    assert text.count("复印件·补打第2次") == 3
    assert "复印件·补打第2次" in text_of(render_pdf(PAPER / "slip80.typ", {**LETTER, "copy_number": 2}, copy=True))


def test_a_crew_is_introduced_as_a_crew() -> None:
    text = text_of(render_pdf(PAPER / "letter.typ", {**LETTER, "party_size": 4}))
    assert text.count("等4人") == 3


def test_longest_words_still_fit_one_page() -> None:
    long = {
        "place": "很长的地名" * 20,
        "requirements": "要带的东西，" * 15,
        "employer": "名称很长的单位" * 8,
        "meals": "管饭" * 40,
    }
    pdf = render_pdf(PAPER / "letter.typ", {**LETTER, **long, "posting_title": "岗位名称" * 8}, copy=True)
    assert len(pypdf.PdfReader(io.BytesIO(pdf)).pages) == 1


def test_missing_facts_leave_their_lines_out() -> None:
    without = {
        key: LETTER[key] for key in ("number", "number_spoken", "station", "person_name", "employer", "posting_title")
    }
    text = text_of(render_pdf(PAPER / "letter.typ", without))
    assert RARE in text
    assert "食宿接送" not in text
    assert "联系人" not in text


@pytest.mark.parametrize("name", ["#emph[坏]", "*粗*", "$x$", '"; #panic()', "张\\三", "<b>李</b>"])
def test_a_name_is_never_read_as_markup(name: str) -> None:
    text = text_of(render_pdf(PAPER / "slip80.typ", {**LETTER, "person_name": name}))
    assert name.replace(" ", "") in text


def test_slip_is_80_mm_wide_and_one_strip() -> None:
    reader = pypdf.PdfReader(io.BytesIO(render_pdf(PAPER / "slip80.typ", LETTER)))
    assert len(reader.pages) == 1
    assert round(float(reader.pages[0].mediabox.width) / 72 * 25.4) == 80
    assert "T261100427" in text_of(render_pdf(PAPER / "slip80.typ", LETTER))


def test_reclaim_slip_shows_the_secret_and_no_name() -> None:
    data = {**LETTER, "secret": "K7M4 9QXD 2T"}
    text = text_of(render_pdf(RECLAIM_SLIP, data))
    assert "K7M49QXD2T" in text
    assert "请妥善保管" in text
    assert "R2611-0107-3" in text
    assert RARE not in text


def test_fonts_are_embedded_and_ours() -> None:
    page = pypdf.PdfReader(io.BytesIO(render_pdf(PAPER / "letter.typ", LETTER))).pages[0]
    names = {str(font.get_object()["/BaseFont"]).split("+")[1] for font in page["/Resources"]["/Font"].values()}  # type: ignore[index]
    assert names <= {"NotoSansSC-Regular", "NotoSansSC-Bold"}


def test_preview_is_a_picture_of_each_page() -> None:
    pictures = render_png(PAPER / "slip80.typ", LETTER)
    assert [picture[:8] for picture in pictures] == [b"\x89PNG\r\n\x1a\n"]


def test_signs_that_the_font_lacks_are_named() -> None:
    assert missing_from_font(f"{RARE} 𫟹𠅤 abc") == ""
    assert missing_from_font("王\ue000\U0003134a\ue000") == "\ue000\U0003134a"
    assert REGULAR.stat().st_size > 10_000_000
    assert BOLD.stat().st_size > 10_000_000


def test_qr_is_svg_without_script() -> None:
    root = ET.fromstring(qr_svg("http://127.0.0.1:8000/r/T2611-0042-7/"))
    assert root.tag.endswith("svg")
    assert {element.tag.rpartition("}")[2] for element in root.iter()} == {"svg", "path"}


COLUMNS = [
    Column("身份证号", width=22),
    Column("姓名"),
    Column("人数", "number"),
    Column("报酬", "yuan"),
    Column("日期", "day"),
    Column("时间", "time", 18),
]
AT = dt.datetime(2026, 11, 23, 1, 5, tzinfo=dt.UTC)
ROWS: list[list[Any]] = [
    ["370831199001011234", "=1+1", 3, 20050, AT.date(), AT],
    ["011234", "测试甲", None, None, None, None],
]


def test_workbook_keeps_numbers_that_identify_as_text() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(COLUMNS, iter(ROWS)))).active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]] == ["身份证号", "姓名", "人数", "报酬", "日期", "时间"]
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("370831199001011234", "s")
    assert sheet["A3"].value == "011234"
    assert (sheet["C2"].value, sheet["D2"].value) == (3, 200.5)
    assert sheet["E2"].value == dt.datetime(2026, 11, 23)  # noqa: DTZ001 - sheets know no time zones
    assert sheet["F2"].value == dt.datetime(2026, 11, 23, 9, 5)  # noqa: DTZ001
    assert sheet["B3"].value == "测试甲"
    assert sheet["C3"].value is None


@pytest.mark.parametrize("text", ["=1+1", "+86", "-5", "@SUM(A1)", "\t=1", "\r=1", "＝1"])
def test_no_cell_is_run_as_a_formula(text: str) -> None:
    assert safe_text(text) == f"'{text}"
    sheet = openpyxl.load_workbook(io.BytesIO(workbook([Column(text)], [[text]]))).active
    assert sheet is not None
    assert sheet["A2"].data_type == "s"
    assert str(sheet["A2"].value).startswith("'")
    assert list(csv.reader(io.StringIO(csv_bytes([Column("x")], [[text]]).decode("utf-8-sig"))))[1][0][0] == "'"


def test_csv_carries_a_byte_order_mark_and_the_same_values() -> None:
    content = csv_bytes(COLUMNS, ROWS)
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows[1] == ["370831199001011234", "'=1+1", "3", "200.50", "2026-11-23", "2026-11-23 09:05"]
    assert rows[2] == ["011234", "测试甲", "", "", "", ""]


def test_a_row_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="shorter"):
        workbook(COLUMNS, [["1"]])


def test_data_that_is_not_json_is_refused() -> None:
    with pytest.raises(TypeError):
        render_pdf(PAPER / "letter.typ", {"number": AT})
