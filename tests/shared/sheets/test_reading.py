"""Files into rows: every sort, and an honest refusal of what cannot be read."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.shared.sheets.files import Rows, delimited, xls, xlsx
from yizhan.shared.sheets import reading, table
from yizhan.shared.sheets.cells import cell_text, column_letter, has_lost_digits, listed
from yizhan.shared.sheets.fields import FieldSpec, map_headings
from yizhan.shared.sheets.reading import read_sheet
from yizhan.shared.sheets.refusals import (
    NoSuchSheet,
    SheetBroken,
    SheetEmpty,
    SheetRefused,
    SheetTooLarge,
    SheetTooLong,
    SheetTooWide,
    WebPageOnly,
)
from yizhan.shared.sheets.table import MOST_ROWS, Sheet

FIELDS = (
    FieldSpec("phone", "电话", ("联系电话", "手机号"), looks=lambda text: len(text) == 11 and text.isdigit()),
    FieldSpec(
        "title", "岗位", ("岗位名称", "工种"), leads=True, looks=lambda text: 2 <= len(text) <= 8 and not text.isdigit()
    ),
    FieldSpec("count", "人数", ("招聘人数", "人数")),
    FieldSpec("area", "地区", ("城市", "区域"), joins=True),
)
ROWS: Rows = [["岗位名称", "招聘人数", "联系电话"], ["装卸工", 3, "19900000001"], ["保洁", 0, "19900000002"]]


def texts(sheet: Sheet) -> list[tuple[str, ...]]:
    return [row.cells for row in sheet.rows]


@pytest.mark.parametrize(
    "data",
    [
        xlsx(ROWS),
        xls(ROWS),
        delimited(ROWS),
        delimited(ROWS, encoding="utf-8-sig"),
        delimited(ROWS, encoding="gb18030"),
        delimited(ROWS, encoding="utf-16"),
        delimited(ROWS, delimiter="\t"),
        delimited(ROWS, delimiter=";"),
    ],
    ids=["xlsx", "xls", "csv", "bom", "gb18030", "utf-16", "tsv", "semicolon"],
)
def test_the_same_table_reads_the_same_from_every_sort_of_file(data: bytes) -> None:
    sheet = read_sheet(data, fields=FIELDS)
    assert sheet.mapping == {0: "title", 1: "count", 2: "phone"}
    assert texts(sheet) == [("装卸工", "3", "19900000001"), ("保洁", "0", "19900000002")]
    assert [row.number for row in sheet.rows] == [2, 3]


def test_an_ods_file_is_read() -> None:
    content = (
        '<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        '<table:table table:name="a">'
        + "".join(
            "<table:table-row>"
            + "".join(
                f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
                for cell in row
            )
            + "</table:table-row>"
            for row in ROWS
        )
        + "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    assert texts(read_sheet(target.getvalue(), fields=FIELDS))[0] == ("装卸工", "3", "19900000001")


def test_a_list_of_records_is_read() -> None:
    data = json.dumps([{"工种": "瓦工", "人数": 2, "城市": ["聊城", "阳谷"]}, {"工种": "焊工"}]).encode()
    sheet = read_sheet(data, fields=FIELDS)
    assert texts(sheet) == [("瓦工", "2", "聊城 阳谷"), ("焊工", "", "")]


def test_the_heading_is_found_below_titles_and_repeated_ones_are_left_out() -> None:
    rows = [["阳谷县用工需求汇总表"], ["填报单位：", "", "2026年"], [], *ROWS, ROWS[0], ["电工", 1, ""]]
    sheet = read_sheet(xlsx(rows), fields=FIELDS)
    assert [(row.number, row.cells[0]) for row in sheet.rows] == [(5, "装卸工"), (6, "保洁"), (8, "电工")]


def test_a_sheet_without_a_heading_is_told_by_its_cells() -> None:
    sheet = read_sheet(delimited([["19900000001", "装卸工", "x"], ["19900000002", "保洁", "y"]]), fields=FIELDS)
    assert not sheet.has_header
    assert sheet.mapping[0] == "phone"
    assert sheet.mapping[1] == "title"
    assert sheet.rows[0].number == 1


def test_the_sheet_that_names_most_fields_is_taken_and_any_can_be_chosen() -> None:
    data = xlsx([["说明"], ["请填第二页"]], ROWS)
    assert read_sheet(data, fields=FIELDS).mapping[0] == "title"
    assert not read_sheet(data, fields=FIELDS, sheet=1).has_header
    with pytest.raises(NoSuchSheet):
        read_sheet(data, fields=FIELDS, sheet=3)


def test_a_hidden_sheet_is_read_only_where_it_is_asked_for() -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        for rows, hidden in (([["工种", "人数", "电话"], *ROWS], True), (ROWS, False)):
            page = book.add_worksheet()
            for number, row in enumerate(rows):
                page.write_row(number, 0, row)
            if hidden:
                page.hide()
            else:
                page.activate()
                page.set_first_sheet()
    sheet = read_sheet(target.getvalue(), fields=FIELDS)
    assert (sheet.page, sheet.pages, len(sheet.rows)) == (2, 1, 2)
    assert read_sheet(target.getvalue(), fields=FIELDS, sheet=1).page == 1


def test_how_many_sheets_there_are_is_told() -> None:
    other = [["单位", "电话"], ["测试公司", "19900000003"]]
    sheet = read_sheet(xlsx(other, ROWS, []), fields=FIELDS)
    assert (sheet.page, sheet.pages) == (2, 2)
    assert read_sheet(delimited(ROWS), fields=FIELDS).pages == 0


def test_a_heading_of_two_lines_is_one() -> None:
    rows: Rows = [
        ["某县用工表"],
        ["工种", "用工", "", "联系电话"],
        ["", "人数", "城市", ""],
        ["瓦工", 3, "聊城", "19900000001"],
    ]
    sheet = read_sheet(xlsx(rows), fields=FIELDS)
    assert sheet.headings == ("工种", "人数", "城市", "联系电话")
    assert sheet.mapping == {0: "title", 1: "count", 2: "area", 3: "phone"}
    assert texts(sheet) == [("瓦工", "3", "聊城", "19900000001")]


def test_the_first_row_is_no_second_line_of_the_heading() -> None:
    rows: Rows = [["工种", "人数", "电话"], ["瓦工", "", ""], ["焊工", 2, ""]]
    assert [row.cells[0] for row in read_sheet(xlsx(rows), fields=FIELDS).rows] == ["瓦工", "焊工"]


def test_sums_and_signatures_are_no_rows() -> None:
    rows: Rows = [
        *ROWS,
        ["小计", 3, ""],
        ["合计", "", ""],
        ["合计工", 1, ""],
        ["共计：4人"],
        ["备注：有事打电话"],
        ["制表人：测试甲"],
    ]
    assert [row.cells[0] for row in read_sheet(xlsx(rows), fields=FIELDS).rows] == ["装卸工", "保洁", "合计工"]


def test_headings_are_known_in_other_words_and_only_once() -> None:
    found = map_headings(
        ["*岗位名称（必填）", "拟招聘人数(人)", "联系电话", "联系电话", "城市", "区域", "备注"], FIELDS
    )
    assert found == {0: "title", 1: "count", 2: "phone", 4: "area", 5: "area"}


def test_cells_keep_what_was_written() -> None:
    assert cell_text(0.0) == "0"
    assert cell_text(12.5) == "12.5"
    assert cell_text(True) == "是"
    assert cell_text(dt.datetime(2026, 11, 23, tzinfo=dt.UTC)) == "2026-11-23"
    assert cell_text(dt.datetime(2026, 11, 23, 7, 30, tzinfo=dt.UTC)) == "2026-11-23 07:30"
    assert cell_text(dt.time(7, 30)) == "07:30"
    assert cell_text(19900000001.0) == "19900000001"
    assert cell_text("'=1+1") == "=1+1"
    assert cell_text(float("nan")) == ""
    assert [column_letter(index) for index in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_a_long_number_that_was_rounded_says_so() -> None:
    sheet = read_sheet(xlsx([ROWS[0], ["装卸工", 1, 371521198005060019]]), fields=FIELDS)
    assert has_lost_digits(sheet.rows[0].cells[2])
    assert has_lost_digits("3.71521E+17")
    assert not has_lost_digits("371521198005060019")
    assert not has_lost_digits("3E+2")


def test_lists_as_text_are_lists() -> None:
    assert listed("['数据分析', 'SQL']") == ["数据分析", "SQL"]
    assert listed("装卸工、保洁；瓦工") == ["装卸工", "保洁", "瓦工"]
    assert listed("['坏了") == ["['坏了".strip(" '\"")]
    assert listed("[" * 300 + "]" * 300) != []


def test_limits_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "MOST_ROWS", 2)
    assert len(read_sheet(delimited(ROWS), fields=FIELDS).rows) == 2
    with pytest.raises(SheetTooLong):
        read_sheet(delimited([*ROWS, ["电工", 1, ""]]), fields=FIELDS)
    with pytest.raises(SheetTooLong):
        read_sheet(delimited([ROWS[0], *[["电工", 1, ""]] * 40]), fields=FIELDS)
    with pytest.raises(SheetTooWide):
        read_sheet(delimited([["列"] * 201]), fields=FIELDS)
    monkeypatch.setattr(reading, "MOST_BYTES", 10)
    with pytest.raises(SheetTooLarge):
        read_sheet(delimited(ROWS), fields=FIELDS)


def test_twenty_thousand_rows_fit() -> None:
    sheet = read_sheet(delimited([ROWS[0], *([f"电工{n}", 1, ""] for n in range(20_000))]), fields=FIELDS)
    assert len(sheet.rows) == MOST_ROWS


def test_what_is_no_sheet_is_refused_with_a_sentence() -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("a.txt", "no workbook")
    for data in (b"", b"\n\n", b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0 broken", archive.getvalue(), b"%PDF-1.7 x",
                 b"\x00\x01\x02", delimited([ROWS[0]])):  # fmt: skip
        with pytest.raises(SheetRefused) as refused:
            read_sheet(data, fields=FIELDS)
        assert "没有导入任何内容" in str(refused.value)
    with pytest.raises(SheetEmpty):
        read_sheet(xlsx([]), fields=FIELDS)


def test_an_archive_that_unfolds_beyond_reason_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_UNFOLDED", 1000)
    with pytest.raises(SheetTooLarge):
        read_sheet(xlsx([ROWS[0], *[["电工", 1, ""]] * 50]), fields=FIELDS)


def test_an_archive_of_more_files_than_a_workbook_has_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_PARTS", 3)
    with pytest.raises(SheetTooLarge):
        read_sheet(xlsx(ROWS), fields=FIELDS)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=2000))
def test_no_bytes_end_in_anything_but_rows_or_a_refusal(data: bytes) -> None:
    try:
        sheet = read_sheet(data, fields=FIELDS)
    except SheetRefused:
        return
    assert all(isinstance(cell, str) for row in sheet.rows for cell in row.cells)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 4000), st.binary(min_size=1, max_size=40))
def test_a_damaged_workbook_is_refused_or_read(where: int, noise: bytes) -> None:
    data = bytearray(xlsx(ROWS))
    data[where : where + len(noise)] = noise
    try:
        sheet = read_sheet(bytes(data), fields=FIELDS)
    except SheetRefused:
        return
    assert sheet.rows


@given(st.one_of(st.none(), st.booleans(), st.floats(), st.integers(), st.text(), st.datetimes(), st.timedeltas()))
def test_every_value_is_some_text(value: object) -> None:
    assert isinstance(cell_text(value), str)


@pytest.mark.parametrize(("row", "column"), [(1_048_575, 16_383), (100_000, 5_000)])
def test_a_cell_far_away_ends_its_own_process_only(row: int, column: int) -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        page = book.add_worksheet()
        page.write(0, 0, "姓名")
        page.write(row, column, "x")
    with pytest.raises(SheetRefused) as refused:
        read_sheet(target.getvalue(), fields=())
    assert refused.value.code == "sheet_too_vast"


WEB_PAGE = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>
<style>td {mso-number-format:"\\@"}</style></head>
<body><table><tr><td>导航</td></tr></table><!-- <table><tr><td>旧表</td></tr></table> -->
<TABLE border=1><tr><th colspan=3>用工需求</th></tr>
<tr><td>岗位名称<td>招聘人数<td>联系电话</tr>
<tr><td rowspan="2"><b>装卸工</b></td><td>3</td><td style='x'>19900000001</td></tr>
<tr><td>5&amp;6</td><td>1990000<br>0002</td></tr></TABLE></body></html>"""


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_web_page_named_xls_is_read_by_its_tables(encoding: str) -> None:
    sheet = read_sheet(WEB_PAGE.encode(encoding), fields=FIELDS)
    assert sheet.mapping == {0: "title", 1: "count", 2: "phone"}
    assert texts(sheet) == [("装卸工", "3", "19900000001"), ("装卸工", "5&6", "1990000 0002")]
    assert [row.number for row in sheet.rows] == [3, 4]


