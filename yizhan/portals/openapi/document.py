"""The OpenAPI 3.1 document, made of the addresses and their shapes: what is not written there does not exist."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponse, HttpResponseBase
from django.utils import translation

from yizhan.channels.public_address import public_base
from yizhan.portals.openapi import problems
from yizhan.portals.openapi.addresses import ADDRESSES, PREFIX
from yizhan.portals.openapi.contract import add_shape, as_json, dumps, query_parameters
from yizhan.portals.openapi.door import ANY_SCOPE, PLAIN, Endpoint
from yizhan.portals.openapi.public_views import VERSION
from yizhan.portals.openapi.words import ABOUT, in_words, say
from yizhan.portals.public.answers import public
from yizhan.shared.web.marks import for_anybody

#: The language of summaries and problems in the document.
IN_ENGLISH = "en"


@for_anybody
def document(request: HttpRequest) -> HttpResponseBase:
    """Answer with the document."""
    whole = {**described(), "servers": [{"url": public_base(request) + PREFIX.rstrip("/")}]}
    response = HttpResponse(dumps(whole), content_type="application/vnd.oai.openapi+json;version=3.1")
    response["Access-Control-Allow-Origin"] = "*"
    response["Content-Language"] = PLAIN
    return public(request, response, seconds=3600)


@cache
def described(language: str = IN_ENGLISH) -> dict[str, Any]:
    """Return the document without its servers. It is the same for everybody and is made once a process and language.

    :param language: of its descriptions; programs are given the English one.
    """
    with translation.override(language):
        return in_words(_written())  # type: ignore[no-any-return]


def _written() -> dict[str, Any]:
    components: dict[str, Any] = {}
    add_shape(problems.Problem, components)
    paths = {
        f"/{address.route}": {
            one.method.lower(): operation(one, names_in(address.route), components) for one in address.endpoints
        }
        for address in ADDRESSES
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Yizhan open API",
            "version": VERSION,
            "description": ABOUT,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "paths": paths,
        "components": {
            "schemas": dict(sorted(components.items())),
            "securitySchemes": {
                "key": {"type": "http", "scheme": "bearer", "description": "A partner's key, shown once when made"}
            },
        },
    }


def names_in(route: str) -> list[str]:
    """Return the names of what varies in a route."""
    return re.findall(r"{(\w+)}", route)


def operation(endpoint: Endpoint, named: list[str], components: dict[str, Any]) -> dict[str, Any]:
    """Return one operation of the document."""
    said: dict[str, Any] = {
        "operationId": endpoint.name,
        "summary": say(endpoint.summary),
        "description": say(endpoint.about),
        "tags": ["public" if endpoint.is_public else "partner"],
        "parameters": [
            *({"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
              for name in named),
            *(query_parameters(endpoint.asked, components) if endpoint.asked else ()),
            *(headers_asked(endpoint)),
        ],
        "responses": responses(endpoint, components),
    }  # fmt: skip
    if endpoint.body is not None:
        add_shape(endpoint.body, components)
        schema = {"$ref": f"#/components/schemas/{endpoint.body.__name__}"}
        said["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    if not endpoint.is_public:
        said["security"] = [{"key": []}]
        said["description"] = f"{said['description']} {say(needs(endpoint))}".strip()
    return {name: value for name, value in said.items() if value}


def needs(endpoint: Endpoint) -> str:
    """Return what a key must be allowed, as a sentence."""
    return "Needs any key." if endpoint.scope == ANY_SCOPE else f"Needs scope `{endpoint.scope}`."


def headers_asked(endpoint: Endpoint) -> list[dict[str, Any]]:
    """Return the headers that an endpoint reads."""
    known = {
        "Idempotency-Key": {
            "description": "A UUID of your own. Sent again with the same body it is answered again, not done again.",
            "required": True,
            "schema": {"type": "string", "format": "uuid"},
        }
    }
    return [{"name": name, "in": "header", **known[name]} for name in endpoint.headers]


def refusals(endpoint: Endpoint) -> dict[int, list[problems.Problem]]:
    """Return every problem that an endpoint may answer with, by status: the usual one first, then its own."""
    usual = {405, 422, 429, *endpoint.refusals}
    if endpoint.body is not None:
        usual |= {400, 413, 415}
    if not endpoint.is_public:
        usual |= {401, 403}
    found: dict[int, list[problems.Problem]] = {}
    for kind in (*(problems.STATUSES[status] for status in usual), *endpoint.codes):
        found.setdefault(kind.status, []).append(problems.known_problem(kind))
    return dict(sorted(found.items()))


def responses(endpoint: Endpoint, components: dict[str, Any]) -> dict[str, Any]:
    """Return the answers of an endpoint."""
    fine: dict[str, Any] = {"description": say(endpoint.summary)}
    if endpoint.answer is not None:
        add_shape(endpoint.answer, components)
        schema = {"$ref": f"#/components/schemas/{endpoint.answer.__name__}"}
        fine["content"] = {"application/json": {"schema": schema}}
    found: dict[str, Any] = {str(endpoint.status): fine}
    if endpoint.is_public:
        fine["headers"] = {"ETag": {"schema": {"type": "string"}}, "Cache-Control": {"schema": {"type": "string"}}}
        found["304"] = {"description": "Not modified since the ETag that you sent in If-None-Match"}
    for status, known in refusals(endpoint).items():
        found[str(status)] = refusal(status, known)
    return found


def refusal(status: int, known: list[problems.Problem]) -> dict[str, Any]:
    """Return how the document speaks of the problems of one status: each code with its sentence."""
    said: dict[str, Any] = {
        "description": known[0].title,
        "content": {
            problems.CONTENT_TYPE: {
                "schema": {"$ref": "#/components/schemas/Problem"},
                "examples": {one.code: {"summary": one.detail, "value": as_json(one)} for one in known},
            }
        },
    }
    if status == 429:
        said["headers"] = {"Retry-After": {"description": "Seconds", "schema": {"type": "integer"}}}
    return said
