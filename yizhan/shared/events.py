"""News goes up by events: a lower room tells, a higher room has subscribed in its `apps.py`.

Handlers run at once, in the publisher's transaction, in the order of the floors (subscription order). A handler that
raises takes the publisher's transaction with it: what must not be lost is written there; what may be lost uses
`transaction.on_commit` itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import TypeVar

E = TypeVar("E")

_subscribers: dict[type, list[Callable[..., None]]] = defaultdict(list)


def subscribe(event: type[E], handler: Callable[[E], None]) -> None:
    """Call `handler` with every `event` published from now on. Subscribing twice is the same as once."""
    if handler not in _subscribers[event]:
        _subscribers[event].append(handler)


def publish(event: object) -> None:
    """Hand a frozen dataclass event to all who subscribed to its class."""
    for handler in _subscribers[type(event)]:
        handler(event)
