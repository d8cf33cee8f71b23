"""Paper at the counter: numbered sheets, who has taken one (by pseudonym), the journal of a day.

Which sheet went to whom is written nowhere: a resident takes any sheet of the pack, the roll learns
that this pseudonym has one, and the sheet's number is the bearer's right to one ballot.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from veche.commons.ballots import casting
from veche.commons.ballots.models import (
    Box,
    CounterTally,
    PaperEntry,
    PaperPack,
    PaperSheet,
    Retired,
    RollMark,
    StackState,
)
from veche.kernel import clock, locks
from veche.kernel.errors import Conflict, Invalid, NotFound, Refused

PACK_MAX = 500
SERIAL_DIGITS = 6
# A box that waits for its paper: closed for the voters, not yet published.
WAITING = Q(takes_paper=True, papers_done_at=None)
HANDED, ENVELOPED, DECLINED = "handed", "enveloped", "declined"
ACTS = (HANDED, ENVELOPED, DECLINED, "seen", "assisted", "spoiled", "entered", "invalid")


@dataclass(frozen=True)
class Pack:
    """A printed run of sheets."""

    id: UUID
    first: int
    last: int
    printed_by: UUID
    printed_on: date


@dataclass(frozen=True)
class PaperFigures:
    """Paper of a box in sums: what everyone may know."""

    takes_paper: bool
    is_done: bool
    handed: int
    counted: int
    invalid: int
    spoiled: int
    waiting: int
    surplus: int = 0

    @property
    def is_typed(self) -> bool:
        """Whether some of it may still come."""
        return self.takes_paper and not self.is_done

    @property
    def not_returned(self) -> int:
        """Sheets that were handed out and never came to be typed in."""
        came = self.counted + self.invalid + self.waiting
        return max(0, self.handed - self.surplus - came)


@dataclass(frozen=True)
class DayLine:
    """What one clerk did at the counter in one day."""

    day: date
    clerk_id: UUID
    acts: dict[str, int]
    packs: tuple[tuple[int, int], ...]


def print_pack(box_id: UUID, *, amount: int, clerk_id: UUID, day: date, pack_id: UUID) -> Pack:
    """Number so many new sheets; the same pack id again gives the same pack."""
    if not 1 <= amount <= PACK_MAX:
        raise Invalid(
            _("Столько листов сразу не напечатать"),
            fields={"amount": _("От 1 до %(most)s листов за раз.") % {"most": PACK_MAX}},
        )
    with transaction.atomic():
        locks.take(exclusive=[f"papers:{box_id}"], shared=[f"box:{box_id}"])
        known = PaperPack.objects.filter(id=pack_id, box_id=box_id).first()
        if known is not None:
            return _pack(known)
        box = _open_box(box_id)
        secret = casting.open_secret(box.wrapped_secret)
        taken = PaperPack.objects.filter(box_id=box_id).aggregate(last=Max("last"))["last"] or 0
        row = PaperPack.objects.create(
            id=pack_id,
            box_id=box_id,
            first=taken + 1,
            last=taken + amount,
            printed_by=clerk_id,
            printed_on=day,
        )
        PaperSheet.objects.bulk_create(
            PaperSheet(box_id=box_id, serial=serial, number=_number(secret, serial))
            for serial in range(row.first, row.last + 1)
        )
    return _pack(row)


def packs(box_id: UUID) -> list[Pack]:
    """Every printed run, the newest first."""
    return [_pack(row) for row in PaperPack.objects.filter(box_id=box_id).order_by("-first")]


def numbers_of_pack(box_id: UUID, pack_id: UUID) -> list[str]:
    """The numbers of a run, in order; NotFound for a run of another box."""
    row = PaperPack.objects.filter(id=pack_id, box_id=box_id).first()
    if row is None:
        raise NotFound()
    sheets = PaperSheet.objects.filter(
        box_id=box_id, serial__gte=row.first, serial__lte=row.last
    ).order_by("serial")
    return list(sheets.values_list("number", flat=True))


def hand_out(
    box_id: UUID,
    *,
    person_id: UUID,
    clerk_id: UUID,
    day: date,
    earlier_ids: Sequence[UUID] = (),
    act: str = HANDED,
) -> None:
    """Mark in the roll that this person votes on paper; Conflict for a second right to vote.

    The same locks as a ballot's: whoever votes on the portal at this moment is waited for.
    """
    with transaction.atomic():
        box = Box.objects.filter(id=box_id).first()
        if box is None:
            raise NotFound()
        secret = casting.open_secret(box.wrapped_secret)
        name = casting.live_pseudonym(box_id, secret, [person_id, *earlier_ids])
        state = casting.locked_state(box_id, name)
        casting.require_open(state)
        casting.require_one_account(state)
        if state.took_paper:
            raise Conflict(
                _("Этому человеку бюллетень уже выдан"),
                advice=_("Если лист испорчен, погасите его по номеру и дайте другой."),
                code="took-paper",
            )
        if state.last is not None:
            raise Conflict(
                _("Этот человек уже проголосовал"),
                advice=_("Бумажный бюллетень дал бы второй голос."),
                code="already-voted",
            )
        if not PaperPack.objects.filter(box_id=box_id).exists():
            raise Conflict(
                _("Сначала напечатайте бюллетени"),
                advice=_("Это делают на странице приёма этого голосования."),
                code="no-pack",
            )
        RollMark.objects.create(box_id=box_id, pseudonym=name)
        Box.objects.filter(id=box_id, takes_paper=False).update(takes_paper=True)
        add_tally(box_id, day=day, clerk_id=clerk_id, act=act)


def took_paper(box_id: UUID, person_id: UUID, earlier_ids: Sequence[UUID] = ()) -> bool:
    """Whether the person holds a paper ballot; False once nobody can tell any more."""
    box = Box.objects.filter(id=box_id, takes_paper=True).exclude(wrapped_secret=None).first()
    if box is None:
        return False
    secret = casting.open_secret(box.wrapped_secret)
    names = [casting.pseudonym(secret, one) for one in (person_id, *earlier_ids)]
    return RollMark.objects.filter(box_id=box_id, pseudonym__in=names).exists()


def spoil_sheet(box_id: UUID, *, number: str, clerk_id: UUID, day: date) -> None:
    """Take the worth from a sheet, so that another is given for it; the roll does not move."""
    with transaction.atomic():
        locks.take(exclusive=[f"papers:{box_id}"], shared=[f"box:{box_id}"])
        _open_box(box_id)
        sheet = live_sheet(box_id, number)
        PaperSheet.objects.filter(box_id=box_id, serial=sheet.serial).update(is_spoiled=True)
        add_tally(box_id, day=day, clerk_id=clerk_id, act="spoiled")


def live_sheet(box_id: UUID, number: str) -> PaperSheet:
    """A sheet that is still worth a ballot; call under the lock of the box's papers."""
    digits = "".join(sign for sign in number if sign in "0123456789")[:20]
    sheet = PaperSheet.objects.filter(box_id=box_id, number=digits).first()
    if sheet is None:
        raise _about_number(_("Такого номера нет: проверьте цифры."), "no-sheet")
    if sheet.is_spoiled:
        raise _about_number(_("Этот лист погашен как испорченный."), "spoiled")
    if PaperEntry.objects.filter(box_id=box_id, serial=sheet.serial).exists():
        raise _about_number(_("Этот лист уже введён."), "entered")
    return sheet


