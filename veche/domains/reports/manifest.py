"""What reports tell the shell about themselves."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from veche.commons.files import public as files
from veche.commons.identity import public as identity
from veche.commons.identity.events import PersonErased
from veche.commons.matching.events import WorkConfirmed
from veche.domains.reports import api, datasets, demo, events, jobs, policies, public
from veche.domains.reports.actions import keeping
from veche.domains.reports.adapters import deeds, journalled, judged, told
from veche.domains.reports.queries import monday, reading
from veche.kernel.manifest import DeskSection, Manifest, NavItem, Offer, Owed, Retained

files.protect("reports.photo", reading.may_read_original)
files.protect("reports.shown", reading.may_read_covered)


def _forget(payload: dict[str, Any], event_id: UUID) -> None:
    """Reports of an erased person lose their author; a second telling finds none."""
    person_id = UUID(payload["person_id"])
    keeping.forget_person([person_id, *identity.earlier_ids(person_id)])


def _mend(payload: dict[str, Any], event_id: UUID) -> None:
    """Helpers have mended what a report told of, and its author has confirmed it."""
    if payload["source_kind"] == reading.SOURCE:
        keeping.mend_report(report_id=UUID(payload["source_id"]))


MANIFEST = Manifest(
    slug="reports",
    title=_("Сообщения о проблемах"),
    icon="warn",
    starts_off=True,
    navigation=(
        NavItem(_("Сообщить"), "reports:begin-report", "plus", 30, is_prominent=True),
        NavItem(_("Сообщения жителей"), "reports:list-reports", "list", 30, place="footer"),
    ),
    owed=Owed(monday.late, monday.promised),
    offers=(
        Offer(
            "quick-word",
            _("Сообщение о проблеме"),
            _("Быстро: место, фото, пара слов. Отвечают по срокам темы."),
            "reports:begin-report",
        ),
    ),
    desk=(
        DeskSection(
            _("Сообщения жителей"),
            "reports:list-cases",
            "warn",
            15,
            policies.may_work_on_reports,
            waits=public.waiting,
        ),
        DeskSection(
            _("Листок недели"),
            "reports:list-sheets",
            "file",
            16,
            policies.may_read_sheet,
        ),
        DeskSection(
            _("Шаблоны ответов"),
            "reports:list-templates",
            "copy",
            46,
            policies.may_set_up_reports,
            "town",
        ),
        DeskSection(
            _("Счёт сроков сообщений"),
            "reports:set-public-clock",
            "clock",
            47,
            policies.may_set_public_clock,
            "town",
        ),
        DeskSection(
            _("Помощь соседей"),
            "reports:list-helping",
            "people",
            48,
            policies.may_set_up_reports,
            "town",
        ),
        DeskSection(
            _("Реестры других систем"),
            "reports:list-registers",
            "upload",
            48,
            policies.may_set_up_reports,
            "town",
        ),
        DeskSection(
            _("Темы сообщений"),
            "reports:list-categories",
            "list",
            44,
            policies.may_edit_categories,
            "town",
        ),
        DeskSection(
            _("Исполнители"),
            "reports:list-bodies",
            "people",
            45,
            policies.may_set_up_reports,
            "town",
        ),
    ),
    listens={
        PersonErased.kind: ("reports.forget_person", _forget),
        WorkConfirmed.kind: ("reports.mend_report", _mend),
    },
    home=public.home_part,
    home_template="reports/home.html",
    search=public.search,
    site_pages=public.site_pages,
    share_card=public.share_card,
    api=api.router,
    me=public.me_part,
    me_template="reports/me.html",
    export=public.own_part,
    join=public.join_people,
    acts=journalled.ACTS,
    jobs=(
        "reports.blur_photo",
        "reports.blur_left",
        "reports.close_silent",
        "reports.mark_overdue",
        "reports.remind",
        "reports.escalate",
        "reports.make_sheet",
        "reports.train_guesser",
        "reports.forget_drafts",
        "reports.forget_originals",
        "reports.show_held_back",
        "reports.show_all_held_back",
        "reports.check_register",
        "reports.import_register",
        "reports.forget_registers",
    ),
    retained=(
        Retained(
            "reports.forget_registers",
            _("Загруженные и не перенесённые реестры"),
            norm="report.register_days",
        ),
        Retained("reports.forget_drafts", _("Неотправленные сообщения"), norm="report.draft_days"),
        Retained(
            "reports.forget_originals",
            _("Фото сообщений без размытия"),
            norm="report.original_days",
        ),
    ),
    events=(
        events.ReportFiled,
        events.ReportPassed,
        events.ReportRejected,
        events.ReportHidden,
        events.ReportMerged,
        events.ReportSupported,
        events.ReportAssigned,
        events.ReportReturned,
        events.ReportForwarded,
        events.ClarificationAsked,
        events.ReportClarified,
        events.ReportPlanned,
        events.QuestionUnanswered,
        events.ReportPostponed,
        events.ReportAnswered,
        events.AnswerApproved,
        events.AnswerHeld,
        events.AnswerSentBack,
        events.ReportConfirmed,
        events.ReportDisagreed,
        events.ReportClosed,
        events.RefusalLifted,
        events.ReportSettled,
        events.ReportNoted,
        events.ReportWaits,
        events.ReportOverdue,
        events.CrewThanked,
        events.PhotoHidden,
        events.PhotoReturned,
        events.BodySaved,
        events.ResponsibilitySet,
        events.TemplateSaved,
        events.TemplateRemoved,
        events.PublicClockSet,
        events.SheetMade,
        events.GroupSaved,
        events.CategorySaved,
        events.TermSet,
        events.RegisterUploaded,
        events.RegisterMatched,
        events.RegisterImportBegun,
        events.RegisterImported,
        events.OutsideRecorded,
        events.ReportShown,
        events.ReportEscalated,
        events.DeskOverdue,
        events.HelpSought,
        events.ReportMended,
        events.HelpingSet,
    ),
    load_demo=demo.load,
    demo_acts=demo.acts,
    themes=public.themes,
    sources={reading.SOURCE: public.source_of},
    topics=told.TOPICS,
    notices=(*told.NOTICES, told.SHEET),
    deeds=deeds.DEEDS,
    moderated=(judged.MODERATED, judged.PHOTO),
    datasets=datasets.DATASETS,
    policies=(
        policies.may_read_report,
        policies.may_file_report,
        policies.may_support_report,
        policies.may_thank_crew,
        policies.may_work_on_reports,
        policies.may_set_up_reports,
        policies.may_set_public_clock,
        policies.may_read_sheet,
        policies.may_edit_categories,
        policies.may_pass_report,
        policies.may_hide_photo,
        policies.may_reject_report,
        policies.may_merge_report,
        policies.may_assign_report,
        policies.may_return_report,
        policies.may_forward_report,
        policies.may_ask_clarification,
        policies.may_clarify_report,
        policies.may_plan_report,
        policies.may_postpone_report,
        policies.may_answer_report,
        policies.may_note_report,
        policies.may_record_outside,
        policies.may_approve_answer,
        policies.may_send_back_answer,
        policies.may_confirm_report,
        policies.may_disagree_report,
        policies.may_lift_refusal,
        policies.may_settle_report,
        policies.may_seek_help,
    ),
)
__all__ = ["MANIFEST", "jobs"]
