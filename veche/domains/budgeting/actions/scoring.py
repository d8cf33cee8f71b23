"""Points by criteria: what they are given for, the commission's marks, the end of marking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from veche.commons.audit import public as audit
from veche.commons.identity.public import PersonRef
from veche.domains.budgeting import events, policies
from veche.domains.budgeting.actions import setting_up
from veche.domains.budgeting.models import Criterion, Cycle, Project, Score
from veche.domains.budgeting.queries import cycles, projects, scores
from veche.domains.budgeting.rules import scoring
from veche.kernel import clock, outbox
from veche.kernel.errors import Conflict, Invalid

CRITERIA_MAX = 12
Marks = Mapping[tuple[UUID, int], int | None]


@transaction.atomic(durable=True)
def set_criteria(person: PersonRef, *, slug: str, criteria: Sequence[scoring.Criterion]) -> Cycle:
    """Say what points are given for; Invalid for none, too many, or a figure that is missing."""
    policies.may_set_cycle_up(person).or_refuse()
    cycle = setting_up.locked(cycles.cycle_for(person, slug).id)
    policies.may_change_cycle(person, cycle).or_refuse()
    if not 1 <= len(criteria) <= CRITERIA_MAX:
        words = _("Впишите хотя бы один критерий")
        raise Invalid(words, fields={"title_0": words}, code="no-criteria")
    Criterion.objects.filter(cycle=cycle).delete()
    setting_up.write_criteria(cycle, criteria=criteria)
    setting_up.keep(cycle)
    audit.record("budgeting.cycle_described", person.id, cycle.id)
    return cycle


@transaction.atomic(durable=True)
def give_marks(person: PersonRef, *, slug: str, marks: Marks) -> int:
    """Keep a member's marks, by project and criterion; a later mark replaces the former, None takes
    it back.

    Returns how many stand. Nobody marks a project of their own; Invalid names the mark that is
    more than its criterion has.
    """
    cycle = setting_up.locked(cycles.cycle_to_manage(person, slug).id)
    policies.may_score(person, cycle).or_refuse()
    known = {row.id: row for row in projects.on_ballot(cycle)}
    criteria = {one.pk: one for one in scores.of_commission(cycle)}
    wrong = {
        f"m-{known[project].number}-{criterion}": _("От 0 до %(most)s")
        % {"most": criteria[criterion].points_max}
        for (project, criterion), points in marks.items()
        if project in known
        and criterion in criteria
        and points is not None
        and not 0 <= points <= criteria[criterion].points_max
    }
    if wrong:
        raise Invalid(_("Поправьте баллы"), fields=wrong, code="off-scale")
    rows = [
        Score(
            project=known[project],
            criterion=criteria[criterion],
            member_id=person.known_id,
            points=points,
            at=clock.now(),
        )
        for (project, criterion), points in marks.items()
        if points is not None
        and project in known
        and criterion in criteria
        and not _is_own(person, known[project])
    ]
    # The page sends every field, and most of them empty at first.
    own = Score.objects.filter(member_id=person.known_id, project__in=known)
    taken_back = [
        key
        for key, project, criterion in own.values_list("pk", "project_id", "criterion_id")
        if marks.get((project, criterion), 0) is None
    ]
    if taken_back:
        Score.objects.filter(pk__in=taken_back).delete()
    Score.objects.bulk_create(
        rows,
        update_conflicts=True,
        update_fields=["points", "at"],
        unique_fields=["project", "criterion", "member_id"],
    )
    audit.record("budgeting.marks_given", person.id, cycle.id)
    return len(rows)


def _is_own(person: PersonRef, row: Project) -> bool:
    return row.is_of(person.id, person.earlier_ids)


@transaction.atomic(durable=True)
def close_scores(person: PersonRef, *, slug: str) -> Cycle:
    """End the marking; Conflict while a project has too few marks. The count goes on by itself."""
    cycle = setting_up.locked(cycles.cycle_to_manage(person, slug).id)
    policies.may_close_scores(person, cycle).or_refuse()
    lacking = scores.unmarked(cycle)
    if lacking:
        least = scores.members_min()
        words = ngettext(
            "Мало оценок у %(n)s проекта", "Мало оценок у %(n)s проектов", len(lacking)
        )
        raise Conflict(
            words % {"n": len(lacking)},
            advice=ngettext(
                "Каждый проект по каждому критерию оценивает хотя бы %(n)s член комиссии.",
                "Каждый проект по каждому критерию оценивают хотя бы %(n)s членов комиссии.",
                least,
            )
            % {"n": least},
            code="few-marks",
        )
    cycle.scored_at = clock.database_now()
    setting_up.keep(cycle, "scored_at")
    audit.record("budgeting.scores_closed", person.id, cycle.id)
    outbox.put(events.ScoresClosed(cycle_id=cycle.id))
    return cycle
