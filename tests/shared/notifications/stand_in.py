"""A carrier on this machine: it checks signatures by a computation of its own and answers as it is told.

`transport` is what the tests put into YIZHAN_NOTIFICATION_TRANSPORT: the same exchange as in production, to this
server instead of the carrier's, with the carrier's name in the Host header.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import json
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from yizhan.shared.notifications.transport import Answer, exchange

ALIYUN_SECRET, TENCENT_SECRET, DING_SECRET, FEISHU_SECRET = b"secret", b"secret", b"SECtest", b"secret"
_port: list[int] = []


def transport(host: str, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
    """Send to the stand-in."""
    port = _port[0] if _port else 1  # nobody listens on port 1
    named = dict(headers) if "host" in {name.lower() for name in headers} else {"Host": host, **headers}
    return exchange(http.client.HTTPConnection("127.0.0.1", port, timeout=5), path, named, body)


class StandIn:
    """Listens, remembers what it was asked, and answers from `next` before anything else."""

    def __init__(self) -> None:
        """Start to listen on any port."""
        self.taken: list[dict[str, Any]] = []
        self.next: list[str | tuple[int, bytes]] = []
        self.nonces: set[str] = set()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                outer.serve(self)

            def log_message(self, *_args: Any) -> None:
                """Write nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def listen(self) -> None:
        """Forget what was heard, and be the carrier from now on."""
        self.taken.clear()
        self.next.clear()
        self.nonces.clear()
        _port[:] = [self.server.server_address[1]]

    def stop(self) -> None:
        """Listen no more."""
        _port.clear()
        self.server.shutdown()
        self.server.server_close()

    def serve(self, asked: BaseHTTPRequestHandler) -> None:
        body = asked.rfile.read(int(asked.headers.get("Content-Length") or 0))
        told = self.next.pop(0) if self.next else ""
        if told == "hang up":
            asked.close_connection = True
            return
        if isinstance(told, tuple):
            status, data = told
        else:
            status, data = 200, json.dumps(self.answer(asked, body)).encode()
        asked.send_response(status)
        asked.send_header("Content-Length", str(len(data)))
        asked.end_headers()
        asked.wfile.write(data)

    def answer(self, asked: BaseHTTPRequestHandler, body: bytes) -> dict[str, Any]:
        """Answer as the carrier that is named in the Host header does."""
        return {
            "dysmsapi.aliyuncs.com": self.aliyun,
            "sms.tencentcloudapi.com": self.tencent,
            "oapi.dingtalk.com": self.dingtalk,
            "open.feishu.cn": self.feishu,
            "qyapi.weixin.qq.com": self.wecom,
            "api.weixin.qq.com": self.wechat,
        }[asked.headers["Host"]](asked, body)

    def aliyun(self, asked: BaseHTTPRequestHandler, body: bytes) -> dict[str, Any]:
        method, _, rest = asked.headers["Authorization"].partition(" ")
        said = dict(part.split("=", 1) for part in rest.split(","))
        lines = [f"{name}:{asked.headers[name]}" for name in said["SignedHeaders"].split(";")]
        raw = urlsplit(asked.path).query
        request = f"POST\n/\n{raw}\n" + "\n".join([*lines, "", said["SignedHeaders"]])
        request += f"\n{hashlib.sha256(body).hexdigest()}"
        due = hmac.digest(ALIYUN_SECRET, f"{method}\n{hashlib.sha256(request.encode()).hexdigest()}".encode(), "sha256")
        nonce = asked.headers["x-acs-signature-nonce"]
        fresh = nonce not in self.nonces
        self.nonces.add(nonce)
        in_order = [part.split("=")[0] for part in raw.split("&")] == sorted(parse_qs(raw))
        if said["Signature"] != due.hex() or not fresh or not in_order or method != "ACS3-HMAC-SHA256":
            return {"Code": "SignatureDoesNotMatch", "RequestId": "1"}
        self.taken.append({name: values[0] for name, values in parse_qs(raw).items()})
        return {"Code": "OK", "Message": "OK", "BizId": f"biz{len(self.taken)}", "RequestId": "1"}

    def tencent(self, asked: BaseHTTPRequestHandler, body: bytes) -> dict[str, Any]:
        algorithm, _, rest = asked.headers["Authorization"].partition(" ")
        said = dict(part.strip().split("=", 1) for part in rest.split(","))
        _id, day, service, _end = said["Credential"].split("/")
        values = {"x-tc-action": asked.headers["X-TC-Action"].lower()}
        lines = [f"{name}:{values.get(name, asked.headers[name])}" for name in said["SignedHeaders"].split(";")]
        request = "POST\n/\n\n" + "\n".join([*lines, "", said["SignedHeaders"], hashlib.sha256(body).hexdigest()])
        key = b"TC3" + TENCENT_SECRET
        for part in (day, service, "tc3_request"):
            key = hmac.digest(key, part.encode(), "sha256")
        text = f"{algorithm}\n{asked.headers['X-TC-Timestamp']}\n{day}/{service}/tc3_request\n"
        due = hmac.digest(key, (text + hashlib.sha256(request.encode()).hexdigest()).encode(), "sha256")
        if said["Signature"] != due.hex() or asked.headers["X-TC-Version"] != "2021-01-11":
            return {"Response": {"Error": {"Code": "AuthFailure.SignatureFailure"}, "RequestId": "1"}}
        self.taken.append(json.loads(body))
        return {"Response": {"SendStatusSet": [{"Code": "Ok", "SerialNo": f"serial{len(self.taken)}"}]}}

    def dingtalk(self, asked: BaseHTTPRequestHandler, body: bytes) -> dict[str, Any]:
        query = {name: values[0] for name, values in parse_qs(urlsplit(asked.path).query).items()}
        due = hmac.digest(DING_SECRET, query["timestamp"].encode() + b"\n" + DING_SECRET, "sha256")
        if query["sign"] != base64.b64encode(due).decode() or len(query["timestamp"]) != 13:
            return {"errcode": 310000, "errmsg": "sign not match"}
        self.taken.append(json.loads(body))
        return {"errcode": 0, "errmsg": "ok"}

    def feishu(self, asked: BaseHTTPRequestHandler, body: bytes) -> dict[str, Any]:
        said = json.loads(body)
        due = hmac.digest(said["timestamp"].encode() + b"\n" + FEISHU_SECRET, b"", "sha256")
        if said["sign"] != base64.b64encode(due).decode() or len(said["timestamp"]) != 10:
            return {"code": 19021, "msg": "sign match fail"}
        self.taken.append(said)
        return {"code": 0, "msg": "success"}

    def wecom(self, asked: BaseHTTPRequestHandler, body: bytes) -> dict[str, Any]:
        if parse_qs(urlsplit(asked.path).query) != {"key": ["0a1b2c3d-robot"]}:
            return {"errcode": 93000, "errmsg": "invalid webhook url"}
        self.taken.append(json.loads(body))
        return {"errcode": 0, "errmsg": "ok"}

    def wechat(self, asked: BaseHTTPRequestHandler, body: bytes) -> dict[str, Any]:
        said, parts = json.loads(body), urlsplit(asked.path)
        if parts.path == "/cgi-bin/stable_token":
            right = (said["appid"], said["secret"]) == ("wx1", "secret")
            return {"access_token": "token1", "expires_in": 7200} if right else {"errcode": 40125}
        if parse_qs(parts.query) != {"access_token": ["token1"]}:
            return {"errcode": 40001}
        self.taken.append(said)
        return {"errcode": 0, "msgid": 4711}
