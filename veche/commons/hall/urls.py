"""Addresses of the hall."""

from __future__ import annotations

from django.urls import path

from veche.commons.hall.views import journal, setting_up, telling

app_name = "hall"
urlpatterns = [
    path("town/colours-<slug:code>.css", telling.read_colours, name="read-colours"),
    path("pilot/<slug:slug>/", telling.read_inconveniences, name="read-inconveniences"),
    path("pilot/<slug:slug>/tell/", telling.tell_inconvenience, name="tell-inconvenience"),
    path("office/town/", setting_up.set_up_town, name="set-up-town"),
    path("office/town/face/", setting_up.describe_town, name="describe-town"),
    path("office/town/banner/", setting_up.raise_banner, name="raise-banner"),
    path("office/town/services/", setting_up.list_services, name="list-services"),
    path("office/town/services/<slug:slug>/", setting_up.switch_service, name="switch-service"),
    path("office/town/steps/<slug:step>/", setting_up.pass_step, name="pass-step"),
    path("office/town/open/", setting_up.open_town, name="open-town"),
    path("office/told/", telling.list_inconveniences, name="list-inconveniences"),
    path("office/told/<uuid:told_id>/", telling.answer_inconvenience, name="answer-inconvenience"),
    path("office/journal/", journal.read_journal, name="read-journal"),
    path("office/journal.csv", journal.export_journal, name="export-journal"),
]
