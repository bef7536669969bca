"""Addresses of the room. None holds a name or a number of a person."""

from __future__ import annotations

from django.urls import path

from yizhan.plans.web import views

app_name = "plans"

urlpatterns = [
    path("", views.list_, name="list"),
    path("<uuid:public_id>/", views.show, name="show"),
    path("<uuid:public_id>/status/", views.status, name="status"),
    path("<uuid:public_id>/act/", views.act, name="act"),
    path("row/<uuid:public_id>/", views.choose, name="choose"),
    path("row/<uuid:public_id>/change/", views.change, name="change"),
]
