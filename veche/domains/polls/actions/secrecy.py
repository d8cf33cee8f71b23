"""How ballots are kept: the choice of the mode, and what a secret poll does differently."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from veche.commons.ballots import public as ballots
from veche.commons.identity.public import PersonRef
from veche.domains.polls import policies, queries
from veche.domains.polls.actions.changing import draft_to_change, write_down
from veche.domains.polls.models import Mode, Poll, ResultsShown
from veche.domains.polls.rules.flaw import Flaw
from veche.kernel.errors import Invalid


@transaction.atomic(durable=True)
def choose_mode(person: PersonRef, *, slug: str, mode: str) -> Poll:
    """Say how ballots are kept; Invalid for a secret vote that would tell how people voted."""
    poll = draft_to_change(person, slug=slug)
    if mode not in (Mode.OPEN, Mode.SECRET):
        words = _("Выберите, как голосуют")
        raise Invalid(words, fields={"mode": words}, code="unknown-mode")
    if mode == Mode.SECRET:
        _require_lawful(queries.outlook(poll))
    return write_down(person, poll=poll, verb="polls.mode_chosen", values={"mode": mode})


def _require_lawful(seen: queries.Outlook) -> None:
    if seen.unasked:
        words = _("Тайно нельзя спросить своими словами, о месте на карте или по прошлому ответу")
        raise Invalid(words, fields={"mode": words}, code="not-secret-kind")
    if not seen.is_lawful:
        words = _("Слишком мало голосующих: тайна была бы только на словах")
        raise Invalid(words, fields={"mode": words}, code="too-few-voters")


def settle_mode(poll: Poll) -> None:
    """Take the usual mode for a draft that nobody has chosen one for."""
    if poll.mode == Mode.UNCHOSEN:
        poll.mode = queries.usual_mode(poll, queries.outlook(poll))
    if poll.is_secret:
        # Nobody can know before the close which way it leans, whoever would like to.
        poll.results_shown = ResultsShown.AFTER_CLOSE


def flaws_of_mode(poll: Poll) -> list[Flaw]:
    """Why a poll cannot be secret, one flaw each."""
    if not poll.is_secret:
        return []
    seen = queries.outlook(poll)
    if seen.unasked:
        return [Flaw("mode", "not-secret-kind")]
    if not seen.is_lawful:
        return [Flaw("mode", "too-few-voters", str(seen.floor))]
    return []


def freeze_poll(poll: Poll) -> None:
    """Write down for good who may vote in a secret poll and by which keys; joins a transaction.

    Harmless to repeat. Raises what the box or the signer is short of: the job comes again.
    """
    if poll.opens_at is None or poll.closes_at is None or ballots.is_secret(poll.id):
        return
    groups = ballots.electorate(queries.terms_of(poll), ballots.secret_floors().advised)
    ballots.freeze_secret(
        poll.id,
        paper=queries.paper_of(poll),
        strata=[
            (WHOLE if len(groups) == 1 else label_of(group.names), group.person_ids)
            for group in groups
        ],
        opens_at=poll.opens_at,
        closes_at=poll.closes_at,
        is_revisable=poll.is_revisable,
        labels={
            question.code: [option.text for option in question.options.all()]
            for question in poll.questions.all()
        },
        texts={question.code: question.text for question in poll.questions.all()},
        client_sha384=ballots.client_sha384(),
    )


WHOLE = "Все, кто в списке"  # not shown: a name in the manifest, one form for all


def label_of(names: tuple[str, ...]) -> str:
    """The name of a group in the manifest, which has one form in all languages."""
    untold = "Место не указано"  # not shown: a name in the manifest, one form for all
    return ", ".join(name or untold for name in names)


def issue_blank(person: PersonRef, *, poll: Poll, blinded: bytes, stratum: int) -> bytes:
    """Sign a blank ballot unseen; no journal, no event. Refused for who may not vote here."""
    return ballots.secret_token(poll.id, _voter_ids(person, poll=poll), blinded, stratum)


def drop_assisted(
    person: PersonRef, *, poll: Poll, choice: Mapping[str, Any]
) -> ballots.AssistedReceipt:
    """Have the server make the whole ballot, for who has no browser that can; counted apart."""
    return ballots.secret_assisted_cast(poll.id, _voter_ids(person, poll=poll), choice)


def _voter_ids(person: PersonRef, *, poll: Poll) -> list[UUID]:
    """All ids of a person who may vote here, the account's own first; Refused for others."""
    terms = queries.terms_of(poll)
    voter = ballots.voter_of(person, terms)
    policies.may_vote(terms, voter, queries.phase_of(poll)).or_refuse()
    return [person.known_id, *person.earlier_ids]
