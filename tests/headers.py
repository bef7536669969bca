"""What every answer promises in its headers."""

from __future__ import annotations

from typing import Any


def guarded(answer: Any, *, public: bool = False) -> None:
    """Hold the headers of an answer to what the house promises."""
    if public:
        # The same for everybody: it may be kept, carries no cookie, and does not depend on one.
        assert answer["Cache-Control"].startswith("public, max-age="), answer["Cache-Control"]
        assert not answer.cookies
        assert "Cookie" not in answer.get("Vary", "")
    else:
        assert "no-store" in answer["Cache-Control"], (answer.status_code, answer["Cache-Control"])
        assert not answer.has_header("ETag")
        assert not answer.has_header("Last-Modified")
    policy = answer["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
