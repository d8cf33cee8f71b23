"""Setting a cycle up: from a template to the day everyone sees it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from veche.commons.audit import public as audit
from veche.commons.identity.public import PersonRef
from veche.commons.norms import public as norms
from veche.domains.budgeting import events, policies, rules
from veche.domains.budgeting.models import Criterion, Cycle, Fund, Phase
from veche.domains.budgeting.queries import cycles, projects, wording
from veche.domains.budgeting.rules import phases, scoring, templates
from veche.kernel import clock, idempotency, outbox
from veche.kernel.errors import Conflict, Invalid, NotFound

FUNDS_MAX = 60
STATE_HOST = "gosuslugi.ru"


@dataclass(frozen=True)
class Begun:
    """What the first screen asks."""

    template: str
    title: str
    summary: str = ""


@dataclass(frozen=True)
class Money:
    """Kopecks of each place, None being the whole town; and who may choose how."""

    amounts: Mapping[UUID | None, int]
    place_id: UUID | None
    min_age: int
    min_level: int
    others_max: int | None
    turnout_target: int | None


@dataclass(frozen=True)
class Rule:
    """How the ballot is filled in and counted, by which act, and who answers."""

    ballot: str
    votes_max: int
    is_revisable: bool
    rule: str
    completion: str
    votes_min: int
    reserve_max: int
    act_title: str
    act_number: str
    act_on: date | None
    act_url: str
    body: str
    votes_at: str = rules.HERE
    vote_url: str = ""


Days = Mapping[str, tuple[date, date]]


@transaction.atomic
def begin_cycle(person: PersonRef, *, begun: Begun) -> Cycle:
    """Begin a draft with what cycles of its kind usually have."""
    policies.may_set_cycle_up(person).or_refuse()
    template = templates.TEMPLATES.get(begun.template)
    if template is None:
        raise Invalid(_("Выберите шаблон"), fields={"template": _("Выберите шаблон")})
    cycle = Cycle.objects.create(
        template=template.code,
        title=begun.title,
        summary=begun.summary,
        ballot=template.ballot,
        votes_max=template.votes_max,
        others_max=template.others_max,
        min_age=norms.value(template.age_norm, cycles.today()).value,
        rule=template.rule,
        reserve_max=template.reserve_max,
        author_id=person.id,
        changed_at=clock.now(),
    )
    write_phases(cycle, days=_usual_days(template, cycles.today() + timedelta(days=14)))
    if template.has_criteria:
        write_criteria(cycle, criteria=wording.usual_criteria())
    audit.record("budgeting.cycle_begun", person.id, cycle.id)
    return cycle


def start_cycle(person: PersonRef, *, begun: Begun, key: str) -> str:
    """The same from a page; the same key and words again lead to the same draft."""

    def make() -> str:
        return begin_cycle(person, begun=begun).slug

    told = repr(begun).encode()
    return str(idempotency.answer_once(f"person:{person.id}", f"budgeting:{key}", told, make))


def _usual_days(template: templates.Template, first: date) -> dict[str, tuple[date, date]]:
    """First and last day of each phase, one after another from a day on."""
    found, start = {}, first
    for kind in phases.KINDS:
        if kind in template.days:
            last = start + timedelta(days=template.days[kind] - 1)
            found[kind] = (start, last)
            start = last + timedelta(days=1)
    return found


@transaction.atomic(durable=True)
def rename_cycle(person: PersonRef, *, slug: str, title: str, summary: str) -> Cycle:
    """Change the name and the summary of a draft."""
    cycle = _locked_draft(person, slug)
    return _keep(person, cycle, {"title": title, "summary": summary})


@transaction.atomic(durable=True)
def set_money(person: PersonRef, *, slug: str, money: Money) -> Cycle:
    """Say how much there is for which place, and whose ballots count."""
    cycle = _locked_draft(person, slug)
    wanted = {place: amount for place, amount in money.amounts.items() if amount}
    if not wanted:
        words = _("Впишите сумму хотя бы в одну строку")
        raise Invalid(words, fields={"town": words})
    if not cycles.has_places_it_needs(cycle, list(wanted)):
        none = wording.flaw("no-district")
        raise Invalid(none, fields={"town": none}, code="no-district")
    if len(wanted) > FUNDS_MAX:
        many = ngettext(
            "Сумму можно вписать не больше чем в %(n)s строку: остальные оставьте пустыми",
            "Сумму можно вписать не больше чем в %(n)s строк: остальные оставьте пустыми",
            FUNDS_MAX,
        ) % {"n": FUNDS_MAX}
        raise Invalid(many, fields={"town": many}, code="too-many")
    Fund.objects.filter(cycle=cycle).delete()
    ordered = sorted(wanted.items(), key=lambda item: item[0] is not None)
    Fund.objects.bulk_create(
        Fund(cycle=cycle, code=f"f{number}", place_id=place, amount_kopecks=amount)
        for number, (place, amount) in enumerate(ordered, 1)
    )
    values = asdict(money)
    del values["amounts"]
    return _keep(person, cycle, values)


@transaction.atomic(durable=True)
def set_days(person: PersonRef, *, slug: str, days: Days) -> Cycle:
    """Say when each phase begins and ends; Invalid names the phase that is wrong."""
    cycle = _locked_draft(person, slug)
    wrong = phases.flaws(_spans(days))
    if wrong:
        fields = {
            f"{kind}_{'to' if code == 'empty' else 'from'}": str(wording.FLAWS[code])
            for kind, code in wrong
        }
        raise Invalid(_("Поправьте даты"), fields=fields, code="days")
    write_phases(cycle, days=days)
    return _keep(person, cycle, {})


def _spans(days: Days) -> list[phases.Span]:
    return [
        phases.Span(kind, _start(first), _start(last + timedelta(days=1)))
        for kind, (first, last) in days.items()
    ]


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), clock.zone(cycles.zone()))


def write_phases(cycle: Cycle, *, days: Days) -> None:
    """Replace the phases by these days."""
    Phase.objects.filter(cycle=cycle).delete()
    Phase.objects.bulk_create(
        Phase(cycle=cycle, kind=span.kind, starts_at=span.starts_at, ends_at=span.ends_at)
        for span in _spans(days)
    )


def write_criteria(cycle: Cycle, *, criteria: Sequence[scoring.Criterion]) -> None:
    """Add what points are given for, to a cycle without any."""
    Criterion.objects.bulk_create(
        Criterion(cycle=cycle, position=position, **asdict(one))
        for position, one in enumerate(criteria)
    )


@transaction.atomic(durable=True)
def set_rule(person: PersonRef, *, slug: str, rule: Rule) -> Cycle:
    """Say how ballots are filled in and counted, by which act, and who answers."""
    cycle = _locked_draft(person, slug)
    if rule.ballot == rules.ONE and rule.rule in templates.FAIR:
        words = _("Равным долям и Фрагмену нужен бюллетень с несколькими отметками")
        raise Invalid(words, fields={"rule": words}, code="one-mark")
    if rule.rule == templates.SCORES and not templates.TEMPLATES[cycle.template].has_criteria:
        words = _("По баллам выбирают в инициативном бюджетировании")
        raise Invalid(words, fields={"rule": words}, code="no-scores")
    if rule.act_on is not None and cycles.is_act_late(cycle, rule.act_on):
        late = wording.flaw("late-act")
        raise Invalid(late, fields={"act_on": late}, code="late-act")
    if rule.votes_at == rules.STATE:
        _require_state_vote(cycle, rule)
    return _keep(person, cycle, asdict(rule))


def _require_state_vote(cycle: Cycle, rule: Rule) -> None:
    """The state's vote gives one figure for each object: one mark a person, most marks first."""
    wrong = {}
    if not templates.TEMPLATES[cycle.template].has_state_vote:
        wrong["votes_at"] = _("На Госуслугах голосуют только за благоустройство")
    if rule.ballot != rules.ONE:
        wrong["ballot"] = _("На Госуслугах выбирают один объект")
    if rule.rule != templates.MOST_VOTES:
        wrong["rule"] = _("Из Госуслуг приходит число голосов: считают по нему")
    if not _is_of_the_state(rule.vote_url):
        wrong["vote_url"] = _("Вставьте ссылку вида https://zagorodsreda.gosuslugi.ru/…")
    if wrong:
        raise Invalid(_("Поправьте правило"), fields=wrong, code="state-vote")


