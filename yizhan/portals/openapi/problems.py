"""Errors as problem details (RFC 9457): a code for programs, a sentence for people, in the language asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from yizhan.portals.openapi.contract import FieldError, Is, dumps
from yizhan.shared.errors import Refused

CONTENT_TYPE = "application/problem+json"


@dataclass(frozen=True)
class Problem:
    """What went wrong."""

    type: Annotated[str, Is("urn:yizhan:problem: and the code", example="urn:yizhan:problem:not_found")]
    title: Annotated[str, Is("What kind of problem it is, in words")]
    status: Annotated[int, Is("The HTTP status once more", least=400, most=599)]
    detail: Annotated[str, Is("One sentence: what was wrong, what was kept, what to do")]
    code: Annotated[str, Is("For programs; does not change", example="not_found")]
    errors: Annotated[tuple[FieldError, ...], Is("By field, where fields are wrong")] = field(default=())


class ApiError(Exception):
    """An answer that is a problem."""

    status = 400
    code = "bad_request"
    title: StrOrPromise = _("请求有误")
    detail: StrOrPromise = _("请求没有看懂，没有做任何改变。请对照接口文档检查。")

    def __init__(
        self,
        detail: StrOrPromise | None = None,
        *,
        code: str = "",
        status: int = 0,
        errors: tuple[FieldError, ...] = (),
        headers: dict[str, str] | None = None,
    ) -> None:
        """Take another sentence, code or status for one occasion."""
        self.detail = detail or self.detail
        self.code = code or self.code
        self.status = status or self.status
        self.errors = errors
        self.headers = headers or {}
        super().__init__(self.code)


class NotJson(ApiError):
    """The body is no JSON."""

    code = "not_json"
    detail = _("请求体不是 JSON，没有做任何改变。请用 UTF-8 发送 JSON。")


class NotThere(ApiError):
    """There is nothing of that name for these eyes."""

    status, code, title = 404, "not_found", _("没有找到")
    detail = _("没有这个地址，或者没有向您公开。请核对编号。")


class Gone(ApiError):
    """It was there and is over."""

    status, code, title = 410, "gone", _("已经结束")
    detail = _("这条招聘已经结束，不再公开内容。请从您的列表里删去。")


class WrongMethod(ApiError):
    """The address does not take this method."""

    status, code, title = 405, "method_not_allowed", _("方法不对")
    detail = _("这个地址不接受这种方法，没有做任何改变。可用的方法在 Allow 头里。")


class WrongType(ApiError):
    """The body comes in another format than JSON."""

    status, code, title = 415, "unsupported_media_type", _("格式不对")
    detail = _("请求体应是 application/json，没有做任何改变。")


class TooLarge(ApiError):
    """The body is longer than any that is meant."""

    status, code, title = 413, "too_large", _("内容太大")
    detail = _("请求体超过 100 kB，没有接收。请分几次发送。")


class Unprocessable(ApiError):
    """Fields are wrong; `errors` names them."""

    status, code, title = 422, "invalid", _("内容有误")
    detail = _("有字段不对，没有做任何改变。请按 errors 逐项改正。")


class KeyMissing(ApiError):
    """Nobody said who asks, or nobody we know."""

    status, code, title = 401, "key_missing", _("需要密钥")
    detail = _("没有带有效的接口密钥。请在 Authorization 头里写 Bearer 和密钥；密钥可能已停用或到期。")


class ScopeMissing(ApiError):
    """The key may not do this."""

    status, code, title = 403, "scope_missing", _("密钥没有这项权限")
    detail = _("这把密钥没有这项权限，没有做任何改变。请联系县里的管理员增加。")


class TooMany(ApiError):
    """More calls than a minute has room for."""

    status, code, title = 429, "too_many_requests", _("请求太多")
    detail = _("这一分钟内的请求太多，没有处理。请按 Retry-After 的秒数等待后再试。")


#: What each status is called in the document.
STATUSES: dict[int, type[ApiError]] = {
    one.status: one
    for one in (NotJson, NotThere, Gone, WrongMethod, WrongType, TooLarge, Unprocessable, KeyMissing, ScopeMissing,
                TooMany)
}  # fmt: skip


def known_problem(kind: type[ApiError] | type[Refused]) -> Problem:
    """Return what a refusal answers with when nothing more is said, in the language of the moment."""
    title, detail = (kind.title, kind.detail) if issubclass(kind, ApiError) else (ApiError.title, kind.sentence)
    return Problem(
        type=f"urn:yizhan:problem:{kind.code}",
        title=str(title),
        status=kind.status,
        detail=str(detail),
        code=kind.code,
    )


def problem_response(error: ApiError) -> HttpResponse:
    """Answer with a problem; nobody keeps it."""
    problem = Problem(
        type=f"urn:yizhan:problem:{error.code}",
        title=str(error.title),
        status=error.status,
        detail=str(error.detail),
        code=error.code,
        errors=error.errors,
    )
    response = HttpResponse(dumps(problem), content_type=CONTENT_TYPE, status=error.status)
    response["Cache-Control"] = "no-store, private"
    for name, value in error.headers.items():
        response[name] = value
    return response
