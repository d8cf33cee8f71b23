"""Dropping a ballot: the one act that writes no audit entry, no event and no log line."""

from __future__ import annotations

import hmac
import json
import secrets
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any
from typing import cast as cast_to
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from veche.commons.ballots import rules, words
from veche.commons.ballots.models import Mode
from veche.kernel import clock, crypto, ids, locks, metrics
from veche.kernel.database.base import DatabaseWrapper, Statement
from veche.kernel.errors import Conflict, Invalid, NotFound, Refused, TooMany
from veche.kernel.text import clean_text

SHARDS = 16
PASS_SECONDS = 1800
# A changed vote is a further row that nobody can take away again, so their number is bounded.
CHANGES_MAX = 100
RECEIPT_DIGITS = 12
RECEIPT_TRIES = 5
SECRET = "ballot box"
# Paper is handed out against a document, which is level 2 of identity.
PAPER, PAPER_LEVEL = "paper", 2
Lines = dict[tuple[str, str], tuple[int, int]]

# How kept counts take in what has come: everything that counts says it in these words.
LINES_ADD = """
    ON CONFLICT (box_id, question, key, shard) DO UPDATE
       SET votes = kept.votes + excluded.votes, points = kept.points + excluded.points
"""
HOURS_ADD = """
    ON CONFLICT (box_id, hour, shard) DO UPDATE SET votes = kept.votes + excluded.votes
"""
_STATE = """
    SELECT box.paper::text, box.opens_at, box.closes_at, box.closed_at, box.is_revisable,
           box.wrapped_secret,
           EXISTS (SELECT FROM ballots_rollmark WHERE box_id = box.id AND pseudonym = %s),
           last.seq, last.choice::text, last.channel, last.receipt,
           EXISTS (SELECT FROM ballots_retired AS gone
                    WHERE gone.box_id = box.id AND gone.pseudonym = %s),
           clock_timestamp()
      FROM ballots_box AS box
      LEFT JOIN LATERAL (
           SELECT seq, choice, channel, receipt FROM ballots_ballot
            WHERE box_id = box.id AND pseudonym = %s ORDER BY seq DESC LIMIT 1
           ) AS last ON true
     WHERE box.id = %s
"""
_DROP = f"""
    WITH dropped AS (
        INSERT INTO ballots_ballot
               (box_id, pseudonym, seq, is_revisable, choice, channel, level, stratum, receipt,
                age_band)
        VALUES (%s, %s, %s, %s, %s::jsonb, %s, %s, %s, %s, %s)
        ON CONFLICT (box_id, receipt, seq) DO NOTHING
        RETURNING box_id
    ), counted AS (
        INSERT INTO ballots_count AS kept (box_id, question, key, shard, votes, points)
        SELECT dropped.box_id, question, key, %s, votes, points
          FROM dropped, json_to_recordset(%s::json)
               AS line (question text, key text, votes bigint, points bigint)
        {LINES_ADD}
    ), timed AS (
        INSERT INTO ballots_hourcount AS kept (box_id, hour, shard, votes)
        SELECT dropped.box_id, date_trunc('hour', %s::timestamptz, 'UTC'), %s, 1
          FROM dropped, ballots_box AS box
         WHERE box.id = dropped.box_id AND box.counts_hours AND %s
        {HOURS_ADD}
    )
    SELECT count(*) FROM dropped
"""


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
    age_band: str = ""


@dataclass(frozen=True)
class Receipt:
    """«Корешок»: the number under which the ballot lies in the box; whether it replaced another.

    `seq` is which of the voter's ballots it is, counted from 0: each change is a further one.
    """

    number: str
    is_changed: bool
    is_repeat: bool
    seq: int = 0


@dataclass(frozen=True)
class Standing:
    """The ballot of a pseudonym that counts so far."""

    seq: int
    choice: rules.Choice
    channel: str
    receipt: str


@dataclass(frozen=True)
class State:
    """A box and a voter's place in it at one moment of the database's clock."""

    paper: tuple[rules.Question, ...]
    opens_at: datetime
    closes_at: datetime
    closed_at: datetime | None
    is_revisable: bool
    wrapped_secret: bytes | None
    took_paper: bool
    last: Standing | None
    is_retired: bool
    moment: datetime


