"""Addresses of the room. Only ids that say nothing about anybody stand in them."""

from __future__ import annotations

from django.urls import path

from yizhan.matching.web import advice, views

app_name = "matching"

urlpatterns = [
    path("for/<uuid:public_id>/", views.for_person, name="for"),
    path("for/<uuid:public_id>/panel/", views.for_panel, name="for_panel"),
    path("advice/<uuid:public_id>/", advice.for_person, name="advice"),
    path("work-advice/<uuid:public_id>/", advice.for_work, name="work_advice"),
    path("people/<uuid:public_id>/", views.people, name="people"),
    path("people/<uuid:public_id>/panel/", views.people_panel, name="people_panel"),
    path("why-not/<uuid:person_id>/", views.find, name="find"),
    path("why-not/<uuid:person_id>/<uuid:posting_id>/", views.why_not, name="why_not"),
]
