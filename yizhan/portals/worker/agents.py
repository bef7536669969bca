"""In which app's own browser a page is shown, by its User-Agent: they can neither download nor print."""

from __future__ import annotations

import re

from django.http import HttpRequest

#: WeChat and WeChat Work, Alipay, DingTalk, Feishu, QQ; `; wv)` is an Android WebView, as union apps use one.
_EMBEDDED = re.compile(r"MicroMessenger|wxwork|AlipayClient|DingTalk|Lark|Feishu|QQ/\d|; wv\)", re.I)
#: An iPhone's WebView says WebKit and Mobile, but not Safari.
_IPHONE_WEBVIEW = re.compile(r"\((?:iPhone|iPad)[^)]*\).*Mobile/\w+(?!.*Safari)")


def is_embedded(request: HttpRequest) -> bool:
    """Say whether an app shows the page inside itself: then texts are shown where others get a download."""
    agent = request.headers.get("User-Agent", "")[:400]
    return bool(_EMBEDDED.search(agent) or _IPHONE_WEBVIEW.search(agent))
