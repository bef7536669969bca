"""Addresses of the room. None holds a name or a number of a person."""

from __future__ import annotations

from django.urls import path

from yizhan.channels.web import setup, views

app_name = "channels"
urlpatterns = [
    path("", views.list_channels, name="list"),
    path("examples/", views.examples, name="examples"),
    path("add/", setup.add, name="add"),
    path("publish/", views.publish, name="publish"),
    path("wall.pdf", views.wall, name="wall"),
    path("out/", views.out, name="out"),
    path("of/<uuid:public_id>/", views.panel, name="panel"),
    path("of/<uuid:public_id>/poster.pdf", views.poster, name="poster"),
    path("<uuid:public_id>/", views.show, name="show"),
    path("<uuid:public_id>/change/", setup.change, name="change"),
    path("<uuid:public_id>/retire/", setup.retire, name="retire"),
    path("<uuid:public_id>/send/", views.send, name="send"),
    path("<uuid:public_id>/noted/", views.noted, name="noted"),
    path("<uuid:public_id>/log/", views.log, name="log"),
    path("<uuid:public_id>/down/<uuid:posting_id>/", views.down, name="down"),
]
