"""Django's own commands for people who write code; users have `yizhan`."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run a Django management command with the development settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yizhan.config.settings.dev")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
