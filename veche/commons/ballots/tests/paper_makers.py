"""Boxes that take paper, with sheets printed and handed out."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from veche.commons.ballots import paper_entry, public
from veche.kernel.ids import new_id

DAY = date(2026, 11, 28)
SHARE = public.Share(percent=10, least=5)


def printed(box: UUID, amount: int = 3, clerk: UUID | None = None) -> list[str]:
    """Numbers of freshly printed sheets."""
    pack = public.print_pack(
        box, amount=amount, clerk_id=clerk or new_id(), day=DAY, pack_id=new_id()
    )
    return public.numbers_of_pack(box, pack.id)


def hand(box: UUID, person: UUID | None = None, clerk: UUID | None = None) -> None:
    """Mark a person in the roll."""
    public.hand_out(box, person_id=person or new_id(), clerk_id=clerk or new_id(), day=DAY)


def handed(box: UUID, amount: int) -> list[str]:
    """Numbers of so many sheets, each given to somebody."""
    numbers = printed(box, amount)
    for _number in numbers:
        hand(box)
    return numbers


def enter(box: UUID, clerk: UUID, number: str, *options: str, key: UUID | None = None) -> None:
    """Type a sheet of FLAVOURS; without options it is invalid."""
    typed: dict[str, Any] | None = {"q": list(options)} if options else None
    public.enter_sheet(
        box, clerk_id=clerk, number=number, typed=typed, key=key or new_id(), day=DAY
    )


def check(box: UUID, stack: UUID, clerk: UUID, number: str, *options: str) -> bool:
    """Type a drawn sheet again."""
    typed: dict[str, Any] | None = {"q": list(options)} if options else None
    checked = paper_entry.check_sheet(
        box, stack_id=stack, clerk_id=clerk, number=number, typed=typed, share=SHARE, day=DAY
    )
    is_counted = next(one for one in public.stacks(box) if one.id == stack).state == "counted"
    assert checked.is_stack_counted == is_counted
    return checked.is_agreed


def count_stack(box: UUID, typed: dict[str, tuple[str, ...]]) -> None:
    """A whole stack typed, checked and counted."""
    first, second = new_id(), new_id()
    for number, options in typed.items():
        enter(box, first, number, *options)
    paper_entry.hand_over(box, clerk_id=first, share=SHARE)
    stack = next(one for one in public.stacks(box) if one.entered_by == first)
    for number in public.waiting_numbers(stack.id):
        assert check(box, stack.id, second, number, *typed[number])
