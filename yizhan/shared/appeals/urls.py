"""Addresses of appeals: a kind and an id, nothing that says who appeals."""

from __future__ import annotations

from django.urls import path

from yizhan.shared.appeals import pages

app_name = "appeals"

urlpatterns = [
    path("", pages.list_appeals, name="list"),
    path("new/<slug:kind>/<uuid:public_id>/", pages.lodge, name="lodge"),
    path("<slug:kind>/<uuid:public_id>/", pages.show, name="show"),
    path("<slug:kind>/<uuid:public_id>/decide/", pages.decide, name="decide"),
    path("<slug:kind>/<uuid:public_id>/withdraw/", pages.withdraw, name="withdraw"),
    path("<slug:kind>/<uuid:public_id>/answer/", pages.answer, name="answer"),
]
