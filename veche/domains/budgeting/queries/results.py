"""What the count has made of a cycle, in plain values for pages and papers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from veche.commons.ballots import public as ballots
from veche.commons.identity.public import ANONYMOUS
from veche.domains.budgeting import policies, rules
from veche.domains.budgeting.models import Cycle, Fund, Override, Project, Tally
from veche.domains.budgeting.queries import cycles, projects, represented, wording
from veche.domains.budgeting.rules import tallying


def tallies_of(cycle: Cycle) -> dict[int, list[Tally]]:
    """The counts by fund, the one in force first; one query."""
    found: dict[int, list[Tally]] = {}
    for one in Tally.objects.filter(fund__cycle=cycle):
        found.setdefault(one.fund_id, []).append(one)
    return found


def funds_of(
    cycle: Cycle, counts: Mapping[int, Sequence[Tally]] | None = None
) -> list[dict[str, Any]]:
    """Each fund with winners, reserve and the rest as they stand, and the other rules beside.

    `counts` are its tallies where they were read before.
    """
    names = cycles.names_of_places()
    counts = tallies_of(cycle) if counts is None else counts
    rows = projects.on_ballot(cycle)
    departures = departures_of(cycle)
    found = []
    for fund in cycles.funds_of(cycle):
        mine = [row for row in rows if row.fund_id == fund.pk]
        tallies = counts.get(fund.pk, [])
        if not mine or not tallies:
            continue
        lines = {row.id: _line(row, tallies[0].told, cycle, departures.get(row.id)) for row in mine}
        won = sorted((row for row in mine if row.state in rules.FUNDED), key=_by_place)
        lost = sorted(
            (row for row in mine if row.state not in rules.FUNDED), key=lambda one: -one.score
        )
        spent = sum(row.cost_kopecks for row in won)
        found.append(
            {
                "fund": fund,
                "name": wording.fund_name(fund, names),
                "figures": tallies[0].figures,
                "spent": spent,
                "left": fund.amount_kopecks - spent,
                "won": [lines[row.id] for row in won],
                "reserve": [lines[row.id] for row in lost if row.state == rules.RESERVE],
                "lost": [lines[row.id] for row in lost if row.state == rules.LOST],
                "beside": [_beside(one, mine, tallies[0], cycle.ballot) for one in tallies],
                "rounds": _rounds(tallies[0], mine),
                "has_shares": tallying.Way(tallies[0].rule).has_shares,
            }
        )
    return found


def _by_place(row: Project) -> int:
    return row.place if row.place is not None else 10**6


def _url(row: Project) -> str:
    """Its page; none where a moderator has hidden the text."""
    return reverse("budgeting:read-project", args=[row.slug]) if row.is_public else ""


def _share(part: int, whole: int) -> int:
    """Whole per cent; all and nobody are said of all and nobody alone."""
    if not 0 < part < whole:
        return 100 if part and whole else 0
    return min(99, max(1, round(100 * part / whole)))


def departure(overrides: Sequence[Override]) -> Override | None:
    """What the town made of a project against the count, by its departures in their order; None
    where there was none, or the last led back."""
    if not overrides or overrides[0].before == overrides[-1].after:
        return None
    return overrides[-1]


def departures_of(cycle: Cycle) -> dict[UUID, Override]:
    """The same of all projects of a cycle; one query."""
    found: dict[UUID, list[Override]] = {}
    for one in Override.objects.filter(project__cycle=cycle):
        found.setdefault(one.project_id, []).append(one)
    last = {project_id: departure(rows) for project_id, rows in found.items()}
    return {project_id: one for project_id, one in last.items() if one is not None}


def departure_of(row: Project) -> Override | None:
    """The same of one project."""
    return departure(list(row.overrides.all()))


def _line(
    row: Project, told: dict[str, Any], cycle: Cycle, departed: Override | None
) -> dict[str, Any]:
    return {
        "row": row,
        "marks": wording.marks_of(row, cycle),
        "score": wording.score_of(row.score, cycle),
        "url": _url(row),
        "why_url": _url(row) and reverse("budgeting:explain-project", args=[row.slug]),
        "tag": wording.tag(row),
        "departed": wording.DEPARTED[departed.after] if departed else "",
        # Where the town decided, votes would have changed nothing.
        "short": "" if departed else short(told.get(str(row.number), {})),
    }


def short(said: dict[str, Any]) -> str:
    """In a few words why a project was not funded."""
    reason = said.get("reason")
    if reason == "few-votes":
        return _("не набрал нужного числа голосов")
    if reason == "rival":
        return _("победил проект, который его исключает")
    people = said.get("people_to_win")
    if reason == "money" and people:
        words = ngettext("не хватило %(n)s голоса", "не хватило %(n)s голосов", people)
        return words % {"n": wording.grouped(people)}
    return _("не хватило денег") if reason == "money" else ""


def _beside(one: Tally, rows: list[Project], in_force: Tally, ballot: str) -> dict[str, Any]:
    """A rule with who would have won by it, and how it differs from the one in force."""
    known = {row.number: row for row in rows}
    winners = [known[item["project"]] for item in one.rounds]
    forced = {item["project"] for item in in_force.rounds}
    mine = {row.number for row in winners}
    figures = one.figures
    return {
        "rule": wording.rule_of(one.rule, ballot),
        "how": wording.how_of(one.rule, ballot),
        "completion": wording.COMPLETIONS[one.completion] if one.completion else "",
        "is_in_force": one.is_in_force,
        "figures": figures,
        "share": _share(figures["represented"], figures["voters"]),
        "winners": [{"row": row, "is_new": row.number not in forced} for row in winners],
        "gone": [known[number] for number in sorted(forced - mine)],
    }


def _rounds(one: Tally, rows: list[Project]) -> list[dict[str, Any]]:
    """Each step with its supporters, and what they paid where they paid it of their shares."""
    known, found = {row.number: row for row in rows}, []
    for number, item in enumerate(one.rounds, 1):
        row, said = known[item["project"]], one.told.get(str(item["project"]), {})
        found.append(
            {
                "number": number,
                "row": row,
                "left": item["left"],
                "votes": row.votes,
                "paid": wording.roubles(said["price"]) if said.get("price") else "",
                "all_left": said.get("all_left", 0),
            }
        )
    return found


def explained(row: Project) -> dict[str, Any] | None:
    """Why one project won or lost, by the rule in force and by others; None before the count."""
    tallies = list(Tally.objects.filter(fund=row.fund_id))
    in_force = next((one for one in tallies if one.is_in_force), None)
    if in_force is None or str(row.number) not in in_force.told:
        return None
    said, overrides = in_force.told[str(row.number)], list(row.overrides.all())
    departed = departure(overrides)
    ballot = row.cycle.ballot
    # As they stand after departures from the count, like the result itself.
    funded = Project.objects.filter(fund=row.fund_id, state__in=sorted(rules.FUNDED))
    ordered = funded.order_by(F("place").asc(nulls_last=True), "number")
    return {
        "said": said,
        "scored": wording.scored(said["score"], row.cycle),
        "rule": wording.rule_of(in_force.rule, ballot),
        "how": wording.how_of(in_force.rule, ballot),
        "winners": [
            {"row": one, "url": _url(one), "marks": wording.marks_of(one, row.cycle)}
            for one in projects.masked(list(ordered))
        ],
        "represented": represented.of_fund(row.cycle, tallies),
        "beside": [
            {
                "rule": wording.rule_of(one.rule, ballot),
                "is_won": bool(one.told.get(str(row.number), {}).get("is_won")),
            }
            for one in tallies
            if not one.is_in_force
        ],
        "overrides": overrides,
        "departed": departed,
        "title": wording.why(row, is_excluded=departed is not None),
        "has_departures": Override.objects.filter(project__fund=row.fund_id).exists(),
    }


def voters_of(fund: Fund) -> int | None:
    """How many ballots chose in a counted fund; None where nothing was counted."""
    one = Tally.objects.filter(fund=fund, is_in_force=True).first()
    return None if one is None else one.figures["voters"]


def files_open() -> set[int]:
    """Funds whose ballots everyone may take as a `.pb` file, by their key; one query."""
    rows = Tally.objects.filter(is_in_force=True).defer("told", "rounds")
    least = ballots.smallest_group()
    return {
        one.fund_id
        for one in rows.select_related("fund__cycle")
        if policies.may_export_fund(ANONYMOUS, one.fund.cycle, one.figures["voters"], least)
    }


def fund_by_code(cycle: Cycle, code: str) -> Fund | None:
    """A fund of a cycle by its code."""
    return next((one for one in cycle.funds.all() if one.code == code), None)
