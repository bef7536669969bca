"""Run as a process of the station that is to be killed: make letters that wait for their receipts, and name them."""

from __future__ import annotations

import datetime as dt
import os
import sys

from yizhan.cli.setting_up import set_up_django


def main(count: int) -> None:
    """Publish one long job with enough places and write `count` letters for it."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "yizhan.config.settings.prod"
    set_up_django()
    from django.utils import timezone

    from tests.postings.factories import LONG_JOB
    from tests.referrals.factories import a_letter, a_shift
    from yizhan.accounts.models import User

    now = timezone.now()
    clerk, reviewer = (User.objects.get(username=name) for name in ("clerk", "reviewer"))
    tomorrow = (timezone.localdate(now) + dt.timedelta(days=1)).isoformat()
    shift = a_shift(clerk, reviewer, now, raw=LONG_JOB, headcount=str(count), starts_on=tomorrow)
    for number in range(count):
        letter = a_letter(clerk, reviewer, now, number=number + 1, shift=shift)
        print(letter.public_id, letter.version, letter.pk, flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
