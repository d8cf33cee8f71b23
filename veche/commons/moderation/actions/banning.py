"""What the law forbids to publish: entered with its act, ended on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.identity.public import PersonRef
from veche.commons.moderation import events, policies, queries
from veche.commons.moderation.models import Ban
from veche.kernel import outbox
from veche.kernel.errors import Invalid, NotFound


@dataclass(frozen=True)
class BanText:
    """What is forbidden, why, whom to call; words and themes; the act and its days."""

    title: str
    why: str
    call: str
    words: tuple[str, ...]
    topics: tuple[str, ...]
    photos_only: bool
    act_title: str
    act_number: str
    act_on: date
    starts_on: date
    ends_on: date | None = None


@transaction.atomic
def set_ban(person: PersonRef, *, text: BanText) -> UUID:
    """Hold what is likely forbidden from a day on; what stands already is a moderator's to find."""
    policies.may_set_moderation_rules(person).or_refuse()
    if not text.words and not text.topics:
        words = _("Назовите слова или темы: иначе нечего задерживать")
        raise Invalid(words, fields={"words": words})
    if text.ends_on is not None and text.ends_on < text.starts_on:
        words = _("Конец раньше начала")
        raise Invalid(words, fields={"ends_on": words})
    given = {**vars(text), "words": list(text.words), "topics": list(text.topics)}
    row = Ban.objects.create(set_by_id=person.known_id, **given)
    audit.record("moderation.ban_set", person.id, row.id)
    outbox.put(events.BanSet(row.id))
    return row.id


@transaction.atomic
def end_ban(person: PersonRef, *, ban_id: UUID) -> None:
    """From today it holds nothing more; what waits still waits for a moderator."""
    policies.may_set_moderation_rules(person).or_refuse()
    row = Ban.objects.select_for_update().filter(id=ban_id).first()
    if row is None:
        raise NotFound()
    yesterday = date.fromordinal(queries.today().toordinal() - 1)
    if row.ends_on is not None and row.ends_on <= yesterday:
        return
    if row.starts_on > yesterday:
        row.starts_on = yesterday
    row.ends_on = yesterday
    row.save(update_fields=["starts_on", "ends_on"])
    audit.record("moderation.ban_ended", person.id, row.id)
    outbox.put(events.BanEnded(row.id))
