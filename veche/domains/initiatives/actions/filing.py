"""Sending a proposal, and a moderator's word on it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.commitments import public as commitments
from veche.commons.files import public as files
from veche.commons.identity.public import PersonRef
from veche.commons.matching import public as matching
from veche.commons.moderation import public as moderation
from veche.domains.initiatives import events, policies, rules
from veche.domains.initiatives.actions.counting import publish
from veche.domains.initiatives.models import (
    OWN_MAX,
    SPOT_MAX,
    TEXT_MAX,
    TITLE_MAX,
    Member,
    Proposal,
)
from veche.domains.initiatives.queries import picturing, reading, terms, wording
from veche.domains.initiatives.queries.onward import KIND
from veche.kernel import clock, outbox
from veche.kernel.errors import Invalid, NotFound
from veche.kernel.manifest import Judged
from veche.kernel.text import as_one, as_parts

# The parts that people write, in the order in which a moderator reads them.
PARTS = (
    "title",
    "problem",
    "grounds",
    "result",
    "cost_note",
    "own_property",
    "own_labour",
    "spot",
)
EMPTY = "—"
_ROOM = {"title": TITLE_MAX, "own_property": OWN_MAX, "own_labour": OWN_MAX, "spot": SPOT_MAX}


def as_text(row: Proposal) -> str:
    """All that people wrote of it as one text, for whoever reads it before everyone."""
    return as_one([getattr(row, name).strip() or EMPTY for name in PARTS])


@transaction.atomic
def file_proposal(person: PersonRef, *, draft_id: UUID) -> str:
    """Send one's draft and return its address; sent again, it gives the same."""
    policies.may_propose(person).or_refuse()
    row = (
        Proposal.objects.select_for_update()
        .filter(id=draft_id, author_id__in=reading.own_ids(person))
        .first()
    )
    if row is None:
        raise NotFound()
    if row.state not in rules.WRITTEN:
        return row.slug
    policies.may_file_proposal(
        person,
        row,
        who=terms.participant(person),
        min_age=terms.value("min_age"),
        group=len(reading.joined_at(row)),
        group_min=terms.value("group_min"),
    ).or_refuse()
    require_whole(row)
    # Who has not agreed to these words proposes nothing.
    Member.objects.filter(proposal=row, is_asked_anew=True).delete()
    standing = moderation.submit(
        kind=KIND, subject_id=row.id, author_id=person.id, text=as_text(row)
    )
    _put(row, standing.text)
    row.state, row.filed_at = rules.MODERATION, clock.database_now()
    row.changed_at = row.filed_at
    row.version += 1
    row.save()
    audit.record("initiatives.proposal_filed", person.id, row.id)
    outbox.put(events.ProposalFiled(proposal_id=row.id))
    if standing.is_public:
        publish(row)
    return row.slug


def lacks(row: Proposal) -> dict[str, Any]:
    """What of the law's fields is still missing, in words, by field."""
    words: dict[str, Any] = {
        "problem": _("Напишите, в чём проблема"),
        "grounds": _("Объясните, почему именно так"),
        "result": _("Напишите, что получится"),
        "cost_kopecks": _("Прикиньте, сколько это стоит"),
        "starts_on": _("Скажите, когда начать"),
        "ends_on": _("Скажите, когда закончить"),
        "budget_kopecks": _("Напишите, сколько просите у города"),
    }
    return {name: said for name, said in words.items() if getattr(row, name) in (None, "")}


def require_whole(row: Proposal) -> None:
    """Invalid, with what is missing by field."""
    missing = lacks(row)
    if missing:
        raise Invalid(
            _("Осталось дополнить"),
            advice=_("Допишите то, чего не хватает, и отправьте ещё раз."),
            fields=missing,
            code="incomplete",
        )


def _put(row: Proposal, text: str) -> None:
    """The parts as they may be kept: what is somebody's own is hidden in them."""
    parts = as_parts(text, len(PARTS))
    if parts is None:
        raise Invalid(_("Уберите из текста строку из звёздочек"), code="bad-text")
    for name, part in zip(PARTS, parts, strict=True):
        setattr(row, name, "" if part == EMPTY else part[: _ROOM.get(name, TEXT_MAX)])


@transaction.atomic
def judge_proposal(*, proposal_id: UUID, judged: Judged) -> None:
    """A moderator's word, in the transaction of the moderation."""
    row = Proposal.objects.select_for_update().filter(id=proposal_id).first()
    if row is None:
        return
    if row.state in rules.SHOWN:
        row.is_public = judged.is_passed
        row.save(update_fields=["is_public"])
        if not judged.is_passed:
            matching.close_need(source_kind=KIND, source_id=str(row.id))
        # Photos are seen as far as the proposal is.
        see = files.publish if judged.is_passed else files.hide
        for photo_id in picturing.shown_ids(row):
            see(picturing.SHOWN_FILES, photo_id)
        _retell(row)
    elif judged.is_passed and row.state in (rules.MODERATION, rules.REJECTED):
        publish(row)
    elif row.state == rules.MODERATION:
        row.state, row.changed_at = rules.REJECTED, clock.now()
        row.save(update_fields=["state", "changed_at"])
        audit.record("initiatives.proposal_rejected", None, row.id)
        outbox.put(events.ProposalRejected(proposal_id=row.id))


@transaction.atomic
def rewrite_proposal(*, proposal_id: UUID, text: str) -> None:
    """More of the words hidden, as a moderator has said."""
    row = Proposal.objects.select_for_update().filter(id=proposal_id).first()
    if row is not None:
        _put(row, text)
        row.version += 1
        row.changed_at = clock.now()
        row.save(update_fields=[*PARTS, "version", "changed_at"])
        _retell(row)


def _retell(row: Proposal) -> None:
    """What came of it, a call for hands and a promise, says no more of it than its own page."""
    words = {"title": row.title, "text": row.own_labour} if row.is_public else {}
    matching.retell_need(source_kind=KIND, source_id=str(row.id), **words)
    commitments.rename(source_kind=KIND, source_id=row.id, title=wording.promise_title(row))
