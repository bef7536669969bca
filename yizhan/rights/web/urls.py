"""Addresses of the room. None holds a name, a day or an amount."""

from __future__ import annotations

from django.urls import path

from yizhan.rights.web import views

app_name = "rights"

urlpatterns = [
    path("", views.limits, name="limits"),
    path("reckon/<slug:slug>/", views.reckon, name="reckon"),
]
