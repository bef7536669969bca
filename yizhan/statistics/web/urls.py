"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from yizhan.statistics.web import views

app_name = "statistics"
urlpatterns = [path("", views.numbers, name="numbers")]
