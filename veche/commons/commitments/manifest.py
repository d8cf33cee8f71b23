"""What commitments bring to the house."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from veche.commons.commitments import (
    announced,
    api,
    datasets,
    events,
    jobs,
    journal,
    policies,
    public,
    told,
)
from veche.commons.identity import public as identity
from veche.commons.identity.events import PersonErased
from veche.commons.identity.public import APPROVER, AUTHOR
from veche.kernel.manifest import DeskSection, Duty, Manifest, NavItem, Owed


def _forget(payload: dict[str, Any], event_id: UUID) -> None:
    """Stars of an erased person leave the counts; a second telling finds none."""
    person_id = UUID(payload["person_id"])
    public.forget_ratings(person_id, identity.earlier_ids(person_id))


def _own_stars(person_id: UUID) -> list[dict[str, Any]]:
    """What the person rated and trusted, for a copy of their data."""
    earlier = identity.earlier_ids(person_id)
    return [
        *(
            {"decision": str(commitment_id), "stars": stars}
            for commitment_id, stars in public.ratings_by(person_id, earlier)
        ),
        *(
            {"decision": str(commitment_id), "trust": stars}
            for commitment_id, stars in public.trust_by(person_id, earlier)
        ),
    ]


MANIFEST = Manifest(
    slug="commitments",
    datasets=datasets.DATASETS,
    title=_("Решения и сроки"),
    acts=journal.ACTS,
    icon="promise",
    api=api.router,
    announces=announced.ANNOUNCEMENTS,
    owed=Owed(public.late, public.promised),
    topics=told.TOPICS,
    notices=told.NOTICES,
    export=_own_stars,
    join=public.join_ratings,
    site_pages=public.site_pages,
    navigation=(NavItem(_("Решения"), "commitments:list-decisions", "promise", 20),),
    desk=(
        DeskSection(
            _("Решения и сроки"),
            "commitments:manage-commitments",
            "promise",
            20,
            policies.may_manage_commitments,
            waits=public.waiting,
        ),
        DeskSection(
            _("Публичный счёт сроков"),
            "commitments:set-public-clock",
            "clock",
            75,
            policies.may_set_public_clock,
            "town",
        ),
    ),
    listens={PersonErased.kind: ("commitments.forget_ratings", _forget)},
    jobs=("commitments.notice_overdue",),
    duties={
        "commitments.decision_recorded": Duty(APPROVER, _("Подготовить и записать решение")),
        "commitments.commitment_declined": Duty(APPROVER, _("Объяснить отказ")),
        "commitments.due_changed": Duty(APPROVER, _("Перенести срок")),
        "commitments.stage_added": Duty(AUTHOR, _("Запланировать этап")),
        "commitments.stage_completed": Duty(AUTHOR, _("Отчитаться об этапе")),
        "commitments.commitment_done": Duty(AUTHOR, _("Подвести итог работы")),
    },
    events=(
        events.CommitmentOwed,
        events.CommitmentDecided,
        events.StageAdded,
        events.StageCompleted,
        events.DueChanged,
        events.CommitmentDone,
        events.CommitmentDeclined,
        events.CommitmentOverdue,
        events.OutcomeRated,
        events.PublicClockSet,
        events.TrustTold,
    ),
    policies=(
        policies.may_manage_commitments,
        policies.may_record_decision,
        policies.may_add_stage,
        policies.may_complete_stage,
        policies.may_change_due,
        policies.may_decline_commitment,
        policies.may_finish_commitment,
        policies.may_rate_outcome,
        policies.may_set_public_clock,
        policies.may_tell_trust,
    ),
)
__all__ = ["MANIFEST", "jobs"]
