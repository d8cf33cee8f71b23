"""The first word: asking somebody for help, or offering it."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.identity.public import PersonRef
from veche.commons.matching import events, policies
from veche.commons.matching.actions.saying import said
from veche.commons.matching.models import Match, Need, Solver, Step
from veche.commons.matching.queries import solvers
from veche.commons.matching.queries.needs import need_by_slug
from veche.commons.matching.queries.standing import own_of, today
from veche.commons.matching.rules import states
from veche.kernel import limits, outbox
from veche.kernel.errors import Conflict, Invalid

# Asking the whole list at once is no request any more. Rules of this house, not of the law.
ASKED_AT_ONCE = 5
FIRST_WORDS_A_DAY = 30


@transaction.atomic
def ask_for_help(person: PersonRef, *, slug: str, solver_slug: str, words: str = "") -> str:
    """Ask somebody of the list to help with a need. Returns the match's slug."""
    need, solver = _held(slug), solvers.shown_solver(solver_slug)
    policies.may_ask_for_help(
        person,
        parties=own_of(person).parties(need, solver),
        need_state=need.state,
        is_unlicensed=_is_unlicensed(need, solver),
    ).or_refuse()
    if Match.objects.filter(need=need, state=states.ASKED).count() >= ASKED_AT_ONCE:
        raise Invalid(
            _("Вы уже попросили пятерых"),
            advice=_("Подождите ответа: каждый видит просьбу и получил уведомление."),
            code="asked-enough",
        )
    row = _begin(person, need, solver, states.ASKED, words)
    audit.record("matching.help_asked", person.id, row.id)
    outbox.put(events.HelpAsked(row.id))
    return row.slug


@transaction.atomic
def offer_help(person: PersonRef, *, slug: str, solver_slug: str, words: str = "") -> str:
    """Offer one's own or one's organisation's help. Returns the match's slug."""
    need, own = _held(slug), own_of(person)
    solver = solvers.own_solver(own, solver_slug)
    policies.may_offer_help(
        person,
        parties=own.parties(need, solver),
        need_state=need.state,
        is_unlicensed=_is_unlicensed(need, solver),
    ).or_refuse()
    row = _begin(person, need, solver, states.OFFERED, words)
    # Whoever offers is there again.
    Solver.objects.filter(id=solver.id).update(silences=0)
    audit.record("matching.help_offered", person.id, row.id)
    outbox.put(events.HelpOffered(row.id))
    return row.slug


def _held(slug: str) -> Need:
    """The need, for one act at a time: whoever comes second sees what the first did."""
    need = need_by_slug(slug)
    return Need.objects.select_for_update().get(id=need.id)


def _is_unlicensed(need: Need, solver: Solver) -> bool:
    return need.is_dangerous and not solvers.is_verified(solver.id, need.work_kind_id)


def _begin(person: PersonRef, need: Need, solver: Solver, state: str, words: str) -> Match:
    limits.hit(f"matching.words:{person.id}", limit=FIRST_WORDS_A_DAY, seconds=24 * 3600)
    if Match.objects.filter(need=need, solver=solver, state__in=states.LIVE).exists():
        raise Conflict(
            _("Об этом деле вы с ними уже говорите"),
            advice=_("Откройте его на странице «Могу помочь»."),
            code="asked-already",
        )
    row = Match.objects.create(
        need=need,
        solver=solver,
        state=state,
        words=said(words, "words"),
        answer_by=today() + timedelta(days=states.ANSWER_DAYS),
    )
    party = states.ASKER if state == states.ASKED else states.SOLVER
    Step.objects.create(match=row, verb=state, party=party)
    return row
