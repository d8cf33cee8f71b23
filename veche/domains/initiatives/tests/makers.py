"""Proposals for tests, made the ordinary way."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from veche.commons.hall.tests.makers import switch_service
from veche.commons.identity.public import PersonRef
from veche.commons.identity.tests.makers import make_person
from veche.commons.norms import public as norms
from veche.domains.initiatives import rules
from veche.domains.initiatives.actions import answering, drafting, filing, supporting
from veche.domains.initiatives.actions.answering import Answer
from veche.domains.initiatives.models import Member, Proposal
from veche.domains.initiatives.queries import terms
from veche.kernel.ids import slug_id
from veche.kernel.manifest import Judged

TITLE = "Поставить скамейки у школы № 3"
BORN = 1990
LAW = "Решение совета № 12"
REASONS = "Деньги нашли в резерве, подрядчика выберем в феврале, скамейки поставим к маю."


def open_service() -> None:
    """Switch the service on in a town that is no demo; three are a group, four are enough."""
    switch_service("initiatives", "on")
    set_norm("group_min", 3)
    set_norm("support_town", 6)
    set_norm("support_place", 4)


def set_norm(code: str, value: int) -> None:
    """The town's own number from today on."""
    norms.take_over(f"initiative.{code}", value=value, legal_ref=LAW, valid_from=terms.today())


def resident(**given: Any) -> PersonRef:
    """Somebody with a contact who has told an age."""
    return make_person(**{"birth_year": BORN, **given})


def role(*names: str) -> PersonRef:
    """An official."""
    return make_person(roles=list(names))


def make_draft(author: PersonRef, title: str = TITLE, **matter: Any) -> UUID:
    """A draft with all seven fields."""
    given = drafting.Matter(title=title, problem="Родители ждут детей стоя.", **matter)
    draft_id = drafting.start_proposal(author, matter=given, key=slug_id())
    plan = drafting.Plan("Спросили 40 соседей: 36 за.", "Четыре скамейки со спинкой.")
    drafting.describe_proposal(author, draft_id=draft_id, part=plan)
    means = drafting.Means(
        cost_kopecks=7_200_000,
        cost_note="4 по 18 000",
        starts_on=date(2027, 5, 1),
        ends_on=date(2027, 6, 1),
        budget_kopecks=6_700_000,
        own_kopecks=500_000,
    )
    drafting.describe_proposal(author, draft_id=draft_id, part=means)
    return draft_id


def gather(draft_id: UUID, number: int = 2) -> list[PersonRef]:
    """Others of the group."""
    row = Proposal.objects.get(id=draft_id)
    people = [resident() for _one in range(number)]
    for one in people:
        drafting.join_group(one, token=row.invite)
    return people


def agree_again(row: Proposal) -> None:
    """Others of the group read changed words and stand behind them."""
    Member.objects.filter(proposal=row).update(is_asked_anew=False)


def make_filed(author: PersonRef | None = None, **given: Any) -> Proposal:
    """A proposal that waits for a moderator."""
    by = author or resident()
    draft_id = make_draft(by, **given)
    gather(draft_id)
    return fresh(filing.file_proposal(by, draft_id=draft_id))


def make_proposal(author: PersonRef | None = None, **given: Any) -> Proposal:
    """A public proposal that collects support."""
    row = make_filed(author, **given)
    filing.judge_proposal(proposal_id=row.id, judged=Judged(is_passed=True))
    return fresh(row)


def fresh(row: Proposal | str) -> Proposal:
    """The row as it is now."""
    return Proposal.objects.get(slug=row if isinstance(row, str) else row.slug)


def supported(row: Proposal, number: int) -> Proposal:
    """With so many more supporters."""
    for _one in range(number):
        supporting.support_proposal(resident(), slug=row.slug)
    return fresh(row)


def reached(row: Proposal | None = None) -> Proposal:
    """A proposal that waits for the town, its days of remarks behind."""
    found = row or make_proposal()
    found = supported(found, found.threshold - found.support)
    Proposal.objects.filter(id=found.id).update(remarks_until=terms.today() - timedelta(days=1))
    return fresh(found)


def answer(**given: Any) -> Answer:
    """A whole answer."""
    values: dict[str, Any] = {
        "outcome": rules.ACCEPTED,
        "text": REASONS,
        "body": "Управление благоустройства",
        "promised_on": date(2027, 6, 1),
    }
    return Answer(**{**values, **given})


def answered(row: Proposal | None = None, **given: Any) -> Proposal:
    """A proposal with the town's word."""
    found = row or reached()
    answering.answer_proposal(
        role("approver"), slug=found.slug, version=found.version, answer=answer(**given)
    )
    return fresh(found)