PLAIN_XML = Path(__file__).parent / "data" / "plain_xml_2003.xls"


def test_a_workbook_saved_as_plain_xml_is_read() -> None:
    sheet = read_sheet(PLAIN_XML.read_bytes(), fields=FIELDS, name="岗位.xls")
    assert (sheet.page, sheet.pages) == (3, 2)
    assert sheet.mapping == {0: "title", 1: "count", 3: "phone"}
    # Rich text, a merged cell, a line break, a day, a time of day and an error; remarks in a comment are no cell.
    assert texts(sheet) == [
        ("装卸工（夜班）", "3", "", "19900000001"),
        ("保洁 & 洗碗", "2\n人", "", "19900000001"),
        ("夜班保安", "2026-12-03", "07:30", ""),
    ]
    assert [row.number for row in sheet.rows] == [4, 5, 7]
    assert sheet.failed == ((3, 7),)
    assert len(read_sheet(PLAIN_XML.read_bytes(), fields=FIELDS, sheet=2).rows) == 2  # hidden, and asked for


@pytest.mark.parametrize(
    ("before", "after", "refusal"),
    [
        ("<Workbook", '<!DOCTYPE w [<!ENTITY a "aaaa">]><Workbook', "sheet_unreadable"),
        ("<Workbook", '<!DOCTYPE w SYSTEM "file:///etc/passwd"><Workbook', "sheet_unreadable"),
        ("装卸工", "&a;", "sheet_broken"),
        ("</Workbook>", "", "sheet_broken"),
        ('ss:Index="4"', 'ss:Index="16384"', "sheet_too_wide"),
        ("<Row>", "<Row ss:Index='1'><Cell><Data>x</Data></Cell></Row>" * 20_050 + "<Row>", "sheet_too_long"),
    ],
)
def test_plain_xml_declares_nothing_and_stays_within_bounds(before: str, after: str, refusal: str) -> None:
    text = PLAIN_XML.read_bytes().decode("gb2312").replace(before, after)
    with pytest.raises(SheetRefused) as refused:
        read_sheet(text.encode(), fields=FIELDS, name="岗位.xls")
    assert refused.value.code == refusal
    assert "没有导入任何内容" in str(refused.value)


