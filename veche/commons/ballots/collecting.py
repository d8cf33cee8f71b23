"""Paper that collectors carry: a pack of blank sheets out, sealed envelopes and blanks back.

A person puts the marked sheet into an envelope, and the envelope with a slip about themselves into
an outer one. The collector sees neither. A clerk opens the outer one, finds the person by the slip,
and the roll learns that this pseudonym votes on paper; the inner one goes unopened to the others.
So each carried sheet that is counted stands on a mark of the roll, like those of the counter.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _

from veche.commons.ballots import paper_roll
from veche.commons.ballots.models import Box, CounterTally, PaperBatch, PaperEntry, RollMark
from veche.kernel import locks
from veche.kernel.errors import Conflict, Invalid, NotFound


@dataclass(frozen=True)
class Batch:
    """A pack that one collector carries; `unused` is None until it comes back."""

    id: UUID
    box_id: UUID
    collector_id: UUID
    first: int
    last: int
    handed_on: date
    unused: int | None
    returned_on: date | None

    @property
    def amount(self) -> int:
        """How many sheets were given."""
        return self.last - self.first + 1


@dataclass(frozen=True)
class CarriedFigures:
    """What everyone may know of paper that went through collectors."""

    collectors: int
    given: int
    unused: int
    accepted: int
    declined: int
    is_out: bool

    @property
    def lost(self) -> int:
        """Sheets that came back neither blank nor in an envelope."""
        return max(0, self.given - self.unused - self.accepted - self.declined)


def give_batch(
    box_id: UUID, *, amount: int, collector_id: UUID, clerk_id: UUID, day: date, batch_id: UUID
) -> Batch:
    """Number a pack for a collector; the same batch id again is the same pack."""
    with transaction.atomic():
        pack = paper_roll.print_pack(
            box_id, amount=amount, clerk_id=clerk_id, day=day, pack_id=batch_id
        )
        PaperBatch.objects.get_or_create(
            pack_id=pack.id, defaults={"collector_id": collector_id, "handed_on": day}
        )
        Box.objects.filter(id=box_id, takes_paper=False).update(takes_paper=True)
    return next(one for one in batches(box_id) if one.id == batch_id)


def take_back(box_id: UUID, *, batch_id: UUID, unused: int, clerk_id: UUID, day: date) -> None:
    """Note how many blanks came back: from then on none of them is worth a ballot.

    The same number again changes nothing; another one is a Conflict.
    """
    with transaction.atomic():
        locks.take(exclusive=[f"papers:{box_id}"])
        batch = next((one for one in batches(box_id) if one.id == batch_id), None)
        if batch is None:
            raise NotFound()
        if batch.unused == unused:
            return
        if batch.unused is not None:
            raise Conflict(
                _("Этот пакет уже принят"),
                advice=_("Обновите страницу: на ней видно, что можно сделать."),
                code="batch-back",
            )
        if not 0 <= unused <= batch.amount - _typed(batch):
            raise Invalid(
                _("Столько чистых листов быть не может"),
                fields={
                    "unused": _("В пакете было %(given)s, введено из них %(typed)s.")
                    % {"given": batch.amount, "typed": _typed(batch)}
                },
                code="unused",
            )
        PaperBatch.objects.filter(pack_id=batch_id).update(
            unused=unused, returned_on=day, returned_to=clerk_id
        )


def batches(box_id: UUID) -> list[Batch]:
    """All packs that collectors of a box got, the newest first."""
    return _batches(Q(pack__box_id=box_id))


def batches_out(collector_ids: Collection[UUID]) -> list[Batch]:
    """Packs these collectors have not brought back yet, of boxes whose paper is not finished."""
    if not collector_ids:
        return []
    return _batches(Q(collector_id__in=collector_ids, unused=None, pack__box__papers_done_at=None))


def _batches(condition: Q) -> list[Batch]:
    rows = PaperBatch.objects.filter(condition).select_related("pack")
    return [
        Batch(
            row.pack.id,
            row.pack.box_id,
            row.collector_id,
            row.pack.first,
            row.pack.last,
            row.handed_on,
            row.unused,
            row.returned_on,
        )
        for row in rows.order_by("-handed_on", "-pack__first")
    ]


def accept_envelope(
    box_id: UUID,
    *,
    person_id: UUID,
    clerk_id: UUID,
    day: date,
    earlier_ids: Sequence[UUID] = (),
) -> None:
    """Mark in the roll that this person votes on a carried sheet; Conflict for a second vote.

    No more envelopes are taken than sheets were given to collectors.
    """
    with transaction.atomic():
        locks.take(exclusive=[f"papers:{box_id}"], shared=[f"box:{box_id}"])
        figures = carried_figures(box_id)
        if figures.accepted + figures.declined + figures.unused >= figures.given:
            raise Conflict(
                _("Конвертов больше, чем листов у старост"),
                advice=_("Сверьте, сколько листов передали и сколько вернулось."),
                code="more-than-given",
            )
        paper_roll.hand_out(
            box_id,
            person_id=person_id,
            clerk_id=clerk_id,
            day=day,
            earlier_ids=earlier_ids,
            act=paper_roll.ENVELOPED,
        )


def decline_envelope(box_id: UUID, *, clerk_id: UUID, day: date) -> None:
    """Count an envelope that was put aside unopened."""
    with transaction.atomic():
        locks.take(exclusive=[f"papers:{box_id}"])
        figures = carried_figures(box_id)
        if figures.accepted + figures.declined + figures.unused >= figures.given:
            raise Conflict(
                _("Конвертов больше, чем листов у старост"),
                advice=_("Сверьте, сколько листов передали и сколько вернулось."),
                code="more-than-given",
            )
        paper_roll.add_tally(box_id, day=day, clerk_id=clerk_id, act=paper_roll.DECLINED)


def carried_figures(box_id: UUID) -> CarriedFigures:
    """The sums of a box's carried paper."""
    found = batches(box_id)
    return CarriedFigures(
        collectors=len({one.collector_id for one in found}),
        given=sum(one.amount for one in found),
        unused=sum(one.unused or 0 for one in found),
        accepted=_tally(box_id, paper_roll.ENVELOPED),
        declined=_tally(box_id, paper_roll.DECLINED),
        is_out=any(one.unused is None for one in found),
    )


