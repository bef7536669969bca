"""Areas as sheets write them: 北京 - 丰台, ['上海', '宝山', '高境'], 青秀区 without its city."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from yizhan.places.queries import Division, find_divisions, full_name
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
        if not within:
            if found:
                break
            continue
        found = _upmost(within)
    codes = tuple(dict.fromkeys(division.code for division in found))
    if len(codes) == 1:
        return AreaReading(codes[0])
    return AreaReading(choices=codes[:MOST_CHOICES])


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
