"""The figures of a vote in the state's service: taken whole, once, counted like any other vote."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.identity.public import PersonRef
from veche.domains.budgeting import events, policies
from veche.domains.budgeting.actions import counting, setting_up
from veche.domains.budgeting.models import Cycle, StateVote
from veche.domains.budgeting.queries import cycles, projects
from veche.domains.budgeting.rules import state_vote
from veche.kernel import outbox
from veche.kernel.errors import Invalid


@transaction.atomic(durable=True)
def take_state_vote(
    person: PersonRef, *, slug: str, text: str, file_name: str, sha256: str, source: str
) -> Cycle:
    """Take the votes of a file and count them; Invalid while a cell of it cannot be taken.

    `sha256` is that of the file itself, so that whoever has it may compare.

    Each person has one vote for one object there, so each vote is counted as a ballot that marks
    one project. Refused once figures were taken.
    """
    cycle = setting_up.locked(cycles.cycle_to_manage(person, slug).id)
    policies.may_take_state_vote(person, cycle).or_refuse()
    rows = projects.on_ballot(cycle)
    votes, flaws = state_vote.read(text, {row.slug.casefold(): row.number or 0 for row in rows})
    if flaws or not source.strip():
        words = _("Файл не принят: в нём есть ошибки, ничего не загружено")
        raise Invalid(words, fields={"upload": words}, code="flaws")
    StateVote.objects.create(
        cycle=cycle,
        votes=sum(votes.values()),
        source=source.strip(),
        file_name=file_name,
        sha256=sha256,
        by_id=person.known_id,
    )
    weighed = [({row.fund.code: [str(row.number)]}, votes[row.number or 0]) for row in rows]
    counting.apply_count(cycle, weighed=[one for one in weighed if one[1]])
    taken = sum(votes.values())
    audit.record("budgeting.state_vote_taken", person.id, cycle.id, votes=taken)
    outbox.put(events.CycleCounted(cycle_id=cycle.id))
    return cycle
