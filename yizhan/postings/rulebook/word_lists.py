"""Word lists of the text rules, as patterns.

``data/word_lists/<module>.toml`` holds the words, ``text_rules/<module>.py`` says how they combine. A list is a string
of entries between spaces: words, or small pieces of a regular expression. Their order is kept, for it decides which of
two is found. In an entry ``{name}`` is another list of the same table as a group, ``{|name}`` its
entries without the group, and ␣ is a space.
"""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from typing import Generic, TypeVar

T = TypeVar("T")
#: Of the tables read so far.
_versions: list[str] = []
_NAMED = re.compile(r"\{(\|?)([a-z][a-z0-9_]*)\}")


class Names(Generic[T]):
    """What a table holds, each under its name as an attribute."""

    def __init__(self, of: dict[str, T]) -> None:
        self._of = of

    def __getattr__(self, name: str) -> T:
        try:
            return self._of[name]
        except KeyError:
            raise AttributeError(f"no word list is called {name}") from None


class WordLists(Names[str]):
    """The lists of a table: ``lists.fee`` is a group ``(?:…|…)``, ``lists.bare.fee`` its entries joined by ``|``.

    ``lists.words.charged_anchors`` are plain words that are looked for as they stand.

    :param entries: entries of patterns by name.
    :param plain: plain words by name.
    :raises KeyError: where an entry names a list that is not in the table.
    """

    def __init__(self, entries: dict[str, str], plain: dict[str, str]) -> None:
        bare: dict[str, str] = {}

        def resolved(name: str) -> str:
            if name not in bare:
                joined = "|".join(_split(entries[name]))
                bare[name] = _NAMED.sub(
                    lambda named: resolved(named[2]) if named[1] else f"(?:{resolved(named[2])})", joined
                )
            return bare[name]

        super().__init__({name: f"(?:{resolved(name)})" for name in entries})
        self.bare = Names(bare)
        self.words = Names({name: _split(words) for name, words in plain.items()})


def _split(listed: str) -> tuple[str, ...]:
    return tuple(each.replace("␣", " ") for each in listed.split())


def word_lists(module: str) -> WordLists:
    """Read the table of a module of ``text_rules``."""
    table = tomllib.loads((files("yizhan.postings.rulebook.data.word_lists") / f"{module}.toml").read_text("utf-8"))
    plain = table.pop("plain", {})
    _versions.append(table.pop("version"))
    return WordLists(table, plain)


def newest(*versions: str) -> str:
    """Return the newest of the tables' versions and those given; 2026.10 is newer than 2026.9."""
    return max((*_versions, *versions), key=lambda version: [int(part) for part in version.split(".")])
