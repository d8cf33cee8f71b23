"""What participatory budgeting tells the shell about itself."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from veche.commons.commitments.events import CommitmentOverdue
from veche.commons.files import public as files
from veche.commons.identity import public as identity
from veche.commons.identity.public import APPROVER, AUTHOR, PersonErased
from veche.domains.budgeting import api, datasets, demo, events, jobs, policies, public
from veche.domains.budgeting.actions import keeping, working
from veche.domains.budgeting.adapters import journalled, judged, paper_kinds, told
from veche.domains.budgeting.queries import picturing
from veche.kernel.jobs import defer
from veche.kernel.manifest import DeskSection, Duty, Manifest, NavItem, Retained


def _forget(payload: dict[str, Any], event_id: UUID) -> None:
    """Projects of an erased person lose their author; a second telling finds none."""
    person_id = UUID(payload["person_id"])
    keeping.forget_person([person_id, *identity.earlier_ids(person_id)])


def _count(payload: dict[str, Any], event_id: UUID) -> None:
    """A closed cycle is counted by a job of its own, which may be asked again."""
    cycle_id = payload["cycle_id"]
    defer("budgeting.count_cycle", cycle_id=cycle_id, once=f"count:{cycle_id}")


def _tell_late(payload: dict[str, Any], event_id: UUID) -> None:
    """Followers of a cycle hear of a promise that is late as those of the project do."""
    working.tell_late(commitment_id=UUID(payload["commitment_id"]))


files.protect(picturing.SENT_FILES, picturing.may_read_sent)
files.protect(picturing.SHOWN_FILES, picturing.may_read_shown)

MANIFEST = Manifest(
    slug="budgeting",
    title=_("Народный бюджет"),
    icon="rouble",
    starts_off=True,
    navigation=(
        NavItem(_("Народный бюджет"), "budgeting:list-cycles", "rouble", 15, place="footer"),
    ),
    desk=(
        DeskSection(
            _("Народный бюджет"),
            "budgeting:list-work",
            "rouble",
            14,
            policies.may_work_on_projects,
            waits=public.waiting,
        ),
        DeskSection(
            _("Народный бюджет: приём"),
            "budgeting:counter",
            "people",
            31,
            policies.may_serve_counter,
            waits=public.waiting_at_counter,
        ),
    ),
    listens={
        PersonErased.kind: ("budgeting.forget_person", _forget),
        events.BallotClosed.kind: ("budgeting.count_cycle", _count),
        CommitmentOverdue.kind: ("budgeting.tell_late", _tell_late),
        events.PapersCounted.kind: ("budgeting.count_cycle", _count),
        events.ScoresClosed.kind: ("budgeting.count_cycle", _count),
    },
    home=public.home_part,
    home_template="budgeting/home.html",
    search=public.search,
    pins=public.pins,
    site_pages=public.site_pages,
    share_card=public.share_card,
    me=public.me_part,
    me_template="budgeting/me.html",
    export=public.own_part,
    asks=public.asked_for,
    api=api.router,
    acts=journalled.ACTS,
    duties={
        "budgeting.cycle_begun": Duty(AUTHOR, _("Подготовить бюджетный цикл")),
        "budgeting.cycle_published": Duty(APPROVER, _("Опубликовать бюджетный цикл")),
        "budgeting.project_checked": Duty(AUTHOR, _("Проверить проект")),
        "budgeting.ballot_settled": Duty(APPROVER, _("Утвердить бюллетень бюджета")),
        "budgeting.list_approved": Duty(APPROVER, _("Утвердить адресный перечень")),
        "budgeting.works_moved": Duty(AUTHOR, _("Отметить ход работ")),
    },
    jobs=(
        "budgeting.cover_photo",
        "budgeting.close_due_ballots",
        "budgeting.close_ballot",
        "budgeting.void_cycle",
        "budgeting.count_cycle",
        "budgeting.count_waiting",
        "budgeting.finish_due_papers",
        "budgeting.finish_papers",
        "budgeting.destroy_secrets",
        "budgeting.destroy_secret",
        "budgeting.forget_drafts",
    ),
    retained=(
        Retained(
            "budgeting.destroy_secrets",
            _("Связь бюллетеня бюджета с человеком"),
            norm="budgeting.appeal_days",
        ),
        Retained(
            "budgeting.forget_drafts",
            _("Неотправленные проекты"),
            norm="budgeting.draft_days",
        ),
    ),
    documents=(paper_kinds.PROTOCOL, paper_kinds.LIST),
    exports=("f1.pb",),
    events=(
        events.CyclePublished,
        events.ProjectFiled,
        events.ProjectPublished,
        events.ProjectRejected,
        events.ProjectJudged,
        events.BallotSettled,
        events.BallotClosed,
        events.CycleVoided,
        events.PapersCounted,
        events.ScoresClosed,
        events.CycleCounted,
        events.OutcomeOverridden,
        events.ListApproved,
        events.WorksMoved,
        events.WorksTold,
        events.WorksLate,
    ),
    topics=told.TOPICS,
    notices=told.NOTICES,
    moderated=judged.MODERATED,
    load_demo=demo.load,
    demo_acts=demo.acts,
    datasets=datasets.DATASETS,
    policies=(
        policies.may_read_cycle,
        policies.may_read_project,
        policies.may_propose,
        policies.may_begin_project,
        policies.may_change_project,
        policies.may_set_cycle_up,
        policies.may_change_cycle,
        policies.may_publish_cycle,
        policies.may_work_on_projects,
        policies.may_judge_project,
        policies.may_describe_case,
        policies.may_add_photos,
        policies.may_add_project,
        policies.may_draw_area,
        policies.may_settle_ballot,
        policies.may_vote,
        policies.may_serve_counter,
        policies.may_run_counter,
        policies.may_print_papers,
        policies.may_enter_papers,
        policies.may_take_state_vote,
        policies.may_score,
        policies.may_close_scores,
        policies.may_see_results,
        policies.may_export_fund,
        policies.may_override_outcome,
        policies.may_approve_list,
        policies.may_move_works,
        policies.may_tell_works,
        policies.may_set_requisites,
        policies.may_take_gift,
        policies.may_pay_share,
        policies.may_print_plate,
    ),
)
__all__ = ["MANIFEST", "jobs"]
