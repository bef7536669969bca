"""Addresses of the API and of the pages that keep it. Programs of others hold the former: they never change."""

from __future__ import annotations

from django.urls import include, path

from yizhan.portals.openapi.addresses import ADDRESSES, PREFIX
from yizhan.portals.openapi.docs import docs
from yizhan.portals.openapi.document import document
from yizhan.portals.openapi.door import nothing
from yizhan.portals.openapi.web import views

app_name = "openapi"
API = [
    path("openapi.json", document, name="document"),
    path("docs/", docs, name="docs"),
    *(address.pattern() for address in ADDRESSES),
    path("<path:rest>", nothing, name="nothing"),
]
PAGES = [
    path("", views.partners, name="partners"),
    path("add/", views.add, name="add"),
    path("<uuid:public_id>/", views.partner, name="partner"),
    path("<uuid:public_id>/key/", views.add_key, name="add_key"),
    path("<uuid:public_id>/end/", views.end, name="end"),
    path("keys/<uuid:public_id>/rotate/", views.rotate, name="rotate"),
    path("keys/<uuid:public_id>/revoke/", views.revoke, name="revoke"),
    path("messages/<uuid:public_id>/again/", views.send_again, name="send_again"),
]
urlpatterns = [path(PREFIX.strip("/") + "/", include(API)), path("partners/", include(PAGES))]
