"""Addresses of the room. None holds a name, a day or an amount."""

from __future__ import annotations

from django.urls import path

from yizhan.rights.web import attached, cases, helping, overview, paper, views

app_name = "rights"

urlpatterns = [
    path("limits/", views.limits, name="limits"),
    path("cases/", cases.list_cases, name="cases"),
    path("overview/", overview.show, name="overview"),
    path("overview/<uuid:public_id>/assign/", overview.assign, name="assign"),
    path("of/<uuid:public_id>/", cases.of_person, name="of_person"),
    path("cases/open/<uuid:public_id>/", cases.open_for, name="open"),
    path("cases/open/followup/<uuid:public_id>/", cases.open_from, name="open_from"),
    path("cases/open/late/<uuid:public_id>/", cases.open_late, name="open_late"),
    path("cases/<uuid:public_id>/", cases.show, name="case"),
    path("cases/<uuid:public_id>/mend/", cases.mend, name="mend"),
    path("cases/<uuid:public_id>/step/", cases.step, name="step"),
    path("cases/<uuid:public_id>/channel/", cases.channel, name="channel"),
    path("cases/<uuid:public_id>/hand/", cases.hand, name="hand"),
    path("cases/<uuid:public_id>/helpers/add/", helping.add, name="helper_add"),
    path("cases/<uuid:public_id>/helpers/remove/", helping.remove, name="helper_remove"),
    path("cases/<uuid:public_id>/close/", cases.close, name="close"),
    path("cases/<uuid:public_id>/reopen/", cases.reopen, name="reopen"),
    path("cases/<uuid:public_id>/standstill/", attached.standstill, name="standstill"),
    path("cases/<uuid:public_id>/standstill/<uuid:standstill_id>/", attached.end_or_withdraw, name="standstill_end"),
    path("cases/<uuid:public_id>/evidence/", attached.add, name="evidence_add"),
    path("cases/<uuid:public_id>/evidence/<uuid:evidence_id>/", attached.hand_out, name="evidence"),
    path("cases/<uuid:public_id>/evidence/<uuid:evidence_id>/remove/", attached.remove, name="evidence_remove"),
    path("cases/<uuid:public_id>/paper/<slug:shape>/", paper.hand_out, name="paper"),
    path("limits/injury/", views.injury, name="injury"),
    path("limits/<slug:slug>/", views.reckon, name="reckon"),
]
