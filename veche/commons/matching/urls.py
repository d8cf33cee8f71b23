"""Addresses of matching."""

from __future__ import annotations

from django.urls import path

from veche.commons.matching.views import mine, office, reading, talking

app_name = "matching"
NEED, MATCH = "together/needs/<slug:slug>/", "together/talks/<slug:slug>/"
MINE, OFFICE = "me/helping/", "office/together/"
urlpatterns = [
    path("together/", reading.list_needs, name="list-needs"),
    path("together/solvers/", reading.list_solvers, name="list-solvers"),
    path("together/solvers/<slug:slug>/", reading.read_solver, name="read-solver"),
    path("together/done/", reading.list_deeds, name="list-deeds"),
    path(NEED, reading.read_need, name="read-need"),
    path(f"{NEED}offer/", talking.offer_help, name="offer-help"),
    path(f"{NEED}close/", office.close_need, name="close-need"),
    path(f"{NEED}owner/", office.name_owner, name="name-owner"),
    path(f"{NEED}ask/<slug:solver_slug>/", talking.ask_for_help, name="ask-for-help"),
    path(MATCH, talking.read_match, name="read-match"),
    path(f"{MATCH}accept/", talking.accept_match, name="accept-match"),
    path(f"{MATCH}decline/", talking.decline_match, name="decline-match"),
    path(f"{MATCH}withdraw/", talking.withdraw_match, name="withdraw-match"),
    path(f"{MATCH}plan/", talking.write_plan, name="write-plan"),
    path(f"{MATCH}agree/", talking.agree_plan, name="agree-plan"),
    path(f"{MATCH}allow/", talking.allow_work, name="allow-work"),
    path(f"{MATCH}forbid/", talking.forbid_work, name="forbid-work"),
    path(f"{MATCH}hand-over/", talking.hand_over_work, name="hand-over-work"),
    path(f"{MATCH}prove/", talking.prove_work, name="prove-work"),
    path(f"{MATCH}return/", talking.return_work, name="return-work"),
    path(f"{MATCH}confirm/", talking.confirm_work, name="confirm-work"),
    path(MINE, mine.own_helping, name="own-helping"),
    path(f"{MINE}what/", mine.describe_skills, name="describe-skills"),
    path(
        f"{MINE}what/<uuid:organisation_id>/",
        mine.describe_skills,
        name="describe-skills-of-organisation",
    ),
    path(f"{MINE}<slug:slug>/where/", mine.describe_territory, name="describe-territory"),
    path(f"{MINE}<slug:slug>/when/", mine.describe_time, name="describe-time"),
    path(f"{MINE}<slug:slug>/rest/", mine.close_solver, name="close-solver"),
    path(f"{MINE}<slug:slug>/again/", mine.open_solver, name="open-solver"),
    path(OFFICE, office.manage_helping, name="manage-helping"),
    path(f"{OFFICE}new/", office.declare_need, name="declare-need"),
    path("office/licences/", office.list_licences, name="list-licences"),
    path("office/licences/<uuid:skill_id>/", office.check_licence, name="check-licence"),
    path("office/work-kinds/", office.list_work_kinds, name="list-work-kinds"),
    path("office/work-kinds/new/", office.save_work_kind, name="add-work-kind"),
    path("office/work-kinds/<slug:code>/", office.save_work_kind, name="save-work-kind"),
]
