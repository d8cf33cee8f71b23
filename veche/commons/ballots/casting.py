"""Dropping a ballot: the one act that writes no audit entry, no event and no log line."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from veche.commons.ballots import rules, words
from veche.commons.ballots.models import Ballot, Box
from veche.kernel import clock, crypto, ids, locks
from veche.kernel.errors import Conflict, Invalid, NotFound, Refused

SHARDS = 16
PASS_SECONDS = 1800
Lines = dict[tuple[str, str], tuple[int, int]]


@dataclass(frozen=True)
class Pass:
    """Leave to drop one ballot: says nothing of the person, and only the registrar can make it."""

    box_id: UUID
    pseudonym: bytes
    stratum: str
    level: int
    channel: str
    expires: int
    mac: bytes


@dataclass(frozen=True)
class Receipt:
    """«Корешок»: the number under which the ballot lies in the box, and whether it replaced another."""

    number: str
    is_changed: bool
    is_repeat: bool


def box_secret(box: Box) -> bytes:
    """The secret of a box; Refused once it was destroyed."""
    if box.wrapped_secret is None:
        raise Refused(
            _("Срок обжалования прошёл, связь голосов с людьми уничтожена"),
            advice=_("Итоги и список бюллетеней остались открыты для всех."),
            code="secret-destroyed",
        )
    return crypto.unwrap(box.wrapped_secret, "ballot box")


def pseudonym(secret: bytes, person_id: UUID) -> bytes:
    """HMAC-SHA-256 of the person under the box's secret, 32 bytes."""
    return hmac.new(secret, b"pseudonym" + person_id.bytes, hashlib.sha256).digest()


def issue_pass(
    box: Box, *, person_id: UUID, stratum: str, level: int, channel: str
) -> Pass:
    """The registrar's part: it knows the person, the box does not."""
    secret = box_secret(box)
    leave = Pass(
        box_id=box.id,
        pseudonym=pseudonym(secret, person_id),
        stratum=stratum,
        level=level,
        channel=channel,
        expires=int(clock.now().timestamp()) + PASS_SECONDS,
        mac=b"",
    )
    return Pass(**{**leave.__dict__, "mac": _pass_mac(secret, leave)})


def _pass_mac(secret: bytes, leave: Pass) -> bytes:
    body = json.dumps(
        [str(leave.box_id), leave.pseudonym.hex(), leave.stratum, leave.level, leave.channel,
         leave.expires]
    )
    return hmac.new(secret, b"pass" + body.encode(), hashlib.sha256).digest()


def cast(leave: Pass, raw: dict[str, Any]) -> Receipt:
    """Drop a ballot; durable when it returns, harmless to repeat.

    The hours are judged by the database's clock after the box's lock is held, so a ballot that
    waited behind the close is refused. Raises Invalid, Conflict, Refused, NotFound.
    """
    with transaction.atomic(durable=True):
        voter = leave.pseudonym.hex()
        locks.take(shared=[f"box:{leave.box_id}"], exclusive=[f"voter:{leave.box_id}:{voter}"])
        box, moment = _box_now(leave.box_id)
        if not hmac.compare_digest(leave.mac, _pass_mac(box_secret(box), leave)):
            raise Refused(_("Пропуск к урне недействителен"), code="bad-pass")
        if leave.expires < moment.timestamp():
            raise Refused(_("Страница открыта слишком давно"), advice=_("Обновите её и проголосуйте."))
        _require_open(box, moment)
        paper = rules.paper_from_json(box.paper)
        try:
            choice = rules.check(paper, raw)
        except rules.ChoiceError as error:
            raise Invalid(
                _("Бюллетень заполнен не до конца"),
                fields={error.question: words.explain(error)},
                code=error.code,
            ) from None
        return _drop(box, paper, leave, choice)


def _box_now(box_id: UUID) -> tuple[Box, datetime]:
    box = Box.objects.filter(id=box_id).first()
    if box is None:
        raise NotFound()
    # Read after the lock: now() would be the transaction's start, before any wait.
    return box, clock.database_now()


def _require_open(box: Box, moment: datetime) -> None:
    if moment < box.opens_at:
        raise Refused(_("Голосование ещё не началось"), code="not-open")
    if box.closed_at is not None or moment >= box.closes_at:
        raise Refused(
            _("Голосование закончилось, голос не принят"),
            advice=_("Итоги и решение появятся на странице опроса."),
            code="closed",
        )


def _drop(box: Box, paper: tuple[rules.Question, ...], leave: Pass, choice: rules.Choice) -> Receipt:
    last = (
        Ballot.objects.filter(box_id=box.id, pseudonym=leave.pseudonym).order_by("-seq").first()
    )
    if last is not None and last.choice == choice:
        return Receipt(last.receipt, is_changed=False, is_repeat=True)
    if last is not None and not box.is_revisable:
        raise Conflict(
            _("Вы уже проголосовали, второй голос не принят"),
            advice=_("В этом опросе изменить голос нельзя. Ваш первый голос учтён."),
            code="already-voted",
        )
    number = last.receipt if last is not None else ids.digits(12)
    Ballot.objects.create(
        box_id=box.id,
        pseudonym=leave.pseudonym,
        seq=last.seq + 1 if last is not None else 0,
        is_revisable=box.is_revisable,
        choice=choice,
        channel=leave.channel,
        level=leave.level,
        stratum=leave.stratum,
        receipt=number,
    )
    lines = lines_of(paper, choice, leave.channel)
    if last is not None:
        lines = subtract(lines, lines_of(paper, last.choice, last.channel))
    add_lines(box.id, leave.pseudonym[0] % SHARDS, lines)
    return Receipt(number, is_changed=last is not None, is_repeat=False)


def lines_of(paper: Iterable[rules.Question], choice: rules.Choice, channel: str) -> Lines:
    """Lines of the count that one ballot moves: the turnout, its channel, and its marks."""
    lines: Lines = {("", "ballots"): (1, 0), ("", f"channel:{channel}"): (1, 0)}
    for mark in rules.marks(paper, choice):
        lines[mark.question, mark.key] = (mark.votes, mark.points)
    return lines


def subtract(lines: Lines, earlier: Lines) -> Lines:
    """The difference that a changed vote makes; lines that do not move are left out."""
    moved: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for sign, part in ((1, lines), (-1, earlier)):
        for name, (votes, points) in part.items():
            moved[name][0] += sign * votes
            moved[name][1] += sign * points
    return {name: (v, p) for name, (v, p) in moved.items() if v or p}


def add_lines(box_id: UUID, shard: int, lines: Lines) -> None:
    """Add to the count in one statement; sorted, so that two ballots never wait for each other."""
    if not lines:
        return
    rows = [(box_id, q, key, shard, v, p) for (q, key), (v, p) in sorted(lines.items())]
    values = ", ".join(["(%s, %s, %s, %s, %s, %s)"] * len(rows))
    with connection.cursor() as cursor:
        cursor.execute(  # noqa: S608 -- only the number of placeholders varies
            f"INSERT INTO ballots_count AS c (box_id, question, key, shard, votes, points)"
            f" VALUES {values} ON CONFLICT (box_id, question, key, shard) DO UPDATE"
            f" SET votes = c.votes + excluded.votes, points = c.points + excluded.points",
            [value for row in rows for value in row],
        )
