"""The shape in which every adapter gets a message, and its two ways to say no."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from yizhan.shared.notifications.transport import Answer, NoAnswer


@dataclass(frozen=True, repr=False)
class Letter:
    """One message on its way out.

    :param to: telephone, openid or address; "" for a group. :param body: the whole text in the county's language.
    :param template: the carrier's code of the text. :param parameters: cut to what a template takes, in its order.
    :param reference: our id of the message. :param facts: and `secrets`: of the account.
    """

    to: str
    title: str
    body: str
    template: str
    parameters: Mapping[str, str]
    reference: str
    facts: Mapping[str, Any]
    secrets: Mapping[str, str]
    at: dt.datetime


class _Said(Exception):
    """What the carrier said: a code of its own, never words, which may repeat a telephone."""

    def __init__(self, code: object) -> None:
        """Keep the code, cut and stripped of what is no code."""
        self.code = re.sub(r"[^A-Za-z0-9._:-]", "", str(code))[:64] or "unknown"
        super().__init__(self.code)


class Later(_Said):
    """The carrier did not take it now: too many at once, or a fault of its own."""


class Refusal(_Said):
    """The carrier does not take it: wrong key, unknown template, no money, a number on its list."""


def as_json(value: object) -> bytes:
    """Return a body."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def read(answer: Answer) -> dict[str, Any]:
    """Return the JSON object that a carrier answered with.

    :raises Later: it says that it is busy, or did nothing (429, 503). :raises NoAnswer: nobody can tell what it did.
    """
    if answer.status in (429, 503):
        raise Later(f"http{answer.status}")
    try:
        said = json.loads(answer.body)
    except (ValueError, RecursionError):
        said = None
    if isinstance(said, dict):
        return said
    if 400 <= answer.status < 500:
        raise Refusal(f"http{answer.status}")
    raise NoAnswer
