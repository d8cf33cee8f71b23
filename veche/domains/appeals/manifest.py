"""What appeals tell the shell about themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from veche.commons.files import public as files
from veche.commons.identity import public as identity
from veche.commons.identity.events import PersonErased
from veche.domains.appeals import api, datasets, demo, events, jobs, policies, public
from veche.domains.appeals.actions import keeping
from veche.domains.appeals.adapters import journalled, papers, told
from veche.domains.appeals.queries import reading
from veche.kernel.manifest import DeskSection, Manifest, NavItem, Offer, Owed, Retained

files.protect(reading.APPEAL_FILES, reading.may_read_files)
files.protect(reading.LETTER_FILES, reading.may_read_letter_files)


def _forget(payload: dict[str, Any], event_id: UUID) -> None:
    """Appeals of an erased person lose their author; a second telling finds none."""
    person_id = UUID(payload["person_id"])
    keeping.forget_person([person_id, *identity.earlier_ids(person_id)])


def _join(surviving: Sequence[UUID], joined: Sequence[UUID]) -> None:
    """Two accounts have become one."""
    keeping.join_people(surviving, joined=joined)


MANIFEST = Manifest(
    slug="appeals",
    title=_("Обращения по закону"),
    icon="mail",
    starts_off=True,
    navigation=(
        NavItem(_("Обращения по закону"), "appeals:choose-way", "mail", 32, place="footer"),
        NavItem(_("Личный приём"), "appeals:list-receptions", "people", 33, place="footer"),
    ),
    offers=(
        Offer(
            "problem",
            _("Нужен письменный ответ по закону?"),
            _("Обращение по 59-ФЗ: под своим именем, ответ в срок закона. Текст перенесём."),
            "appeals:choose-way",
        ),
        Offer(
            "terms",
            _("Сроки обращений по закону"),
            _("Сколько ответов дали вовремя подразделения администрации."),
            "appeals:list-terms",
        ),
    ),
    desk=(
        DeskSection(
            _("Обращения по закону"),
            "appeals:list-cases",
            "mail",
            16,
            policies.may_work_on_appeals,
            waits=public.waiting,
        ),
        DeskSection(
            _("Личный приём"),
            "appeals:list-hours",
            "calendar",
            17,
            policies.may_publish_reception,
            waits=public.waiting_visitors,
        ),
        DeskSection(
            _("Подразделения"),
            "appeals:list-departments",
            "building",
            48,
            policies.may_set_up_appeals,
            "town",
        ),
        DeskSection(
            _("Кто подаёт обращения"),
            "appeals:set-identity-rule",
            "shield",
            49,
            policies.may_set_identity_rule,
            "town",
        ),
    ),
    listens={PersonErased.kind: ("appeals.forget_person", _forget)},
    owed=Owed(public.late),
    site_pages=public.site_pages,
    me=public.me_part,
    me_template="appeals/me.html",
    export=public.own_part,
    join=_join,
    api=api.router,
    acts=journalled.ACTS,
    documents=(papers.LETTER,),
    jobs=(
        "appeals.mark_overdue",
        "appeals.forget_drafts",
        "appeals.forget_cases",
        "appeals.forget_bookings",
    ),
    retained=(
        Retained(
            "appeals.forget_cases",
            _("Обращения по 59-ФЗ с именем и адресом, письма, приложения"),
            norm="appeal.storage_years",
        ),
        Retained(
            "appeals.forget_drafts",
            _("Неотправленные обращения с именем и адресом"),
            norm="appeal.draft_days",
        ),
        Retained(
            "appeals.forget_bookings", _("Записи на личный приём"), norm="reception.keep_days"
        ),
    ),
    events=(
        events.AppealFiled,
        events.AppealRegistered,
        events.AppealAssigned,
        events.LetterWritten,
        events.AppealForwarded,
        events.AppealExtended,
        events.AnswerPrepared,
        events.AnswerReturned,
        events.AnswerSigned,
        events.AppealEnded,
        events.AppealWithdrawn,
        events.AppealNear,
        events.AppealOverdue,
        events.LetterSent,
        events.DepartmentSaved,
        events.IdentityRuleSet,
        events.ReceptionPublished,
        events.ReceptionCancelled,
        events.SlotBooked,
        events.BookingCancelled,
    ),
    load_demo=demo.load,
    notices=told.NOTICES,
    datasets=datasets.DATASETS,
    policies=(
        policies.may_begin_appeal,
        policies.may_file_appeal,
        policies.may_read_appeal,
        policies.may_work_on_appeals,
        policies.may_enter_appeal,
        policies.may_set_up_appeals,
        policies.may_set_identity_rule,
        policies.may_register_appeal,
        policies.may_assign_appeal,
        policies.may_write_letter,
        policies.may_forward_appeal,
        policies.may_prepare_answer,
        policies.may_extend_appeal,
        policies.may_end_appeal,
        policies.may_sign_answer,
        policies.may_send_back_answer,
        policies.may_withdraw_appeal,
        policies.may_publish_reception,
        policies.may_book_slot,
        policies.may_cancel_booking,
    ),
)
__all__ = ["MANIFEST", "jobs"]
