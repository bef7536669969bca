"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from yizhan.vocabularies.web import views, wages, words

app_name = "vocabularies"
urlpatterns = [
    path("days/", views.days, name="days"),
    path("days/publish/", views.publish, name="publish"),
    path("days/correct/", views.correct, name="correct"),
    path("wages/", wages.wages, name="wages"),
    path("wages/<int:wage_id>/take-back/", wages.take_back, name="take_back_wage"),
    path("words/", words.words, name="words"),
    path("words/<int:alias_id>/retire/", words.retire, name="retire_word"),
]
