"""Addresses of moderation: the office's, the author's, everyone's."""

from django.urls import path

from veche.commons.moderation import views

app_name = "moderation"
_OFFICE = "office/moderation/"
urlpatterns = [
    path(_OFFICE, views.read_queue, name="read-queue"),
    path(f"{_OFFICE}next/", views.read_next, name="read-next"),
    path(f"{_OFFICE}settle/", views.settle_now, name="settle-now"),
    path(f"{_OFFICE}rules/", views.set_moderation_rules, name="set-moderation-rules"),
    path(f"{_OFFICE}bans/", views.list_bans, name="list-bans"),
    path(f"{_OFFICE}bans/new/", views.set_ban, name="set-ban"),
    path(f"{_OFFICE}bans/<uuid:ban_id>/end/", views.end_ban, name="end-ban"),
    path(f"{_OFFICE}appeals/", views.list_appeals, name="list-appeals"),
    path(f"{_OFFICE}appeals/<uuid:appeal_id>/", views.read_appeal, name="read-appeal"),
    path("office/same-people/", views.list_twins, name="list-twins"),
    path("office/same-people/<uuid:twins_id>/", views.read_twins, name="read-twins"),
    path(f"{_OFFICE}<uuid:item_id>/", views.read_thing, name="read-thing"),
    path(f"{_OFFICE}<uuid:item_id>/judge/", views.judge_thing, name="judge-thing"),
    path(f"{_OFFICE}<uuid:item_id>/take-back/", views.take_back, name="take-back"),
    path("moderation/", views.read_log, name="read-log"),
    path("moderation/removals.csv", views.removals_csv, name="removals-csv"),
    path("me/texts/", views.list_own_things, name="list-own-things"),
    path("me/texts/<uuid:item_id>/", views.read_own_thing, name="read-own-thing"),
    path("moderation/complain/<str:kind>/<uuid:subject_id>/", views.complain, name="complain"),
]
