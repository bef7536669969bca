"""Addresses of the room. None holds a name or a number of a person."""

from __future__ import annotations

from django.urls import path

from yizhan.channels.web import views

app_name = "channels"
urlpatterns = [
    path("", views.list_channels, name="list"),
    path("examples/", views.examples, name="examples"),
    path("publish/", views.publish, name="publish"),
    path("out/", views.out, name="out"),
    path("of/<uuid:public_id>/", views.panel, name="panel"),
    path("<uuid:public_id>/", views.show, name="show"),
    path("<uuid:public_id>/send/", views.send, name="send"),
    path("<uuid:public_id>/noted/", views.noted, name="noted"),
    path("<uuid:public_id>/log/", views.log, name="log"),
    path("<uuid:public_id>/down/<uuid:posting_id>/", views.down, name="down"),
]
