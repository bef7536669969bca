"""Addresses of the API and of the pages that keep it. Programs of others hold the former: they never change."""

from __future__ import annotations

from django.urls import include, path

from yizhan.portals.openapi.addresses import ADDRESSES, PREFIX
from yizhan.portals.openapi.document import document
from yizhan.portals.openapi.door import nothing

app_name = "openapi"
API = [
    path("openapi.json", document, name="document"),
    *(address.pattern() for address in ADDRESSES),
    path("<path:rest>", nothing, name="nothing"),
]
urlpatterns = [path(PREFIX.strip("/") + "/", include(API))]
