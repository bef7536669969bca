"""Bytes of files from elsewhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yizhan.shared.text.encoding import BrokenText, Decoded, NotText, Undecodable, decode_bytes

SHEET = "姓名,工种,日工资\n王师傅,瓦工,200\n测试甲,小工,150\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_each_encoding_is_known(encoding: str) -> None:
    assert decode_bytes(SHEET.encode(encoding)) == Decoded(SHEET, encoding)


def test_gbk_and_rare_characters_are_read() -> None:
    assert decode_bytes("王师傅".encode("gbk")).text == "王师傅"
    assert decode_bytes("䶮㛃𬭚𫟹𠅤,瓦工".encode("gb18030")).text == "䶮㛃𬭚𫟹𠅤,瓦工"
    assert decode_bytes("单".encode("gbk")).text == "单"


def test_plain_ascii_and_nothing_are_utf8() -> None:
    assert decode_bytes(b"a,b\r\n") == Decoded("a,b\r\n", "utf-8")
    assert decode_bytes(b"") == Decoded("", "utf-8")


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_damaged_utf8_is_not_taken_for_gb18030_and_the_line_is_said(bom: bytes) -> None:
    data = bom + (SHEET * 5).encode()
    at = data.index("测试甲".encode())
    with pytest.raises(BrokenText, match="第 3 行") as caught:
        decode_bytes(data[:at] + data[at + 1 :])
    assert caught.value.line == 3


def test_a_file_cut_in_the_middle_of_a_character_is_damaged() -> None:
    with pytest.raises(BrokenText):
        decode_bytes((SHEET * 3).encode()[:-1].rstrip(b"0").rstrip(b"15,") + "工".encode()[:2])


@pytest.mark.parametrize(
    "data",
    [b"PK\x03\x04rest", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-1.7", b"a\x00b", "甲".encode("utf-16-le") + b"\0"],
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(NotText):
        decode_bytes(data)


@pytest.mark.parametrize("data", [b"\xff\xff\xff", b"\xb0", b"\xfe\xff\xd8", "姓名".encode("gbk") + b"\x01\xff"])
def test_what_fits_no_encoding_is_refused(data: bytes) -> None:
    with pytest.raises(Undecodable) as caught:
        decode_bytes(data)
    assert "没有导入" in str(caught.value)


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=8, max_size=60))
def test_chinese_in_gb18030_is_never_taken_for_damaged_utf8(text: str) -> None:
    assert decode_bytes(f"姓名,工种,单位\n{text}".encode("gb18030")).text == f"姓名,工种,单位\n{text}"


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60))
def test_utf8_is_always_read(text: str) -> None:
    assert decode_bytes(text.encode("utf-8-sig")).text == text


@given(st.binary(max_size=60))
def test_no_bytes_crash(data: bytes) -> None:
    try:
        decoded = decode_bytes(data)
    except Undecodable as error:
        refusal = str(error)
    else:
        refusal = ""
        assert decoded.text.encode(decoded.encoding) == data or decoded.encoding == "utf-16"
    assert refusal == "" or refusal.endswith("。")
