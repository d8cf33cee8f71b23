"""Rights of the counter: serving a person, printing papers, entering them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.domains.budgeting import rules
from veche.domains.budgeting.models import Cycle
from veche.domains.budgeting.rules import phases
from veche.domains.budgeting.rules.phases import Span
from veche.kernel.policies import ALLOWED, Decision, refuse


def may_serve_counter(person: PersonRef) -> Decision:
    """Clerks help at the counter: on the screen and on paper."""
    if person.has_role(identity.CLERK):
        return ALLOWED
    return refuse(
        _("Приём ведут операторы"),
        _("Если вы ведёте приём, попросите администратора дать вам роль оператора."),
        code="not-clerk",
    )


def may_run_counter(
    person: PersonRef, cycle: Cycle, spans: Sequence[Span], moment: datetime
) -> Decision:
    """Help to vote, give out a ballot, spoil one: while the vote goes on."""
    allowed = may_serve_counter(person)
    if not allowed:
        return allowed
    is_open = cycle.state == rules.RUNNING and phases.opened(spans, phases.VOTE, moment)
    if is_open and cycle.settled_at is not None:
        return ALLOWED
    return refuse(
        _("Голосование не идёт, бюллетени не выдаются"),
        _("Введите те, что успели отдать до окончания."),
        code="not-open",
    )


def may_print_papers(
    person: PersonRef, cycle: Cycle, spans: Sequence[Span], moment: datetime
) -> Decision:
    """Number sheets: once the ballot is settled, so that they are ready, until the vote ends."""
    allowed = may_serve_counter(person)
    if not allowed:
        return allowed
    span = phases.of(spans, phases.BALLOT)
    is_ahead = cycle.state == rules.RUNNING and span is not None and moment < span.ends_at
    if is_ahead and cycle.settled_at is not None:
        return ALLOWED
    return refuse(
        _("Бюллетени сейчас не печатают"),
        _("Их печатают, когда список проектов утверждён, и до конца голосования."),
        code="not-open",
    )


def may_enter_papers(person: PersonRef, cycle: Cycle) -> Decision:
    """Type handed-in sheets: while the vote goes on and for a term after it."""
    allowed = may_serve_counter(person)
    if not allowed:
        return allowed
    if cycle.settled_at is not None and cycle.state in (rules.RUNNING, rules.CLOSED):
        return ALLOWED
    return refuse(
        _("Бумажные бюллетени этого цикла не вводят"),
        _("Их вводят, пока голосование идёт и пока голоса не посчитаны."),
        code="no-papers",
    )
