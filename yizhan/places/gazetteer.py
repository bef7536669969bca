"""The shipped divisions, read into memory when first asked for. Pure: no database, no clock."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pypinyin import lazy_pinyin

from yizhan.places.enums import DivisionLevel, DivisionStatus

DATA_DIR = Path(__file__).resolve().parent / "data"

_NOISE = re.compile(r"[^0-9a-z\u3400-\u9fff]+")
_SUFFIX = re.compile(r"(街道办事处|街道|自治县|自治州|地区|省|市|县|区|旗|盟|州|镇|乡)$")


@dataclass(frozen=True, slots=True)
class Division:
    """A province, city, county (6 digits) or street, town or township (9 digits).

    :param parent: code of the one above; "" for a province.
    :param lat_e6: centre in micro-degrees, GCJ-02 (presumed: the source does not state its datum); None = unknown.
    :param successor: for an abolished code the one that took its place, where known.
    """

    code: str
    name: str
    level: DivisionLevel
    parent: str
    lat_e6: int | None
    lng_e6: int | None
    status: DivisionStatus
    successor: str


def _micro(text: str) -> int | None:
    return round(float(text) * 1_000_000) if text else None


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA_DIR / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def counties_and_above() -> dict[str, Division]:
    """Return provinces, cities and counties by code, abolished ones included."""
    former = {row["code"]: row["successor"] for row in _rows("former_counties.csv")}
    return {
        row["code"]: Division(
            code=row["code"],
            name=row["name"],
            level=DivisionLevel(row["level"]),
            parent=row["parent"],
            lat_e6=_micro(row["lat"]),
            lng_e6=_micro(row["lng"]),
            status=DivisionStatus(row["status"]),
            successor=row["successor"] or former.get(row["code"], ""),
        )
        for row in _rows("divisions.csv")
    }


@cache
def streets() -> dict[str, Division]:
    """Return streets, towns and townships by code; their coordinates are not public."""
    level, status = DivisionLevel.STREET, DivisionStatus.CURRENT
    return {
        row["code"]: Division(row["code"], row["name"], level, row["county"], None, None, status, "")
        for row in _rows("streets.csv")
    }


@cache
def _children() -> dict[str, list[Division]]:
    below: dict[str, list[Division]] = defaultdict(list)
    for each in counties_and_above().values():
        if each.status != DivisionStatus.ABOLISHED:
            below[each.parent].append(each)
    for each in streets().values():
        below[each.parent].append(each)
    return dict(below)


def find(code: str) -> Division | None:
    """Return the division with that code of 6 or 9 digits, abolished ones included; None = unknown."""
    return counties_and_above().get(code) or (streets().get(code) if len(code) == 9 else None)


def below(code: str) -> list[Division]:
    """Return what lies directly under a division ("" = the provinces) in the order of codes, save abolished ones."""
    return list(_children().get(code, ()))


def path_of(code: str) -> list[Division]:
    """Return the division and all above it, from the province down; [] for an unknown code."""
    steps: list[Division] = []
    now = find(code)
    while now is not None:
        steps.append(now)
        now = find(now.parent) if now.parent else None
    return steps[::-1]


@cache
def _by_name() -> dict[str, tuple[Division, ...]]:
    """Return provinces to counties by name and by name without its suffix; a former name means its successor."""
    every = counties_and_above()
    named: dict[str, dict[str, Division]] = defaultdict(dict)
    for each in every.values():
        now = each if each.status == DivisionStatus.CURRENT else every.get(each.successor)
        if now is not None:
            named[each.name].setdefault(now.code, now)
    # A short form never hides a whole name: 西安 is also a district, 市中 is no stem of anything else.
    for each in every.values():
        stem = _SUFFIX.sub("", each.name)
        if each.status == DivisionStatus.CURRENT and len(stem) >= 2:
            named[stem].setdefault(each.code, each)
    return {name: tuple(found.values()) for name, found in named.items()}


@cache
def _by_former_stem() -> dict[str, tuple[Division, ...]]:
    """Return the successors of counties that are gone by their names without suffix: 卢湾, 闸北."""
    every = counties_and_above()
    gone = [each for each in every.values() if each.status == DivisionStatus.ABOLISHED and each.successor in every]
    found: dict[str, dict[str, Division]] = defaultdict(dict)
    for each in gone:
        stem = _SUFFIX.sub("", each.name)
        if len(stem) >= 2:
            found[stem].setdefault(each.successor, every[each.successor])
    return {name: tuple(divisions.values()) for name, divisions in found.items()}


def named(name: str, *, former_stems: bool = False) -> tuple[Division, ...]:
    """Return the divisions down to the county that bear this name, or bore it before they were merged or renamed.

    :param former_stems: take 卢湾 for 卢湾区 too: for names that stand below another one.
    """
    return _by_name().get(name, ()) or (_by_former_stem().get(name, ()) if former_stems else ())


#: How many digits of a code all divisions below one have in common with it.
_COMMON = {DivisionLevel.PROVINCE: 2, DivisionLevel.CITY: 4}


def leading(text: str) -> tuple[tuple[Division, ...], str]:
    """Take the names of province, city and county off the beginning of a place: 阳谷县张秋镇 is 阳谷县 and 张秋镇.

    Return the divisions that the last of them may mean, () where the text begins with none, and the rest.
    """
    meant: tuple[Division, ...] = ()
    rest = text
    while True:
        above = tuple(each.code[: _COMMON.get(each.level, 6)] for each in meant) or ("",)
        for length in range(len(rest), 1, -1):
            found = tuple(each for each in named(rest[:length]) if each.code.startswith(above) and each not in meant)
            if found:
                meant, rest = found, rest[length:].lstrip()
                break
        else:
            return meant, rest


def name_in_full(code: str) -> str:
    """Return e.g. 山东省聊城市阳谷县, or "" for an unknown code."""
    return "".join(step.name for step in path_of(code))


def words_of(code: str) -> list[str]:
    """Return the names of a division and of all above it, with and without their kind: 阳谷县, 阳谷, 聊城市 …"""
    names = [step.name for step in path_of(code)]
    return list(dict.fromkeys([*names, *(_SUFFIX.sub("", name) for name in names)]))


def normalise(text: str) -> str:
    """Fold width and case and drop everything but letters, digits and Chinese characters."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text).lower())[:60]


