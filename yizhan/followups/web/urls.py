"""Addresses of the room. None holds a name or a number of a person."""

from __future__ import annotations

from django.urls import path

from yizhan.followups.web import views

app_name = "followups"

urlpatterns = [
    path("", views.list_calls, name="list"),
    path("coming/", views.coming, name="coming"),
    path("alarms/", views.list_alarms, name="alarms"),
    path("alarms/<int:attempt_id>/handled/", views.handled, name="handled"),
    path("of/<uuid:public_id>/", views.panel, name="panel"),
    path("<uuid:public_id>/", views.call, name="call"),
    path("<uuid:public_id>/reveal/", views.reveal_phone, name="reveal"),
    path("<uuid:public_id>/later/", views.later, name="reschedule"),
    path("<uuid:public_id>/assign/", views.give, name="assign"),
]
