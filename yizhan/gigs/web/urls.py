"""Addresses of the room. None holds a name or a number of a person."""

from __future__ import annotations

from django.urls import path

from yizhan.gigs.web import acts, board, views

app_name = "gigs"

urlpatterns = [
    path("", board.board, name="board"),
    path("late/", views.late, name="late"),
    path("ledger/", views.ledger, name="ledger"),
    path("shift/<uuid:public_id>/roster/", board.roster, name="roster"),
    path("shift/<uuid:public_id>/suggest/", board.suggest, name="suggest"),
    path("shift/<uuid:public_id>/promise/", board.promise, name="promise"),
    path("shift/<uuid:public_id>/employer/", board.employer, name="employer"),
    path("<uuid:public_id>/", views.order, name="order"),
    path("<uuid:public_id>/act/", acts.act, name="act"),
]
