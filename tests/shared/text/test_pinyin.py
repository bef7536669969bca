"""Pinyin of names and words."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yizhan.shared.text.pinyin import MOST_VARIANTS, name_keys, pinyin_query, text_keys
from yizhan.shared.text.surnames import COMPOUND, SINGLE, split_name

HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)


@pytest.mark.parametrize(
    ("name", "full", "initials"),
    [
        ("王小明", "wangxiaoming", "wxm"),
        ("单小明", "shanxiaoming", "sxm"),
        ("曾小明", "zengxiaoming", "zxm"),
        ("仇小明", "qiuxiaoming", "qxm"),
        ("解小明", "xiexiaoming", "xxm"),
        ("区小明", "ouxiaoming", "oxm"),
        ("查小明", "zhaxiaoming", "zxm"),
        ("朴小明", "piaoxiaoming", "pxm"),
        ("种小明", "chongxiaoming", "cxm"),
        ("翟小明", "zhaixiaoming", "zxm"),
        ("乐小明", "yuexiaoming", "yxm"),
        ("盖小明", "gexiaoming", "gxm"),
        ("缪小明", "miaoxiaoming", "mxm"),
        ("员小明", "yunxiaoming", "yxm"),
        ("冼小明", "xianxiaoming", "xxm"),
        ("逄小明", "pangxiaoming", "pxm"),
        ("吕小明", "lvxiaoming", "lxm"),
        ("尉迟明", "yuchiming", "ycm"),
        ("万俟明", "moqiming", "mqm"),
        ("欧阳小明", "ouyangxiaoming", "oyxm"),
        ("單小明", "shanxiaoming", "sxm"),
        ("阿依古丽·买买提", "ayigulimaimaiti", "ayglmmt"),
        ("John Smith", "johnsmith", "js"),
        ("王 明", "wangming", "wm"),
        ("", "", ""),
        ("·", "", ""),
    ],
)
def test_a_name_is_read_as_a_name(name: str, full: str, initials: str) -> None:
    keys = name_keys(name)
    assert (keys.full, keys.initials) == (full, initials)
    assert keys.all_full[0] == full
    assert keys.all_initials[0] == initials


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("单小明", "danxiaoming"),
        ("曾小明", "cengxiaoming"),
        ("尉迟明", "weichiming"),
        ("万俟明", "wansiming"),
        ("王乐", "wangyue"),
        ("王晟", "wangcheng"),
        ("王晟", "wangsheng"),
        ("王茜", "wangxi"),
    ],
)
def test_what_the_eye_reads_is_found_too(name: str, typed: str) -> None:
    assert typed in name_keys(name).all_full


def test_the_variants_nearest_to_the_best_reading_come_first_and_are_few() -> None:
    keys = name_keys("曾乐行")
    assert keys.full not in keys.variants
    assert set(keys.variants[:3]) == {"cenglexing", "zengyuexing", "zenglehang"}
    assert len(name_keys("曾" + "乐" * 60).variants) == MOST_VARIANTS


def test_a_word_is_read_as_a_word() -> None:
    assert text_keys("单身").full == "danshen"
    assert text_keys("瓦工").initials == "wg"
    assert text_keys("银行柜员").full == "yinhangguiyuan"
    assert text_keys("叉车司机 A2").full == "chachesijia2"
    assert text_keys("绿化工").full == "lvhuagong"
    assert text_keys("瓦工").variants == ()


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Wang Xiao-ming", "wangxiaoming"),
        ("lü bu", "lvbu"),
        ("LU:BU", "lvbu"),
        ("lyuyan", "lvyan"),
        ("nyu", "nv"),
        ("xi'an", "xian"),
        ("wáng míng", "wangming"),
        ("ｗａｎｇ", "wang"),
        ("linyu", "linyu"),
        ("liu yue", "liuyue"),
        ("", ""),
        ("王", ""),
    ],
)
def test_typed_pinyin_is_brought_to_the_form_of_the_keys(typed: str, key: str) -> None:
    assert pinyin_query(typed) == key


@given(st.text(alphabet=HAN, min_size=1, max_size=8))
def test_typing_the_key_of_a_name_gives_the_key(name: str) -> None:
    for key in name_keys(name).all_full:
        assert pinyin_query(key) == key


@given(st.text(max_size=30))
def test_no_text_crashes_and_keys_are_plain(text: str) -> None:
    for keys in (name_keys(text), text_keys(text)):
        for key in (*keys.all_full, *keys.all_initials):
            assert key == "" or (key.isascii() and key.isalnum() and key == key.lower())


def test_the_tables_hold_plain_syllables() -> None:
    assert len(SINGLE) + len(COMPOUND) >= 60
    for surname, reading in {**SINGLE, **COMPOUND}.items():
        assert len(reading.split()) == len(surname)
        assert all(part.isascii() and part.isalpha() and part.islower() for part in reading.split())


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("王明", ("王", "明")),
        ("欧阳明", ("欧阳", "明")),
        ("夏侯", ("夏", "侯")),
        ("王", ("", "王")),
        ("买·买提", ("", "买·买提")),
        ("John", ("", "John")),
        ("", ("", "")),
    ],
)
def test_a_name_is_split_at_its_surname(name: str, parts: tuple[str, str]) -> None:
    assert split_name(name) == parts


def test_pypinyin_is_loaded_at_the_first_use_only() -> None:
    code = "import sys, yizhan.shared.text.pinyin; sys.exit('pypinyin' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
