"""What a thief of both databases and of every log finds out about who voted how: nothing.

The thief knows who took a blank (that is no secret) and what the box holds, and pairs them by every
order that PostgreSQL leaves: transactions, places on disk, dumps, keys. By chance alone one pair in
the whole poll is right; more than 9 right ones come by chance once in ten million polls.
"""

from __future__ import annotations

import logging
import random
import tempfile
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import transaction
from psycopg import conninfo

from veche.ballotbox import canonical, entries, manifest
from veche.commons.ballots import public
from veche.commons.ballots.secrecy import closing, freezing
from veche.commons.ballots.tests import makers
from veche.commons.ballots.tests.secret_box import (
    HOUR,
    BoxProgram,
    Browser,
    SecretPoll,
    box,
    box_program,
    freeze,
    marked,
    signer_socket,
)
from veche.kernel import clock
from veche.kernel.errors import Problem

__all__ = ["box", "box_program", "signer_socket"]

BY_CHANCE = 9
SCHEMA = "t_zarechye"
REGISTRAR_TABLES = ("ballots_issuance", "ballots_roll", "ballots_stratumkey")
BOX_TABLES = ("pending", "entry", "spent")
# Each tells the rows of a table in an order that may be that of coming.
ORDERS = ("age(xmin) DESC, ctid", "ctid", "age(xmin) DESC, {key}", "{key}")


class Voted:
    """A poll in which everybody has voted, and who cast which ballot."""

    def __init__(self, box: BoxProgram, admin_dsn: str, voters: int) -> None:
        self.box, self.admin_dsn = box, admin_dsn
        self.poll = freeze(sizes={"Город": voters})
        freezing.register(self.poll.id)
        self.owners: dict[bytes, UUID] = {}
        self.promises: set[int] = set()
        self.bodies: set[int] = set()
        people = list(self.poll.people["Город"])
        random.Random(6).shuffle(people)
        self.queries: list[str] = []
        for number, person in enumerate(people):
            self._vote(person, marked(number % 3, *range(number % 3)))
            if number % 50 == 0:
                self.queries += self.running()

    def _vote(self, person: UUID, choice: entries.Choice) -> None:
        browser = Browser(self.poll)
        browser.take(person)
        ballot = browser.ballot(choice)
        answer = self.box.cast(self.poll.id, ballot)
        assert answer.status_code == 200
        self.owners[browser.key.public_key().public_bytes_raw()] = person
        self.promises.add(len(answer.content))
        self.bodies.add(len(ballot))

    def running(self) -> list[str]:
        """The last statements of all connections, as a monitor would see them."""
        with psycopg.connect(self.admin_dsn) as db:
            rows = db.execute("SELECT query FROM pg_stat_activity WHERE query <> ''").fetchall()
        return [row[0] for row in rows]

    def persons(self, order: str) -> list[UUID]:
        """Who took a blank, in an order of the registrar's table."""
        order = order.format(key="person_id")
        with psycopg.connect(self.admin_dsn, options=f"-c search_path={SCHEMA}") as db:
            rows = db.execute(
                f"SELECT person_id FROM ballots_issuance WHERE box_id = %s ORDER BY {order}",
                (self.poll.id,),
            )
            return [row[0] for row in rows]

    def voters(self, table: str, order: str) -> list[UUID]:
        """Whose ballots they are, in an order of the box's table."""
        key = {"entry": "leaf"}.get(table, "voter")
        column = "entry" if table == "entry" else "voter"
        rows = self.box.rows(
            f"SELECT {column} FROM {table} WHERE poll = %s ORDER BY {order.format(key=key)}",
            self.poll.id,
        )
        found = (bytes(row[0]) for row in rows)
        if table == "entry":
            start = 1 + entries.PREPARED_SIZE - entries.KEY_SIZE
            found = (one[start : start + 32] for one in found if one[:1] == entries.BALLOT)
        return [self.owners[one] for one in found]

    def right_pairs(self, table: str, theirs: str, ours: str) -> int:
        """How many voters a thief finds who pairs the two orders."""
        persons, voters = self.persons(ours), self.voters(table, theirs)
        assert len(persons) == len(voters) == len(self.owners)
        return max(_equal(persons, voters), _equal(persons, voters[::-1]))

    def end(self) -> None:
        """The close, on both sides."""
        self.box.ahead = 2 * HOUR
        makers.move_close(self.poll.id, clock.now() - timedelta(seconds=1))
        with transaction.atomic():
            public.close_box(self.poll.id)
        closing.count(self.poll.id)


def _equal(one: Sequence[UUID], other: Sequence[UUID]) -> int:
    return sum(first == second for first, second in zip(one, other, strict=True))


@pytest.fixture(params=[120, pytest.param(1000, marks=pytest.mark.soak)])
def voted(request: Any, committed_town: Any, box: BoxProgram, admin_dsn: str, caplog: Any) -> Voted:
    caplog.set_level(logging.DEBUG)
    return Voted(box, admin_dsn, request.param)


def test_both_dumps_after_the_close_link_nobody(voted: Voted) -> None:
    # Before a seal the orders are those of coming, in both: so this finds what there is to find.
    assert voted.right_pairs("pending", "ctid", "ctid") == len(voted.owners)
    voted.end()
    assert voted.box.rows("SELECT count(*) FROM pending") == [(0,)]
    for table in ("entry", "spent"):
        for theirs in ORDERS:
            for ours in ORDERS:
                right = voted.right_pairs(table, theirs, ours)
                assert right <= BY_CHANCE, (table, theirs, ours, right)


