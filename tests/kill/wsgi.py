"""The station's web process as the kill tests serve it: loaded once, and warmed up in each fork that answers."""

from __future__ import annotations

import os

from yizhan.config.web import load, warm_up

application = load()
# The words for work lie in files: each fork may have them from its parent.
from yizhan.vocabularies.queries import warm  # noqa: E402 - the rooms are there now

warm()
os.register_at_fork(after_in_child=warm_up)
