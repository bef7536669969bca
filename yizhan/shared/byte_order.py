"""Text that is compared byte by byte on every database."""

from __future__ import annotations

from typing import Any

from django.db import models


class ByteOrderField(models.CharField[str, str]):
    """Text that the database sorts and compares byte by byte, whatever its locale.

    A prefix is then one range of the index (`>= "w"`, `< "w\\U0010ffff"`). SQLite does so by itself; PostgreSQL under a
    locale such as en_US sorts punctuation and Chinese by rules of its own and would miss rows.
    """

    def db_parameters(self, connection: Any) -> Any:
        """Name the collation where the database needs it."""
        found = super().db_parameters(connection)
        found["collation"] = "C" if connection.vendor == "postgresql" else None
        return found
