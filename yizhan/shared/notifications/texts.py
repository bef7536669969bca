"""What messages say. A room registers its texts from `apps.py`; carriers know them by the keys."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django_stubs_ext import StrOrPromise

from yizhan.shared.notifications.enums import Purpose

if TYPE_CHECKING:
    from yizhan.shared.notifications.models import Message

#: Chinese SMS templates take short variables; the rest of a place or a title is told in-app.
MOST_SIGNS = 35


@dataclass(frozen=True)
class MessageText:
    """One kind of message.

    :param key: `referrals.letter`; carriers' template codes are kept under it.
    :param body: with `%(field)s` for each field. :param fields: in the order of the carrier's template.
    :param called: worth a call of the desk where it cannot be sent.
    """

    key: str
    purpose: Purpose
    title: StrOrPromise
    body: StrOrPromise
    fields: tuple[str, ...]
    called: bool = True

    def say(self, parameters: Mapping[str, str]) -> str:
        """Return the whole text in the language of the moment."""
        return str(self.body) % {field: parameters.get(field, "") for field in self.fields}

    def short(self, parameters: Mapping[str, str]) -> dict[str, str]:
        """Return the parameters cut to what a carrier's template takes, one line each."""
        return {field: " ".join(parameters.get(field, "").split())[:MOST_SIGNS] or "-" for field in self.fields}


class UnknownText(LookupError):
    """A programmer named a text that no room registered, or left out one of its fields."""


_texts: dict[str, MessageText] = {}


def register_text(text: MessageText) -> None:
    """Make a text known."""
    _texts[text.key] = text


def text_of(key: str) -> MessageText:
    """Return a text.

    :raises UnknownText: nobody registered it.
    """
    try:
        return _texts[key]
    except KeyError:
        raise UnknownText(key) from None


def words_of(message: Message) -> str:
    """Return what was said; "" where the words are gone, were a code, or are of a text that no room has any more."""
    if not message.content or message.purpose == Purpose.CODE or message.text_key not in _texts:
        return ""
    return text_of(message.text_key).say(json.loads(message.content))


def all_texts() -> list[MessageText]:
    """Return all texts in the order of the floors."""
    return list(_texts.values())