def test_a_web_page_without_a_table_or_with_too_much_of_one_is_refused() -> None:
    with pytest.raises(WebPageOnly):
        read_sheet("<html><body>请登录</body></html>".encode(), fields=FIELDS)
    with pytest.raises(SheetTooWide):
        read_sheet(b"<table><tr><td colspan=9999>a</td></tr></table>", fields=FIELDS)
    with pytest.raises(SheetTooLong):
        read_sheet(b"<table>" + b"<tr><td>a" * (MOST_ROWS + 50), fields=FIELDS)
    assert texts(read_sheet("<装卸>,2\n<保洁>,3".encode(), fields=FIELDS))[0] == ("<装卸>", "2")


def test_a_broken_workbook_is_told_as_one() -> None:
    broken = b"\x00\x01" + xlsx(ROWS)[2:400]
    with pytest.raises(SheetBroken):
        read_sheet(broken, fields=FIELDS, name="用工.XLSX")
    with pytest.raises(SheetRefused) as refused:
        read_sheet(broken, fields=FIELDS, name="a.csv")
    assert refused.value.code == "not_text"


WIDE = (*FIELDS, FieldSpec("firm", "单位", ("用工单位",)), FieldSpec("unit", "单位元", ("计酬单位",)))


def test_a_cell_merged_over_rows_says_the_same_of_each_but_counts_nobody_twice() -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["用工单位", "岗位名称", "招聘人数", "联系电话"])
        for column, words in ((0, "测试公司"), (2, 9), (3, "19900000001")):
            page.merge_range(1, column, 3, column, words)
        page.write_column(1, 1, ["装卸工", "保洁"])  # the third of the merged lines is not used
        page.merge_range(4, 1, 5, 1, "门卫")
        page.write_column(4, 2, [1, 2])  # a line of one cell, the rest of which a merged one says
    fields = tuple(replace(spec, shared=spec.key != "count") for spec in WIDE)
    assert texts(read_sheet(target.getvalue(), fields=fields)) == [
        ("测试公司", "装卸工", "9", "19900000001"),
        ("测试公司", "保洁", "", "19900000001"),
        ("", "门卫", "1", ""),
        ("", "门卫", "2", ""),
    ]


