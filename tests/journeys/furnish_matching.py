"""Somebody able to help, an organisation's licence to look at, needs and talks of all sorts."""

from __future__ import annotations

from importlib import import_module
from uuid import uuid4


def furnish_matching() -> dict[str, str]:
    """Slugs of what the pages of matching show, by the names that the lists of pages use."""
    makers = import_module("veche.commons.matching.tests.makers")
    models = import_module("veche.commons.matching.models")
    now = import_module("veche.kernel.clock").now()
    helper = makers.make_solver(name="Сосед с дрелью")
    firm = models.Solver.objects.create(
        kind="organisation", organisation_id=uuid4(), name="Сварка-Плюс", waits_since=now.date()
    )
    skill = models.Skill.objects.create(
        solver=firm, work_kind_id="welding", licence="№ 7", licence_state="claimed"
    )
    found = {"need": makers.make_need().slug, "helper": helper.slug, "skill": str(skill.pk)}
    for state in ("offered", "agreed", "planned", "proven"):
        need = makers.make_need(title=f"Дело {state}")
        models.Need.objects.filter(id=need.id).exclude(title="Дело offered").update(state="taken")
        row = models.Match.objects.create(
            need=need,
            solver=helper,
            state=state,
            answer_by=now.date(),
            plan="В десять у ворот",
            plan_on=now.date(),
            plan_hands=2,
            planned_by="solver",
            allowed_at=now if state == "proven" else None,
            photo_ids=[uuid4()] if state == "proven" else [],
        )
        found[state] = row.slug
    return found