def open_secret(wrapped: bytes | memoryview | None) -> bytes:
    """The secret of a box; Refused once it was destroyed."""
    if wrapped is None:
        raise Refused(
            _("Срок обжалования прошёл, связь голосов с людьми уничтожена"),
            advice=_("Итоги и список бюллетеней остались открыты для всех."),
            code="secret-destroyed",
        )
    return crypto.unwrap(bytes(wrapped), SECRET)


def pseudonym(secret: bytes, person_id: UUID) -> bytes:
    """HMAC-SHA-256 of the person under the box's secret, 32 bytes."""
    return hmac.digest(secret, b"pseudonym" + person_id.bytes, "sha256")


def shard_of(pseudonym: bytes) -> int:
    """Which of a line's rows this voter's ballots move."""
    return pseudonym[0] % SHARDS


def live_pseudonym(box_id: UUID, secret: bytes, person_ids: Sequence[UUID]) -> bytes:
    """The one pseudonym under which a person may vote here, whatever their accounts were."""
    names = [pseudonym(secret, person_id) for person_id in person_ids]
    if len(names) == 1:
        return names[0]
    rows = _run(
        (
            "SELECT pseudonym FROM ballots_retired WHERE box_id = %s AND pseudonym = ANY(%s)",
            (box_id, names),
        )
    )
    gone = {bytes(row[0]) for row in rows}
    return next(name for name in names if name not in gone)


def issue_pass(
    box_id: UUID,
    *,
    person_ids: Sequence[UUID],
    stratum: str,
    level: int,
    channel: str,
    age_band: str = "",
) -> Pass:
    """The registrar's part: it knows the person, the box does not."""
    rows = _run(("SELECT wrapped_secret, mode FROM ballots_box WHERE id = %s", (box_id,)))
    if not rows:
        raise NotFound()
    require_open_mode(rows[0][1])
    secret = open_secret(rows[0][0])
    leave = Pass(
        box_id=box_id,
        pseudonym=live_pseudonym(box_id, secret, person_ids),
        stratum=stratum,
        level=level,
        channel=channel,
        expires=int(clock.now().timestamp()) + PASS_SECONDS,
        mac=b"",
        age_band=age_band,
    )
    return replace(leave, mac=_pass_mac(secret, leave))


def _pass_mac(secret: bytes, leave: Pass) -> bytes:
    body = json.dumps(
        [
            str(leave.box_id),
            leave.pseudonym.hex(),
            leave.stratum,
            leave.level,
            leave.channel,
            leave.expires,
            leave.age_band,
        ]
    )
    return hmac.digest(secret, b"pass" + body.encode(), "sha256")


def cast(leave: Pass, raw: dict[str, Any]) -> Receipt:
    """Drop a ballot; durable when it returns, harmless to repeat.

    The hours are judged by the database's clock after the box's lock is held, so a ballot that
    waited behind the close is refused. Raises Invalid, Conflict, Refused, TooMany, NotFound.
    """
    with transaction.atomic(durable=True):
        state = locked_state(leave.box_id, leave.pseudonym)
        require_open(state)
        _require_leave(leave, state)
        require_no_paper(state)
        receipt = _drop(state, leave, checked(state.paper, raw))
    # One number for all polls of all towns: not even which poll it was is told.
    metrics.add("veche_ballots_accepted_total")
    return receipt


def require_open_mode(mode: str) -> None:
    """Conflict for a secret box: its ballots go to another program, by another way."""
    if mode == Mode.SECRET:
        raise Conflict(
            _("Это голосование тайное: голос опускают не здесь"),
            advice=_("Откройте страницу голосования и получите бланк."),
            code="secret-box",
        )


def _run(*statements: Statement) -> list[tuple[Any, ...]]:
    return cast_to(DatabaseWrapper, connection).run_prepared(*statements)


