"""The door of the API: who asks, how often, what for; then one function that knows nothing of HTTP."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import structlog
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt

from yizhan.portals.openapi.contract import Invalid, dumps, read_query, read_shape
from yizhan.portals.openapi.problems import (
    ApiError,
    KeyMissing,
    NotJson,
    NotThere,
    ScopeMissing,
    TooLarge,
    TooMany,
    Unprocessable,
    WrongMethod,
    WrongType,
    problem_response,
)
from yizhan.portals.openapi.rates import Window
from yizhan.portals.public.answers import public
from yizhan.shared.errors import Refused
from yizhan.shared.web.request_facts import client_address

if TYPE_CHECKING:
    from yizhan.portals.openapi.models import ApiKey

log = structlog.get_logger("yizhan.api")
MOST_BODY = 100_000
#: The language of public answers: they are kept by caches and must not depend on who asked first.
PLAIN = "zh-hans"
#: What lets pages of other sites read an answer, or what was wrong with what they asked.
FOR_PAGES = "Access-Control-Allow-Origin"
BEARER = 'Bearer realm="yizhan"'


@dataclass(frozen=True)
class Endpoint:
    """One method of one address.

    :param asked: the shape of its parameters. :param body: of what is sent. :param answer: of what comes back.
    :param scope: what a key must be allowed; "" means that anybody may read it.
    :param refusals: statuses beyond those that the kind of endpoint implies.
    :param codes: refusals with a code of their own. :param seconds: for how long caches may keep a public answer.
    """

    act: Callable[[Call], Any]
    answer: type | None
    summary: str
    about: str = ""
    method: str = "GET"
    asked: type | None = None
    body: type | None = None
    scope: str = ""
    status: int = 200
    refusals: tuple[int, ...] = ()
    headers: tuple[str, ...] = ()
    codes: tuple[type[ApiError] | type[Refused], ...] = ()
    seconds: int = 60

    @property
    def is_public(self) -> bool:
        """Whether anybody may call it."""
        return not self.scope

    @property
    def name(self) -> str:
        """The name of its function, which is what a client calls it by."""
        return self.act.__name__


@dataclass(frozen=True)
class Address:
    """One address with its methods.

    :param route: below `/api/v1/`, with `{name}` for what varies. :param name: of the URL.
    """

    route: str
    name: str
    endpoints: tuple[Endpoint, ...]

    def pattern(self) -> URLPattern:
        """Return the URL pattern. What varies is read by us, so that nonsense is answered by us."""
        return path(self.route.replace("{", "<str:").replace("}", ">"), view_of(self.endpoints), name=self.name)


@dataclass(frozen=True)
class Call:
    """What an endpoint's function gets."""

    request: HttpRequest
    at: dt.datetime
    named: dict[str, str] = field(default_factory=dict)
    asked: Any = None
    body: Any = None
    key: ApiKey | None = None

    @property
    def partner_key(self) -> ApiKey:
        """The key; an endpoint with a scope has one."""
        assert self.key is not None  # noqa: S101 - the door let nobody in without
        return self.key


class Answered:
    """An answer that also says something in its headers."""

    def __init__(self, shape: Any, *, status: int = 0, **headers: str) -> None:
        """Take headers with `_` for `-`."""
        self.shape, self.status = shape, status
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


PUBLIC_CALLS = Window()


def view_of(endpoints: tuple[Endpoint, ...]) -> Callable[..., HttpResponseBase]:
    """Return one view for all methods of an address."""
    by_method = {one.method: one for one in endpoints}
    allowed = [*by_method, *(["HEAD"] if "GET" in by_method else [])]
    is_public = all(one.is_public for one in endpoints)

    def view(request: HttpRequest, **named: str) -> HttpResponseBase:
        asked_with = "GET" if request.method == "HEAD" else request.method or ""
        try:
            endpoint = by_method.get(asked_with)
            if endpoint is None:
                raise WrongMethod(headers={"Allow": ", ".join(sorted(allowed))})
            return _public(request, endpoint, named) if endpoint.is_public else _keyed(request, endpoint, named)
        except ApiError as error:
            log.info("api.refused", code=error.code, status=error.status)
            return _problem(error, is_public=is_public)
        except Refused as refusal:
            log.info("api.refused", code=refusal.code, status=refusal.status)
            return _problem(_as_error(refusal), is_public=is_public)

    marked = csrf_exempt(login_not_required(view))
    if is_public:
        marked.for_anybody = True  # type: ignore[attr-defined]
    # Who may write is the key's to say, not a session's that happens to be open in the same browser.
    marked.only_reads = True  # type: ignore[attr-defined]
    marked.endpoints = endpoints  # type: ignore[attr-defined]
    return marked


