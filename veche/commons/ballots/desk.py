"""What the pages of the counter show of a box, whichever service's vote it is.

The templates are `portal/counter/…`; a service adds its addresses, its paper and its policies.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from veche.commons.ballots import eligibility, paper_entry, paper_roll, printing
from veche.commons.ballots.paper_entry import Disagreement, Stack
from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.kernel.policies import Decision

ACTS = {
    "assisted": gettext_lazy("На экране"),
    "handed": gettext_lazy("Выдано"),
    "seen": gettext_lazy("Из них без согласия"),
    "enveloped": gettext_lazy("Конвертов"),
    "declined": gettext_lazy("Отложено"),
    "spoiled": gettext_lazy("Погашено"),
    "entered": gettext_lazy("Введено"),
    "invalid": gettext_lazy("Недейств."),
}


def standing(
    box_id: UUID,
    visitor: PersonRef,
    terms: eligibility.Terms,
    may_vote: Callable[[eligibility.Voter], Decision],
    territories: Sequence[str],
) -> dict[str, Any]:
    """Whether the visitor may vote, and what the clerk has to look for in the document.

    `territories` are the names of the places whose residents vote.
    """
    voter = eligibility.voter_of(visitor, terms)
    decision = may_vote(voter)
    seen = may_vote(eligibility.seen_in_document(terms, voter))
    return {
        "may_vote": decision,
        "needs_eyes": not decision and decision.code in eligibility.UNTOLD and bool(seen),
        "holds_two": paper_roll.holds_two(box_id, visitor.known_id, visitor.earlier_ids),
        "min_age": terms.min_age if voter.age is None else None,
        "territories": list(territories) if voter.place_ids is None else [],
    }


def paper_context(
    box_id: UUID,
    clerk_id: UUID,
    *,
    check_url: Callable[[UUID], str],
    pdf_url: Callable[[UUID], str],
) -> dict[str, Any]:
    """Packs, stacks and sums of a box's paper, each with where it leads."""
    return {
        "sheets": paper_roll.paper_figures(box_id),
        "packs": [{"pack": one, "url": pdf_url(one.id)} for one in paper_roll.packs(box_id)],
        "stacks": [
            {**_stack_row(one, clerk_id), "url": check_url(one.id)}
            for one in paper_entry.stacks(box_id)
        ],
    }


def _stack_row(stack: Stack, clerk_id: UUID) -> dict[str, Any]:
    is_own = stack.entered_by == clerk_id
    is_free = stack.checked_by in (None, clerk_id)
    return {
        "stack": stack,
        "is_own": is_own,
        "may_check": stack.state == "checking" and not is_own and is_free,
        "may_mend": stack.state == "checking" and is_own,
        "word": {
            "open": _("вводят"),
            "checking": _("сверяют"),
            "counted": _("в урне"),
        }[stack.state],
    }


def happened(done: str) -> str:
    """What the last press has done, by the word that its redirect carries."""
    return {
        "handed": _("Отметка поставлена. Пусть человек сам возьмёт любой лист из пачки."),
        "spoiled": _("Лист погашен. Пусть человек возьмёт другой."),
        "returned": _("Лишний лист погашен. Другой не выдавайте: один у человека остался."),
        "checked": _("Пачка сошлась, её бюллетени в урне."),
        "finished": _("Ввод закончен. Итог откроется через минуту."),
    }.get(done, "")


def entered(box_id: UUID, clerk_id: UUID, drop_url: Callable[[int], str]) -> list[dict[str, str]]:
    """The sheets of the clerk's open stack, the last typed first."""
    stack = next(
        (
            one
            for one in paper_entry.stacks(box_id)
            if one.entered_by == clerk_id and one.state == "open"
        ),
        None,
    )
    numbers = paper_entry.numbers_in(stack.id) if stack else []
    return [
        {"number": printing.spaced(number), "url": drop_url(serial)}
        for number, serial in reversed(numbers)
    ]


def checking(
    stack: Stack, clerk_id: UUID, spoken: Callable[[dict[str, Any]], str]
) -> dict[str, Any]:
    """A stack in its check: what is still to be typed, and what two people read differently.

    `spoken` tells a choice in words.
    """
    is_own = stack.entered_by == clerk_id
    disputed = paper_entry.disagreements(stack.id)
    return {
        "stack": stack,
        "is_own": is_own,
        "waiting": [printing.spaced(one) for one in paper_entry.waiting_numbers(stack.id)],
        "disputed": [_readings(one, spoken) for one in disputed],
        "may_type": not is_own or bool(disputed),
    }


def _readings(one: Disagreement, spoken: Callable[[dict[str, Any]], str]) -> dict[str, str]:
    def words(choice: dict[str, Any] | None) -> str:
        if choice is None:
            return _("лист недействителен")
        return spoken(choice) or _("пусто")

    return {
        "number": printing.spaced(one.number),
        "first": words(one.first),
        "second": words(one.second),
    }


def register(box_id: UUID) -> dict[str, Any]:
    """The journal of the counter by days and clerks, without residents."""
    lines = paper_roll.days_of_counter(box_id)
    sums = {act: sum(line.acts.get(act, 0) for line in lines) for act in ACTS}
    # What this vote does not know, such as envelopes, is not counted up as nought.
    shown = {act: title for act, title in ACTS.items() if sums[act]}
    clerks = {line.clerk_id for line in lines}
    names = {clerk: identity.masked_contact(clerk) for clerk in clerks}
    return {
        "sheets": paper_roll.paper_figures(box_id),
        "rows": [
            {
                "day": line.day,
                "who": names[line.clerk_id],
                "packs": line.packs,
                "acts": [(title, line.acts.get(act, 0)) for act, title in shown.items()],
            }
            for line in lines
        ],
        "sums": [(title, sums[act]) for act, title in shown.items()],
    }