@dataclass(frozen=True, slots=True)
class _Entry:
    division: Division
    name: str
    stem: str
    pinyin: str
    stem_pinyin: str
    initials: str
    stem_initials: str


def _entry(division: Division) -> _Entry:
    name = normalise(division.name)
    stem = _SUFFIX.sub("", name)
    stem = stem if len(stem) >= 2 else name
    syllables = [part.lower() for part in lazy_pinyin(name)]
    short = syllables[: len(stem)]
    return _Entry(
        division=division,
        name=name,
        stem=stem,
        pinyin="".join(syllables),
        stem_pinyin="".join(short),
        initials="".join(part[:1] for part in syllables),
        stem_initials="".join(part[:1] for part in short),
    )


@cache
def _upper_entries() -> tuple[_Entry, ...]:
    current = (each for each in counties_and_above().values() if each.status == DivisionStatus.CURRENT)
    return tuple(_entry(each) for each in current)


@cache
def _street_entries(county: str) -> tuple[_Entry, ...]:
    return tuple(_entry(each) for each in below(county) if each.level == DivisionLevel.STREET)


#: Larger units first where the name alone does not decide.
_LEVEL_ORDER = {level: place for place, level in enumerate(DivisionLevel)}


def _score(entry: _Entry, text: str) -> int:
    """Return how well an entry answers, 0 = not at all."""
    if text in (entry.name, entry.division.code):
        return 100
    if text == entry.stem:
        return 95
    if entry.name.startswith(text) or (text.isdigit() and entry.division.code.startswith(text)):
        return 80
    if text in (entry.pinyin, entry.stem_pinyin):
        return 75
    if text in (entry.initials, entry.stem_initials):
        return 65
    if text in entry.name:
        return 60
    if text.isascii() and len(text) >= 2 and entry.pinyin.startswith(text):
        return 55
    if text.isascii() and entry.initials.startswith(text):
        return 40
    # "聊城阳谷", "山东省阳谷县": the name stands at the end of something longer.
    if len(entry.stem) >= 2 and (text.endswith((entry.name, entry.stem))) and not text.isascii():
        return 50
    return 0


def score_word(word: str, wanted: str) -> int:
    """Return how well a place's word answers a normalised text: 0 = not at all, 100 = it is the word."""
    name = normalise(word)
    if not name:
        return 0
    if name == wanted:
        return 100
    if name.startswith(wanted):
        return 80
    syllables = [part.lower() for part in lazy_pinyin(name)]
    pinyin, initials = "".join(syllables), "".join(part[:1] for part in syllables)
    if wanted in (pinyin, initials):
        return 75
    if wanted in name or (len(name) >= 2 and name in wanted):
        return 60
    if wanted.isascii() and (pinyin.startswith(wanted) or initials.startswith(wanted)):
        return 45
    return 0


def search(text: str, *, limit: int, within: str = "") -> list[Division]:
    """Return current divisions by name, pinyin, initials or code, best first.

    :param within: prefix of codes, such as `37` or `3715`; with a county's six digits its streets are searched too.
    """
    wanted = normalise(text)
    if not wanted:
        return []
    entries = [entry for entry in _upper_entries() if entry.division.code.startswith(within)]
    if len(within) >= 6:
        entries += _street_entries(within[:6])
    scored = [(_score(entry, wanted), entry.division) for entry in entries]
    best = [(score + _agreement(division, wanted), division) for score, division in scored if score > 0]
    best.sort(key=lambda pair: (-pair[0], _LEVEL_ORDER[pair[1].level], pair[1].code))
    return [division for _points, division in best[:limit]]


def _agreement(division: Division, text: str) -> int:
    """Return a few points when the text also names something above the division (聊城阳谷 means that 阳谷)."""
    above = path_of(division.code)[:-1]
    return sum(10 for step in above if (_SUFFIX.sub("", step.name) or step.name) in text)