def test_one_transaction_wrote_all_that_is_kept(voted: Voted) -> None:
    voted.end()
    for table in ("entry", "spent"):
        kind = "AND get_byte(entry, 0) = 2" if table == "entry" else ""
        sql = f"SELECT count(DISTINCT xmin::text) FROM {table} WHERE poll = %s {kind}"  # noqa: S608
        assert voted.box.rows(sql, voted.poll.id) == [(1,)]
    with psycopg.connect(voted.admin_dsn, options=f"-c search_path={SCHEMA}") as db:
        rows = db.execute("SELECT count(DISTINCT xmin::text) FROM ballots_issuance").fetchall()
    assert rows == [(1,)]


def test_a_count_wipes_the_order_of_blanks_while_the_poll_runs(voted: Voted) -> None:
    closing.tell_counts(voted.poll.id)
    for ours in ORDERS:
        assert voted.right_pairs("pending", "ctid", ours) <= BY_CHANCE


def test_published_rows_are_in_an_order_of_their_own(voted: Voted) -> None:
    """Places of the rows against those of the log: as far apart as two shuffles are."""
    voted.end()
    frozen = manifest.read(voted.poll.data)
    digest = manifest.manifest_hash(voted.poll.data)
    log = [
        entries.read_ballot(frozen, digest, bytes(row[0])).choice[0][0].option
        for row in voted.box.rows(
            "SELECT entry FROM entry WHERE poll = %s AND get_byte(entry, 0) = 2 ORDER BY idx",
            voted.poll.id,
        )
    ]
    names = ("yes", "no", "unsure")
    rows = [names.index(row["road"][0]) for row in public.published_rows(voted.poll.id)]
    assert sorted(rows) == sorted(log)
    # A third is alike by chance; 6 sigma of the binomial distribution of so many rows.
    alike = sum(one == other for one, other in zip(rows, log, strict=True))
    assert abs(alike - len(rows) / 3) < 6 * (len(rows) * 2 / 9) ** 0.5


def test_neither_side_keeps_times_or_numbers_of_coming(
    committed_town: Any, box: BoxProgram, admin_dsn: str
) -> None:
    query = (
        "SELECT table_name, column_name FROM information_schema.columns"
        " WHERE table_schema = %s AND table_name = ANY(%s) AND (data_type ~ '(time|date)'"
        " OR column_default IS NOT NULL OR is_identity = 'YES')"
    )
    with psycopg.connect(admin_dsn) as db:
        assert db.execute(query, (SCHEMA, list(REGISTRAR_TABLES))).fetchall() == []
        assert db.execute("SHOW track_commit_timestamp").fetchone() == ("off",)
    assert box.rows(query, "public", list(BOX_TABLES)) == []
    assert box.rows("SHOW track_commit_timestamp") == [("off",)]


def test_the_two_share_no_cluster(box: BoxProgram, admin_dsn: str) -> None:
    query = "SELECT system_identifier FROM pg_control_system()"
    with psycopg.connect(admin_dsn) as db:
        assert db.execute(query).fetchall() != box.rows(query)
    ours, theirs = conninfo.conninfo_to_dict(admin_dsn), conninfo.conninfo_to_dict(box.dsn)
    assert ours["host"] != theirs["host"]


def test_no_log_repeats_a_voter_or_a_ballot(
    voted: Voted, caplog: Any, capfd: Any, own_cluster: Any
) -> None:
    """Logs of Python at their most talkative, of both servers, of the signer, and the monitor."""
    voted.end()
    files = [Path(own_cluster.home) / "server.log"]
    with psycopg.connect(voted.admin_dsn) as db:
        (folder,) = db.execute("SHOW data_directory").fetchone() or ("",)
    files.append(Path(folder).parent / "server.log")
    told = capfd.readouterr()
    logs = [path.read_text("utf-8", "replace") for path in files if path.exists()]
    assert logs
    said = "\n".join([*logs, told.out, told.err, caplog.text, *voted.queries])
    for key, person in voted.owners.items():
        for secret in (key.hex(), canonical.to_base64(key)):
            assert secret not in said
        assert str(person) not in said
        assert person.hex not in said


def test_every_voter_sends_and_gets_the_same_number_of_bytes(voted: Voted) -> None:
    assert len(voted.promises) == len(voted.bodies) == 1


def test_nothing_is_left_in_temporary_files(voted: Voted) -> None:
    before = set(Path(tempfile.gettempdir()).glob("veche-log-*"))
    voted.end()
    assert set(Path(tempfile.gettempdir()).glob("veche-log-*")) <= before


def test_a_failing_request_is_told_without_its_values(
    committed_town: Any, box: BoxProgram, caplog: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error report holds the words of the error: here they hold nobody."""
    poll: SecretPoll = freeze()
    person = poll.people["Центр"][0]
    browser = Browser(poll)
    problems: list[Callable[[], Any]] = [
        lambda: public.secret_token(poll.id, [person], bytes(256)),
        lambda: public.secret_assisted_cast(poll.id, [person], {"road": ["yes"]}),
        lambda: public.secret_token(poll.id, [person], browser.blinded),
    ]
    box.is_down = True
    for act in problems:
        with pytest.raises(Problem) as caught:
            act()
        error: BaseException | None = caught.value
        while error is not None:
            words = f"{error!r} {error} {getattr(error, 'context', '')}"
            assert str(person) not in words
            assert "yes" not in words
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    assert str(person) not in caplog.text
