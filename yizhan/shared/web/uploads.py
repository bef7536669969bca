"""Uploaded files stay in memory, whatever their size: what people bring must not lie on the disk in the clear.

A request has at most 64 MB (`shared.web.middleware`), so memory is bounded; a process that is killed leaves nothing.
"""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import MemoryFileUploadHandler


class InMemory(MemoryFileUploadHandler):
    """Django's own handler without its upper limit, above which files would go to the disk."""

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        """Take every file."""
        self.activated = True
