"""Addresses of the worker's pages; QR codes on walls and slips lead here, so they never change."""

from __future__ import annotations

from django.urls import path

from yizhan.portals.worker.views import counter, entry, inbox, jobs, me, saved, shifts, wishes

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
    path("in/", entry.enter, name="enter"),
    path("in/phone/", entry.phone, name="phone"),
    path("in/code/", entry.code, name="code"),
    path("in/fact/", entry.fact, name="fact"),
    path("out/", entry.leave, name="leave"),
    path("jobs/<uuid:public_id>/apply/", me.apply, name="apply"),
    path("me/", me.me, name="me"),
    path("me/applications/<uuid:public_id>/withdraw/", me.withdraw, name="withdraw"),
    path("at/", shifts.site, name="site"),
    path("me/shifts/", shifts.shifts, name="shifts"),
    path("me/shifts/<uuid:public_id>/", shifts.shift, name="shift"),
    path("me/shifts/<uuid:public_id>/payslip/", shifts.payslip, name="payslip"),
    path("me/shifts/<uuid:public_id>/<slug:kind>.pdf", shifts.sheet, name="sheet"),
    path("me/shifts/<uuid:public_id>/<slug:what>/", shifts.act, name="act"),
    path("me/jobs/", me.for_me, name="for_me"),
    path("me/recommendation/", me.recommendation, name="recommendation"),
    path("me/more/", me.more, name="more"),
    path("me/wish/", wishes.wish, name="wish"),
    path("me/data/", me.data, name="data"),
    path("me/data/consent/", me.consent, name="consent"),
    path("me/data/copy/", me.copy, name="copy"),
    path("me/data/ask/", me.ask, name="ask"),
    path("me/data/ask/back/", me.take_back, name="take_back"),
    path("me/messages/", inbox.inbox, name="inbox"),
    path("me/messages/read/", inbox.read, name="read"),
    path("me/messages/wanted/", inbox.wanted, name="wanted"),
    path("me/searches/", saved.searches, name="searches"),
    path("me/searches/save/", saved.save, name="save_search"),
    path("me/searches/<uuid:public_id>/only/", saved.narrow, name="narrow_search"),
    path("me/searches/<uuid:public_id>/stop/", saved.stop, name="stop_search"),
    path("me/out/", me.sign_out_all, name="sign_out_all"),
    path("counter/requests/", counter.requests, name="requests"),
    path("counter/requests/<uuid:public_id>/", counter.settle, name="settle"),
    path("counter/<uuid:public_id>/", counter.counter, name="counter"),
    path("counter/<uuid:public_id>/pass/", counter.show_pass, name="show_pass"),
    path("counter/<uuid:public_id>/out/", counter.end_all, name="end_all"),
]
