"""Addresses of the screens; they are typed once with a remote control and must never change."""

from __future__ import annotations

from django.urls import path

from yizhan.portals.screen import views

app_name = "screen"
urlpatterns = [
    path("sw.js", views.service_worker, name="service_worker"),
    path("<uuid:public_id>/", views.board, name="board"),
    path("<uuid:public_id>/board.json", views.board_data, name="board_data"),
    path("<uuid:public_id>/marks", views.marks, name="marks"),
]
