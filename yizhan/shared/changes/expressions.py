"""Two numbers that only PostgreSQL has: which transaction writes, and which is the oldest that still may."""

from __future__ import annotations

from typing import Any

from django.db.models import BigIntegerField, Func


class TransactionNumber(Func):
    """The number of the transaction that is writing; 0 on SQLite, where writers come one after the other.

    PostgreSQL's numbers of 64 bits are never used again.
    """

    output_field = BigIntegerField()
    template = "0"
    on_postgresql = "pg_current_xact_id()::text::bigint"

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Ask the server."""
        return self.as_sql(compiler, connection, template=self.on_postgresql, **context)


class OldestRunning(TransactionNumber):
    """The oldest transaction that had not ended when this question was asked: whatever is below it is visible."""

    on_postgresql = "pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
