"""Addresses of the officials' desk and of the wizard."""

from __future__ import annotations

from django.urls import path

from veche.commons.files import public as files
from veche.domains.polls import queries
from veche.domains.polls.views import (
    counter_collecting,
    counter_desk,
    counter_paper,
    counter_serving,
    counter_tablet,
    office_answers,
    office_calls,
    office_census,
    office_desk,
    office_materials,
    office_papers,
    office_questions,
    office_rules,
    office_running,
    office_steps,
)

# Pictures of a draft are read by those who may read the draft.
files.protect(queries.FILES_OF, queries.may_read_files)

P = "polls/<slug:slug>/"
Q = f"{P}questions/"
M = f"{P}materials/"
C = "counter/<slug:slug>/"
urlpatterns = [
    path("polls/", office_desk.desk, name="desk"),
    path("census/", office_census.upload_census, name="upload-census"),
    path("turnout/", office_desk.live_turnout, name="live-turnout"),
    path("option-row/", office_questions.option_row, name="option-row"),
    path("rules/", office_rules.read_rules, name="read-rules"),
    path("rules/legal-check/", office_rules.set_legal_check, name="set-legal-check"),
    path("rules/campaign/", office_rules.save_campaign, name="add-campaign"),
    path("rules/campaign/<uuid:campaign_id>/", office_rules.save_campaign, name="save-campaign"),
    path(
        "rules/campaign/<uuid:campaign_id>/remove/",
        office_rules.remove_campaign,
        name="remove-campaign",
    ),
    path("polls/new/", office_steps.start_poll, name="start-poll"),
    path(P, office_running.manage_poll, name="manage-poll"),
    path(f"{P}passport/", office_steps.describe_poll, name="describe-poll"),
    path(Q, office_questions.list_questions, name="list-questions"),
    path(f"{Q}new/", office_questions.add_question, name="add-question"),
    path(f"{Q}<slug:code>/", office_questions.change_question, name="change-question"),
    path(f"{Q}<slug:code>/move/", office_questions.move_question, name="move-question"),
    path(f"{Q}<slug:code>/remove/", office_questions.remove_question, name="remove-question"),
    path(M, office_materials.list_materials, name="list-materials"),
    path(f"{M}new/", office_materials.add_material, name="add-material"),
    path(f"{M}<uuid:material_id>/", office_materials.change_material, name="change-material"),
    path(
        f"{M}<uuid:material_id>/remove/", office_materials.remove_material, name="remove-material"
    ),
    path(f"{P}voters/", office_steps.choose_voters, name="choose-voters"),
    path(f"{P}mode/", office_steps.choose_mode, name="choose-mode"),
    path(f"{P}hours/", office_steps.schedule_poll, name="schedule-poll"),
    path(f"{P}effect/", office_steps.set_effect, name="set-effect"),
    path(f"{P}check/", office_steps.submit_poll, name="submit-poll"),
    path(f"{P}preview/question/", office_questions.preview_question, name="preview-question"),
    path(f"{P}preview/<slug:step>/", office_steps.preview_poll, name="preview-poll"),
    path(f"{P}agree/", office_running.agree_poll, name="agree-poll"),
    path(f"{P}approve/", office_running.approve_poll, name="approve-poll"),
    path(f"{P}return/", office_running.return_poll, name="return-poll"),
    path(f"{P}turnout/", office_running.watch_turnout, name="watch-turnout"),
    path(f"{P}extend/", office_running.extend_poll, name="extend-poll"),
    path(f"{P}withdraw/", office_running.withdraw_poll, name="withdraw-poll"),
    path(f"{P}words/", office_answers.read_own_words, name="read-own-words"),
    path(f"{P}words.csv", office_answers.own_words_csv, name="own-words-csv"),
    path(f"{P}protocol/", office_papers.issue_protocol, name="issue-protocol"),
    path(f"{P}ballot.<slug:form>", office_papers.print_ballot, name="print-ballot"),
    path(f"{P}calls/", office_calls.calls_desk, name="calls-desk"),
    path(f"{P}calls/begin/", office_calls.begin_calls, name="begin-calls"),
    path(f"{P}calls/<uuid:call_id>/show/", office_calls.show_contact, name="show-contact"),
    path(f"{P}calls/<uuid:call_id>/record/", office_calls.record_call, name="record-call"),
    path(f"{P}copy/", office_running.copy_poll, name="copy-poll"),
    path(f"{P}discard/", office_running.discard_poll, name="discard-poll"),
    path("calls/", office_calls.list_calls, name="list-calls"),
    path("counter/worker.js", counter_tablet.tablet_worker, name="tablet-worker"),
    path("counter/", counter_desk.list_polls, name="counter"),
    path(C, counter_desk.open_poll, name="counter-poll"),
    path(f"{C}vote/", counter_serving.assist_vote, name="assist-vote"),
    path(f"{C}hand-out/", counter_serving.hand_out_paper, name="hand-out-paper"),
    path(f"{C}spoil/", counter_serving.spoil_paper, name="spoil-paper"),
    path(f"{C}surplus/", counter_serving.return_surplus, name="return-surplus"),
    path(f"{C}print/", counter_paper.print_papers, name="print-papers"),
    path(f"{C}packs/<uuid:pack_id>.pdf", counter_paper.pack_pdf, name="pack-pdf"),
    path(f"{C}collectors/", counter_collecting.read_batches, name="read-batches"),
    path(f"{C}collectors/give/", counter_collecting.give_batch, name="give-batch"),
    path(
        f"{C}collectors/<uuid:batch_id>/back/",
        counter_collecting.take_back_batch,
        name="take-back-batch",
    ),
    path(f"{C}collectors/envelope/", counter_collecting.accept_envelope, name="accept-envelope"),
    path(f"{C}enter/", counter_paper.enter_papers, name="enter-papers"),
    path(f"{C}enter/<int:serial>/drop/", counter_paper.drop_paper, name="drop-paper"),
    path(f"{C}hand-over/", counter_paper.hand_over_stack, name="hand-over-stack"),
    path(f"{C}check/<uuid:stack_id>/", counter_paper.check_papers, name="check-papers"),
    path(f"{C}tablet/", counter_tablet.open_tablet, name="open-tablet"),
    path(f"{C}tablet/sheets/", counter_tablet.take_sheets, name="take-sheets"),
    path(f"{C}finish/", counter_desk.finish_papers, name="finish-papers"),
    path(f"{C}register/", counter_desk.read_register, name="read-register"),
]
