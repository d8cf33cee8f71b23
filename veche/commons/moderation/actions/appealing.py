"""The author disagrees, and somebody else than who removed the text decides."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.identity.public import PersonRef
from veche.commons.moderation import events, policies, queries, registry, rules
from veche.commons.moderation.models import Appeal, Item
from veche.commons.norms import public as norms
from veche.kernel import clock, outbox
from veche.kernel.errors import Conflict, Invalid
from veche.kernel.manifest import Judged


@transaction.atomic
def file_appeal(person: PersonRef, *, item_id: UUID, text: str) -> UUID:
    """Ask for a second pair of eyes; returns the appeal's id."""
    known = queries.own_item(person, item_id)
    row = Item.objects.select_for_update().get(id=known.id)
    last = (row.decided_at or clock.now()) + timedelta(days=queries.terms().appeal_days)
    policies.may_file_appeal(
        person,
        row.author_id,
        row.state,
        is_filed=queries.appeal_of(row) is not None,
        is_late=clock.now() > last,
    ).or_refuse()
    if not text.strip():
        raise Invalid(_("Напишите, с чем вы не согласны"), fields={"text": _("Одной фразой")})
    filed = Appeal.objects.create(
        item=row,
        filed_at=clock.database_now(),
        text=text.strip()[:2000],
        due_on=norms.due_on("moderation.appeal_answer_days", queries.today()),
    )
    audit.record("moderation.appeal_filed", None, row.id)
    outbox.put(events.AppealFiled(filed.id))
    return filed.id


@transaction.atomic
def decide_appeal(person: PersonRef, *, appeal_id: UUID, is_upheld: bool, answer: str) -> None:
    """Put the text back, or say why it stays away; the author reads the answer."""
    known = queries.appeal(person, appeal_id)
    row = Item.objects.select_for_update().get(id=known.item_id)
    found = Appeal.objects.select_for_update().get(id=known.id)
    if found.is_upheld is not None and found.decided_by_id != person.id:
        raise Conflict(
            _("Автору только что ответил другой модератор"),
            advice=_("Ваш ответ не отправлен."),
            code="changed-meanwhile",
        )
    policies.may_decide_appeal(
        person, row.decided_by_id, row.author_id, is_decided=found.is_upheld is not None
    ).or_refuse()
    if not answer.strip():
        raise Invalid(_("Напишите ответ автору"), fields={"answer": _("Он прочтёт его")})
    now = clock.database_now()
    found.is_upheld, found.answer = is_upheld, answer.strip()[:1000]
    found.decided_by_id, found.decided_at = person.id, now
    found.save()
    if is_upheld and row.state == rules.REMOVED:
        row.state, row.reason, row.is_public = rules.PASSED, "", True
        row.decided_by_id, row.decided_at, row.settles_at = person.id, now, None
        row.version += 1
        row.save()
        declared = registry.known(row.kind)
        if declared is not None:
            declared.judge(row.subject_id, Judged(True, by=person.id))
    audit.record("moderation.appeal_decided", person.id, row.id, upheld=is_upheld)
    outbox.put(events.AppealDecided(found.id, is_upheld))
