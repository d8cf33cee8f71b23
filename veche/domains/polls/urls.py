"""Addresses of polls: the residents' part and the officials' desk."""

from __future__ import annotations

from django.urls import include, path

from veche.domains.polls.views import embedding, evidence, following, reading, secret, voting

app_name = "polls"
urlpatterns = [
    path("office/", include("veche.domains.polls.office_urls")),
    path("polls/", reading.poll_list, name="list"),
    path("polls/feed.atom", following.feed, name="feed"),
    path("polls/calendar.ics", following.calendar, name="calendar"),
    path("polls/secret/", secret.how, name="secret-how"),
    path("polls/secret/protocol/", secret.protocol, name="secret-protocol"),
    path("polls/<slug:slug>/calendar.ics", following.poll_calendar, name="poll-calendar"),
    path("polls/<slug:slug>/", reading.poll, name="poll"),
    path("embed/polls/<slug:slug>/", embedding.poll_card, name="embed-poll"),
    path("embed/polls/<slug:slug>/result/", embedding.result_card, name="embed-result"),
    path("polls/<slug:slug>/embed/", embedding.embed_code, name="embed-code"),
    path("polls/<slug:slug>/turnout/", reading.turnout, name="turnout"),
    path("polls/<slug:slug>/vote/", voting.vote, name="vote"),
    path("polls/<slug:slug>/blank/", secret.blank, name="take-blank"),
    path("polls/<slug:slug>/log/", secret.log, name="secret-log"),
    path("polls/<slug:slug>/own-receipt/", secret.receipt, name="secret-receipt"),
    path("polls/<slug:slug>/receipt/", voting.receipt, name="receipt"),
    path("polls/<slug:slug>/check/", reading.check_receipt, name="check-receipt"),
    path("polls/<slug:slug>/result/", reading.result, name="result"),
    path("polls/<slug:slug>/protocol.<slug:form>", reading.protocol, name="protocol"),
    path("polls/<slug:slug>/hours/", evidence.hours, name="hours"),
    path("polls/<slug:slug>/hours.csv", evidence.hours_csv, name="hours-csv"),
    path("polls/<slug:slug>/signs/", evidence.signs, name="signs"),
    path("polls/<slug:slug>/control/", evidence.control, name="control"),
    path("polls/<slug:slug>/control.json", evidence.control_json, name="control-json"),
    path("polls/<slug:slug>/groups/", evidence.groups, name="groups"),
    path("polls/<slug:slug>/groups.csv", evidence.groups_csv, name="groups-csv"),
    path("polls/<slug:slug>/groups.json", evidence.groups_json, name="groups-json"),
    path("polls/<slug:slug>/ballots.csv", reading.ballots_csv, name="ballots-csv"),
    path("polls/<slug:slug>/ballots.json", reading.ballots_json, name="ballots-json"),
]