def require_room(box_id: UUID, serial: int) -> None:
    """Refuse a sheet that no mark of its own kind stands for; call under the lock of papers.

    Carried sheets stand on envelopes, the others on marks made at the counter, so that neither
    uses up what belongs to the other.
    """
    carried = batches(box_id)
    accepted = _tally(box_id, paper_roll.ENVELOPED)
    of_carried = sum(_typed(one) for one in carried)
    batch = next((one for one in carried if one.first <= serial <= one.last), None)
    if batch is None:
        room = RollMark.objects.filter(box_id=box_id).count() - accepted
        taken = PaperEntry.objects.filter(box_id=box_id).count() - of_carried
        advice = _("Больше бюллетеней, чем выдано людям по документу, урна не примет.")
    else:
        room, taken = accepted, of_carried
        advice = _("Сначала примите конверт: лист без конверта урна не возьмёт.")
        if batch.unused is not None and _typed(batch) >= batch.amount - batch.unused:
            taken = room
            advice = _("Все листы этого пакета, кроме чистых, уже введены.")
    if taken >= room:
        raise Conflict(
            _("Введено столько листов, сколько выдано"), advice=advice, code="more-than-handed"
        )


def _typed(batch: Batch) -> int:
    return PaperEntry.objects.filter(
        box_id=batch.box_id, serial__gte=batch.first, serial__lte=batch.last
    ).count()


def _tally(box_id: UUID, act: str) -> int:
    rows = CounterTally.objects.filter(box_id=box_id, act=act)
    return rows.aggregate(total=Sum("amount"))["total"] or 0
