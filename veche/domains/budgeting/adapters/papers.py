"""Papers of a cycle: the protocol of its count and the list of what is built."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from veche.commons.ballots import public as ballots
from veche.commons.documents import public as documents
from veche.commons.documents.public import Block
from veche.commons.towns import public as towns
from veche.domains.budgeting import rules
from veche.domains.budgeting.models import Cycle, Protocol
from veche.domains.budgeting.queries import cycles, projects, results, voting, wording
from veche.domains.budgeting.rules import phases


def protocol(cycle: Cycle, signed: Protocol, address: str) -> documents.Paper:
    """The protocol by the version of the template it was signed with."""
    with translation.override(rules.TOWN_LANGUAGE):
        cast = voting.turnout(cycle)
        values: documents.Values = {
            **_head(cycle, signed.number, signed.signed_on),
            "body": cycle.body,
            "period": _period(cycle),
            "voters": wording.who_votes(cycle),
            "rule": _rule(cycle),
            "ballots": f"{cast}{_apart(cycle)}",
            "turnout": _turnout(cycle, cast),
            "results": tuple(_results(cycle)),
            "overrides": tuple(_overrides(cycle)),
            "address": address,
            "signature": (documents.signature(signed.signatory_post, signed.signatory_name),),
        }
        title = _("Протокол № %(number)s: %(title)s") % {
            "number": signed.number,
            "title": cycle.title,
        }
        return documents.make("budget-protocol", values, title, number=signed.protocol_template)


def address_list(cycle: Cycle, signed: Protocol) -> documents.Paper:
    """«Адресный перечень»: what the money is spent on, where, until when."""
    with translation.override(rules.TOWN_LANGUAGE):
        names = cycles.names_of_places()
        rows = [row for row in projects.on_ballot(cycle) if row.state in rules.FUNDED]
        head = [
            "№",
            _("Объект"),
            _("Адрес"),
            _("Из бюджета"),
            _("Добавят жители и предприниматели"),
        ]
        lines = [
            [
                str(number),
                row.title,
                wording.where(row, names),
                wording.roubles(row.cost_kopecks),
                wording.roubles(row.partners_kopecks) if row.partners_kopecks else "—",
            ]
            for number, row in enumerate(rows, 1)
        ]
        values: documents.Values = {
            **_head(cycle, signed.list_number, signed.list_on),
            "protocol_number": signed.number,
            "protocol_date": _day(signed.signed_on),
            "objects": (documents.table(head, lines),),
            "sum": wording.roubles(sum(row.cost_kopecks for row in rows)),
            "works_by": _day(signed.works_by),
            "signature": (documents.signature(signed.signatory_post, signed.signatory_name),),
        }
        title = _("Адресный перечень № %(number)s: %(title)s") % {
            "number": signed.list_number,
            "title": cycle.title,
        }
        return documents.make("budget-list", values, title, number=signed.list_template)


def _head(cycle: Cycle, number: str, on: date) -> dict[str, str]:
    act = _("%(title)s № %(number)s") % {"title": cycle.act_title, "number": cycle.act_number}
    if cycle.act_on:
        act += " " + _("от %(when)s") % {"when": _day(cycle.act_on)}
    return {
        "town": towns.current().name,
        "title": cycle.title,
        "number": number,
        "date": _day(on),
        "act": act,
    }


def _day(on: date | datetime) -> str:
    day = cycles.day_of(on) if isinstance(on, datetime) else on
    return date_format(day, r"j E Y \г.", use_l10n=False)


def _period(cycle: Cycle) -> str:
    span = phases.of(cycles.spans_of(cycle), phases.BALLOT)
    return f"{_day(span.starts_at)} — {_day(wording.last_day(span))}" if span else ""


def _rule(cycle: Cycle) -> str:
    said = wording.rule_of(cycle.rule, cycle.ballot)
    if cycle.completion:
        said += f" ({wording.COMPLETIONS[cycle.completion]})"
    if cycle.votes_min:
        words = ngettext("порог: %(n)s голос", "порог: %(n)s голосов", cycle.votes_min)
        said += ", " + words % {"n": cycle.votes_min}
    return said


def _apart(cycle: Cycle) -> str:
    """How many of the ballots came by the counter and on paper; "" when none did."""
    taken, beside = voting.state_vote_of(cycle), voting.channels(cycle)
    if taken is not None:
        return ", " + _("голосовали на Госуслугах, источник: %(source)s") % {"source": taken.source}
    if not beside:
        return ""
    return ", " + _(
        "из них на приёме %(assisted)s, на бумаге %(paper)s; недействительных листов %(invalid)s"
    ) % {**beside, "invalid": ballots.paper_figures(cycle.id).invalid}


def _turnout(cycle: Cycle, cast: int) -> str:
    if not cycle.turnout_target:
        return ""
    words = (
        _("Цель по явке достигнута: %(cast)s из %(goal)s.")
        if cast >= cycle.turnout_target
        else _("Цель по явке не достигнута: %(cast)s из %(goal)s.")
    )
    return words % {"cast": cast, "goal": cycle.turnout_target}


def _results(cycle: Cycle) -> Iterator[Block]:
    has_score = wording.has_score(cycle)
    head = ["№", _("Проект"), _("Цена"), *([_("Баллов")] if has_score else []), _("Голосов")]
    head.append(_("Итог"))
    for one in results.funds_of(cycle):
        said = f"{one['name']}: {wording.roubles(one['fund'].amount_kopecks)}"
        yield documents.text(said, is_bold=True)
        lines = [*one["won"], *one["reserve"], *one["lost"]]
        yield documents.table(
            head,
            [
                [
                    str(line["row"].number),
                    line["row"].title,
                    wording.roubles(line["row"].cost_kopecks),
                    *([line["score"]] if has_score else []),
                    str(line["row"].votes),
                    _outcome(line["row"].state),
                ]
                for line in lines
            ],
        )


def _outcome(state: str) -> str:
    return str(wording.STATES[rules.WON if state in rules.FUNDED else state])


def _overrides(cycle: Cycle) -> Iterator[Block]:
    found = projects.overrides_of(cycle)
    if found:
        yield documents.text(_("Отступления от подсчёта"), is_bold=True)
        yield documents.items(
            [
                f"№ {one.project.number} {one.project.title}: {_outcome(one.before)} → "
                f"{_outcome(one.after)}. {one.reason}"
                for one in found
            ]
        )
