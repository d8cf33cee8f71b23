"""What the shell, bridges and other parts ask of participatory budgeting: plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from veche.commons.ballots import public as ballots
from veche.commons.identity import public as identity
from veche.commons.identity.public import ANONYMOUS, PersonRef
from veche.domains.budgeting import policies, rules
from veche.domains.budgeting.actions import judging
from veche.domains.budgeting.actions.proposing import Matter as What
from veche.domains.budgeting.actions.proposing import Plan
from veche.domains.budgeting.models import Cycle, Project
from veche.domains.budgeting.queries import counter, cycles, picturing, projects, wording
from veche.domains.budgeting.queries.mending import use_reports
from veche.domains.budgeting.queries.origins import use_origins
from veche.domains.budgeting.queries.paying import Paid, use_payments
from veche.domains.budgeting.queries.projects import KIND
from veche.domains.budgeting.rules import phases
from veche.kernel.errors import Conflict, NotFound
from veche.kernel.manifest import MapPin, Matter, SearchHit, ShareCard, SitePage
from veche.kernel.policies import Decision

__all__ = [
    "KIND",
    "Link",
    "Paid",
    "begin_from",
    "links",
    "may_take_over",
    "use_origins",
    "use_payments",
    "use_reports",
    "asked_for",
    "home_part",
    "me_part",
    "own_part",
    "pins",
    "search",
    "share_card",
    "site_pages",
    "waiting",
    "waiting_at_counter",
    "works_of",
]
SHOWN_ON_HOME = 2


@dataclass(frozen=True)
class Link:
    """What something of another service has become: a project, in words and addresses."""

    title: str
    url: str
    office_url: str
    note: str
    is_over: bool


def may_take_over(person: PersonRef) -> Decision:
    """Officials, while a cycle takes projects."""
    return policies.may_add_project(person, is_open=bool(_open_cycles()))


def begin_from(
    person: PersonRef,
    *,
    title: str,
    need: str,
    place_id: UUID | None,
    origin_kind: str,
    origin_id: UUID,
) -> UUID:
    """A project in the town's name in the cycle that takes projects; its parts and its cost are
    written by officials. Joins the caller's transaction; Refused when no cycle is open, Conflict
    when none that is open has money for the place."""
    found = _open_cycles()
    policies.may_add_project(person, is_open=bool(found)).or_refuse()
    cycle, fund = _with_money(found, place_id)
    row = judging.add_project(
        person,
        cycle_slug=cycle.slug,
        matter=What(title=title, need=need, fund=fund),
        plan=Plan("", "", "", ""),
        lines=(),
        origin=judging.Origin(origin_kind, origin_id),
    )
    return row.id


def _open_cycles() -> list[Cycle]:
    """Cycles that take projects of the town, the newest first."""
    return [
        one
        for one in cycles.running()
        if one.settled_at is None and cycles.is_open(one, phases.JUDGE)
    ]


def _with_money(found: Sequence[Cycle], place_id: UUID | None) -> tuple[Cycle, str]:
    """The first of them with money of the place or of the whole town, and its code; Conflict."""
    for cycle in found:
        codes = {fund.place_id: fund.code for fund in cycle.funds.all()}
        code = codes.get(place_id) or codes.get(None)
        if code:
            return cycle, code
    raise Conflict(
        _("Для этого места сейчас не делят деньги"),
        advice=_("Дождитесь цикла, в котором деньги есть у этого района или у всего города."),
        code="no-fund",
    )


def links(project_ids: Sequence[UUID]) -> dict[UUID, Link]:
    """What these projects are now, in words; left out are those that the count has passed over:
    what they have grown from may be entered again."""
    return {
        row.id: Link(
            title=row.title,
            url=_url(row) if row.is_public else "",
            office_url=reverse("budgeting:open-case", args=[row.slug]),
            note=str(wording.STATES[row.state]),
            is_over=row.state in rules.FUNDED or row.state in (rules.LOST, rules.REFUSED),
        )
        for row in projects.by_ids(project_ids)
        if not (row.state == rules.LOST and row.cycle.state == rules.APPROVED)
        and row.cycle.state != rules.VOID
    }


def works_of(contracts: Sequence[str]) -> Mapping[str, tuple[str, str]]:
    """Titles and addresses of public projects by the numbers of their contracts, which are told
    without spaces and the sign of a number, in capitals."""
    return {number: (row.title, _url(row)) for number, row in projects.by_contracts(contracts)}


def _url(row: Project) -> str:
    return reverse("budgeting:read-project", args=[row.slug])


def home_part(person: PersonRef) -> dict[str, Any] | None:
    """Cycles in which something is open now."""
    shown: list[tuple[Cycle, bool]] = []
    for cycle in cycles.running():
        may_vote = cycles.is_open(cycle, phases.VOTE) and cycle.settled_at is not None
        if may_vote or cycles.is_open(cycle, phases.PROPOSE):
            shown.append((cycle, may_vote))
    shown = shown[:SHOWN_ON_HOME]
    voted_on = [cycle.id for cycle, may_vote in shown if may_vote]
    own = (
        ballots.own_ballots(voted_on, person.id, person.earlier_ids)
        if person.id is not None and voted_on
        else {}
    )
    rows = [
        {
            "cycle": cycle,
            "url": reverse("budgeting:read-cycle", args=[cycle.slug]),
            "now": wording.now_of(cycle),
            "money": cycles.money_of(cycle),
            "may_vote": may_vote,
            "own": own.get(cycle.id),
        }
        for cycle, may_vote in shown
    ]
    return {"rows": rows} if rows else None


def me_part(person: PersonRef) -> dict[str, Any]:
    """The person's own projects and ballots, for «Я»."""
    open_now = [one for one in cycles.running() if one.settled_at is not None]
    own = (
        ballots.own_ballots([one.id for one in open_now], person.id, person.earlier_ids)
        if person.id is not None and open_now
        else {}
    )
    return {
        "number": projects.count_own(person),
        "drafts": len(projects.drafts_of(person)),
        "voted": [one for one in open_now if one.id in own],
    }


