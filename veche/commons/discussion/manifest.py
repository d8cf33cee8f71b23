"""What discussions tell the shell."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from veche.commons.discussion import (
    actions,
    api,
    events,
    jobs,
    journal,
    policies,
    public,
    told,
)
from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonErased
from veche.kernel.manifest import Manifest, Moderated, Topic


def _erased(payload: dict[str, Any], event_id: UUID) -> None:
    person_id = UUID(payload["person_id"])
    public.forget_person([person_id, *identity.earlier_ids(person_id)])


MANIFEST = Manifest(
    slug="discussion",
    title=_("Доводы за и против"),
    icon="scale",
    api=api.router,
    acts=journal.ACTS,
    export=public.own_export,
    join=public.join_words,
    listens={PersonErased.kind: ("discussion.forget_person", _erased)},
    topics=(Topic(told.TOPIC, _("Обсуждение"), public.find_thread),),
    notices=told.NOTICES,
    moderated=(
        Moderated(actions.KIND, _("Довод"), public.exhibits, public.judge, rewrite=public.rewrite),
    ),
    jobs=("discussion.rescore",),
    events=(
        events.ArgumentWritten,
        events.ArgumentPublished,
        events.ArgumentPassed,
        events.ArgumentEdited,
        events.ArgumentWithdrawn,
        events.ArgumentMarked,
        events.MindChanged,
    ),
    policies=(
        policies.may_argue,
        policies.may_speak_officially,
        policies.may_edit_argument,
        policies.may_withdraw_argument,
        policies.may_mark_argument,
        policies.may_change_mind,
    ),
    exports=("arguments.csv",),
)
__all__ = ["MANIFEST", "jobs"]
