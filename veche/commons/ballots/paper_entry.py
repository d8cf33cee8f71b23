"""Typing paper ballots in: one clerk types a stack, another types a drawn share of it again.

A stack goes into the box when both have typed every drawn sheet alike. A difference draws as many
again: where one mistake was found there may be more. No more sheets are taken than were handed out.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from veche.commons.ballots import casting, collecting, paper_roll, rules, words
from veche.commons.ballots.models import (
    Box,
    PaperEntry,
    PaperSheet,
    PaperStack,
    RollMark,
    StackState,
)
from veche.commons.norms import public as norms
from veche.kernel import locks
from veche.kernel.errors import Conflict, Invalid, NotFound, Refused

STACK_MAX = 1000
Typed = Mapping[str, Any] | None  # None: a sheet that says nothing countable


@dataclass(frozen=True)
class Share:
    """How much of a stack is typed again: percents, and the least number of sheets."""

    percent: int
    least: int

    def of(self, sheets: int) -> int:
        """That many sheets of so many, rounded up."""
        return min(sheets, max(self.least, -(-sheets * self.percent // 100)))


def share_on(day: date) -> Share:
    """How much of a stack a second person types again, by the norms of the day."""
    return Share(
        percent=norms.value("poll.paper_check_percent", day).value,
        least=norms.value("poll.paper_check_min", day).value,
    )


@dataclass(frozen=True)
class Disagreement:
    """A sheet that two people typed differently; None is «nothing countable»."""

    number: str
    first: dict[str, Any] | None
    second: dict[str, Any] | None


@dataclass(frozen=True)
class Stack:
    """A stack as its clerks see it."""

    id: UUID
    state: str
    entered_by: UUID
    checked_by: UUID | None
    opened_on: date
    sheets: int
    drawn: int
    agreed: int


@dataclass(frozen=True)
class Checked:
    """A drawn sheet typed again: whether both typed the same, and whether this was the last sheet
    of its stack, which sent it into the box."""

    is_agreed: bool
    is_stack_counted: bool


def stacks_to_check(clerk_id: UUID) -> dict[UUID, int]:
    """How many stacks of each box this clerk may check; one query."""
    others = PaperStack.objects.filter(state=StackState.CHECKING).exclude(entered_by=clerk_id)
    free = others.filter(Q(checked_by=None) | Q(checked_by=clerk_id)).order_by()
    return dict(free.values_list("box_id").annotate(number=Count("id")))


def stacks(box_id: UUID) -> list[Stack]:
    """All stacks of a box, those that wait first."""
    rows = PaperStack.objects.filter(box_id=box_id).annotate(
        sheets=Count("paperentry"),
        drawn=Count("paperentry", filter=Q(paperentry__is_drawn=True)),
        agreed=Count("paperentry", filter=Q(paperentry__is_agreed=True)),
    )
    order = {StackState.CHECKING: 0, StackState.OPEN: 1, StackState.COUNTED: 2}
    found = [
        Stack(
            row.id,
            row.state,
            row.entered_by,
            row.checked_by,
            row.opened_on,
            row.sheets,
            row.drawn,
            row.agreed,
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (order[StackState(one.state)], one.opened_on, one.id))


def numbers_in(stack_id: UUID) -> list[tuple[str, int]]:
    """Numbers of the sheets of a stack and their places in the run, in order."""
    serials = PaperEntry.objects.filter(stack_id=stack_id).values_list("box_id", "serial")
    found = list(serials)
    if not found:
        return []
    numbers = PaperSheet.objects.filter(
        box_id=found[0][0], serial__in=[serial for _box, serial in found]
    ).order_by("serial")
    return list(numbers.values_list("number", "serial"))


def enter_sheet(
    box_id: UUID, *, clerk_id: UUID, number: str, typed: Typed, key: UUID, day: date
) -> None:
    """Type a sheet into the clerk's open stack; the same key again is the same sheet."""
    with transaction.atomic():
        locks.take(exclusive=[f"papers:{box_id}"])
        if PaperEntry.objects.filter(box_id=box_id, key=key).exists():
            return
        box = _box_with_room(box_id)
        sheet = paper_roll.live_sheet(box_id, number)
        marks = _marks(box, typed)
        stack, _is_new = PaperStack.objects.get_or_create(
            box_id=box_id,
            entered_by=clerk_id,
            state=StackState.OPEN,
            defaults={"opened_on": day},
        )
        collecting.require_room(box_id, sheet.serial)
        _require_no_surplus(box_id)
        if PaperEntry.objects.filter(stack=stack).count() >= STACK_MAX:
            raise Conflict(
                _("Пачка полна"), advice=_("Передайте её на сверку и начните новую."), code="full"
            )
        PaperEntry.objects.create(
            box_id=box_id, serial=sheet.serial, stack=stack, key=key, marks=marks
        )


