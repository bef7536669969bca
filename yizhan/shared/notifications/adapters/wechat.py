"""WeChat template message of an official account: a stable token, then `message/template/send`."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from yizhan.shared.notifications.adapters.port import Later, Letter, Refusal, as_json, read
from yizhan.shared.notifications.transport import WECHAT, NoAnswer, post

JSON = {"Content-Type": "application/json; charset=utf-8"}
#: The system is busy; the token ran out between the two requests.
BUSY = frozenset({-1, 40001, 42001, 45009})


def send_wechat(letter: Letter) -> str:
    """Send by template to an openid and return the `msgid`. The message carries no address: it opens nothing."""
    token = _token(letter)
    body = as_json(
        {
            "touser": letter.to,
            "template_id": letter.template,
            "client_msg_id": letter.reference,
            "data": {name: {"value": value} for name, value in letter.parameters.items()},
        }
    )
    path = f"/cgi-bin/message/template/send?{urlencode({'access_token': token})}"
    said = read(post(WECHAT, path, JSON, body))
    _demand(said)
    return str(said.get("msgid", ""))


def _token(letter: Letter) -> str:
    """Ask for the token; the stable interface gives the same one until it runs out, so that none is kept here."""
    account = {"appid": letter.facts["app_id"], "secret": letter.secrets["app_secret"]}
    said = read(post(WECHAT, "/cgi-bin/stable_token", JSON, as_json({"grant_type": "client_credential", **account})))
    token = said.get("access_token")
    if isinstance(token, str) and token:
        return token
    _demand(said)
    raise Refusal("no_token")


def _demand(said: dict[str, Any]) -> None:
    """Make sure that it was taken; an answer without a code says nothing about that."""
    code = said.get("errcode")
    if code is None:
        raise NoAnswer
    if code:
        raise Later(code) if code in BUSY else Refusal(code)
