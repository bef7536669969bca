"""Where each room's door is. One line a room."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("i18n/", include("django.conf.urls.i18n")),
    path("places/", include("yizhan.places.web.urls")),
]