def locked_state(box_id: UUID, voter: bytes) -> State:
    """The box and the voter's ballot, read after the locks by a statement of its own: what waited
    must see what was done before it."""
    wait = locks.statement(shared=[f"box:{box_id}"], exclusive=[f"voter:{box_id}:{voter.hex()}"])
    rows = _run(wait, (_STATE, (voter, voter, voter, box_id)))
    if not rows:
        raise NotFound()
    row = rows[0]
    paper, opens_at, closes_at, closed_at, is_revisable, wrapped, took, *last, gone, moment = row
    seq, choice, channel, receipt = last
    return State(
        paper=parsed_paper(paper),
        opens_at=opens_at,
        closes_at=closes_at,
        closed_at=closed_at,
        is_revisable=is_revisable,
        wrapped_secret=wrapped,
        took_paper=took,
        last=None if seq is None else Standing(seq, json.loads(choice), channel, receipt),
        is_retired=gone,
        moment=moment,
    )


@lru_cache(maxsize=64)
def parsed_paper(text: str) -> tuple[rules.Question, ...]:
    """The paper of its JSON text; kept by the text itself, so never stale."""
    return rules.paper_from_json(json.loads(text))


def require_open(state: State) -> None:
    """Refused before the first moment and after the last, by the database's clock."""
    require_hours(state.opens_at, state.closes_at, state.closed_at, state.moment)


def require_hours(
    opens_at: datetime, closes_at: datetime, closed_at: datetime | None, moment: datetime
) -> None:
    """The same of a box told by its hours."""
    if moment < opens_at:
        raise Refused(
            _("Голосование ещё не началось"),
            advice=_("Когда начнётся, написано на странице голосования."),
            code="not-open",
        )
    if closed_at is not None or moment >= closes_at:
        raise Refused(
            _("Голосование закончилось, голос не принят"),
            advice=_("Итоги и решение появятся на странице голосования."),
            code="closed",
        )


def require_no_paper(state: State) -> None:
    """Who holds a paper ballot votes with it: nobody can tell which of the sheets to take back."""
    if state.took_paper:
        raise paper_taken()


def paper_taken() -> Conflict:
    """What is said to them, before anything is filled in and when it is sent."""
    return Conflict(
        _("Вы взяли бумажный бюллетень"),
        advice=_("Голос считается один раз: заполните бумажный и отдайте его до окончания."),
        code="took-paper",
    )


def already_voted() -> Conflict:
    """What is said to a second vote where the first cannot be changed."""
    return Conflict(
        _("Вы уже проголосовали, второй голос не принят"),
        advice=_("В этом голосовании изменить голос нельзя. Ваш первый голос учтён."),
        code="already-voted",
    )


def require_one_account(state: State) -> None:
    """Conflict when this pseudonym has given way to another one of the same person."""
    if state.is_retired:
        raise accounts_merged()


def accounts_merged() -> Conflict:
    """What is said to an account that has become another one since its page was opened."""
    return Conflict(
        _("Ваши учётные записи объединились, пока страница была открыта"),
        advice=_("Обновите её: видно, учтён ли уже ваш голос."),
        code="accounts-merged",
    )


def _require_leave(leave: Pass, state: State) -> None:
    if not hmac.compare_digest(leave.mac, _pass_mac(open_secret(state.wrapped_secret), leave)):
        raise Refused(
            _("Пропуск к урне недействителен"),
            advice=_("Обновите страницу голосования и проголосуйте снова."),
            code="bad-pass",
        )
    require_one_account(state)
    if leave.expires < state.moment.timestamp():
        raise Refused(
            _("Страница открыта слишком давно"),
            advice=_("Обновите её и проголосуйте."),
            code="late-pass",
        )


def check_paper(paper: Iterable[rules.Question], raw: Mapping[str, Any]) -> rules.Choice:
    """A filled paper by the rules, its texts cleaned first; ChoiceError."""
    paper = tuple(paper)
    texts: dict[str, str] = {}
    for question in paper:
        text = raw.get(question.id) if question.kind == "text" else None
        # Longer ones are refused as they are: cleaning costs time by the letter.
        if isinstance(text, str) and 0 < len(text) <= rules.longest_raw(question):
            # Nothing visible is refused as spaces are, not taken for no answer.
            texts[question.id] = clean_text(text) or " "
    return rules.check(paper, {**raw, **texts})


