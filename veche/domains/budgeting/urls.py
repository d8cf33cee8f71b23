"""Addresses of participatory budgeting."""

from django.urls import path

from veche.domains.budgeting.views import (
    counter_desk,
    counter_paper,
    counter_serving,
    office_cycle,
    office_projects,
    office_results,
    office_works,
    plates,
    proposing,
    reading,
    results,
    sharing,
    voting,
)

app_name = "budgeting"
CYCLE = "budget-votes/<slug:slug>/"
PROJECT = "budget-projects/<slug:slug>/"
DRAFT = "budget-projects/drafts/<uuid:draft_id>/"
OFFICE = "office/budget-votes/"
SETUP = f"{OFFICE}<slug:slug>/"
COUNTER = "office/budget-counter/<slug:slug>/"
CASE = "office/budget-projects/<slug:slug>/"
urlpatterns = [
    path("budget-votes/", reading.list_cycles, name="list-cycles"),
    path(CYCLE, reading.read_cycle, name="read-cycle"),
    path(f"{CYCLE}propose/", proposing.start_project, name="start-project"),
    path(f"{CYCLE}vote/", voting.vote, name="vote"),
    path(f"{CYCLE}receipt/", voting.read_receipt, name="read-receipt"),
    path(f"{CYCLE}receipt/check/", voting.check_receipt, name="check-receipt"),
    path(f"{CYCLE}results/", results.read_results, name="read-results"),
    path(f"{CYCLE}results/protocol.<slug:form>", results.print_protocol, name="print-protocol"),
    path(f"{CYCLE}results/list.<slug:form>", results.print_list, name="print-list"),
    path(f"{CYCLE}results/<slug:code>.pb", results.export_fund, name="export-fund"),
    path(f"{DRAFT}what/", proposing.describe_matter, name="describe-matter"),
    path(f"{DRAFT}how/", proposing.describe_plan, name="describe-plan"),
    path(f"{DRAFT}money/", proposing.describe_cost, name="describe-cost"),
    path(f"{DRAFT}send/", proposing.file_project, name="file-project"),
    path(f"{DRAFT}discard/", proposing.discard_project, name="discard-project"),
    path(PROJECT, reading.read_project, name="read-project"),
    path(f"{PROJECT}why/", results.explain_project, name="explain-project"),
    path(f"{PROJECT}payment.pdf", sharing.print_receipt, name="print-receipt"),
    path(f"{PROJECT}plate/<slug:sheet>.pdf", plates.print_plate, name="print-plate"),
    path(f"{PROJECT}broken/", plates.report_broken, name="report-broken"),
    path(f"{PROJECT}sent/", proposing.read_sent, name="read-sent"),
    path("me/budget-projects/", proposing.list_own, name="list-own"),
    path(OFFICE, office_cycle.list_work, name="list-work"),
    path(f"{OFFICE}new/", office_cycle.begin_cycle, name="begin-cycle"),
    path(f"{SETUP}name/", office_cycle.rename_cycle, name="rename-cycle"),
    path(f"{SETUP}money/", office_cycle.set_money, name="set-money"),
    path(f"{SETUP}days/", office_cycle.set_days, name="set-days"),
    path(f"{SETUP}rule/", office_cycle.set_rule, name="set-rule"),
    path(f"{SETUP}publish/", office_cycle.publish_cycle, name="publish-cycle"),
    path(f"{SETUP}discard/", office_cycle.discard_cycle, name="discard-cycle"),
    path(f"{SETUP}projects/", office_projects.list_projects, name="list-projects"),
    path(f"{SETUP}projects/new/", office_projects.add_project, name="add-project"),
    path(f"{SETUP}ballot/", office_projects.settle_ballot, name="settle-ballot"),
    path(f"{SETUP}results/", office_results.approve_list, name="approve-list"),
    path("office/budget-counter/", counter_desk.list_cycles, name="counter"),
    path(COUNTER, counter_desk.open_cycle, name="counter-cycle"),
    path(f"{COUNTER}vote/", counter_serving.assist_vote, name="assist-vote"),
    path(f"{COUNTER}hand-out/", counter_serving.hand_out_paper, name="hand-out-paper"),
    path(f"{COUNTER}spoil/", counter_serving.spoil_paper, name="spoil-paper"),
    path(f"{COUNTER}surplus/", counter_serving.return_surplus, name="return-surplus"),
    path(f"{COUNTER}print/", counter_paper.print_papers, name="print-papers"),
    path(f"{COUNTER}packs/<uuid:pack_id>.pdf", counter_paper.pack_pdf, name="pack-pdf"),
    path(f"{COUNTER}enter/", counter_paper.enter_papers, name="enter-papers"),
    path(f"{COUNTER}enter/<int:serial>/drop/", counter_paper.drop_paper, name="drop-paper"),
    path(f"{COUNTER}hand-over/", counter_paper.hand_over_stack, name="hand-over-stack"),
    path(f"{COUNTER}check/<uuid:stack_id>/", counter_paper.check_papers, name="check-papers"),
    path(f"{COUNTER}finish/", counter_desk.finish_papers, name="finish-papers"),
    path(f"{COUNTER}register/", counter_desk.read_register, name="read-register"),
    path("office/budget-payments/", sharing.list_payments, name="list-payments"),
    path("office/budget-payments/requisites/", sharing.set_requisites, name="set-requisites"),
    path(
        "office/budget-payments/<uuid:payment_id>/match/",
        sharing.match_payment,
        name="match-payment",
    ),
    path(f"{CASE}gift/", sharing.take_gift, name="take-gift"),
    path(CASE, office_projects.open_case, name="open-case"),
    path(f"{CASE}check/<str:kind>/", office_projects.check_project, name="check-project"),
    path(f"{CASE}cost/", office_projects.correct_cost, name="correct-cost"),
    path(f"{CASE}admit/", office_projects.admit_project, name="admit-project"),
    path(f"{CASE}refuse/", office_projects.refuse_project, name="refuse-project"),
    path(f"{CASE}override/", office_results.override_outcome, name="override-outcome"),
    path(f"{CASE}works/", office_works.move_works, name="move-works"),
    path(f"{CASE}log/", office_works.tell_works, name="tell-works"),
]