def waiting(person: PersonRef, limit: int) -> list[Matter]:
    """Projects to check, cycles to publish, ballots to settle; the most urgent first."""
    if not policies.may_work_on_projects(person):
        return []
    found = [*_to_take(person), *_to_settle(person), *_to_approve(person), *_to_publish(person)]
    for row in projects.waiting(limit):
        found.append(
            Matter(
                title=row.title,
                is_written=True,
                url=reverse("budgeting:open-case", args=[row.slug]),
                note=_("Проверить землю, полномочия и цену"),
            )
        )
    return found[:limit]


def waiting_at_counter(person: PersonRef, limit: int) -> list[Matter]:
    """Paper to type in after the close, by its term, and stacks that another clerk has typed."""
    if not policies.may_serve_counter(person):
        return []
    stacks = ballots.stacks_to_check(person.known_id)
    found = [
        Matter(
            title=cycle.title,
            is_written=True,
            url=reverse("budgeting:counter-cycle", args=[cycle.slug]),
            note=_papers_note(stacks.get(cycle.id, 0)),
            due_on=counter.papers_due_on(cycle) if cycle.state == rules.CLOSED else None,
        )
        for cycle in counter.with_paper_to_type(stacks)
    ]
    return sorted(found, key=lambda one: one.due_on or date.max)[:limit]


def _papers_note(stacks: int) -> str:
    if not stacks:
        return _("Ввести бумажные бюллетени")
    said = ngettext("Сверить %(count)s пачку", "Сверить пачек: %(count)s", stacks)
    return said % {"count": stacks}


def _to_settle(person: PersonRef) -> list[Matter]:
    if not person.has_role(identity.APPROVER):
        return []
    found = []
    for cycle in cycles.in_state(rules.RUNNING):
        span = phases.of(cycles.spans_of(cycle), phases.BALLOT)
        if cycle.settled_at is None and span and cycles.is_open(cycle, phases.SETTLE):
            found.append(
                Matter(
                    title=cycle.title,
                    is_written=True,
                    url=reverse("budgeting:list-projects", args=[cycle.slug]),
                    note=_("Утвердить бюллетень до начала голосования"),
                    due_on=cycles.day_of(span.starts_at),
                )
            )
    return found


def _to_take(person: PersonRef) -> list[Matter]:
    return [
        Matter(
            title=cycle.title,
            is_written=True,
            url=reverse("budgeting:take-state-vote", args=[cycle.slug]),
            note=_("Загрузить итоги с Госуслуг"),
        )
        for cycle in cycles.in_state(rules.CLOSED)
        if policies.may_take_state_vote(person, cycle)
    ]