def checked(paper: tuple[rules.Question, ...], raw: dict[str, Any]) -> rules.Choice:
    """The same, refused in words: Invalid."""
    try:
        return check_paper(paper, raw)
    except rules.ChoiceError as error:
        raise Invalid(
            _("Бюллетень заполнен не до конца"),
            fields={error.question: words.explain(error)},
            code=error.code,
            context={"limits": error.limits},
        ) from None


def _drop(state: State, leave: Pass, choice: rules.Choice) -> Receipt:
    last = state.last
    lines = lines_of(state.paper, choice, leave.channel)
    if last is None:
        return Receipt(_add_first(state, leave, choice, lines), is_changed=False, is_repeat=False)
    if last.choice == choice:
        return Receipt(last.receipt, is_changed=False, is_repeat=True, seq=last.seq)
    if not state.is_revisable:
        raise already_voted()
    if last.seq >= CHANGES_MAX:
        raise TooMany(
            _("Вы меняли голос слишком много раз"),
            advice=_("Учтён последний принятый голос."),
            code="too-many-changes",
            retry_after=86_400,
        )
    moved = subtract(lines, lines_of(state.paper, last.choice, last.channel))
    if not _add(state, leave, choice, last.receipt, moved):
        raise RuntimeError("A standing ballot's receipt belongs to another one.")
    return Receipt(last.receipt, is_changed=True, is_repeat=False, seq=last.seq + 1)


def _add_first(state: State, leave: Pass, choice: rules.Choice, lines: Lines) -> str:
    """Add under a fresh receipt number; among a million ballots two draws may well be the same."""
    for _try in range(RECEIPT_TRIES):
        number = ids.digits(RECEIPT_DIGITS)
        if _add(state, leave, choice, number, lines):
            return number
    raise RuntimeError("No free receipt number was found.")


def _add(state: State, leave: Pass, choice: rules.Choice, receipt: str, lines: Lines) -> bool:
    """Add a voter's ballot. A changed vote is a further row and belongs to no hour: the turnout
    did not move."""
    seq = 0 if state.last is None else state.last.seq + 1
    hour = state.moment if state.last is None else None
    return _write(leave, seq, state.is_revisable, choice, receipt, lines, hour)


def drop_sheet(
    box_id: UUID,
    name: bytes,
    *,
    is_revisable: bool,
    choice: rules.Choice,
    lines: Lines,
    number: str,
) -> None:
    """A paper ballot, under its own number; under a drawn one when an online ballot has that.

    It belongs to no hour: that of its typing would say nothing about the turnout.
    """
    sheet = Pass(box_id, name, "", PAPER_LEVEL, PAPER, 0, b"")
    drawn = (ids.digits(RECEIPT_DIGITS) for _try in range(RECEIPT_TRIES))
    for receipt in (number, *drawn):
        if _write(sheet, 0, is_revisable, choice, receipt, lines, None):
            return
    raise RuntimeError("No free receipt number was found.")


def _write(
    leave: Pass,
    seq: int,
    is_revisable: bool,
    choice: rules.Choice,
    receipt: str,
    lines: Lines,
    hour: datetime | None,
) -> bool:
    """Add the ballot and move the count in one statement; False when the receipt is taken.

    Lines go in sorted order, so that two ballots never wait for each other in a circle.
    """
    moved = [
        {"question": question, "key": key, "votes": votes, "points": points}
        for (question, key), (votes, points) in sorted(lines.items())
    ]
    ballot = (
        leave.box_id, leave.pseudonym, seq, is_revisable, json.dumps(choice, ensure_ascii=False),
        leave.channel, leave.level, leave.stratum, receipt, leave.age_band,
    )  # fmt: skip
    count = (shard_of(leave.pseudonym), json.dumps(moved))
    counted = (hour, secrets.randbelow(SHARDS), hour is not None)
    return bool(_run((_DROP, ballot + count + counted))[0][0])


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
