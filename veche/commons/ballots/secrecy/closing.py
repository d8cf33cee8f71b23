"""Counts for the box while a poll runs; its close; and the count that we read in its log."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from uuid import UUID

from django.db import connection, transaction

from veche.ballotbox import mirror, roll
from veche.ballotbox.faults import Fault
from veche.ballotbox.manifest import ASSISTED
from veche.ballotbox.registrar import Counts
from veche.commons.audit import public as audit
from veche.commons.ballots import rules
from veche.commons.ballots.counting import known_box
from veche.commons.ballots.models import (
    AssistedSeed,
    Box,
    Issuance,
    Mode,
    PublishedBallot,
    Roll,
    SecretPoll,
    StratumKey,
)
from veche.commons.ballots.models import Count as CountLine
from veche.commons.ballots.rules import Question
from veche.commons.ballots.secrecy import boxlink, freezing, papers, reading
from veche.commons.ballots.secrecy.freezing import frozen
from veche.commons.ballots.secrecy.reading import Log
from veche.commons.towns import public as towns
from veche.kernel import clock, jobs, locks

BATCH = 2000
# How the ballots came, in the words of the count of an open box.
CHANNEL, ASSISTED_CHANNEL = "web", "assisted"
# All rows get one transaction and the order of their keys: none tells who came when.
_WIPE_ORDER = """
    WITH gone AS (DELETE FROM ballots_issuance WHERE box_id = %s RETURNING *)
    INSERT INTO ballots_issuance (box_id, person_id, blinded_sha256, is_assisted)
    SELECT box_id, person_id, blinded_sha256, is_assisted FROM gone ORDER BY person_id
