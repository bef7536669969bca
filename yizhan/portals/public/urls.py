"""Addresses of the public pages. They stand in print and in other people's programs: they never change."""

from __future__ import annotations

from django.urls import path

from yizhan.portals.public import views

app_name = "public"
urlpatterns = [
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
    path("jobs/", views.offices, name="offices"),
    path("jobs/sitemap.xml", views.sitemaps, name="sitemaps"),
    path("jobs/<uuid:public_id>/", views.posting, name="posting"),
    path("jobs/at/<uuid:public_id>/", views.office, name="office"),
    path("jobs/at/<uuid:public_id>/rss.xml", views.rss, name="rss"),
    path("jobs/at/<uuid:public_id>/atom.xml", views.atom, name="atom"),
    path("jobs/at/<uuid:public_id>/feed.json", views.json_feed, name="json_feed"),
    path("jobs/at/<uuid:public_id>/sitemap.xml", views.sitemap, name="sitemap"),
    path("jobs/at/<uuid:public_id>/sitemap-<int:number>.xml", views.sitemap_part, name="sitemap_part"),
]
