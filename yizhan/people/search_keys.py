"""Under which spellings a person is found: pure, shared by the writer of the keys and by the search."""

from __future__ import annotations

import re

from yizhan.shared.text.normalise import search_key
from yizhan.shared.text.pinyin import name_keys
from yizhan.shared.text.surnames import split_name

#: Longest key; longer spellings and longer questions are cut alike.
LONGEST = 64
NAME, GIVEN, PINYIN, INITIALS, NUMBER = "n", "g", "p", "i", "r"
#: Sorts after every continuation of a prefix.
AFTER_ALL = "\U0010ffff"

_NOT_NUMBER = re.compile(r"[^0-9a-z]+")


def spellings(name: str, number: str) -> frozenset[str]:
    """Return the keys of one person, each with its kind in front.

    The whole name, the given name and each part of a name with `·`; pinyin in every reading; initials; the number.
    """
    found = {NUMBER + number_key(number)}
    if name:
        keys = name_keys(name)
        found.add(NAME + search_key(name))
        found.update(PINYIN + reading for reading in (keys.full, *keys.variants))
        found.update(INITIALS + reading for reading in (keys.initials, *keys.variant_initials))
        for part in _parts(name):
            found.add(GIVEN + search_key(part))
            found.add(PINYIN + name_keys(part).full)
    return frozenset(key[:LONGEST] for key in found if len(key) > 1)


def _parts(name: str) -> list[str]:
    """Return what people are called by besides the whole name."""
    if "·" in name:
        return [part for part in name.split("·") if part][1:]
    given = split_name(name)[1]
    return [given] if given and given != name else []


def number_key(number: str) -> str:
    """Return a registration number as it is compared: letters small, signs gone."""
    return _NOT_NUMBER.sub("", number.lower())