"""


def go_round() -> None:
    """Put in the jobs that are due: what the box has not heard yet, counts of today, closes."""
    today = clock.today(towns.current().time_zone)
    now = clock.database_now()
    waiting = SecretPoll.objects.filter(box__published_at=None).select_related("box")
    columns = ("is_registered", "counted_on", "box__opens_at", "box__closes_at", "box__closed_at")
    for poll in waiting.only(*columns):
        number = str(poll.box_id)
        if not poll.is_registered:
            jobs.defer("ballots.register_poll", box_id=number, once=f"register:{number}")
        if now >= poll.box.closes_at:
            if poll.box.closed_at is not None:
                jobs.defer("ballots.count_poll", box_id=number, once=f"count:{number}")
        elif now >= poll.box.opens_at:
            wipe_order(poll.box_id)
            # Not on the first day: single blanks would stand in the log for ever.
            if poll.counted_on != today and _day_of(poll.box.opens_at) < today:
                jobs.defer("ballots.tell_counts", box_id=number, once=f"counts:{number}")


def _day_of(moment: datetime) -> date:
    return moment.astimezone(clock.zone(towns.current().time_zone)).date()


def wipe_order(box_id: UUID) -> None:
    """Write anew, sorted, who took a blank: then no row tells when; harmless to repeat."""
    with transaction.atomic():
        locks.take(exclusive=[f"box:{box_id}"])
        _wipe_order(box_id)


def issued_of(box_id: UUID) -> dict[int, int]:
    """Tokens issued so far by stratum, the assisted ones in theirs."""
    strata = StratumKey.objects.filter(box_id=box_id).values_list("stratum", flat=True)
    found = dict.fromkeys(sorted(strata), 0)
    taken = Issuance.objects.filter(box_id=box_id)
    lanes = dict(taken.values_list("person_id", "is_assisted"))
    people = Roll.objects.filter(box_id=box_id, person_id__in=taken.values("person_id"))
    for person_id, stratum in people.values_list("person_id", "stratum").iterator():
        found[ASSISTED if lanes[person_id] else stratum] += 1
    return found


def tell_counts(box_id: UUID) -> None:
    """Tell the box once a day how many took a token; the page shows no newer number either."""
    today = clock.today(towns.current().time_zone)
    poll = SecretPoll.objects.filter(box_id=box_id, box__closed_at=None, box__published_at=None)
    if not poll.exclude(counted_on=today).exists():
        return
    with transaction.atomic():
        locks.take(exclusive=[f"box:{box_id}"])
        _wipe_order(box_id)
        issued = issued_of(box_id)
    freezing.register(box_id)
    boxlink.tell_counts(Counts(box_id, issued))
    poll.update(counted_on=today, issued=_by_name(issued))


def count(box_id: UUID) -> None:
    """Close the poll at the box, read its log, keep the count and the rows; harmless to repeat.

    Nothing before the hours are over. Faults of the log (`reading`) leave the poll uncounted.
    """
    box = known_box(box_id)
    is_over = box.closed_at is not None and clock.database_now() >= box.closes_at
    if box.mode != Mode.SECRET or box.published_at is not None or not is_over:
        return
    issued, root = _final(box_id)
    freezing.register(box_id)
    boxlink.tell_counts(Counts(box_id, issued, root, closing=True))
    log = _fetched(box_id)
    if dict(log.close.issued) != issued or log.close.issued_root != root:
        raise Fault("close-differs", "the box has closed with other numbers than ours")
    with transaction.atomic():
        locks.take(exclusive=[f"box:{box_id}"])
        if known_box(box_id).published_at is None:
            _keep(box, log)


def _final(box_id: UUID) -> tuple[dict[int, int], bytes]:
    """The last counts and the root over those who took a token; the same each time."""
    with transaction.atomic():
        # Whoever is being given a token is waited for; later ones find the box closed.
        locks.take(exclusive=[f"box:{box_id}"])
        _wipe_order(box_id)
        issued = issued_of(box_id)
        taken = Issuance.objects.filter(box_id=box_id).values("person_id")
        salts = Roll.objects.filter(box_id=box_id, person_id__in=taken)
        root = roll.root(
            roll.issued_leaf(box_id, bytes(salt))
            for salt in salts.values_list("salt", flat=True).iterator()
        )
        SecretPoll.objects.filter(box_id=box_id).update(
            issued=_by_name(issued), issued_root=root, counted_on=None
        )
    return issued, root


def _wipe_order(box_id: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_WIPE_ORDER, [box_id])


def _by_name(numbers: Mapping[int, int]) -> dict[str, int]:
    return {str(stratum): number for stratum, number in numbers.items()}


def _fetched(box_id: UUID) -> Log:
    with tempfile.TemporaryDirectory(prefix="veche-log-") as folder, boxlink.opened() as client:
        mirror.mirror("", Path(folder), boxlink.reader(client, box_id))
        return reading.read(Path(folder), frozen(box_id).data)


def _keep(box: Box, log: Log) -> None:
    paper = rules.paper_from_json(box.paper)
    choices = {one.choice: papers.choice_of(paper, one.choice) for one in log.counted}
    ballots, lines = rules.recount(paper, (choices[one.choice] for one in log.counted))
    _require_same_tally(paper, log, lines)
    assisted = log.close.ballots[ASSISTED]
    lines["", "ballots"] = (ballots, 0)
    lines["", f"channel:{CHANNEL}"] = (ballots - assisted, 0)
    lines["", f"channel:{ASSISTED_CHANNEL}"] = (assisted, 0)
    CountLine.objects.filter(box=box).delete()
    CountLine.objects.bulk_create(
        CountLine(box=box, question=question, key=key, shard=0, votes=votes, points=points)
        for (question, key), (votes, points) in lines.items()
    )
    _write_rows(box, [choices[one.choice] for one in log.counted])
    SecretPoll.objects.filter(box=box).update(
        ballots=_by_name(log.close.ballots), checkpoint=log.checkpoint
    )
    AssistedSeed.objects.filter(box=box).delete()
    # Beside a log with few ballots of the server's it would tell whose they are.
    Issuance.objects.filter(box=box).update(is_assisted=False)
    Box.objects.filter(id=box.id).update(published_at=clock.now())
    audit.record("ballots.poll_counted", None, box.id, ballots=ballots)


def _require_same_tally(
    paper: Sequence[Question], log: Log, lines: Mapping[tuple[str, str], tuple[int, int]]
) -> None:
    """The house counts as the box does, option by option."""
    for question in paper:
        names = (
            [str(mark) for mark in range(question.low, question.high + 1)]
            if question.kind == "scale"
            else question.options
        )
        ours = [lines.get((question.id, name), (0, 0)) for name in names]
        if ours != [tuple(line) for line in log.close.tally[question.id]]:
            raise RuntimeError("The count of the house differs from the box's; nothing was kept.")


def _write_rows(box: Box, choices: list[rules.Choice]) -> None:
    """In random order: the log has its own, and rows of it would bear the names of keys."""
    secrets.SystemRandom().shuffle(choices)
    rows = (
        PublishedBallot(box=box, position=position, choice=choice)
        for position, choice in enumerate(choices, start=1)
    )
    for batch in _batches(rows):
        PublishedBallot.objects.bulk_create(batch)


def _batches(rows: Iterator[PublishedBallot]) -> Iterator[list[PublishedBallot]]:
    while batch := list(islice(rows, BATCH)):
        yield batch
