"""Addresses of the room. None holds a name or a number of a person."""

from __future__ import annotations

from django.urls import path

from yizhan.workers.web import held, imports, register, seekers, tables, visits, wishes

app_name = "workers"

urlpatterns = [
    path("", tables.seekers, name="seekers"),
    path("imports/", imports.imports, name="imports"),
    path("imports/template/", imports.template, name="import_template"),
    path("imports/<uuid:public_id>/", imports.batch, name="import_batch"),
    path("imports/<uuid:public_id>/status/", imports.status, name="import_status"),
    path("imports/<uuid:public_id>/rows/<int:number>/", imports.row, name="import_row"),
    path("export/", imports.export, name="export"),
    path("register/", register.register, name="register"),
    path("register/look/", register.look, name="look"),
    path("occupations/", register.occupations, name="occupations"),
    path("places/", register.places, name="places"),
    path("visits/", visits.visits, name="visits"),
    path("visits/<int:visit_id>/back/", visits.take_back, name="take_back_visit"),
    path("visits/find/", visits.find, name="find_visitor"),
    path("<uuid:public_id>/", seekers.seeker, name="seeker"),
    path("<uuid:public_id>/panel/", seekers.panel, name="panel"),
    path("<uuid:public_id>/wish/", wishes.wish, name="wish"),
    path("<uuid:public_id>/when/", wishes.when, name="when"),
    path("<uuid:public_id>/skills/", held.skills, name="skills"),
    path("<uuid:public_id>/skills/drop/", held.drop_skill, name="drop_skill"),
    path("<uuid:public_id>/certificates/", held.certificates, name="certificates"),
    path("<uuid:public_id>/certificates/<int:held_id>/drop/", held.drop, name="drop_certificate"),
    path("<uuid:public_id>/move/", seekers.move, name="move"),
    path("<uuid:public_id>/recommendation/", seekers.recommendation, name="recommendation"),
    path("<uuid:public_id>/visit/", visits.visit, name="visit"),
]
