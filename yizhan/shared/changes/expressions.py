"""Two numbers that only PostgreSQL has: which transaction writes, and which is the oldest that still may."""

from __future__ import annotations

from typing import Any

from django.db.models import BigIntegerField, Func
from django.db.models.sql.compiler import SQLCompiler


class TransactionNumber(Func):
    """The number of the transaction that is writing; 0 on SQLite, where writers come one after the other."""

    output_field = BigIntegerField()
    on_postgresql = "pg_current_xact_id()"

    def as_sql(self, *_: Any, **__: Any) -> tuple[str, list[Any]]:
        """Return the number of a database whose ids come in the order of its commits."""
        return "0", []

    def as_postgresql(self, _compiler: SQLCompiler, _connection: Any, **_context: Any) -> tuple[str, list[Any]]:
        """Return the 64-bit number, which is never used again."""
        return f"{self.on_postgresql}::text::bigint", []


class OldestRunning(TransactionNumber):
    """The oldest transaction that had not ended when this question was asked: whatever is below it is visible."""

    on_postgresql = "pg_snapshot_xmin(pg_current_snapshot())"
