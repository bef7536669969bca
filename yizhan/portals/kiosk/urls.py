"""Addresses of the kiosk: those that it shows, and those of the desk beside it."""

from __future__ import annotations

from django.urls import path

from yizhan.portals.kiosk.views import desk, hall

app_name = "kiosk"
urlpatterns = [
    path("calls/", desk.calls, name="calls"),
    path("calls/waiting/", desk.waiting, name="waiting"),
    path("calls/<int:number>/answer/", desk.answer, name="answer"),
    path("set-up/", desk.set_up, name="set_up"),
    path("<uuid:public_id>/", hall.start, name="start"),
    path("<uuid:public_id>/jobs/", hall.jobs, name="jobs"),
    path("<uuid:public_id>/jobs/<uuid:posting_id>/", hall.job, name="job"),
    path("<uuid:public_id>/help/", hall.help_me, name="help"),
    path("sw.js", hall.service_worker, name="service_worker"),
]
