"""Addresses of the worker's pages; QR codes on walls and slips lead here, so they never change."""

from __future__ import annotations

from django.urls import path

from yizhan.portals.worker.views import jobs

app_name = "worker"
urlpatterns = [
    path("", jobs.search, name="search"),
    path("here/", jobs.here, name="here"),
    path("map/", jobs.around, name="map"),
    path("jobs/<uuid:public_id>/", jobs.job, name="job"),
    path("type/", jobs.large_type, name="large_type"),
    path("offline/", jobs.offline, name="offline"),
    path("manifest.webmanifest", jobs.manifest, name="manifest"),
    path("sw.js", jobs.service_worker, name="service_worker"),
]
