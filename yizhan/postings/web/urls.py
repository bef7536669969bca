"""Addresses of the room. None holds a name or a number of a person."""

from __future__ import annotations

from django.urls import path

from yizhan.postings.web import acts, county, entry, imports, lookalikes, pasting, proposers, suggest, views

app_name = "postings"

urlpatterns = [
    path("", views.list_postings, name="list"),
    path("imports/", imports.imports, name="imports"),
    path("imports/template/", imports.template, name="import_template"),
    path("imports/<uuid:public_id>/", imports.batch, name="import_batch"),
    path("imports/<uuid:public_id>/status/", imports.status, name="import_status"),
    path("imports/<uuid:public_id>/rows/<int:number>/", imports.row, name="import_row"),
    path("export/", imports.export, name="export"),
    path("find/", views.find, name="find"),
    path("alike/", lookalikes.alike, name="alike"),
    path("alike/judged/", lookalikes.judged, name="alike_judged"),
    path("alike/scan/", lookalikes.scan, name="scan"),
    path("alike/scan/status/", lookalikes.scan_status, name="scan_status"),
    path("alike/judge/", lookalikes.judge, name="judge"),
    path("alike/<int:pair>/again/", lookalikes.judge_again_view, name="judge_again"),
    path("returned/", views.returned, name="returned"),
    path("queue/", views.queue, name="queue"),
    path("unconfirmed/", views.unconfirmed_list, name="unconfirmed"),
    path("county/", county.county, name="county"),
    path("county/word/", county.add_word, name="county_word"),
    path("county/limit/", county.set_limit, name="county_limit"),
    path("county/weather/", county.add_weather, name="county_weather"),
    path("county/<slug:what>/<uuid:public_id>/end/", county.end, name="county_end"),
    path("new/", entry.create, name="create"),
    path("paste/", pasting.paste, name="paste"),
    path("paste/model/", proposers.proposer, name="proposer"),
    path("household/", entry.household, name="household"),
    path("suggest/occupations/", suggest.occupations, name="occupations"),
    path("suggest/employers/", suggest.employers, name="employers"),
    path("suggest/places/", suggest.places, name="places"),
    path("suggest/meeting/", suggest.meeting, name="meeting"),
    path("suggest/pay/", suggest.pay, name="pay"),
    path("of/<uuid:public_id>/", views.of_employer, name="of_employer"),
    path("shifts/<uuid:public_id>/headcount/", acts.headcount, name="headcount"),
    path("<uuid:public_id>/", views.show, name="show"),
    path("<uuid:public_id>/change/", entry.change, name="change"),
    path("<uuid:public_id>/decide/", acts.decide, name="decide"),
    path("<uuid:public_id>/reveal/", acts.reveal, name="reveal"),
    path("<uuid:public_id>/cancel-day/", acts.cancel, name="cancel_day"),
    path("<uuid:public_id>/<slug:step>/", acts.step, name="step"),
]
