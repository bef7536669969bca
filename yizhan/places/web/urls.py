"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from yizhan.places.web import views

app_name = "places"

urlpatterns = [
    path("", views.list_places, name="list"),
    path("add/", views.add, name="add"),
    path("<uuid:public_id>/", views.change, name="change"),
    path("<uuid:public_id>/retire/", views.retire, name="retire"),
]
