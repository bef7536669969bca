"""Robots in groups of staff: WeCom, DingTalk, Feishu. The token of a group stands in the path and is a secret."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

from yizhan.shared.notifications.adapters.port import Later, Letter, Refusal, as_json, read
from yizhan.shared.notifications.signing import dingtalk_sign, feishu_sign
from yizhan.shared.notifications.transport import DINGTALK, FEISHU, WECOM, NoAnswer, post

JSON = {"Content-Type": "application/json; charset=utf-8"}
#: "Too many at once" of WeCom, of DingTalk (twice), of Feishu (twice); and WeCom's and DingTalk's "busy".
BUSY = frozenset({45009, 130101, 410100, 11232, 9499, -1})


def send_wecom(letter: Letter) -> str:
    """Say a line in a WeCom group."""
    body = as_json({"msgtype": "text", "text": {"content": _words(letter)}})
    path = f"/cgi-bin/webhook/send?{urlencode({'key': letter.secrets['token']})}"
    return _done(read(post(WECOM, path, JSON, body)), "errcode")


def send_dingtalk(letter: Letter) -> str:
    """Say a line in a DingTalk group; signed, unless the group's robot has no secret."""
    query = {"access_token": letter.secrets["token"]}
    if secret := letter.secrets.get("sign_secret"):
        moment = int(letter.at.timestamp() * 1000)
        query |= {"timestamp": str(moment), "sign": dingtalk_sign(secret, moment)}
    body = as_json({"msgtype": "text", "text": {"content": _words(letter)}})
    return _done(read(post(DINGTALK, f"/robot/send?{urlencode(query)}", JSON, body)), "errcode")


def send_feishu(letter: Letter) -> str:
    """Say a line in a Feishu group; signed, unless the group's bot has no secret."""
    said: dict[str, Any] = {"msg_type": "text", "content": {"text": _words(letter)}}
    if secret := letter.secrets.get("sign_secret"):
        moment = int(letter.at.timestamp())
        said |= {"timestamp": str(moment), "sign": feishu_sign(secret, moment)}
    path = f"/open-apis/bot/v2/hook/{quote(letter.secrets['token'], safe='')}"
    return _done(read(post(FEISHU, path, JSON, as_json(said))), "code")


def _words(letter: Letter) -> str:
    return f"{letter.title}：{letter.body}"


def _done(said: dict[str, Any], field: str) -> str:
    code = said.get(field)
    if code == 0:
        return ""
    if code is None:
        raise NoAnswer
    raise Later(code) if code in BUSY else Refusal(code)
