"""One example of every endpoint, written once and shown as curl and as Python; tests run both. Pure.

What differs from one reader to another is a `Var`: in the shell `$POSTING`, in Python the name `POSTING`.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Var:
    """Something that the reader puts in; a number stands without quotes."""

    name: str
    is_number: bool = False


#: What each variable is and where one gets it.
VARIABLES: dict[str, StrOrPromise] = {
    "KEY": _("县里给您的密钥，以 yz_ 开头"),
    "OFFICE": _("一个单位的 public_id，见 list_offices"),
    "POSTING": _("一条招聘的 public_id，见 list_postings"),
    "EMPLOYER": _("一个单位的 public_id，见 list_employers"),
    "OWN_EMPLOYER": _("可以为其提交招聘的用工主体的 public_id，见 list_own_employers"),
    "DAY": _("开工的日期，写成 2026-11-24 这样"),
    "ORDER": _("您自己生成的 UUID，每提交一条新招聘换一个"),
    "SENT": _("提交过的招聘的 public_id，见 list_own_postings"),
    "VERSION": _("上一次回答里的 version，见 get_own_posting"),
    "WEBHOOK": _("推送地址的 public_id，见 list_webhooks"),
    "DELIVERY": _("一条推送的 public_id，见 list_deliveries"),
}


@dataclass(frozen=True)
class Example:
    """What to ask: parameters as they are written, what varies in the address, and what is sent."""

    query: str = ""
    named: dict[str, str | Var] = field(default_factory=dict)
    body: dict[str, Any] | None = None


A_JOB: dict[str, Any] = {
    "employer": Var("OWN_EMPLOYER"),
    "kind": "gig",
    "title": "装卸工",
    "content": "在仓库装卸袋装饲料，两人一组，有推车。",
    "starts_on": Var("DAY"),
    "start_time": "07:00",
    "end_time": "17:00",
    "headcount": 3,
    "place_name": "测试路粮库",
    "area_code": "371521",
    "pay_min_fen": 20000,
    "pay_unit": "day",
    "settle_kind": "daily",
}
A_WISH: dict[str, Any] = {
    "occupations": ["6-30-05-01"],
    "lat_e6": 36114000,
    "lng_e6": 115791000,
    "pay_min_daily_fen": 15000,
    "limit": 5,
}
AN_ADDRESS = {"url": "https://partner.example/yizhan", "news": ["posting.approved", "receipt.recorded"]}


def _one(name: str) -> dict[str, str | Var]:
    return {"public_id": Var(name)}


EXAMPLES: dict[str, Example] = {
    "root": Example(),
    "list_postings": Example("kind=gig&occupation=6-30&limit=10"),
    "get_posting": Example(named=_one("POSTING")),
    "list_employers": Example("limit=10"),
    "get_employer": Example(named=_one("EMPLOYER")),
    "list_offices": Example(),
    "list_places": Example("under=371500"),
    "list_vocabularies": Example(),
    "get_vocabulary": Example(named={"name": "hazard"}),
    "about_key": Example(),
    "list_own_employers": Example(),
    "list_own_postings": Example("limit=5"),
    "send_posting": Example(body=A_JOB),
    "get_own_posting": Example(named=_one("SENT")),
    "revise_own_posting": Example(
        named=_one("SENT"), body={"version": Var("VERSION", is_number=True), "posting": A_JOB | {"headcount": 5}}
    ),
    "withdraw_own_posting": Example(named=_one("SENT"), body={"reason": "work_cancelled"}),
    "list_receipts": Example("since=2026-11-01T00:00:00%2B08:00"),
    "recommend": Example(body=A_WISH),
    "list_webhooks": Example(),
    "make_webhook": Example(body=AN_ADDRESS),
    "get_webhook": Example(named=_one("WEBHOOK")),
    "delete_webhook": Example(named=_one("WEBHOOK")),
    "rotate_webhook_secret": Example(named=_one("WEBHOOK")),
    "list_deliveries": Example("limit=5", named=_one("WEBHOOK")),
    "replay_delivery": Example(named=_one("DELIVERY")),
}
#: Headers of the examples that are no variables of the address or body.
HEADERS = {"Idempotency-Key": Var("ORDER")}
CURL_LINE = " \\\n  "
#: Signs that stand for a variable until the text around it is written.
WORD, NUMBER = "⟨word⟩", "⟨number⟩"


@dataclass(frozen=True)
class Asked:
    """A request of the document: what an example is written for.

    :param route: `/partner/postings/{public_id}`. :param headers: names of headers that it wants beyond the usual.
    """

    method: str
    route: str
    is_keyed: bool
    headers: tuple[str, ...] = ()
    has_answer: bool = True


def as_curl(asked: Asked, example: Example) -> str:
    """Return the example as a command for a POSIX shell."""
    words = ["curl"]
    if asked.method != "GET":
        words.append(f"-X {asked.method}")
    if asked.is_keyed:
        words.append('-H "Authorization: Bearer $KEY"')
    words += [f'-H "{name}: ${HEADERS[name].name}"' for name in asked.headers]
    if example.body is not None:
        words += ['-H "Content-Type: application/json"', f"-d {_in_shell(example.body)}"]
    path = _path(asked.route, example, lambda var: f"${var.name}")
    words.append(f'"$BASE/api/v1{path}"')
    if len(words) == 2:
        return " ".join(words)
    return CURL_LINE.join(words)


def _path(route: str, example: Example, written: Any) -> str:
    path = route
    for name, value in example.named.items():
        path = path.replace(f"{{{name}}}", written(value) if isinstance(value, Var) else value)
    return f"{path}?{example.query}" if example.query else path


def _in_shell(body: dict[str, Any]) -> str:
    """Return JSON in single quotes, which are left for each variable. No text of the examples has such a quote."""
    text = json.dumps(
        body, ensure_ascii=False, indent=2, default=lambda var: f"{NUMBER if var.is_number else WORD}{var.name}"
    )
    text = re.sub(f'"{NUMBER}(\\w+)"', lambda found: f"'\"${found[1]}\"'", text)
    return "'" + re.sub(f"{WORD}(\\w+)", lambda found: f"'\"${found[1]}\"'", text) + "'"


def as_python(asked: Asked, example: Example) -> str:
    """Return the example as a program that needs nothing but Python."""
    headers = ['"Authorization": f"Bearer {KEY}"'] if asked.is_keyed else []
    headers += [f'"{name}": {HEADERS[name].name}' for name in asked.headers]
    if example.body is not None:
        headers.append('"Content-Type": "application/json"')
    address = f'f"{{BASE}}/api/v1{_path(asked.route, example, lambda var: f"{{{var.name}}}")}"'
    lines = [f"    {address},"]
    if asked.method != "GET":
        lines.append(f'    method="{asked.method}",')
    if headers:
        lines += ["    headers={", *(f"        {one}," for one in headers), "    },"]
    if example.body is not None:
        lines.append(f"    data=json.dumps({_in_python(example.body, 1)}).encode(),")
    request = ["request = Request(", *lines, ")"] if len(lines) > 1 else [f"request = Request({address})"]
    said = "json.load(answer)" if asked.has_answer else "answer.status"
    imports = ["import json"] if asked.has_answer or example.body is not None else []
    return "\n".join(
        [
            *imports, "from urllib.request import Request, urlopen", "", *request,
            "with urlopen(request) as answer:", f"    print({said})",
        ]
    )  # fmt: skip


def _in_python(value: Any, depth: int) -> str:
    if isinstance(value, Var):
        return value.name
    if isinstance(value, dict):
        indent = "    " * (depth + 1)
        lines = [f"{indent}{json.dumps(name)}: {_in_python(one, depth + 1)}," for name, one in value.items()]
        return "\n".join(["{", *lines, "    " * depth + "}"])
    if isinstance(value, list):
        return "[" + ", ".join(_in_python(one, depth) for one in value) + "]"
    return json.dumps(value, ensure_ascii=False)