def nothing(request: HttpRequest, rest: str = "") -> HttpResponseBase:
    """Answer for addresses that are none."""
    return problem_response(NotThere())


nothing = csrf_exempt(login_not_required(nothing))
nothing.only_reads = True  # type: ignore[attr-defined]


def _problem(error: ApiError, *, is_public: bool) -> HttpResponse:
    response = problem_response(error)
    if is_public:
        response[FOR_PAGES] = "*"
    return response


def _as_error(refusal: Refused) -> ApiError:
    status = refusal.status if refusal.status in (403, 404, 409, 422) else 409
    return ApiError(refusal.message, code=refusal.code, status=status)


def _public(request: HttpRequest, endpoint: Endpoint, named: dict[str, str]) -> HttpResponseBase:
    """Answer anybody: the same to everybody, for caches to keep, for pages of others to read."""
    wait = PUBLIC_CALLS.wait(client_address(request), timezone.now())
    if wait:
        raise TooMany(headers={"Retry-After": str(wait)})
    call = Call(request, timezone.now(), named, _asked(endpoint, request))
    with translation.override(PLAIN):
        shape = endpoint.act(call)
        response = HttpResponse(dumps(shape), content_type="application/json")
        response["Content-Language"] = PLAIN
        response[FOR_PAGES] = "*"
        return public(request, response, seconds=endpoint.seconds)


def _keyed(request: HttpRequest, endpoint: Endpoint, named: dict[str, str]) -> HttpResponseBase:
    """Answer a partner: the key is looked up, counted and asked whether it may, before anything is read."""
    from yizhan.portals.openapi.operations import count_call
    from yizhan.portals.openapi.queries import key_of

    at = timezone.now()
    key = key_of(request.headers.get("Authorization", ""), at)
    if key is None:
        raise KeyMissing(headers={"WWW-Authenticate": BEARER})
    structlog.contextvars.bind_contextvars(api_key=key.pk)
    wait = count_call(key=key, at=at)
    if wait:
        raise TooMany(headers={"Retry-After": str(wait)})
    if endpoint.scope not in key.scopes and endpoint.scope != ANY_SCOPE:
        raise ScopeMissing
    call = Call(request, at, named, _asked(endpoint, request), _body(endpoint, request), key)
    answered = endpoint.act(call)
    if not isinstance(answered, Answered):
        answered = Answered(answered)
    status = answered.status or endpoint.status
    text = "" if answered.shape is None else dumps(answered.shape)
    response = HttpResponse(text, content_type="application/json", status=status)
    if answered.shape is None:
        del response["Content-Type"]
    response["Cache-Control"] = "no-store, private"
    for name, value in answered.headers.items():
        response[name] = value
    return response


#: The scope of what every key may: ask about itself.
ANY_SCOPE = "any"


def _asked(endpoint: Endpoint, request: HttpRequest) -> Any:
    try:
        return read_query(endpoint.asked or _Nothing, request.GET)
    except Invalid as invalid:
        raise Unprocessable(errors=tuple(invalid.errors)) from None


@dataclass(frozen=True)
class _Nothing:
    """No parameters."""


def _body(endpoint: Endpoint, request: HttpRequest) -> Any:
    if endpoint.body is None:
        return None
    announced = request.META.get("CONTENT_LENGTH") or "0"
    if not announced.isdecimal() or int(announced) > MOST_BODY:
        raise TooLarge
    if request.content_type != "application/json":
        raise WrongType
    try:
        data = json.loads(request.body.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise NotJson from None
    try:
        return read_shape(endpoint.body, data)
    except Invalid as invalid:
        raise Unprocessable(errors=tuple(invalid.errors)) from None


def _no_constant(text: str) -> None:
    """Refuse NaN and Infinity, which are no JSON."""
    raise ValueError(text)
