"""The doctor sees what is wrong, says what to do, and answers with its exit code."""

from __future__ import annotations

import json
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.test import override_settings

from tests.environment import STATE
from tests.operation.conftest import Installation
from veche.config.doctor import machine, outside
from veche.config.running import marks

pytestmark = [pytest.mark.xdist_group("faults"), pytest.mark.timeout(300)]
Findings = dict[str, list[dict[str, str]]]


def examined(town: Installation, code: int, **more: str) -> Findings:
    done = town.veche("doctor", "--json", **more)
    assert done.returncode == code, done.stdout + done.stderr
    told = json.loads(done.stdout)
    assert told["ok"] is (code == 0)
    found: Findings = {}
    for finding in told["findings"]:
        found.setdefault(finding["code"], []).append(finding)
    return found


def levels(found: Findings, code: str) -> set[str]:
    return {finding["level"] for finding in found[code]}


@contextmanager
def changed(town: Installation, *statements: str) -> Iterator[None]:
    """The database altered by its administrator, and altered back by the last statement."""
    with psycopg.connect(town.admin_dsn, autocommit=True, options="-c search_path=shared") as db:
        for statement in statements[:-1]:
            db.execute(statement.encode())
        try:
            yield
        finally:
            db.execute(statements[-1].encode())


def test_what_is_wrong_is_found_and_advised(filled: Installation) -> None:
    box = "(SELECT id FROM t_zarechye.ballots_box ORDER BY id LIMIT 1)"
    shutil.move(STATE / "files", STATE / "files.gone")
    try:
        with changed(
            filled,
            "INSERT INTO shared.procrastinate_jobs (queue_name, task_name, status)"
            " VALUES ('default', 'drill', 'failed')",
            "INSERT INTO shared.procrastinate_workers (last_heartbeat) VALUES (now())",
            "UPDATE t_zarechye.ballots_box SET closed_at = NULL,"
            " opens_at = now() - interval '2 h', closes_at = now() - interval '1 h'"
            f" WHERE id = {box}",
            "UPDATE t_zarechye.ballots_box SET closed_at = now();"
            "DELETE FROM shared.procrastinate_jobs; DELETE FROM shared.procrastinate_workers",
        ):
            found = examined(filled, 1)
    finally:
        shutil.move(STATE / "files.gone", STATE / "files")
    assert levels(found, "jobs") == {"look"}
    assert levels(found, "worker") == {"good"}
    assert "просроченных закрытий 1" in found["votes"][1]["text"]
    assert found["votes"][1]["level"] == "wrong"
    assert "потеряно 3" in found["files"][1]["text"]
    assert levels(found, "clock") == levels(found, "tzdata") == levels(found, "roles") == {"good"}
    assert levels(found, "extensions") == levels(found, "connections") == {"good"}
    for findings in found.values():
        for finding in findings:
            assert finding["advice"] if finding["level"] != "good" else not finding["advice"]


def test_a_worker_that_is_not_there_is_missed(filled: Installation) -> None:
    found = examined(filled, 1)
    assert levels(found, "worker") == {"wrong"}
    assert levels(found, "files") == {"good"}


def test_half_done_work_is_told_in_words(filled: Installation) -> None:
    with changed(filled, f"CREATE SCHEMA {marks.UPGRADE}", f"DROP SCHEMA {marks.UPGRADE}"):
        found = examined(filled, 1)
    assert "veche upgrade --continue" in found["half-done"][0]["text"]
    assert "votes" not in found


def test_a_database_newer_than_the_code_is_told(filled: Installation) -> None:
    added = "INSERT INTO t_zarechye.django_migrations (app, name, applied)"
    with changed(
        filled,
        f"{added} VALUES ('polls', '9999_from_the_future', now())",
        "DELETE FROM t_zarechye.django_migrations WHERE name = '9999_from_the_future'",
    ):
        assert "новее программы" in str(examined(filled, 1)["tables"])
        refused = filled.veche("run")
    assert refused.returncode == 1
    assert "База данных новее программы" in refused.stderr


def test_an_empty_database_is_no_crash(empty: Installation) -> None:
    found = examined(empty, 1)
    assert "veche run" in found["no-tables"][0]["advice"]
    assert "unchecked" not in found, "what one line explains is not told four times more"


def test_the_old_name_of_the_command_still_works(filled: Installation) -> None:
    done = filled.veche("check")
    assert done.returncode == 1
    assert done.stdout.splitlines()[-1] == "Есть что исправить."


def test_the_age_of_the_last_copy(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    def told(days: float, folder: str, *, production: bool) -> list[str]:
        moment = datetime.now(UTC) - timedelta(days=days)
        monkeypatch.setattr(machine.backup, "last", lambda state: (moment, folder))
        monkeypatch.setattr(machine.env, "is_production", lambda: production)
        return [finding.level for finding in machine.copies()]

    here = str(tmp_path)
    assert told(1, here, production=True) == ["good"]
    assert told(2, here, production=True) == ["look"]
    assert told(9, here, production=True) == ["wrong"]
    assert told(9, here, production=False) == ["look"]
    assert told(1, str(tmp_path / "gone"), production=True) == ["good", "look"]


@pytest.fixture
def silent_port() -> Iterator[int]:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield int(held.getsockname()[1])


def test_a_silent_mail_server_and_gateway_are_told(silent_port: int) -> None:
    channels = {"email": "smtp", "phone": "sms_http"}
    with override_settings(
        CODE_CHANNELS=channels,
        SMTP_HOST="127.0.0.1",
        SMTP_PORT=silent_port,
        SMS_URL=f"https://127.0.0.1:{silent_port}/send",
    ):
        (mail,), (gateway,) = outside.mail(), outside.gateway()
    assert (mail.level, mail.code) == ("wrong", "smtp")
    assert (gateway.level, gateway.code) == ("wrong", "sms")
    with override_settings(CODE_CHANNELS={"email": "inbox", "phone": ""}):
        assert not [*outside.mail(), *outside.gateway()]
