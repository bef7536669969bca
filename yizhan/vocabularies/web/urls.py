"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from yizhan.vocabularies.web import views

app_name = "vocabularies"
urlpatterns = [
    path("days/", views.days, name="days"),
    path("days/publish/", views.publish, name="publish"),
    path("days/correct/", views.correct, name="correct"),
]