def _about_number(words: object, code: str) -> Invalid:
    return Invalid(_("С этим листом что-то не так"), fields={"number": str(words)}, code=code)


def finish_papers(box_id: UUID) -> None:
    """Say that no more sheets will come; harmless to repeat. Conflict while the vote goes on."""
    locks.take(exclusive=[f"box:{box_id}", f"papers:{box_id}"])
    box = Box.objects.filter(id=box_id).first()
    if box is None:
        raise NotFound()
    if box.closed_at is None:
        raise Conflict(
            _("Голосование ещё идёт"),
            advice=_("Дождитесь окончания: оно указано на странице голосования."),
            code="still-open",
        )
    Box.objects.filter(id=box_id, papers_done_at=None).update(papers_done_at=clock.now())


def awaiting_papers(box_ids: Iterable[UUID] | None = None) -> list[UUID]:
    """Boxes whose paper is still typed in: of these, or of all that are closed."""
    found = Box.objects.filter(WAITING)
    # Who asks by id knows the hour, which may have come a minute before the box was closed.
    found = found.exclude(closed_at=None) if box_ids is None else found.filter(id__in=box_ids)
    return list(found.values_list("id", flat=True))


def paper_figures(box_id: UUID) -> PaperFigures:
    """The sums of a box's paper; one query."""
    entries = PaperEntry.objects.filter(box_id=OuterRef("id"))
    counted = entries.filter(stack__state=StackState.COUNTED)
    box = (
        Box.objects.filter(id=box_id, takes_paper=True)
        .annotate(
            handed=_how_many(RollMark.objects.filter(box_id=OuterRef("id"))),
            counted=_how_many(counted.filter(is_invalid=False)),
            invalid=_how_many(counted.filter(is_invalid=True)),
            spoiled=_how_many(PaperSheet.objects.filter(box_id=OuterRef("id"), is_spoiled=True)),
            waiting=_how_many(entries.exclude(stack__state=StackState.COUNTED)),
            surplus=_how_many(_surplus(OuterRef("id"))),
        )
        .values("papers_done_at", "handed", "counted", "invalid", "spoiled", "waiting", "surplus")
        .first()
    )
    if box is None:
        return PaperFigures(False, False, 0, 0, 0, 0, 0)
    return PaperFigures(
        takes_paper=True,
        is_done=box["papers_done_at"] is not None,
        handed=box["handed"],
        counted=box["counted"],
        invalid=box["invalid"],
        spoiled=box["spoiled"],
        waiting=box["waiting"],
        surplus=box["surplus"],
    )


