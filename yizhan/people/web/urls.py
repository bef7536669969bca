"""Addresses of the room. None holds a name or a number of a person."""

from __future__ import annotations

from django.urls import path

from yizhan.people.web import leaving, merging, record, views, wordings

app_name = "people"

urlpatterns = [
    path("", views.search, name="search"),
    path("find/", views.find, name="find"),
    path("open/", views.open_record, name="open_elsewhere"),
    path("reclaim/", leaving.reclaim_record, name="reclaim"),
    path("wordings/", wordings.wordings, name="wordings"),
    path("merges/", merging.merges, name="merges"),
    path("merges/<uuid:public_id>/undo/", merging.undo, name="undo_merge"),
    path("<uuid:public_id>/", views.person, name="person"),
    path("<uuid:public_id>/reveal/", views.reveal_number, name="reveal"),
    path("<uuid:public_id>/change/", record.change, name="change"),
    path("<uuid:public_id>/contacts/", record.contacts, name="contacts"),
    path("<uuid:public_id>/age/", record.age, name="age"),
    path("<uuid:public_id>/household/", record.household, name="household"),
    path("<uuid:public_id>/household/leave/", record.leave, name="leave_household"),
    path("<uuid:public_id>/consents/", record.consents, name="consents"),
    path("<uuid:public_id>/consents/<uuid:consent_id>/withdraw/", record.withdraw, name="withdraw_consent"),
    path("<uuid:public_id>/merge/<uuid:other_id>/", merging.merge, name="merge"),
    path("<uuid:public_id>/held/", leaving.held, name="held"),
    path("<uuid:public_id>/copy/", leaving.copy, name="copy"),
    path("<uuid:public_id>/looks/", leaving.looks, name="looks"),
    path("<uuid:public_id>/slip/", leaving.slip, name="slip"),
    path("<uuid:public_id>/anonymise/", leaving.anonymise, name="anonymise"),
]
