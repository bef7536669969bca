"""JSON as RFC 8259 means it: no NaN, no name twice, no half of a sign, nothing nested without end."""

from __future__ import annotations

import json
from typing import Any


class NoJson(ValueError):
    """What came is no JSON that can be trusted; the sentence says why, in Chinese and English."""


def strict_json(text: str) -> Any:
    """Read one JSON value.

    :raises NoJson: it is none, or one that readers understand differently.
    """
    try:
        value = json.loads(text, object_pairs_hook=_object, parse_constant=_constant)
        text.encode()
        json.dumps(value, ensure_ascii=False).encode()
    except NoJson:
        raise
    except RecursionError:
        raise NoJson("嵌套太深 · nested too deeply") from None
    except UnicodeEncodeError:
        raise NoJson("有半个字符 · it holds half a character") from None
    except ValueError:
        raise NoJson("不是 JSON · it is not JSON") from None
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise NoJson("同一个字段写了两次 · a field stands twice")
    return found


def _constant(name: str) -> Any:
    raise NoJson(f"{name} 不是数 · {name} is no number")
