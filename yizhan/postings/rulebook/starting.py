"""Patterns that are tried only where one of their alternatives can begin.

``re`` tries a long alternation branch by branch at every character of a text. What its branches can begin with is read
off the parsed pattern and put before it as one character class: a single look-up turns most places away. A pattern of
which this cannot be said (it may begin with anything) stays as it is.
"""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any

#: The parser of ``re``; its results are only read, and what is not known here leaves the pattern as it was.
_PARSER: Any = import_module("re._parser")
_CATEGORIES = {"CATEGORY_DIGIT": r"\d", "CATEGORY_SPACE": r"\s", "CATEGORY_WORD": r"\w"}
_REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")


def starting(pattern: str) -> re.Pattern[str]:
    """Compile a pattern so that it is tried only where it can begin; it finds what the bare pattern finds."""
    signs = first_signs(pattern)
    if signs is None:
        return re.compile(pattern)
    return re.compile(f"(?=[{''.join(sorted(signs))}])(?:{pattern})")


def first_signs(pattern: str) -> set[str] | None:
    """Return what a match can begin with, as pieces of a character class; ``None`` where it cannot be said."""
    signs, may_be_empty = _sequence(_PARSER.parse(pattern))
    return None if signs is None or may_be_empty or not signs else signs


def _sequence(parsed: Any) -> tuple[set[str] | None, bool]:
    """Return what a sequence can begin with, and whether it may match nothing."""
    signs: set[str] = set()
    for operation, argument in parsed:
        found, may_be_empty = _one(str(operation), argument)
        if found is None:
            return None, False
        signs |= found
        if not may_be_empty:
            return signs, False
    return signs, True


def _one(operation: str, argument: Any) -> tuple[set[str] | None, bool]:
    if operation == "LITERAL":
        return {re.escape(chr(argument))}, False
    if operation == "IN":
        return _class(argument), False
    if operation in ("AT", "ASSERT", "ASSERT_NOT"):
        return set(), True
    if operation == "SUBPATTERN":
        return _sequence(argument[3]) if not argument[1] and not argument[2] else (None, False)
    if operation == "ATOMIC_GROUP":
        return _sequence(argument)
    if operation in _REPEATS:
        signs, may_be_empty = _sequence(argument[2])
        return signs, may_be_empty or argument[0] == 0
    if operation == "BRANCH":
        branches = [_sequence(branch) for branch in argument[1]]
        if any(signs is None for signs, _empty in branches):
            return None, False
        return set().union(*(signs for signs, _empty in branches if signs)), any(empty for _signs, empty in branches)
    return None, False


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
    begun = _begun(_PARSER.parse(pattern))
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
