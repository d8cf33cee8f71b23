"""Addresses of the shell."""

from __future__ import annotations

from django.urls import path

from veche.portal import device, finding, sight, views
from veche.portal.design import design
from veche.portal.desk import desk

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("map/", views.town_map, name="map"),
    path("map/pins.json", views.map_pins, name="map-pins"),
    path("developers/", views.developers, name="developers"),
    path("design/", design, name="design"),
    path("office/", desk, name="desk"),
    path("sitemap.xml", finding.sitemap, name="sitemap"),
    path("robots.txt", finding.robots, name="robots"),
    path("share.png", finding.town_picture, name="town-picture"),
    path("share/<slug:service>/<slug:key>.png", finding.share_picture, name="share-picture"),
    path("manifest.webmanifest", device.manifest, name="manifest"),
    path("icons/<int:size>.png", device.icon, name="icon"),
    path("icons/maskable.png", device.maskable_icon, name="maskable-icon"),
    path("sw.js", device.worker, name="worker"),
    path("offline/", device.offline, name="offline"),
    path("sight/", sight.sight, name="sight"),
    path("sight/set/", sight.set_sight, name="set-sight"),
    path("theme/", views.theme, name="theme"),
    path("language/", views.language, name="language"),
]