def test_merged_cells_without_end_cost_no_more_than_the_sheet_has_cells() -> None:
    cell = '<Cell ss:MergeDown="1048575"><Data ss:Type="String">'
    text = PLAIN_XML.read_bytes().decode("gb2312").replace("<Cell><Data>", cell)
    filler = f"<Row>{cell}x</Data></Cell>{cell}1</Data></Cell></Row>" * 10_000
    sheet = read_sheet(text.replace('<Row ss:Index="7">', f"{filler}<Row>").encode(), fields=FIELDS)
    assert len(sheet.rows) == 10_003


def test_lines_that_are_no_rows_and_cells_without_a_result_are_named() -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        page = book.add_worksheet()
        rows: Rows = [["序号", "用工单位", "岗位名称", "招聘人数", "联系电话"],
                ["一、阿城镇"], [1, "测试公司", "装卸工", 3], ["合计", "", "", 3],
                [2, "测试公司", "保洁"], ["注", "人数为计划数"], ["制表人：测试甲", "", "审核人：测试乙"]]  # fmt: skip
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
        page.write_formula(4, 3, "=#REF!", None, "#REF!")
        page.write_formula(4, 4, "=1+1", None, "")
    data = target.getvalue()
    sheet = read_sheet(data, fields=WIDE)
    assert [row.number for row in sheet.rows] == [3, 5]
    assert (sheet.left_out, sheet.failed) == ((2, 4, 6, 7), ((3, 5),))
    text = delimited([rows[0], [1, "测试公司", "装卸工", "#N/A", '="19900000001"']])
    sheet = read_sheet(text, fields=WIDE)
    assert (texts(sheet), sheet.failed) == ([("1", "测试公司", "装卸工", "", "19900000001")], ((3, 2),))


