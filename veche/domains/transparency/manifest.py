"""What the open budget and public reports tell the shell about themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from veche.commons.files import public as files
from veche.commons.identity import public as identity
from veche.commons.identity.events import PersonErased
from veche.commons.identity.public import APPROVER, AUTHOR
from veche.domains.transparency import api, datasets, demo, events, jobs, policies, public
from veche.domains.transparency.actions import asking
from veche.domains.transparency.actions.loading import KIND
from veche.domains.transparency.adapters import journalled, judged, told, told_reports
from veche.kernel.manifest import DeskSection, Duty, Manifest, NavItem

files.protect(KIND, public.may_read_file)


def _forget(payload: dict[str, Any], event_id: UUID) -> None:
    person_id = UUID(payload["person_id"])
    asking.forget_person([person_id, *identity.earlier_ids(person_id)])


def _join(surviving: Sequence[UUID], joined: Sequence[UUID]) -> None:
    asking.join_people(surviving, joined=joined)


MANIFEST = Manifest(
    slug="transparency",
    title=_("Открытый бюджет"),
    icon="rouble",
    starts_off=True,
    navigation=(
        NavItem(_("Бюджет"), "transparency:open-budget", "rouble", 12, place="footer"),
        NavItem(_("Отчёты органов"), "transparency:list-reports", "archive", 13, place="footer"),
    ),
    desk=(
        DeskSection(
            _("Бюджет: файлы и версии"),
            "transparency:list-sources",
            "rouble",
            52,
            policies.may_work_on_budget,
            "town",
            waits=public.waiting,
        ),
        DeskSection(
            _("Отчёты органов"),
            "transparency:office-reports",
            "archive",
            53,
            policies.may_work_on_reports,
            "town",
            waits=public.waiting_reports,
        ),
    ),
    listens={PersonErased.kind: ("transparency.forget_person", _forget)},
    export=public.own_part,
    join=_join,
    home=public.home_part,
    home_aside_template="transparency/home.html",
    search=public.search,
    site_pages=public.site_pages,
    api=api.router,
    acts=journalled.ACTS,
    duties={
        "transparency.source_uploaded": Duty(AUTHOR, _("Загрузить файл бюджета")),
        "transparency.source_published": Duty(APPROVER, _("Опубликовать файл бюджета")),
        "transparency.register_imported": Duty(
            APPROVER, _("Загрузить города, показатели или платежи")
        ),
        "transparency.report_published": Duty(AUTHOR, _("Опубликовать отчёт органа")),
        "transparency.report_answered": Duty(AUTHOR, _("Ответить на вопрос об отчёте")),
    },
    jobs=("transparency.read_source", "transparency.read_report", "transparency.mind_plan"),
    events=(
        events.SourceUploaded,
        events.ColumnsMatched,
        events.SourceDropped,
        events.SourcePublished,
        events.SourceWithdrawn,
        events.BodyKept,
        events.ReportPlanned,
        events.LineEnded,
        events.ReportOverdue,
        events.ReportPublished,
        events.ReportCorrected,
        events.FilesHidden,
        events.ReportAsked,
        events.AskingShown,
        events.AskingWithdrawn,
        events.ReportAnswered,
        events.RegisterImported,
        events.RegisterDropped,
    ),
    announces=(*told.ANNOUNCES, *told_reports.ANNOUNCES),
    topics=(*told.TOPICS, *told_reports.TOPICS),
    notices=(*told.NOTICES, *told_reports.NOTICES),
    moderated=judged.MODERATED,
    exports=("lines.csv", "lines.xlsx", "lines.json"),
    load_demo=demo.load,
    datasets=datasets.DATASETS,
    policies=(
        policies.may_work_on_budget,
        policies.may_upload_budget,
        policies.may_map_budget,
        policies.may_drop_budget,
        policies.may_publish_budget,
        policies.may_withdraw_budget,
        policies.may_import_register,
        policies.may_drop_register,
        policies.may_work_on_reports,
        policies.may_keep_plan,
        policies.may_publish_report,
        policies.may_hide_files,
        policies.may_ask_question,
        policies.may_withdraw_question,
        policies.may_answer_question,
    ),
)
__all__ = ["MANIFEST", "jobs"]
