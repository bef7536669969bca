"""The one way out: POST by https to a host that stands in this file. No office, form or message names an address.

A test puts a transport of its own into `YIZHAN_NOTIFICATION_TRANSPORT`, as Django does with its e-mail backend.
"""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

ALIYUN = "dysmsapi.aliyuncs.com"
TENCENT = "sms.tencentcloudapi.com"
WECHAT = "api.weixin.qq.com"
WECOM = "qyapi.weixin.qq.com"
DINGTALK = "oapi.dingtalk.com"
FEISHU = "open.feishu.cn"
HOSTS = frozenset({ALIYUN, TENCENT, WECHAT, WECOM, DINGTALK, FEISHU})

TIMEOUT_S = 10.0
MOST_ANSWER = 64 * 1024


@dataclass(frozen=True, repr=False)
class Answer:
    """What a carrier said."""

    status: int
    body: bytes


class NotReached(Exception):
    """The request never left: no name, no connection, no valid certificate. It can be tried again."""


class NoAnswer(Exception):
    """The request may have arrived, and what came of it is not known. It must not be tried again."""


class ForeignHost(ValueError):
    """A programmer's mistake: the host does not stand in `HOSTS`."""


Transport = Callable[[str, str, Mapping[str, str], bytes], Answer]


def post(host: str, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
    """Send a request to one of `HOSTS` and return the answer, whatever its status. Redirects are not followed.

    :raises NotReached: :raises NoAnswer: :raises ForeignHost: see there.
    """
    if host not in HOSTS:
        raise ForeignHost
    transport: Transport = import_string(settings.YIZHAN_NOTIFICATION_TRANSPORT)
    return transport(host, path, headers, body)


def https_post(host: str, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
    """Send by https with the certificate checked."""
    connection = http.client.HTTPSConnection(host, timeout=TIMEOUT_S, context=ssl.create_default_context())
    return exchange(connection, path, headers, body)


def exchange(connection: http.client.HTTPConnection, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
    """Send over a connection, telling apart what did not leave and what did."""
    try:
        try:
            connection.connect()
        except (OSError, http.client.HTTPException):
            raise NotReached from None
        try:
            connection.request("POST", path, body, dict(headers))
            response = connection.getresponse()
            data = response.read(MOST_ANSWER + 1)
        except (OSError, http.client.HTTPException):
            raise NoAnswer from None
        if len(data) > MOST_ANSWER:
            raise NoAnswer
        return Answer(response.status, data)
    finally:
        connection.close()