def _is_of_the_state(url: str) -> bool:
    """Whether residents are sent to the state's service, and nowhere else."""
    try:
        parts = urlsplit(url)
        host, is_plain = parts.hostname or "", parts.port is None and parts.username is None
    except ValueError:
        return False
    is_its = host == STATE_HOST or host.endswith(f".{STATE_HOST}")
    return parts.scheme == "https" and is_plain and is_its


@transaction.atomic(durable=True)
def discard_cycle(person: PersonRef, *, slug: str) -> None:
    """Remove a draft for good."""
    cycle = _locked_draft(person, slug)
    audit.record("budgeting.cycle_discarded", person.id, cycle.id)
    cycle.delete()


@transaction.atomic(durable=True)
def publish_cycle(person: PersonRef, *, slug: str) -> Cycle:
    """Show the cycle to everyone; from now on nothing of it changes."""
    policies.may_set_cycle_up(person).or_refuse()
    cycle = _locked(person, slug)
    if cycle.state == rules.RUNNING:
        return cycle
    policies.may_publish_cycle(person, cycle).or_refuse()
    lacks = cycles.flaws_of(cycle)
    if lacks:
        raise Invalid(
            _("Цикл ещё не готов"),
            advice=_("Допишите то, чего не хватает."),
            fields={code: wording.flaw(code) for _screen, code in lacks},
            code="not-sound",
        )
    cycle.state, cycle.published_at = rules.RUNNING, clock.database_now()
    keep(cycle, "state", "published_at")
    audit.record("budgeting.cycle_published", person.id, cycle.id)
    outbox.put(events.CyclePublished(cycle_id=cycle.id))
    return cycle