def _require_no_surplus(box_id: UUID) -> None:
    """No more sheets than people who took them; call under the lock of the box's papers."""
    surplus = paper_roll.surplus_sheets(box_id)
    taken = PaperEntry.objects.filter(box_id=box_id).count()
    if surplus and taken >= RollMark.objects.filter(box_id=box_id).count() - surplus:
        raise Conflict(
            _("Этот лист лишний: введено столько, сколько людей взяли бюллетень"),
            advice=_(
                "Один человек взял два листа и потом объединил учётные записи. Голос у него один. "
                "Отложите этот лист в отдельный конверт и составьте акт."
            ),
            code="surplus-sheet",
        )


def drop_entry(box_id: UUID, *, clerk_id: UUID, serial: int) -> None:
    """Take a sheet out of the clerk's own open stack, to type it again; harmless to repeat."""
    with transaction.atomic():
        locks.take(exclusive=[f"papers:{box_id}"])
        PaperEntry.objects.filter(
            box_id=box_id,
            serial=serial,
            stack__entered_by=clerk_id,
            stack__state=StackState.OPEN,
        ).delete()


def hand_over(box_id: UUID, *, clerk_id: UUID, share: Share) -> None:
    """Close the clerk's open stack and draw the sheets that a second person types again."""
    with transaction.atomic():
        locks.take(exclusive=[f"papers:{box_id}"])
        stack = PaperStack.objects.filter(
            box_id=box_id, entered_by=clerk_id, state=StackState.OPEN
        ).first()
        if stack is None or not PaperEntry.objects.filter(stack=stack).exists():
            raise Conflict(
                _("В пачке нет ни одного листа"),
                advice=_("Введите листы, потом передайте пачку на сверку."),
                code="empty-stack",
            )
        _draw(stack, share)
        PaperStack.objects.filter(id=stack.id).update(state=StackState.CHECKING)


def check_sheet(
    box_id: UUID,
    *,
    stack_id: UUID,
    clerk_id: UUID,
    number: str,
    typed: Typed,
    share: Share,
    day: date,
) -> Checked:
    """The second person's typing of a drawn sheet, blind.

    The last sheet that agrees sends the stack into the box.
    """
    with transaction.atomic():
        locks.take(exclusive=[f"papers:{box_id}", f"box:{box_id}"])
        stack = _stack_in_check(box_id, stack_id)
        if stack.entered_by == clerk_id or stack.checked_by not in (None, clerk_id):
            raise Refused(
                _("Сверяет другой человек, не тот, кто вводил"),
                advice=_("Пачку набирает один сотрудник, проверяет второй."),
                code="own-stack",
            )
        entry = _drawn_entry(stack, number)
        marks = _marks(_box_with_room(box_id), typed)
        is_agreed = marks == entry.marks
        if not is_agreed and entry.is_agreed is None:
            _draw(stack, share)
        PaperEntry.objects.filter(box_id=box_id, serial=entry.serial).update(
            second_marks=marks, is_agreed=is_agreed
        )
        PaperStack.objects.filter(id=stack.id).update(checked_by=clerk_id)
        drawn = PaperEntry.objects.filter(stack=stack, is_drawn=True)
        is_last = not drawn.exclude(is_agreed=True).exists()
        if is_last:
            _count(stack, day)
    return Checked(is_agreed, is_last)


def retype_sheet(
    box_id: UUID, *, stack_id: UUID, clerk_id: UUID, number: str, typed: Typed
) -> None:
    """The first person types a disputed sheet anew; the second then types it again, blind."""
    with transaction.atomic():
        locks.take(exclusive=[f"papers:{box_id}"])
        stack = _stack_in_check(box_id, stack_id)
        if stack.entered_by != clerk_id:
            raise Refused(
                _("Исправляет тот, кто вводил"),
                advice=_("Передайте лист ему."),
                code="others-stack",
            )
        entry = _drawn_entry(stack, number)
        if entry.is_agreed is not False:
            raise Conflict(
                _("Об этом листе никто не спорит"),
                advice=_("Обновите страницу: на ней видно, что можно сделать."),
                code="not-disputed",
            )
        marks = _marks(_box_with_room(box_id), typed)
        PaperEntry.objects.filter(box_id=box_id, serial=entry.serial).update(
            marks=marks, second_marks=None, is_agreed=None
        )


def waiting_numbers(stack_id: UUID) -> list[str]:
    """Drawn sheets the second person has still to type."""
    return [number for number, _entry in _of_stack(stack_id, is_agreed=None)]


def disagreements(stack_id: UUID) -> list[Disagreement]:
    """Sheets that were typed differently, with both readings."""
    return [
        Disagreement(number, _choice(entry.marks), _choice(entry.second_marks))
        for number, entry in _of_stack(stack_id, is_agreed=False)
    ]


