"""The documentation for people, made of the same document that programs read: nothing in it is written twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from yizhan.channels.public_address import public_base
from yizhan.portals.openapi.addresses import PREFIX
from yizhan.portals.openapi.contract import CLOCK, DAY, TEXT
from yizhan.portals.openapi.document import described
from yizhan.portals.openapi.enums import NewsKind, Scope
from yizhan.portals.openapi.examples import EXAMPLES, VARIABLES, Asked, as_curl, as_python
from yizhan.portals.openapi.problems import CONTENT_TYPE
from yizhan.portals.public.pages import language_of, public_page
from yizhan.shared.web.marks import for_anybody

#: An answer of the page may be shown for an hour: it changes with a new version of the program only.
SECONDS = 3600

#: How whoever is told finds out that a message comes from here (Standard Webhooks 1.0).
CHECK = '''import base64
import hashlib
import hmac
import time


def is_genuine(secret, headers, body):
    """Say whether a message is from the station and not older than five minutes; body is bytes."""
    moment = headers["webhook-timestamp"]
    signed = f"{headers['webhook-id']}.{moment}.".encode() + body
    key = base64.b64decode(secret.removeprefix("whsec_"))
    right = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    given = headers["webhook-signature"].split()
    return abs(time.time() - int(moment)) < 300 and any(hmac.compare_digest(right, one) for one in given)'''


@dataclass(frozen=True)
class Line:
    """A parameter or a field.

    :param kind: its type in words. :param shape: name of the shape that it holds, or "". :param choices: the closed
        list of its values.
    """

    name: str
    kind: str
    about: str
    is_needed: bool
    shape: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Refusal:
    """One problem that an endpoint may answer with."""

    status: str
    code: str
    sentence: str


@dataclass(frozen=True)
class Operation:
    """One endpoint as the page shows it; `takes` and `answer` are names of shapes, or ""."""

    name: str
    method: str
    path: str
    title: str
    about: str
    is_public: bool
    parameters: tuple[Line, ...]
    takes: str
    status: str
    answer: str
    refusals: tuple[Refusal, ...]
    curl: str
    python: str


@dataclass(frozen=True)
class Shape:
    """A shape with its fields."""

    name: str
    about: str
    fields: tuple[Line, ...]


@for_anybody
def docs(request: HttpRequest) -> HttpResponseBase:
    """Show the whole API on one page."""
    body = body_of(language_of(request), public_base(request))
    return public_page(request, "openapi/docs.html", {"body": body}, seconds=SECONDS)


@lru_cache(maxsize=8)
def body_of(language: str, base: str) -> SafeString:
    """Return what stands on the page; written once a process, language and address: it changes with the program only.

    :param base: scheme and host, which the examples name.
    """
    operations, shapes = page_of(language)
    with translation.override(language):
        context = {
            "base": base,
            "public": [one for one in operations if one.is_public],
            "partner": [one for one in operations if not one.is_public],
            "shapes": shapes,
            "variables": VARIABLES,
            "scopes": Scope.choices,
            "news": NewsKind.choices,
            "check": CHECK,
        }
        return render_to_string("openapi/_docs.html", context)


@cache
def page_of(language: str) -> tuple[tuple[Operation, ...], tuple[Shape, ...]]:
    """Return every endpoint and every shape in a language; made once a process."""
    document = described(language)
    with translation.override(language):
        operations = tuple(
            _operation(path, verb, said) for path, verbs in document["paths"].items() for verb, said in verbs.items()
        )
        shapes = tuple(
            Shape(name, marked(schema["description"]), tuple(_fields(schema)))
            for name, schema in document["components"]["schemas"].items()
        )
    return operations, shapes


def asked_of(path: str, verb: str, said: dict[str, Any]) -> Asked:
    """Return what an example of an operation of the document has to ask."""
    headers = tuple(one["name"] for one in said.get("parameters", ()) if one["in"] == "header")
    has_answer = "204" not in said["responses"]
    return Asked(verb.upper(), path, "security" in said, headers, has_answer)


def _operation(path: str, verb: str, said: dict[str, Any]) -> Operation:
    asked, example = asked_of(path, verb, said), EXAMPLES[said["operationId"]]
    status, fine = next(iter(said["responses"].items()))
    body = said.get("requestBody", {}).get("content", {}).get("application/json", {})
    return Operation(
        name=said["operationId"],
        method=verb.upper(),
        path=PREFIX.rstrip("/") + path,
        title=said["summary"],
        about=marked(said.get("description", "")),
        is_public="security" not in said,
        parameters=tuple(_parameters(said.get("parameters", ()))),
        takes=_named(body.get("schema", {})),
        status=status,
        answer=_named(fine.get("content", {}).get("application/json", {}).get("schema", {})),
        refusals=tuple(_refusals(said["responses"])),
        curl=as_curl(asked, example),
        python=as_python(asked, example),
    )


def _refusals(responses: dict[str, Any]) -> Iterator[Refusal]:
    for status, said in responses.items():
        for code, one in said.get("content", {}).get(CONTENT_TYPE, {}).get("examples", {}).items():
            yield Refusal(status, code, one["summary"])


def _parameters(parameters: Iterable[dict[str, Any]]) -> Iterator[Line]:
    places = {"path": _("写在地址里"), "header": _("请求头")}
    for one in parameters:
        about = " · ".join(filter(None, [places.get(one["in"], ""), one.get("description", "")]))
        yield _line(one["name"], one["schema"] | {"description": about}, is_needed=one["required"])


def _fields(schema: dict[str, Any]) -> Iterator[Line]:
    for name, one in schema["properties"].items():
        yield _line(name, one, is_needed=name in schema["required"])


def _line(name: str, schema: dict[str, Any], *, is_needed: bool) -> Line:
    inner = schema.get("items", schema)
    inner = next((one for one in inner.get("oneOf", ()) if "$ref" in one), inner)
    choices = tuple(str(one) for one in inner.get("enum", ()) if one is not None)
    return Line(name, kind_of(schema), marked(schema.get("description", "")), is_needed, _named(inner), choices)


def _named(schema: dict[str, Any]) -> str:
    return str(schema.get("$ref", "")).rpartition("/")[2]


def marked(text: str) -> SafeString:
    """Return a text with what stands between backticks as code."""
    pieces = re.split(r"`([^`]+)`", text)
    parts = (format_html('<code lang="en">{}</code>', one) if n % 2 else one for n, one in enumerate(pieces))
    return format_html_join("", "{}", ((one,) for one in parts))


def kind_of(schema: dict[str, Any]) -> str:
    """Return the type of a schema in words: `integer 1–100, may be null`."""
    kinds = schema.get("type", "object")
    bare, null = (next(one for one in kinds if one != "null"), True) if isinstance(kinds, list) else (kinds, False)
    null = null or any(one == {"type": "null"} for one in schema.get("oneOf", ()))
    words = _bare_kind(bare, schema)
    if "default" in schema:
        words += _("，不写为 %(value)s") % {"value": schema["default"]}
    return words + _("，可为 null") if null else words


def _bare_kind(bare: str, schema: dict[str, Any]) -> str:
    if bare == "array":
        return _("列表") + _range(schema, "minItems", "maxItems")
    if bare == "integer":
        return _("整数") + _range(schema, "minimum", "maximum")
    if bare == "boolean":
        return _("true 或 false")
    if bare == "object":
        return _("对象")
    if schema.get("format") == "uuid":
        return "UUID"
    if schema.get("format") == "date-time":
        return _("时间，带时区")
    if schema.get("pattern") == DAY:
        return _("日期，如 2026-11-24")
    if schema.get("pattern") == CLOCK:
        return _("钟点，如 07:30")
    pattern = schema.get("pattern", TEXT)
    written = "" if pattern == TEXT else " " + pattern
    return (_("代码") if "enum" in schema else _("文字")) + _range(schema, "minLength", "maxLength") + written


def _range(schema: dict[str, Any], least: str, most: str) -> str:
    """Return ` 1–100`, ` ≥ 1`, ` ≤ 100` or nothing."""
    low, high = schema.get(least), schema.get(most)
    if low is not None and high is not None:
        return f" {low}–{high}"
    if low is not None:
        return f" ≥ {low}"
    return "" if high is None else f" ≤ {high}"
