"""Where each room's door is. One line a room."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from yizhan.shared.web.marks import only_reads

urlpatterns = [
    path("", include("yizhan.portals.desk.urls")),
    path("i18n/setlang/", only_reads(login_not_required(set_language)), name="set_language"),
    path("accounts/", include("yizhan.accounts.web.urls")),
    path("vocabularies/", include("yizhan.vocabularies.web.urls")),
    path("places/", include("yizhan.places.web.urls")),
    path("people/", include("yizhan.people.web.urls")),
    path("workers/", include("yizhan.workers.web.urls")),
    path("statistics/", include("yizhan.statistics.web.urls")),
    path("appeals/", include("yizhan.shared.appeals.urls")),
    path("employers/", include("yizhan.employers.web.urls")),
    path("postings/", include("yizhan.postings.web.urls")),
    path("matching/", include("yizhan.matching.web.urls")),
    path("channels/", include("yizhan.channels.web.urls")),
    path("", include("yizhan.portals.public.urls")),
    path("e/", include("yizhan.portals.employer.urls")),
    path("screen/", include("yizhan.portals.screen.urls")),
    path("kiosk/", include("yizhan.portals.kiosk.urls")),
    path("", include("yizhan.portals.openapi.urls")),
    path("w/", include("yizhan.portals.worker.urls")),
    path("followups/", include("yizhan.followups.web.urls")),
    path("rights/", include("yizhan.rights.web.urls")),
    path("referrals/", include("yizhan.referrals.web.urls")),
    path("gigs/", include("yizhan.gigs.web.urls")),
    path("plans/", include("yizhan.plans.web.urls")),
    path("notices/", include("yizhan.notices.web.urls")),
]
