"""Areas as sheets write them: 北京 - 丰台, ['上海', '宝山', '高境'], 青秀区 without its city."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from yizhan.places.queries import Division, divisions_named, find_divisions, full_name
from yizhan.shared.sheets.cells import listed

_PARTED = re.compile(r"[\s\-—–·>→,，、/|]+")
#: More than one can choose from.
MOST_CHOICES = 8
_SUFFIX = re.compile(r"(特别行政区|自治区|自治州|自治县|自治旗|地区|省|市|区|县|旗|盟|州)$")


@dataclass(frozen=True)
class AreaReading:
    """What became of an area: one code, or several to choose from, or nothing."""

    code: str = ""
    choices: tuple[str, ...] = ()


@lru_cache(maxsize=4096)
def read_area_text(text: str) -> AreaReading:
    """Read an area from its parts, the larger first; a part that is no division (a business district) ends it.

    Nothing is guessed: two counties of one name are two choices, unless another part says which.
    """
    parts = [piece for part in (listed(text) or [text]) for piece in _PARTED.split(part) if piece]
    found: list[Division] = []
    for part in parts[:6]:
        within = [division for above in found for division in _named(part, above.code)] if found else _named(part, "")
        if within:
            found = _upmost(within)
            continue
        # 上海闵行区西子国际中心: names at the beginning count, a business district or a street behind them does not.
        found, read_on = _from_the_start(part, found)
        if found and not read_on:
            break
    codes = tuple(dict.fromkeys(division.code for division in found))
    if len(codes) == 1:
        return AreaReading(codes[0])
    return AreaReading(choices=codes[:MOST_CHOICES])


def _from_the_start(part: str, found: list[Division]) -> tuple[list[Division], bool]:
    """Read the names that a text without gaps begins with, the larger first; say whether all of it was read."""
    at = 0
    while at < len(part):
        step = next(
            (
                (size, hits)
                for size in range(min(12, len(part) - at), 1, -1)
                if (hits := _below(part[at : at + size], found))
            ),
            None,
        )
        if step is None:
            break
        size, hits = step
        if (
            at == 0
            and not found
            and size < len(part)
            and part[size - 1] not in "省市区县旗州盟"
            and not _goes_on(part[size:], hits)
        ):
            break  # 西安路3号 begins with no city
        found, at = _upmost(hits), at + size
    return found, at == len(part)


def _goes_on(rest: str, hits: list[Division]) -> bool:
    """Say whether a name without its suffix is followed by one below it: 北京海淀区."""
    return any(_below(rest[:size], hits) for size in range(min(12, len(rest)), 1, -1))


def _below(name: str, above: list[Division]) -> list[Division]:
    """Return the divisions of this name (former names count) that lie below one of `above`, anywhere without it."""
    hits = list(divisions_named(name, former_stems=bool(above)))
    if not above:
        return hits
    return [
        hit for hit in hits if any(hit.code != over.code and hit.code.startswith(_prefix(over.code)) for over in above)
    ]


def _prefix(code: str) -> str:
    """Return the digits that all divisions below share."""
    return code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code


def _named(part: str, above: str) -> list[Division]:
    """Return the divisions that this part names exactly, with or without its suffix, or in full (聊城市阳谷县)."""
    hits = find_divisions(part, limit=MOST_CHOICES + 4, within=_prefix(above) if above else "")
    hits = [hit for hit in hits if hit.code != above]
    exact = [hit for hit in hits if part == hit.name]
    if exact:
        return exact
    stem = [hit for hit in hits if len(part) >= 2 and _SUFFIX.sub("", hit.name) == part]
    if stem:
        return stem
    return [hit for hit in hits if len(part) > len(hit.name) and _is_path(part, hit.code)]


def _is_path(part: str, code: str) -> bool:
    """Say whether a text without gaps is the full name, perhaps without province or suffixes above."""
    name = full_name(code)
    if name.endswith(part):
        return True
    rest = part
    for step in re.findall(r".+?(?:自治区|自治州|自治县|自治旗|地区|省|市|区|县|旗|盟|州)", name):
        bare = _SUFFIX.sub("", step)
        if rest.startswith(step):
            rest = rest[len(step) :]
        elif rest.startswith(bare):
            rest = rest[len(bare) :]
    return not rest


def _upmost(found: list[Division]) -> list[Division]:
    """Drop what lies below another of the same name: 北京 is the municipality, not also a county of that name."""
    codes = {division.code for division in found}
    return [
        division
        for division in found
        if not any(code != division.code and division.code.startswith(_prefix(code)) for code in codes)
    ]
