"""Addresses of commitments."""

from django.urls import path

from veche.commons.commitments.views import office, public_clock, reading

app_name = "commitments"
_one = "office/decisions/<slug:slug>/"
urlpatterns = [
    path("decisions/", reading.list_decisions, name="list-decisions"),
    path("decisions/feed.atom", reading.feed, name="feed"),
    path("decisions/<slug:slug>/", reading.read_decision, name="read-decision"),
    path("decisions/<slug:slug>/rate/", reading.rate_outcome, name="rate-outcome"),
    path("decisions/<slug:slug>/trust/", reading.tell_trust, name="tell-trust"),
    path("office/decisions/", office.manage_commitments, name="manage-commitments"),
    path("office/decisions/clock/", public_clock.set_public_clock, name="set-public-clock"),
    path(_one, office.manage_commitment, name="manage-commitment"),
    path(f"{_one}decide/", office.record_decision, name="record-decision"),
    path(f"{_one}stages/add/", office.add_stage, name="add-stage"),
    path(f"{_one}stages/<uuid:stage_id>/done/", office.complete_stage, name="complete-stage"),
    path(f"{_one}due/", office.change_due, name="change-due"),
    path(f"{_one}decline/", office.decline_commitment, name="decline-commitment"),
    path(f"{_one}finish/", office.finish_commitment, name="finish-commitment"),
]
