"""Addresses of proposals."""

from django.urls import path

from veche.domains.initiatives.views import helping, office, proposing, reading, sheets, taking_part

app_name = "initiatives"
DRAFT = "initiatives/drafts/<uuid:draft_id>/"
JOIN = "initiatives/join/<str:token>/"
CASE = "office/initiatives/<slug:slug>/"
urlpatterns = [
    path("initiatives/", reading.list_proposals, name="list-proposals"),
    path("initiatives/feed.atom", reading.read_atom, name="read-atom"),
    path("initiatives/feed.rss", reading.read_rss, name="read-rss"),
    path("initiatives/initiatives.csv", reading.export_proposals, name="export-proposals"),
    path("initiatives/thresholds/", reading.list_thresholds, name="list-thresholds"),
    path("initiatives/new/", proposing.begin_proposal, name="begin-proposal"),
    path("initiatives/new/what/", proposing.start_proposal, name="start-proposal"),
    path(f"{DRAFT}what/", proposing.describe_matter, name="describe-matter"),
    path(f"{DRAFT}similar/", proposing.list_similar, name="list-similar"),
    path(f"{DRAFT}how/", proposing.describe_plan, name="describe-plan"),
    path(f"{DRAFT}money/", proposing.describe_means, name="describe-means"),
    path(f"{DRAFT}group/", proposing.gather_group, name="gather-group"),
    path(f"{DRAFT}send/", proposing.file_proposal, name="file-proposal"),
    path(f"{DRAFT}discard/", proposing.discard_proposal, name="discard-proposal"),
    path(JOIN, taking_part.join_group, name="join-group"),
    path(f"{JOIN}leave/", taking_part.leave_group, name="leave-group"),
    path("initiatives/<slug:slug>/", reading.read_proposal, name="read-proposal"),
    path("initiatives/<slug:slug>/anew/", proposing.begin_anew, name="begin-anew"),
    path("initiatives/<slug:slug>/sent/", proposing.read_sent, name="read-sent"),
    path("initiatives/<slug:slug>/support/", taking_part.support_proposal, name="support-proposal"),
    path(
        "initiatives/<slug:slug>/support/withdraw/",
        taking_part.withdraw_support,
        name="withdraw-support",
    ),
    path("initiatives/<slug:slug>/help/", helping.seek_help, name="seek-help"),
    path("initiatives/<slug:slug>/photos/", taking_part.add_photos, name="add-photos"),
    path("initiatives/<slug:slug>/retire/", taking_part.retire_proposal, name="retire-proposal"),
    path("me/initiatives/", proposing.list_own, name="list-own"),
    path("office/initiatives/", office.list_cases, name="list-cases"),
    path("office/initiatives/thresholds/", office.set_thresholds, name="set-thresholds"),
    path(CASE, office.open_case, name="open-case"),
    path(f"{CASE}call/", office.judge_call, name="judge-call"),
    path(f"{CASE}answer/", office.answer_proposal, name="answer-proposal"),
    path(f"{CASE}hand-on/<str:kind>/", office.hand_on_proposal, name="hand-on-proposal"),
    path("office/signatures/", sheets.list_sheets, name="list-sheets"),
    path("office/signatures/packs/<uuid:pack_id>.pdf", sheets.pack_pdf, name="pack-pdf"),
    path("office/signatures/for/<slug:slug>/", sheets.print_sheets, name="print-sheets"),
    path("office/signatures/<slug:number>/", sheets.enter_sheet, name="enter-sheet"),
    path("office/signatures/<slug:number>/close/", sheets.close_sheet, name="close-sheet"),
]
