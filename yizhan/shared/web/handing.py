"""How a file that somebody brought leaves: to be kept and never to be run."""

from __future__ import annotations

from django.http import HttpResponse

#: The policy of the house, and nothing may run: should a browser ever show a file instead of keeping it.
SANDBOX = (
    "default-src 'self'; script-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'; sandbox"
)


def handed_out(data: bytes, name: str) -> HttpResponse:
    """Return a file as it came: as an attachment, of no type, in a sandbox.

    :param name: of our own making; never the one that it had.
    """
    return HttpResponse(
        data,
        content_type="application/octet-stream",
        headers={"Content-Disposition": f'attachment; filename="{name}"', **_guarded()},
    )


def shown(picture: bytes) -> HttpResponse:
    """Return a picture that this house has made (`shared.files.looking`), for a page of its own to show."""
    return HttpResponse(picture, content_type="image/png", headers={"Cache-Control": "no-store", **_guarded()})


def _guarded() -> dict[str, str]:
    return {
        "Content-Security-Policy": SANDBOX,
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
