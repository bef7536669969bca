"""Logging: one JSON line an event, ids only. The scrubber is a last net, not a licence to log people."""

from __future__ import annotations

import logging.config
import re
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog

# An 18-digit identity number or an 11-digit mobile number that slipped into a line is blotted out.
PERSONAL_NUMBER = re.compile(r"(?<!\d)(?:\d{17}[\dXx]|1[3-9]\d{9})(?!\d)")

MOST_LINES = 200


def name_exception(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Write an exception as its classes and the places in the code that it passed; never its message.

    A message repeats what was refused: PostgreSQL quotes the whole row, `int()` what was typed, and that may be a name.
    """
    info = event.pop("exc_info", None)
    if info is True:
        info = sys.exc_info()
    error = info if isinstance(info, BaseException) else info[1] if isinstance(info, tuple) else None
    lines: list[str] = []
    while error is not None and len(lines) < MOST_LINES:
        name = type(error)
        constraint = getattr(getattr(error, "diag", None), "constraint_name", None)
        lines.append(f"{name.__module__}.{name.__qualname__}" + (f" ({constraint})" if constraint else ""))
        lines += [f"  {at.filename}:{at.lineno} {at.name}" for at in traceback.extract_tb(error.__traceback__)]
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if lines:
        event["exception"] = "\n".join(lines[:MOST_LINES])
    return event


def scrub(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Blot personal numbers out of every string of a log event."""
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = PERSONAL_NUMBER.sub("[***]", value)
    return event


SHARED_PROCESSORS: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    name_exception,
    scrub,
]

LOGGING_CONFIG_DICT: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "foreign_pre_chain": SHARED_PROCESSORS,
            "processor": structlog.processors.JSONRenderer(ensure_ascii=False),
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "yizhan": {"level": "INFO"},
        # Its request lines carry paths; paths never carry people, but they are noise beside our own lines.
        "django.server": {"level": "ERROR"},
    },
}


def configure_structlog() -> None:
    """Set structlog up; the settings modules call this once."""
    structlog.configure(
        processors=[*SHARED_PROCESSORS, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )


def start_logging() -> None:
    """Install the handlers; the entry points (web, command line) call this once."""
    logging.config.dictConfig(LOGGING_CONFIG_DICT)
