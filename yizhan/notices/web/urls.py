"""Addresses of the room. None holds a name or a number of a person."""

from __future__ import annotations

from django.urls import path

from yizhan.notices.web import carriers, views

app_name = "notices"

urlpatterns = [
    path("", views.calls, name="calls"),
    path("ledger/", views.ledger, name="ledger"),
    path("<uuid:public_id>/settle/", views.settle, name="settle"),
    path("<uuid:public_id>/reveal/", views.reveal, name="reveal"),
    path("of/<uuid:public_id>/", views.panel, name="panel"),
    path("of/<uuid:public_id>/wanted/", views.wanted, name="wanted"),
    path("carriers/", carriers.overview, name="carriers"),
    path("carriers/hours/", carriers.hours, name="hours"),
    path("carriers/new/<slug:carrier>/", carriers.new, name="new"),
    path("carriers/<uuid:public_id>/", carriers.change, name="change"),
    path("carriers/<uuid:public_id>/test/", carriers.try_out, name="test"),
    path("carriers/<uuid:public_id>/retire/", carriers.retire, name="retire"),
]
