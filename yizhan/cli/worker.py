"""The task worker's process: takes queued tasks, and does the housekeeping that is due.

It ends by itself when the process that started it is gone, so that a killed station leaves nothing running.
"""

from __future__ import annotations

import os
import sys
import threading
import time


def main() -> int:
    """Work until told to stop."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yizhan.config.settings.prod")
    from yizhan.cli.setting_up import set_up_django

    set_up_django()
    parent = os.getppid()
    threading.Thread(target=_follow_parent, args=(parent,), daemon=True).start()
    from yizhan.cli.housekeeping import start_housekeeping

    start_housekeeping()
    from django.core.management import call_command

    call_command("db_worker", interval=1, startup_delay=False, verbosity=0)
    return 0


def _follow_parent(parent: int) -> None:
    from yizhan.cli.serving import parent_is_gone

    while True:
        time.sleep(2)
        if parent_is_gone(parent):
            os._exit(0)


if __name__ == "__main__":
    sys.exit(main())