def _how_many(query: QuerySet[Any]) -> Coalesce:
    """How many rows a query within another one finds."""
    number = query.order_by().values("box_id").annotate(number=Count("*")).values("number")
    return Coalesce(Subquery(number), 0)


def surplus_sheets(box_id: UUID) -> int:
    """Sheets beyond one a person: taken by accounts that have become others since."""
    return _surplus(box_id).count()


def _surplus(box_id: UUID | OuterRef) -> QuerySet[RollMark]:
    gone = Retired.objects.filter(box_id=OuterRef("box_id"), pseudonym=OuterRef("pseudonym"))
    return RollMark.objects.filter(Exists(gone), box_id=box_id)


def holds_two(box_id: UUID, person_id: UUID, earlier_ids: Sequence[UUID]) -> bool:
    """Whether a person took a sheet with each of two accounts."""
    box = Box.objects.filter(id=box_id, takes_paper=True).exclude(wrapped_secret=None).first()
    if box is None or not earlier_ids:
        return False
    secret = casting.open_secret(box.wrapped_secret)
    names = [casting.pseudonym(secret, one) for one in (person_id, *earlier_ids)]
    return RollMark.objects.filter(box_id=box_id, pseudonym__in=names).count() > 1


def add_tally(box_id: UUID, *, day: date, clerk_id: UUID, act: str, amount: int = 1) -> None:
    """Count acts of a clerk's day; joins the caller's transaction."""
    if act not in ACTS:
        raise ValueError(f"The counter knows no act {act}.")
    CounterTally.objects.bulk_create(
        [CounterTally(box_id=box_id, day=day, clerk_id=clerk_id, act=act, amount=0)],
        ignore_conflicts=True,
    )
    CounterTally.objects.filter(box_id=box_id, day=day, clerk_id=clerk_id, act=act).update(
        amount=F("amount") + amount
    )


def days_of_counter(box_id: UUID) -> list[DayLine]:
    """The journal: what each clerk did on each day, the newest day first."""
    acts: dict[tuple[date, UUID], dict[str, int]] = {}
    for row in CounterTally.objects.filter(box_id=box_id):
        acts.setdefault((row.day, row.clerk_id), {})[row.act] = row.amount
    runs: dict[tuple[date, UUID], list[tuple[int, int]]] = {}
    for pack in PaperPack.objects.filter(box_id=box_id).order_by("first"):
        runs.setdefault((pack.printed_on, pack.printed_by), []).append((pack.first, pack.last))
    return [
        DayLine(day, clerk_id, acts.get((day, clerk_id), {}), tuple(runs.get((day, clerk_id), ())))
        for day, clerk_id in sorted({*acts, *runs}, key=lambda key: (-key[0].toordinal(), key[1]))
    ]


def _open_box(box_id: UUID) -> Box:
    """A box that takes ballots; the moment is read after the lock is held."""
    box = Box.objects.filter(id=box_id).first()
    if box is None:
        raise NotFound()
    casting.require_open_mode(box.mode)
    if box.closed_at is not None or box.closes_at <= clock.database_now():
        raise Refused(
            _("Голосование закончилось"),
            advice=_("Итоги и решение — на странице голосования."),
            code="closed",
        )
    return box


def _number(secret: bytes, serial: int) -> str:
    """Six digits in order and six that only the box can make, so that none is invented."""
    mac = hmac.digest(secret, b"sheet" + serial.to_bytes(4, "big"), "sha256")
    check = int.from_bytes(mac[:8], "big") % 10 ** (casting.RECEIPT_DIGITS - SERIAL_DIGITS)
    return f"{serial:0{SERIAL_DIGITS}d}{check:0{casting.RECEIPT_DIGITS - SERIAL_DIGITS}d}"


def _pack(row: PaperPack) -> Pack:
    return Pack(row.id, row.first, row.last, row.printed_by, row.printed_on)