def test_what_is_sent_instead_of_a_sheet_is_called_by_its_name() -> None:
    document, archive = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(document, "w") as file:
        file.writestr("[Content_Types].xml", "")
        file.writestr("word/document.xml", "")
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("岗位.xlsx", xlsx(ROWS))
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    sent = {
        b"": "sheet_empty",
        document.getvalue(): "sheet_is_document",
        ole + "WordDocument".encode("utf-16-le"): "sheet_is_document",
        ole + "EncryptedPackage".encode("utf-16-le"): "sheet_locked",
        archive.getvalue(): "sheet_is_archive",
        b"Rar!\x1a\x07\x01": "sheet_is_archive",
        b"%PDF-1.7": "sheet_is_pdf",
        b"\xff\xd8\xff\xe0 JFIF": "sheet_is_picture",
        xlsx(ROWS)[:900]: "sheet_broken",
        "明早7点集合 招小工2名 日结200\n后天招瓦工3名，管饭".encode(): "sheet_is_text",
        delimited(ROWS, encoding="gb18030").decode("latin-1").encode(): "sheet_garbled",
        xlsx([["用工单位", "甲"], ["岗位名称", "装卸工"], ["招聘人数", 3], ["联系电话", "1"]]): "sheet_sideways",
        xlsx([[]]): "sheet_empty",
        ole + b"\x09\x08\x10\x00\x00\x06\x05\x00" + bytes(12) + b"\x2f\x00\x06\x00": "sheet_locked",
        '岗位名称,招聘人数,联系电话\n装卸工,3,1\n"保洁,2,1\n电工,2,1\n'.encode(): "sheet_unreadable",
        b"MIME-Version: 1.0\nContent-Type: multipart/related\n": "sheet_is_web_page",
    }
    for data, code in sent.items():
        with pytest.raises(SheetRefused) as refused:
            read_sheet(data, fields=WIDE)
        assert refused.value.code == code
        assert "没有导入任何内容" in str(refused.value)


