"""What proposals tell the shell about themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from veche.commons.files import public as files
from veche.commons.identity import public as identity
from veche.commons.identity.public import APPROVER, CLERK, PersonErased
from veche.commons.matching.events import WorkConfirmed
from veche.domains.initiatives import api, datasets, demo, events, jobs, policies, public
from veche.domains.initiatives.actions import helping, keeping
from veche.domains.initiatives.adapters import discussed, journalled, judged, told
from veche.domains.initiatives.queries import picturing
from veche.kernel.manifest import DeskSection, Discussed, Duty, Manifest, NavItem, Retained

files.protect(picturing.SENT_FILES, picturing.may_read_sent)
files.protect(picturing.SHOWN_FILES, picturing.may_read_shown)


def _forget(payload: dict[str, Any], event_id: UUID) -> None:
    """Proposals of an erased person lose their author; a second telling finds none."""
    person_id = UUID(payload["person_id"])
    keeping.forget_person([person_id, *identity.earlier_ids(person_id)])


def _note_help(payload: dict[str, Any], event_id: UUID) -> None:
    """Helpers have done what a proposal called for."""
    if payload["source_kind"] == public.KIND:
        helping.note_help(proposal_id=UUID(payload["source_id"]), event_id=event_id)


def _join(surviving: Sequence[UUID], joined: Sequence[UUID]) -> None:
    keeping.join_people(surviving=surviving, joined=joined)


MANIFEST = Manifest(
    slug="initiatives",
    title=_("Предложения жителей"),
    icon="idea",
    starts_off=True,
    navigation=(
        NavItem(_("Предложения"), "initiatives:list-proposals", "idea", 20, place="footer"),
    ),
    desk=(
        DeskSection(
            _("Предложения жителей"),
            "initiatives:list-cases",
            "idea",
            16,
            policies.may_work_on_proposals,
            waits=public.waiting,
        ),
        DeskSection(
            _("Подписные листы"),
            "initiatives:list-sheets",
            "print",
            31,
            policies.may_take_signatures,
            waits=public.waiting_sheets,
        ),
        DeskSection(
            _("Пороги поддержки"),
            "initiatives:set-thresholds",
            "scale",
            48,
            policies.may_set_thresholds,
            "town",
        ),
    ),
    listens={
        PersonErased.kind: ("initiatives.forget_person", _forget),
        WorkConfirmed.kind: (helping.NOTE_HELP, _note_help),
    },
    home=public.home_part,
    home_template="initiatives/home.html",
    search=public.search,
    site_pages=public.site_pages,
    share_card=public.share_card,
    me=public.me_part,
    me_template="initiatives/me.html",
    export=public.own_part,
    asks=public.asked_for,
    join=_join,
    api=api.router,
    acts=journalled.ACTS,
    duties={
        "initiatives.proposal_answered": Duty(APPROVER, _("Ответить на предложение")),
        "initiatives.sheets_printed": Duty(CLERK, _("Напечатать подписные листы")),
        "initiatives.signature_entered": Duty(CLERK, _("Ввести строку подписного листа")),
    },
    jobs=(
        "initiatives.blur_photo",
        "initiatives.expire_proposals",
        "initiatives.mark_overdue",
        "initiatives.forget_drafts",
        "initiatives.forget_supporters",
    ),
    retained=(
        Retained(
            "initiatives.forget_supporters",
            _("Кто поддержал предложение и удалил учётную запись: только случайный номер"),
            term=_("До конца сбора голосов"),
            source=_("Чтобы никто не был посчитан дважды"),
        ),
        Retained(
            "initiatives.forget_drafts",
            _("Неотправленные предложения"),
            norm="initiative.draft_days",
        ),
    ),
    events=(
        events.ProposalFiled,
        events.ProposalPublished,
        events.ProposalRejected,
        events.GroupJoined,
        events.GroupAskedAnew,
        events.GroupLeft,
        events.ProposalSupported,
        events.SupportWithdrawn,
        events.MilestoneReached,
        events.ProposalRetired,
        events.ProposalExpired,
        events.ProposalOverdue,
        events.ProposalAnswered,
        events.ProposalHandedOn,
        events.PhotosAdded,
        events.HelpSought,
        events.CallJudged,
        events.HelpGiven,
        events.SheetsPrinted,
        events.SheetClosed,
        events.ThresholdSet,
    ),
    sources={public.KIND: public.source_of},
    topics=told.TOPICS,
    notices=told.NOTICES,
    moderated=judged.MODERATED,
    discussed=(
        Discussed(public.KIND, _("Предложение"), discussed.find_subject, discussed.people_of),
    ),
    exports=("initiatives.csv",),
    load_demo=demo.load,
    demo_acts=demo.acts,
    datasets=datasets.DATASETS,
    policies=(
        policies.may_read_proposal,
        policies.may_propose,
        policies.may_begin_anew,
        policies.may_change_proposal,
        policies.may_join_group,
        policies.may_file_proposal,
        policies.may_support_proposal,
        policies.may_withdraw_support,
        policies.may_retire_proposal,
        policies.may_add_photos,
        policies.may_work_on_proposals,
        policies.may_answer_proposal,
        policies.may_hand_on_proposal,
        policies.may_seek_help,
        policies.may_judge_call,
        policies.may_name_owner,
        policies.may_set_thresholds,
        policies.may_take_signatures,
    ),
)
__all__ = ["MANIFEST", "jobs"]