def require_seen(cycle: Cycle, *, seen: str | None) -> None:
    """Conflict where the projects are not those that the page showed; `seen` None says nothing."""
    if seen is not None and seen != projects.seal_of(cycle):
        raise Conflict(
            _("Пока вы утверждали, список изменился"),
            advice=_("Посмотрите, что теперь на странице, и решите ещё раз."),
            code="changed",
        )


def keep(cycle: Cycle, *names: str) -> None:
    """Save these columns, and that something has changed."""
    cycle.changed_at, cycle.version = clock.now(), cycle.version + 1
    cycle.save(update_fields=[*names, "changed_at", "version"])


def _keep(person: PersonRef, cycle: Cycle, values: Mapping[str, Any]) -> Cycle:
    for name, value in values.items():
        setattr(cycle, name, value)
    keep(cycle, *values)
    audit.record("budgeting.cycle_described", person.id, cycle.id)
    return cycle


def _locked_draft(person: PersonRef, slug: str) -> Cycle:
    policies.may_set_cycle_up(person).or_refuse()
    cycle = _locked(person, slug)
    policies.may_change_cycle(person, cycle).or_refuse()
    return cycle


def _locked(person: PersonRef, slug: str) -> Cycle:
    return locked(cycles.cycle_for(person, slug).id)


def locked(cycle_id: UUID) -> Cycle:
    """The cycle under the lock of its row; NotFound."""
    cycle = Cycle.objects.select_for_update().filter(id=cycle_id).first()
    if cycle is None:
        raise NotFound()
    return cycle