def _to_approve(person: PersonRef) -> list[Matter]:
    if not person.has_role(identity.APPROVER):
        return []
    return [
        Matter(
            title=cycle.title,
            is_written=True,
            url=reverse("budgeting:approve-list", args=[cycle.slug]),
            note=_("Утвердить итог и адресный перечень"),
            due_on=wording.last_day(span) if span else None,
        )
        for cycle in cycles.in_state(rules.COUNTED)
        for span in [phases.of(cycles.spans_of(cycle), phases.COUNT)]
    ]


def _to_publish(person: PersonRef) -> list[Matter]:
    if not person.has_role(identity.APPROVER):
        return []
    return [
        Matter(
            title=cycle.title,
            is_written=True,
            url=reverse("budgeting:publish-cycle", args=[cycle.slug]),
            note=_("Проверить и опубликовать цикл"),
        )
        for cycle in cycles.drafts(20)
        if not cycles.flaws_of(cycle)
    ]


def search(person: PersonRef, words: str) -> list[SearchHit]:
    """Public projects whose title speaks of these words."""
    return [
        SearchHit(row.title, _url(row), _("Проект"), row.cycle.title, rank=0.4)
        for row in projects.about(words)
    ]


def pins(person: PersonRef) -> Sequence[MapPin]:
    """Projects that are chosen from, and what is built."""
    return [
        MapPin(
            title=row.title,
            url=_url(row),
            latitude=row.latitude or 0.0,
            longitude=row.longitude or 0.0,
            kind=_("Проект"),
            icon="rouble",
            text=str(wording.STATES[row.state]),
        )
        for row in projects.with_place()
    ]


def site_pages() -> list[SitePage]:
    """The list, cycles and the newest projects."""
    pages = [SitePage(reverse("budgeting:list-cycles"))]
    for slug, changed_at, has_result in cycles.addresses():
        pages.append(SitePage(reverse("budgeting:read-cycle", args=[slug]), changed_at))
        if has_result:
            pages.append(SitePage(reverse("budgeting:read-results", args=[slug]), changed_at))
    for slug, changed_at in projects.addresses():
        pages.append(SitePage(reverse("budgeting:read-project", args=[slug]), changed_at))
    return pages


def share_card(slug: str) -> ShareCard | None:
    """The picture beside a link to a cycle or a project; none for what is not public."""
    try:
        cycle = cycles.cycle_for(ANONYMOUS, slug)
    except NotFound:
        try:
            row = projects.project_for(ANONYMOUS, slug)
        except NotFound:
            return None
        return ShareCard(row.title, (str(wording.STATES[row.state]), row.cycle.title))
    now = wording.now_of(cycle)
    return ShareCard(cycle.title, (now["title"], now["left"]) if now["left"] else (now["title"],))


def asked_for(person: PersonRef, path: str) -> str:
    """Which vote asks for an age or a home, and of whom; "" for an address of another page."""
    try:
        found = resolve(path.partition("?")[0])
    except Resolver404:
        return ""
    if found.view_name != "budgeting:vote":
        return ""
    try:
        cycle = cycles.cycle_for(person, found.kwargs["slug"])
    except NotFound:
        return ""
    return _("Спрашивает «%(title)s». Голосуют %(who)s.") % {
        "title": cycle.title,
        "who": wording.who_votes(cycle),
    }


def own_part(person_id: UUID) -> dict[str, Any]:
    """What a person has proposed and cast, for a copy of their data."""
    ids = [person_id, *identity.earlier_ids(person_id)]
    known = {one.id: one for one in cycles.settled()}
    cast = ballots.own_ballots(list(known), person_id, ids[1:]) if known else {}
    rows = projects.of_people(ids)
    photos = picturing.own_part(rows)
    return {
        "projects": [
            {
                "cycle": row.cycle.title,
                "title": row.title,
                "need": row.need,
                "works": row.works,
                "benefits": row.benefits,
                "upkeep": row.upkeep,
                "land": row.land,
                "spot": row.spot,
                "latitude": row.latitude,
                "longitude": row.longitude,
                "lines": [
                    {
                        "title": line.title,
                        "amount_kopecks": line.amount_kopecks,
                        "payer": line.payer,
                    }
                    for line in row.cost_lines.all()
                ],
                "photos": photos.get(row.id, []),
                "state": row.state,
                "begun_at": row.begun_at.isoformat(),
            }
            for row in rows
        ],
        "ballots": [
            {"cycle": known[key].title, "receipt": own.receipt, "choice": own.choice}
            for key, own in cast.items()
        ],
    }
