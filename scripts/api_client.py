"""Write a Python client of the open API from its OpenAPI document: one file that needs nothing but Python.

    python scripts/api_client.py https://lg.example.gov.cn/api/v1/openapi.json > yizhan_client.py

Each operation becomes a method; parameters and bodies are keywords, answers are parsed JSON; a problem is raised as
`Problem` with its code. `send` may be replaced, so that somebody's own HTTP library does the sending.
"""

from __future__ import annotations

import json
import keyword
import re
import sys
import urllib.request
from pathlib import Path
from typing import Any

HEAD = '''"""{title} {version}: a client written from the document by scripts/api_client.py."""

from __future__ import annotations

import json
import urllib.error
import urllib.parse
import urllib.request
from typing import Any, Callable

Sent = tuple[int, dict[str, str], bytes]
Send = Callable[[str, str, dict[str, str], "bytes | None"], Sent]


class Problem(Exception):
    """An answer that says what went wrong."""

    def __init__(self, status: int, said: dict[str, Any], headers: dict[str, str]) -> None:
        self.status, self.said, self.headers = status, said, headers
        self.code: str = said.get("code", "")
        super().__init__(f"{{status}} {{self.code}}: {{said.get('detail', '')}}")


def send_with_urllib(method: str, url: str, headers: dict[str, str], body: bytes | None) -> Sent:
    """Send and return status, headers (names in lower case) and body."""
    request = urllib.request.Request(url, body, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, {{k.lower(): v for k, v in answer.headers.items()}}, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, {{k.lower(): v for k, v in error.headers.items()}}, error.read()


class Client:
    """All operations of the API."""

    def __init__(self, base: str, key: str = "", language: str = "zh-CN", send: Send = send_with_urllib) -> None:
        self.base, self.key, self.language, self.send = base.rstrip("/"), key, language, send

    def _call(
        self, method: str, path: str, query: dict[str, Any], headers: dict[str, Any], body: Any, keyed: bool
    ) -> Any:
        asked = {{name: value for name, value in query.items() if value is not None}}
        url = self.base + path + ("?" + urllib.parse.urlencode(asked) if asked else "")
        sent = {{"Accept-Language": self.language, **{{n: str(v) for n, v in headers.items() if v is not None}}}}
        if keyed:
            sent["Authorization"] = f"Bearer {{self.key}}"
        data = None if body is None else json.dumps(body).encode()
        if data is not None:
            sent["Content-Type"] = "application/json"
        status, answered, content = self.send(method, url, sent, data)
        said = json.loads(content) if content else None
        if status >= 400:
            raise Problem(status, said or {{}}, answered)
        return said
'''
#: Names that the method itself uses.
TAKEN = {"self", "body"}


def python_name(name: str) -> str:
    """Return a name that Python takes: `Idempotency-Key` becomes `idempotency_key`."""
    plain = re.sub(r"\W", "_", name).lower()
    return f"{plain}_" if keyword.iskeyword(plain) or plain in TAKEN else plain


def method_of(path: str, verb: str, said: dict[str, Any]) -> str:
    """Return one operation as the text of a method."""
    places: dict[str, list[tuple[str, str]]] = {"path": [], "query": [], "header": []}
    needed: list[str] = []
    optional: list[str] = []
    for parameter in said.get("parameters", []):
        name = python_name(parameter["name"])
        places[parameter["in"]].append((parameter["name"], name))
        (needed if parameter["required"] else optional).append(name)
    if "requestBody" in said:
        needed.append("body")
    arguments = [f"{name}: Any" for name in needed] + [f"{name}: Any = None" for name in optional]
    signature = ", ".join(["self", *(["*", *arguments] if arguments else [])])
    url = json.dumps(path)
    for raw, name in places["path"]:
        url += f'.replace("{{{raw}}}", urllib.parse.quote(str({name}), safe=""))'
    query, headers = (
        "{" + ", ".join(f"{json.dumps(raw)}: {name}" for raw, name in places[where]) + "}"
        for where in ("query", "header")
    )
    keyed = bool(said.get("security"))
    body = "body" if "requestBody" in said else "None"
    return (
        f"    def {said['operationId']}({signature}) -> Any:\n"
        f'        """{said["summary"].replace(chr(92), "")}."""\n'
        f'        return self._call("{verb.upper()}", {url}, {query}, {headers}, {body}, {keyed})\n'
    )


def client_of(document: dict[str, Any]) -> str:
    """Return the client's whole text."""
    head = HEAD.format(**{name: document["info"][name] for name in ("title", "version")})
    methods = [method_of(path, verb, said) for path, verbs in document["paths"].items() for verb, said in verbs.items()]
    return head + "\n" + "\n".join(methods)


def main() -> int:
    """Read the document named on the command line, write the client."""
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    where = sys.argv[1]
    if where.startswith(("https://", "http://")):
        with urllib.request.urlopen(where, timeout=30) as answer:  # noqa: S310 - the scheme stands above
            text = answer.read().decode()
    else:
        text = Path(where).read_text(encoding="utf-8")
    print(client_of(json.loads(text)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
