"""Addresses of reports."""

from django.urls import include, path

from veche.domains.reports.api import open311
from veche.domains.reports.views import (
    cases,
    clock,
    filing,
    mine,
    moves,
    open_data,
    reading,
    setting_up,
)

app_name = "reports"
CASE = "office/reports/<slug:number>/"
urlpatterns = [
    path("reports/", reading.list_reports, name="list-reports"),
    path("reports/points.json", reading.map_points, name="map-points"),
    path("reports/feed.atom", open_data.read_atom, name="read-atom"),
    path("reports/feed.rss", open_data.read_rss, name="read-rss"),
    path("reports/reports.geojson", open_data.read_geojson, name="read-geojson"),
    path("reports/reports.csv", open_data.export_reports, name="export-reports"),
    path("reports/terms/", clock.list_terms, name="list-terms"),
    path("reports/new/", filing.begin_report, name="begin-report"),
    path("reports/new/what/", filing.describe_problem, name="describe-problem"),
    path("reports/new/category/", filing.choose_category, name="choose-category"),
    path("reports/new/category/<slug:group>/", filing.open_group, name="open-group"),
    path("reports/new/place/", filing.show_place, name="show-place"),
    path("reports/new/send/", filing.file_report, name="file-report"),
    path("reports/new/discard/", filing.discard_draft, name="discard-draft"),
    path("reports/<slug:number>/", reading.read_report, name="read-report"),
    path("reports/<slug:number>/sent/", filing.read_sent, name="read-sent"),
    path("reports/<slug:number>/join/", filing.join_report, name="join-report"),
    path("reports/<slug:number>/support/", mine.support_report, name="support-report"),
    path("reports/<slug:number>/thank/", mine.thank_crew, name="thank-crew"),
    path("reports/<slug:number>/confirm/", mine.confirm_report, name="confirm-report"),
    path("reports/<slug:number>/disagree/", mine.disagree_report, name="disagree-report"),
    path("reports/<slug:number>/clarify/", mine.clarify_report, name="clarify-report"),
    path("open311/v2/", open311.api.urls),
    path("me/reports/", mine.list_own, name="list-own"),
    path("office/reports/", include("veche.domains.reports.office_urls")),
    path("office/reports/bodies/", setting_up.list_bodies, name="list-bodies"),
    path("office/reports/bodies/new/", setting_up.add_body, name="add-body"),
    path("office/reports/bodies/<slug:slug>/", setting_up.change_body, name="change-body"),
    path(
        "office/reports/bodies/<slug:slug>/categories/",
        setting_up.set_responsible,
        name="set-responsible",
    ),
    path(CASE, cases.open_case, name="open-case"),
    path(f"{CASE}pass/", moves.pass_report, name="pass-report"),
    path(f"{CASE}reject/", moves.reject_report, name="reject-report"),
    path(f"{CASE}merge/", moves.merge_report, name="merge-report"),
    path(f"{CASE}assign/", moves.assign_report, name="assign-report"),
    path(f"{CASE}return/", moves.return_report, name="return-report"),
    path(f"{CASE}forward/", moves.forward_report, name="forward-report"),
    path(f"{CASE}ask/", moves.ask_clarification, name="ask-clarification"),
    path(f"{CASE}plan/", moves.plan_report, name="plan-report"),
    path(f"{CASE}answer/", moves.answer_report, name="answer-report"),
    path(f"{CASE}approve/", moves.approve_answer, name="approve-answer"),
    path(f"{CASE}send-back/", moves.send_back_answer, name="send-back-answer"),
    path(f"{CASE}lift/", moves.lift_refusal, name="lift-refusal"),
    path(f"{CASE}settle/", moves.settle_report, name="settle-report"),
    path(f"{CASE}note/", moves.note_report, name="note-report"),
    path(f"{CASE}photos/<uuid:photo_id>/hide/", moves.hide_photo, name="hide-photo"),
]
