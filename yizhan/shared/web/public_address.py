"""Under which address this installation is reached: its own, else the one that the reader used."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest


def public_base(request: HttpRequest) -> str:
    """Return scheme and host without a slash behind: YIZHAN_PUBLIC_URL, else the address of this request.

    `get_host` lets only hosts through that the installation answers to (YIZHAN_HOSTS), so nobody can have us write
    links to somebody else's site.
    """
    return settings.YIZHAN_PUBLIC_URL or f"{request.scheme}://{request.get_host()}"


def is_reachable(base: str) -> bool:
    """Say whether another machine's reader gets anywhere under an address: this machine's own name leads nowhere."""
    host = urlsplit(base).hostname or ""
    try:
        return not ip_address(host).is_loopback
    except ValueError:
        return bool(host) and host != "localhost"


def paper_url(request: HttpRequest, path: str) -> str:
    """Return an address fit for paper and for other people's groups, or "" where nobody else would get there."""
    base = public_base(request)
    return base + path if is_reachable(base) else ""
