"""Patterns that are tried only where one of their alternatives can begin.

``re`` tries a long alternation branch by branch at every character of a text. What its branches can begin with, and go
on with, is read off the parsed pattern and put before it as two character classes: a look-up or two turns most places
away. A pattern of which this cannot be said (it may begin with anything) stays as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import import_module
from typing import Any

#: The parser of ``re``; its results are only read, and what is not known here leaves the pattern as it was.
_PARSER: Any = import_module("re._parser")
_CATEGORIES = {"CATEGORY_DIGIT": r"\d", "CATEGORY_SPACE": r"\s", "CATEGORY_WORD": r"\w"}
_REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")


def starting(pattern: str) -> re.Pattern[str]:
    """Compile a pattern so that it is tried only where it can begin; it finds what the bare pattern finds."""
    begins = _sequence(_parsed(pattern))
    if begins.anything or begins.nothing or not begins.firsts:
        return re.compile(pattern)
    return re.compile(f"(?={begins.ahead()})(?:{pattern})")


@lru_cache(maxsize=1)
def _parsed(pattern: str) -> Any:
    """Parse a pattern; whoever asks how it begins mostly asks for its openings next."""
    return _PARSER.parse(pattern)


@dataclass
class _Begins:
    """What the matches of a pattern begin with, as pieces of character classes.

    :param nothing: whether it may match nothing.
    :param single: of matches of one sign, the sign.
    :param first: of longer matches the first sign.
    :param second: of those the second, whatever their first.
    :param open: first signs behind which nothing is known.
    :param anything: whether it may begin in a way that is not known here.
    """

    nothing: bool = False
    single: set[str] = field(default_factory=set)
    first: set[str] = field(default_factory=set)
    second: set[str] = field(default_factory=set)
    open: set[str] = field(default_factory=set)
    anything: bool = False

    @property
    def firsts(self) -> set[str]:
        return self.single | self.first | self.open

    def ahead(self) -> str:
        """Return a pattern of what every match begins with."""
        alone = self.single | self.open
        more = self.first - alone
        ways = [f"[{''.join(sorted(more))}][{''.join(sorted(self.second))}]"] if more else []
        return "|".join([*ways, f"[{''.join(sorted(alone))}]"] if alone else ways)

    def or_(self, other: _Begins) -> None:
        """Add what another pattern begins with."""
        self.nothing |= other.nothing
        self.anything |= other.anything
        self.single |= other.single
        self.first |= other.first
        self.second |= other.second
        self.open |= other.open

    def then(self, other: _Begins) -> _Begins:
        """Return what this begins with and the other behind it."""
        both = _Begins(False, set(), set(self.first), set(self.second), set(self.open), self.anything)
        if self.single:
            firsts = other.firsts
            both.second |= firsts
            both.first |= self.single if firsts else set()
            both.single |= self.single if other.nothing else set()
            both.open |= self.single if other.anything else set()
        if self.nothing:
            both.or_(other)
        return both


def _sequence(parsed: Any) -> _Begins:
    begins = _Begins(nothing=True)
    for operation, argument in parsed:
        begins = begins.then(_one(str(operation), argument))
        if not begins.nothing and not begins.single:  # two signs are known
            break
    return begins


def _one(operation: str, argument: Any) -> _Begins:
    if operation == "LITERAL":
        return _Begins(single={re.escape(chr(argument))})
    if operation == "IN":
        signs = _class(argument)
        return _Begins(anything=True) if signs is None else _Begins(single=signs)
    if operation in ("AT", "ASSERT", "ASSERT_NOT"):
        return _Begins(nothing=True)
    if operation == "SUBPATTERN":
        return _sequence(argument[3]) if not argument[1] and not argument[2] else _Begins(anything=True)
    if operation == "ATOMIC_GROUP":
        return _sequence(argument)
    if operation in _REPEATS:
        begins = _sequence(argument[2])
        if argument[1] > 1:
            begins.or_(begins.then(begins))
        begins.nothing |= argument[0] == 0
        return begins
    if operation == "BRANCH":
        return _any(argument[1])
    return _Begins(anything=True)


def _any(branches: Any) -> _Begins:
    begins = _Begins()
    for branch in branches:
        if len(branch) > 1 and str(branch[0][0]) == str(branch[1][0]) == "LITERAL":  # nearly all: a word
            begins.first.add(re.escape(chr(branch[0][1])))
            begins.second.add(re.escape(chr(branch[1][1])))
        else:
            begins.or_(_sequence(branch))
    return begins


def _class(items: Any) -> set[str] | None:
    signs: set[str] = set()
    for operation, argument in items:
        name = str(operation)
        if name == "LITERAL":
            signs.add(re.escape(chr(argument)))
        elif name == "RANGE":
            signs.add(f"{re.escape(chr(argument[0]))}-{re.escape(chr(argument[1]))}")
        elif name == "CATEGORY" and str(argument) in _CATEGORIES:
            signs.add(_CATEGORIES[str(argument)])
        else:
            return None
    return signs


#: How many signs of a class are still told one by one.
_FEW = 40


def openings(pattern: str) -> frozenset[str]:
    """Return the first one or two signs of whatever a pattern can match, to look for it in a text.

    :raises ValueError: where it can begin with anything.
    """
    begun = _begun(_parsed(pattern))
    words = frozenset(word for word, _goes_on in begun)
    if "" in words:
        raise ValueError("a pattern that can begin with anything has no openings: " + pattern[:60])
    return frozenset(word for word in words if len(word) == 1 or word[0] not in words)


#: A beginning of at most two signs, and whether what follows in the pattern goes on behind it.
_Begun = set[tuple[str, bool]]


def _begun(parsed: Any) -> _Begun:
    begun: _Begun = {("", True)}
    for operation, argument in parsed:
        if not any(goes_on for _word, goes_on in begun):
            break
        after = _begun_one(str(operation), argument)
        begun = {each for each in begun if not each[1]} | {
            ((word + more)[:2], goes_on and len(word + more) < 2)
            for word, still in begun
            if still
            for more, goes_on in after
        }
    return begun


def _begun_one(operation: str, argument: Any) -> _Begun:
    if operation == "LITERAL":
        return {(chr(argument), True)}
    if operation == "IN":
        return {(sign, True) for sign in _signs_of(argument)} or {("", False)}
    if operation == "ASSERT" and argument[0] == 1:  # looked ahead at: told, and not gone on behind
        return {(word, False) for word, _goes_on in _begun(argument[1])}
    if operation in ("AT", "ASSERT", "ASSERT_NOT"):
        return {("", True)}
    if operation == "SUBPATTERN":
        return _begun(argument[3])
    if operation == "ATOMIC_GROUP":
        return _begun(argument)
    if operation in _REPEATS:
        begun = _begun(argument[2])
        twice = {((a + b)[:2], True) for a, on in begun if on for b, _on in begun} if argument[1] > 1 else set()
        return begun | twice | ({("", True)} if argument[0] == 0 else set())
    if operation == "BRANCH":
        return set().union(*(_begun(branch) for branch in argument[1]))
    return {("", False)}


def _signs_of(items: Any) -> set[str]:
    signs: set[str] = set()
    for operation, argument in items:
        name = str(operation)
        if name == "LITERAL":
            signs.add(chr(argument))
        elif name == "RANGE" and argument[1] - argument[0] < _FEW:
            signs.update(chr(point) for point in range(argument[0], argument[1] + 1))
        elif name == "CATEGORY" and str(argument) == "CATEGORY_DIGIT":
            signs.update("0123456789")
        else:
            return set()
    return signs
