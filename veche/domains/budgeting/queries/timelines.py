"""The course of a project in the words of the screen: what has been, what is now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from veche.domains.budgeting import rules
from veche.domains.budgeting.models import Project
from veche.domains.budgeting.queries import wording


def timeline(row: Project, steps: Sequence[dict[str, Any]] = ()) -> list[dict[str, Any]]:
    """The course of a project: what has been, what is now."""
    found = [_step(_("Подан"), wording.day(row.filed_at), "done")]
    if row.cycle.state == rules.VOID and row.state != rules.REFUSED:
        return [*found, _step(_("Голосование не состоялось"), "", "late")]
    if row.state == rules.PROPOSED:
        return [*found, _step(_("Город проверяет"), gettext("земля, полномочия, цена"), "now")]
    if row.state == rules.REFUSED:
        return [*found, _step(_("Не допущен"), gettext("причина на этой странице"), "late")]
    found.append(_step(_("Допущен"), "", "done"))
    if row.state in (rules.ADMITTED, rules.BALLOTED):
        is_on = row.state == rules.BALLOTED
        words = gettext("в бюллетене") if is_on else gettext("ждёт бюллетеня")
        return [*found, _step(_("Голосование"), words, "now")]
    votes = ngettext("%(n)s голос", "%(n)s голосов", row.votes) % {"n": row.votes}
    if row.state in (rules.LOST, rules.RESERVE):
        return [*found, _step(wording.STATES[row.state], votes, "now")]
    found.append(_step(_("Победил"), votes, "done"))
    return [*found, *_built(row)]


def _built(row: Project) -> list[dict[str, Any]]:
    notes = {
        rules.CONTRACT: " ".join(filter(None, (row.contract_number, row.contractor))),
        rules.ACCEPTED: wording.day(row.accepted_on),
    }
    done = rules.BUILT.index(row.state)
    after = (
        [
            _step(
                _("Гарантия"),
                gettext("до %(day)s") % {"day": wording.day(row.guarantee_until)},
                "now",
            )
        ]
        if row.guarantee_until
        else []
    )
    built = [
        _step(
            wording.STATES[step],
            notes.get(step, "") if position <= done else "",
            "done"
            if position < done or step == row.state == rules.ACCEPTED
            else "now"
            if position == done
            else "",
        )
        for position, step in enumerate(rules.BUILT)
        if position
    ]
    return built + after


def _step(title: Any, text: str, state: str) -> dict[str, Any]:
    return {"title": title, "text": text, "state": state}
