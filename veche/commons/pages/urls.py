"""Addresses of pages and news."""

from __future__ import annotations

from django.urls import path

from veche.commons.pages.views import office, reading

app_name = "pages"
urlpatterns = [
    path("pages/<slug:slug>/", reading.read_page, name="read-page"),
    path("pages/<slug:slug>/versions/", reading.list_versions, name="list-versions"),
    path("pages/<slug:slug>/versions/<int:number>/", reading.read_version, name="read-version"),
    path("news/", reading.list_news, name="list-news"),
    path("news/<slug:slug>/", reading.read_news, name="read-news"),
    path("office/pages/", office.manage_pages, name="manage-pages"),
    path("office/pages/new/", office.start_page, name="start-page"),
    path("office/pages/<slug:slug>/", office.publish_page, name="publish-page"),
    path("office/pages/<slug:slug>/withdraw/", office.withdraw_page, name="withdraw-page"),
    path("office/news/", office.manage_news, name="manage-news"),
    path("office/news/new/", office.publish_news, name="publish-news"),
    path("office/news/<slug:slug>/", office.change_news, name="change-news"),
    path("office/news/<slug:slug>/withdraw/", office.withdraw_news, name="withdraw-news"),
]