def test_a_heading_may_state_the_unit_of_all_rows() -> None:
    fields = (
        *FIELDS,
        FieldSpec("unit", "单位", ("计酬单位",), in_heading=lambda _key, words: "天" if "/天" in words else ""),
    )
    rows: Rows = [["岗位名称", "招聘人数", "城市（元/天）"], ["装卸工", 3, "200"]]
    assert read_sheet(delimited(rows), fields=fields).told == {"unit": "天"}
    assert read_sheet(delimited([["岗位名称", "招聘人数", "计酬单位"], *rows[1:]]), fields=fields).told == {}


def test_what_is_made_to_cost_is_refused_or_read_at_once() -> None:
    head = (
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
        ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel">'
    )
    cell = '<Cell><Data ss:Type="String">%s</Data></Cell>'
    top = "<Row>" + cell % "岗位名称" + cell % "招聘人数" + "</Row>"
    line = "<Row>" + cell % "装卸工" + cell % "3" + "</Row>"
    many = "a\n" * 300_000
    shown = f"<x:WorksheetOptions><x:Visible>SheetVisible{many}</x:Visible></x:WorksheetOptions>"
    book = f"{head}<Worksheet><Table>{top}{line}</Table>{shown}</Worksheet></Workbook>"
    assert len(read_sheet(book.encode(), fields=FIELDS).rows) == 1
    last = line.replace("<Row>", '<Row ss:Index="1048576">')
    with pytest.raises(SheetTooLong):
        read_sheet(book.replace("</Table>", f"{last}{line}</Table>").encode(), fields=FIELDS)
    with pytest.raises(SheetTooWide):
        read_sheet(json.dumps([{f"列{n}": 1} for n in range(201)]).encode(), fields=FIELDS)
    with pytest.raises(SheetRefused):
        read_sheet(f'[{{"岗位名称": {"[" * 500}{"]" * 500}}}]'.encode(), fields=FIELDS)