def _of_stack(stack_id: UUID, *, is_agreed: bool | None) -> list[tuple[str, PaperEntry]]:
    entries = {
        entry.serial: entry
        for entry in PaperEntry.objects.filter(
            stack_id=stack_id, is_drawn=True, is_agreed=is_agreed
        )
    }
    box_ids = {entry.box_id for entry in entries.values()}
    sheets = PaperSheet.objects.filter(box_id__in=box_ids, serial__in=entries).order_by("serial")
    return [(sheet.number, entries[sheet.serial]) for sheet in sheets]


def _box_with_room(box_id: UUID) -> Box:
    """A box whose paper is not finished; the term is the caller's matter."""
    box = Box.objects.filter(id=box_id).first()
    if box is None:
        raise NotFound()
    if box.papers_done_at is not None or box.published_at is not None:
        raise Conflict(
            _("Ввод бумажных бюллетеней закончен"),
            advice=_("Итог и все бюллетени — на странице голосования."),
            code="papers-done",
        )
    return box


def _stack_in_check(box_id: UUID, stack_id: UUID) -> PaperStack:
    stack = PaperStack.objects.filter(id=stack_id, box_id=box_id).first()
    if stack is None:
        raise NotFound()
    if stack.state != StackState.CHECKING:
        raise Conflict(
            _("Эту пачку сейчас не сверяют"),
            advice=_("Обновите страницу: на ней видно, что можно сделать."),
            code="not-checking",
        )
    return stack


def _drawn_entry(stack: PaperStack, number: str) -> PaperEntry:
    digits = "".join(sign for sign in number if sign in "0123456789")[:20]
    sheet = PaperSheet.objects.filter(box_id=stack.box_id, number=digits).first()
    entry = (
        sheet and PaperEntry.objects.filter(stack=stack, serial=sheet.serial, is_drawn=True).first()
    )
    if not entry or entry.is_agreed:
        raise Invalid(
            _("Этот лист сверять не нужно"),
            fields={"number": _("Возьмите лист из списка выше.")},
            code="not-drawn",
        )
    return entry


def _marks(box: Box, typed: Typed) -> list[Any]:
    if typed is None:
        return []
    paper = rules.paper_from_json(box.paper)
    try:
        return [casting.check_paper(paper, dict(typed))]
    except rules.ChoiceError as error:
        raise Invalid(
            _("Лист введён не до конца"),
            advice=_("Если так и отмечено, лист недействителен: скажите это кнопкой внизу."),
            fields={error.question: words.explain(error)},
            code=error.code,
            context={"limits": error.limits},
        ) from None


def _choice(marks: Sequence[dict[str, Any]] | None) -> dict[str, Any] | None:
    return marks[0] if marks else None


def _draw(stack: PaperStack, share: Share) -> None:
    entries = PaperEntry.objects.filter(stack=stack)
    free = list(entries.filter(is_drawn=False).values_list("serial", flat=True))
    number = min(len(free), share.of(entries.count()))
    drawn = secrets.SystemRandom().sample(free, number)
    entries.filter(serial__in=drawn).update(is_drawn=True)


def _count(stack: PaperStack, day: date) -> None:
    """Drop the stack into the box; the box is held alone, so nobody waits in a circle."""
    box = Box.objects.get(id=stack.box_id)
    secret = casting.open_secret(box.wrapped_secret)
    paper = rules.paper_from_json(box.paper)
    entries = list(PaperEntry.objects.filter(stack=stack))
    numbers = dict(
        PaperSheet.objects.filter(
            box_id=box.id, serial__in=[entry.serial for entry in entries]
        ).values_list("serial", "number")
    )
    secrets.SystemRandom().shuffle(entries)
    countable = [(entry, entry.marks[0]) for entry in entries if entry.marks]
    for entry, choice in countable:
        number = numbers[entry.serial]
        casting.drop_sheet(
            box.id,
            hmac.digest(secret, b"paper" + number.encode(), "sha256"),
            is_revisable=box.is_revisable,
            choice=choice,
            lines=casting.lines_of(paper, choice, casting.PAPER),
            number=number,
        )
    invalid = len(entries) - len(countable)
    empty = [entry.serial for entry in entries if not entry.marks]
    PaperEntry.objects.filter(stack=stack, serial__in=empty).update(is_invalid=True)
    PaperEntry.objects.filter(stack=stack).update(marks=None, second_marks=None)
    PaperStack.objects.filter(id=stack.id).update(state=StackState.COUNTED)
    for act, amount in (("entered", len(countable)), ("invalid", invalid)):
        if amount:
            paper_roll.add_tally(box.id, day=day, clerk_id=stack.entered_by, act=act, amount=amount)
