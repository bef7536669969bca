"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class GigsConfig(AppConfig):
    """Floor 8: gigs from the promise to the pay."""

    name = "yizhan.gigs"
    label = "gigs"

    def ready(self) -> None:
        """Register what other rooms ask of us and hear what they tell."""
        from yizhan.gigs import followup_kinds, person_rows
        from yizhan.gigs.operations import cancel_with_shift, end_with_hire, take_over_hire
        from yizhan.postings.events import ShiftCancelled
        from yizhan.referrals.events import HireUndone, PersonHired
        from yizhan.shared.events import subscribe

        person_rows.register()
        followup_kinds.register()
        subscribe(ShiftCancelled, cancel_with_shift)
        subscribe(PersonHired, take_over_hire)
        subscribe(HireUndone, end_with_hire)
