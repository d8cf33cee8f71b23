"""Addresses of organisations, territories and their desks."""

from __future__ import annotations

from django.urls import path

from veche.commons.organisations.views import desk, mandates, mine, reading, writing

app_name = "organisations"
MINE, OFFICE = "me/organisations/", "office/organisations/"
urlpatterns = [
    path("organisations/", reading.list_organisations, name="list-organisations"),
    path("organisations/<slug:slug>/", reading.read_organisation, name="read-organisation"),
    path("elders/", reading.list_mandates, name="list-mandates"),
    path("territories/<uuid:place_id>/", reading.read_territory, name="read-territory"),
    path("territories/<uuid:place_id>/feed.atom", reading.territory_feed, name="territory-feed"),
    path(MINE, mine.own_organisations, name="own-organisations"),
    path(f"{MINE}find/", mine.find_organisation, name="find-organisation"),
    path(f"{MINE}new/", mine.add_organisation, name="add-organisation"),
    path(f"{MINE}join/<slug:slug>/", mine.ask_to_join, name="ask-to-join"),
    path(f"{MINE}leave/<uuid:membership_id>/", mine.leave, name="leave"),
    path(f"{MINE}<slug:slug>/members/", mine.list_members, name="list-members"),
    path(
        f"{MINE}<slug:slug>/members/<uuid:membership_id>/end/",
        mine.end_membership,
        name="end-membership",
    ),
    path(
        f"{MINE}<slug:slug>/write/", writing.write_for_organisation, name="write-for-organisation"
    ),
    path("me/mandates/<slug:slug>/write/", writing.write_for_territory, name="write-for-territory"),
    path(OFFICE, desk.read_requests, name="read-requests"),
    path(f"{OFFICE}requests/<uuid:request_id>/", desk.admit_member, name="admit-member"),
    path(f"{OFFICE}requests/<uuid:request_id>/refuse/", desk.refuse_request, name="refuse-request"),
    path(f"{OFFICE}<slug:slug>/close/", desk.close_organisation, name="close-organisation"),
    path("office/mandates/", mandates.manage_mandates, name="manage-mandates"),
    path("office/mandates/give/", mandates.give_mandate, name="give-mandate"),
    path("office/mandates/<slug:slug>/end/", mandates.end_mandate, name="end-mandate"),
    path("office/announcements/", writing.list_announcements, name="list-announcements"),
    path(
        "office/announcements/<slug:slug>/take-down/",
        writing.take_down_announcement,
        name="take-down-announcement",
    ),
]
