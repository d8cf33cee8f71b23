"""Ballot boxes for polls, budgeting and initiatives, so that they never count differently.

Everything here takes and returns plain values, and `cast` opens a durable transaction of its own:
another process may stand behind the same functions. Opening, extending and closing join the
caller's transaction.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from veche.commons.ballots import casting, desk, joining, pabulib, printing, rules
from veche.commons.ballots.breakdown import TRAIT, breakdown, smallest_group, split_by_place
from veche.commons.ballots.breakdown_rules import TURNOUT, Group, Table
from veche.commons.ballots.bulk import FilledPaper, fill
from veche.commons.ballots.casting import PAPER, Pass, Receipt, already_voted, paper_taken
from veche.commons.ballots.collecting import (
    Batch,
    CarriedFigures,
    accept_envelope,
    batches,
    batches_out,
    carried_figures,
    decline_envelope,
    give_batch,
    take_back,
)
from veche.commons.ballots.counting import (
    Line,
    OwnBallot,
    Results,
    Turnout,
    ballot_cast,
    has_receipt,
    is_struck_receipt,
    known_box,
    own_ballots,
    results,
    results_of,
    turnout,
    turnouts,
)
from veche.commons.ballots.draw_rules import drawn, sample_size
from veche.commons.ballots.draws import (
    DrawState,
    commit,
    draw_of,
    persons_of,
    reveal_seed,
    voters_among,
)
from veche.commons.ballots.electorate import Stratum, electorate
from veche.commons.ballots.eligibility import (
    UNTOLD,
    Hurdle,
    Terms,
    Voter,
    hurdle,
    seen_in_document,
    voter_of,
)
from veche.commons.ballots.forms import PackForm, SheetNumberForm, SpoilForm, SurplusForm
from veche.commons.ballots.joining import join_voters
from veche.commons.ballots.models import (
    Ballot,
    Box,
    Draw,
    Mode,
    PaperPack,
    Retired,
)
from veche.commons.ballots.paper_acts import check_paper, end_papers, hand_over_stack
from veche.commons.ballots.paper_entry import (
    Disagreement,
    Share,
    Stack,
    disagreements,
    drop_entry,
    enter_sheet,
    numbers_in,
    retype_sheet,
    stacks,
    stacks_to_check,
    waiting_numbers,
)
from veche.commons.ballots.paper_roll import (
    WAITING,
    DayLine,
    Pack,
    PaperFigures,
    add_tally,
    awaiting_papers,
    days_of_counter,
    hand_out,
    holds_two,
    numbers_of_pack,
    packs,
    paper_figures,
    print_pack,
    spoil_sheet,
    took_paper,
)
from veche.commons.ballots.pb_words import explain_flaw
from veche.commons.ballots.percents import percents
from veche.commons.ballots.publishing import (
    count_published,
    is_published,
    own_words,
    publish,
    published_rows,
    recount,
    settle,
)
from veche.commons.ballots.rules import Question
from veche.commons.ballots.secrecy import keeping
from veche.commons.ballots.secrecy.assisted import AssistedReceipt
from veche.commons.ballots.secrecy.assisted import cast as secret_assisted_cast
from veche.commons.ballots.secrecy.boxlink import BoxSilent
from veche.commons.ballots.secrecy.figures import SecretFigures, SecretStanding, SecretStratum
from veche.commons.ballots.secrecy.figures import figures as secret_figures
from veche.commons.ballots.secrecy.figures import standing as secret_standing
from veche.commons.ballots.secrecy.figures import taken_in as secret_taken_in
from veche.commons.ballots.secrecy.freezing import Floors, SignerSilent
from veche.commons.ballots.secrecy.freezing import floors as secret_floors
from veche.commons.ballots.secrecy.freezing import freeze as freeze_secret
from veche.commons.ballots.secrecy.freezing import manifest_of as secret_manifest
from veche.commons.ballots.secrecy.issuing import issue as secret_token
from veche.commons.ballots.secrecy.issuing import misshapen as misshapen_blank
from veche.commons.ballots.secrecy.keeping import rewrap_all as rewrap_secret_keys
from veche.commons.ballots.secrecy.papers import is_writable as may_be_secret
from veche.commons.ballots.secrecy.scripts import client_sha384
from veche.commons.ballots.series import smallest_bin, turnout_bins
from veche.commons.ballots.series_rules import Bin
from veche.kernel import clock, crypto, jobs, locks
from veche.kernel.errors import Conflict

__all__ = [
    "AssistedReceipt",
    "BoxSilent",
    "Floors",
    "SecretFigures",
    "SecretStanding",
    "SecretStratum",
    "SignerSilent",
    "client_sha384",
    "freeze_secret",
    "is_secret",
    "may_be_secret",
    "rewrap_secret_keys",
    "secret_assisted_cast",
    "secret_figures",
    "secret_floors",
    "secret_manifest",
    "secret_standing",
    "secret_taken_in",
    "secret_token",
    "misshapen_blank",
    "Stratum",
    "electorate",
    "UNTOLD",
    "Hurdle",
    "Terms",
    "Voter",
    "hurdle",
    "seen_in_document",
    "voter_of",
    "settle",
    "Batch",
    "Bin",
    "CarriedFigures",
    "accept_envelope",
    "already_voted",
    "batches",
    "batches_out",
    "carried_figures",
    "decline_envelope",
    "give_batch",
    "take_back",
    "DayLine",
    "Disagreement",
    "DrawState",
    "Group",
    "TRAIT",
    "TURNOUT",
    "Table",
    "ballot_cast",
    "breakdown",
    "check_paper",
    "end_papers",
    "hand_over_stack",
    "FilledPaper",
    "Line",
    "OwnBallot",
    "PAPER",
    "Pack",
    "PackForm",
    "SheetNumberForm",
    "SpoilForm",
    "SurplusForm",
    "desk",
    "printing",
    "PaperFigures",
    "Pass",
    "Question",
    "Receipt",
    "Results",
    "Share",
    "Stack",
    "Turnout",
    "add_tally",
    "awaiting_papers",
    "cast",
    "close_box",
    "count_published",
    "days_of_counter",
    "destroy_secret",
    "disagreements",
    "draw_of",
    "drawn",
    "drop_entry",
    "enter_sheet",
    "explain_flaw",
    "extend_box",
    "persons_of",
    "reveal_seed",
    "sample_size",
    "fill",
    "hand_out",
    "has_receipt",
    "holds_two",
    "is_published",
    "is_running",
    "is_struck_receipt",
    "issue_pass",
    "join_voters",
    "numbers_in",
    "numbers_of_pack",
    "open_box",
    "paper_taken",
    "own_ballots",
    "own_words",
    "pabulib",
    "packs",
    "percents",
    "paper_figures",
    "print_pack",
    "publish",
    "published_rows",
    "recount",
    "remove_box",
    "results",
    "results_of",
    "running_since",
    "retype_sheet",
    "smallest_bin",
    "smallest_group",
    "split_by_place",
    "spoil_sheet",
    "stacks",
    "stacks_to_check",
    "took_paper",
    "turnout",
    "turnout_bins",
    "turnouts",
    "unpublished",
    "waiting_numbers",
    "with_marks",
    "with_secrets",
    "voters_among",
]


def open_box(
    box_id: UUID,
    *,
    paper: Sequence[Question],
    opens_at: datetime,
    closes_at: datetime,
    is_revisable: bool,
) -> None:
    """Make a box; harmless to repeat. ValueError for a paper that could not be counted.

    Conflict when a box of that id stands there with another paper: its ballots answer others.
    """
    _require_not_frozen(box_id)
    rules.require_countable(paper)
    secret = secrets.token_bytes(32)
    with transaction.atomic():
        # Whoever joins voters sees this box, or is seen here. Boxes do not wait for each other.
        locks.take(shared=[joining.BOXES])
        box, is_new = Box.objects.get_or_create(
            id=box_id,
            defaults={
                "paper": rules.paper_to_json(paper),
                "opens_at": opens_at,
                "closes_at": closes_at,
                "is_revisable": is_revisable,
                "wrapped_secret": crypto.wrap(secret, casting.SECRET),
            },
        )
        if is_new:
            joining.retire_joined(box_id, secret)
            commit(box)
    if not is_new and rules.paper_from_json(box.paper) != tuple(paper):
        raise Conflict(
            _("Урна этого опроса уже открыта с другими вопросами"),
            advice=_("Скопируйте опрос и задайте новые вопросы в копии."),
            code="other-paper",
        )


def remove_box(box_id: UUID) -> None:
    """Take an unused box away; Conflict once a ballot lies in it."""
    locks.take(exclusive=[f"box:{box_id}"])
    _require_not_frozen(box_id)
    if Ballot.objects.filter(box_id=box_id).exists():
        raise Conflict(
            _("Первый голос уже подан, вопросы и варианты менять нельзя"),
            advice=_("Можно только продлить голосование, указав причину."),
            code="has-ballots",
        )
    Retired.objects.filter(box_id=box_id).delete()
    if PaperPack.objects.filter(box_id=box_id).exists():
        raise Conflict(
            _("Для этого опроса уже напечатаны бумажные бюллетени"),
            advice=_("Менять вопросы поздно: листы на руках спросили бы другое."),
            code="has-papers",
        )
    Draw.objects.filter(box_id=box_id).delete()
    Box.objects.filter(id=box_id).delete()


def extend_box(box_id: UUID, closes_at: datetime) -> None:
    """Move the close later; Conflict for a closed box or an earlier close."""
    locks.take(exclusive=[f"box:{box_id}"])
    _require_not_frozen(box_id)
    box = known_box(box_id)
    moment = clock.database_now()
    if box.closed_at is not None or box.closes_at <= moment:
        raise Conflict(
            _("Голосование уже закончилось, продлить его нельзя"),
            advice=_("Если нужно спросить ещё раз, скопируйте опрос."),
            code="closed",
        )
    if closes_at <= box.closes_at:
        raise Conflict(
            _("Новый срок должен быть позже прежнего"),
            advice=_("Выберите более поздний день."),
            code="not-later",
        )
    Box.objects.filter(id=box_id).update(closes_at=closes_at)


def close_box(box_id: UUID) -> datetime:
    """Stop accepting ballots; waits for those being dropped. Returns the moment of the close."""
    locks.take(exclusive=[f"box:{box_id}"])
    box = known_box(box_id)
    if box.closed_at is not None:
        return box.closed_at
    moment = min(clock.database_now(), box.closes_at)
    Box.objects.filter(id=box_id, closed_at=None).update(closed_at=moment)
    if box.mode == Mode.SECRET:
        jobs.defer("ballots.count_poll", box_id=str(box_id), at=box.closes_at)
    return moment


def is_secret(box_id: UUID) -> bool:
    """Whether the ballots of this box go to another program."""
    return Box.objects.filter(id=box_id, mode=Mode.SECRET).exists()


def _require_not_frozen(box_id: UUID) -> None:
    if is_secret(box_id):
        raise Conflict(
            _("Тайное голосование зафиксировано, менять его нельзя"),
            advice=_("Вопросы, часы и список голосующих уже в журнале урны. Скопируйте опрос."),
            code="frozen",
        )


def issue_pass(
    box_id: UUID,
    *,
    person_id: UUID,
    earlier_ids: Sequence[UUID] = (),
    stratum: str,
    level: int,
    channel: str,
    age_band: str = "",
) -> Pass:
    """Leave to drop a ballot, for a person whose right to vote the caller has checked.

    `earlier_ids` are the accounts that have become this one; the caller has read them after the
    box was opened.
    """
    return casting.issue_pass(
        box_id,
        person_ids=[person_id, *earlier_ids],
        stratum=stratum,
        level=level,
        channel=channel,
        age_band=age_band,
    )


def cast(leave: Pass, choice: Mapping[str, Any]) -> Receipt:
    """Drop a ballot, durably; the same pass and choice again give the same receipt."""
    return casting.cast(leave, dict(choice))


def with_secrets() -> list[UUID]:
    """Closed boxes whose ballots can still be tied to persons."""
    held = Box.objects.exclude(closed_at=None).exclude(wrapped_secret=None).exclude(WAITING)
    # Nobody can tie these ballots to persons; but who took part, and with which keys, is kept.
    secret = Box.objects.filter(secretpoll__is_destroyed=False, published_at__isnull=False)
    return [*held.values_list("id", flat=True), *secret.values_list("id", flat=True)]


def with_marks() -> list[UUID]:
    """Boxes that can be drawn from: marks are out, and their ballots can be tied to persons."""
    held = Box.objects.filter(draw__marks__isnull=False).exclude(wrapped_secret=None)
    return list(held.values_list("id", flat=True))


def unpublished() -> list[UUID]:
    """Closed boxes whose rows are not there for everyone yet."""
    waiting = Box.objects.exclude(closed_at=None).filter(published_at=None).exclude(WAITING)
    # Rows of a secret box come by a job of ours, out of its log.
    waiting = waiting.exclude(mode=Mode.SECRET)
    return list(waiting.values_list("id", flat=True))


def overdue(longer_than: timedelta) -> list[UUID]:
    """Boxes whose hours ended so long ago and that nobody has closed."""
    ended = clock.database_now() - longer_than
    waiting = Box.objects.filter(closed_at=None, closes_at__lt=ended)
    return list(waiting.values_list("id", flat=True))


def is_running(box_id: UUID) -> bool:
    """Whether the box still takes ballots, by the clock that judges them."""
    return _running().filter(id=box_id).exists()


def _running() -> QuerySet[Box]:
    return Box.objects.filter(closed_at=None, closes_at__gt=clock.database_now())


def running_since() -> datetime | None:
    """When the oldest box that still takes ballots was opened; None when there is none."""
    oldest = _running().order_by("opens_at").first()
    return oldest.opens_at if oldest else None


def destroy_secret(box_id: UUID) -> None:
    """Forget whose ballot is whose, for good; harmless to repeat."""
    kept = Box.objects.filter(id=box_id).exclude(closed_at=None).exclude(wrapped_secret=None)
    kept.update(wrapped_secret=None)
    keeping.destroy(box_id)
