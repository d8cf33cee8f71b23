"""What privacy tells the shell."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from veche.commons.identity.public import (
    CLERK,
    PRIVACY,
    DetailsForgotten,
    PersonErased,
    TermsPassed,
)
from veche.commons.privacy import events, journal, papers, policies, public, told
from veche.commons.privacy.rules import ERASED, PASSED, WITHDRAWN
from veche.kernel.manifest import DeskSection, Duty, Manifest


def _erased(payload: dict[str, Any], event_id: UUID) -> None:
    public.note_destruction(ERASED, event_id=event_id, number=1)


def _withdrawn(payload: dict[str, Any], event_id: UUID) -> None:
    if payload["number"]:
        public.note_destruction(WITHDRAWN, event_id=event_id, number=payload["number"])


def _passed(payload: dict[str, Any], event_id: UUID) -> None:
    # An event from before an upgrade names nothing: it told of marks alone.
    ground = PASSED[payload.get("what", "marks")]
    public.note_destruction(ground, event_id=event_id, number=payload["number"])


MANIFEST = Manifest(
    slug="privacy",
    title=_("Персональные данные"),
    acts=journal.ACTS,
    icon="shield",
    desk=(
        DeskSection(
            _("Персональные данные"),
            "privacy:desk",
            "shield",
            40,
            policies.may_read_privacy_desk,
            waits=public.waiting,
        ),
    ),
    export=public.own_part,
    notices=told.NOTICES,
    duties={
        "privacy.consent_signed": Duty(CLERK, _("Дать прочитать и подписать согласие")),
        "privacy.request_answered": Duty(PRIVACY, _("Ответить на запрос о персональных данных")),
        "privacy.leak_started": Duty(PRIVACY, _("Начать план на случай утечки")),
        "privacy.leak_step_done": Duty(PRIVACY, _("Сделать шаг плана на случай утечки")),
    },
    documents=(papers.DESTRUCTION_ACT, papers.CONSENT_SHEET),
    listens={
        PersonErased.kind: ("privacy.note_erased", _erased),
        DetailsForgotten.kind: ("privacy.note_withdrawn", _withdrawn),
        TermsPassed.kind: ("privacy.note_passed", _passed),
    },
    events=(
        events.ConsentGiven,
        events.ConsentSigned,
        events.ConsentWithdrawn,
        events.RequestMade,
        events.RequestAnswered,
        events.LeakStarted,
        events.LeakStepDone,
        events.LeakEnded,
    ),
    policies=(
        policies.may_open_my_data,
        policies.may_give_consent,
        policies.may_sign_consent,
        policies.may_withdraw_consent,
        policies.may_make_request,
        policies.may_read_privacy_desk,
        policies.may_answer_request,
        policies.may_run_leak_plan,
    ),
)
