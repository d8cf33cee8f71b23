"""The journal takes ids only and can be added to only."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.db import ProgrammingError, connection, transaction

from veche.commons.audit import public as audit
from veche.commons.audit.models import AuditEntry


def test_record_keeps_who_what_and_why(town) -> None:
    actor, subject, other = uuid4(), uuid4(), uuid4()
    closes = datetime(2026, 12, 1, 12, tzinfo=UTC)
    audit.record(
        "polls.poll_extended", actor, subject, "Мало ответов", closes_at=closes, poll=other, days=3
    )
    [entry] = audit.history(subject)
    assert (entry.kind, entry.actor_id, entry.subject) == (
        "polls.poll_extended",
        actor,
        str(subject),
    )
    assert entry.reason == "Мало ответов"
    assert entry.details == {"closes_at": closes.isoformat(), "poll": str(other), "days": 3}
    assert abs((entry.recorded_at - datetime.now(UTC)).total_seconds()) < 60


def test_history_gives_the_newest_first_and_the_kinds_asked_for(town) -> None:
    subject = uuid4()
    for kind in ("polls.poll_opened", "polls.poll_closed"):
        audit.record(kind, None, subject)
    assert [e.kind for e in audit.history(subject)] == ["polls.poll_closed", "polls.poll_opened"]
    assert [e.kind for e in audit.history(subject, kinds=["polls.poll_opened"])] == [
        "polls.poll_opened"
    ]
    assert audit.history(uuid4()) == []


@pytest.mark.parametrize(
    "detail",
    [
        "Иван Петров",
        "ivan@example.org",
        "+79001234567",
        "79001234567",
        79001234567,
        date(1980, 5, 17),
        datetime(1980, 5, 17),  # noqa: DTZ001 - naive on purpose
        ["a"],
        {"name": "a"},
        1.5,
        "a" * 41,
        "two words",
        "line\nbreak",
    ],
)
def test_record_refuses_details_that_could_be_about_a_person(town, detail) -> None:
    with pytest.raises(audit.NotOpaque) as caught:
        audit.record("polls.poll_closed", None, uuid4(), detail=detail)
    assert str(detail) not in str(caught.value)
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("subject", ["+79001234567", "79001234567", "a b", "", "x" * 65, "я"])
def test_record_refuses_subjects_that_are_no_ids(town, subject) -> None:
    with pytest.raises(audit.NotOpaque):
        audit.record("polls.poll_closed", None, subject)


@pytest.mark.parametrize("kind", ["closed", "Polls.closed", "polls.", "polls.closed now", ""])
def test_record_refuses_kinds_that_name_no_act(town, kind) -> None:
    with pytest.raises(audit.NotOpaque):
        audit.record(kind, None, uuid4())


def test_record_refuses_a_reason_without_measure(town) -> None:
    with pytest.raises(audit.NotOpaque):
        audit.record("polls.poll_closed", None, uuid4(), "a" * 10_000)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditentry SET kind = 'polls.forged'",
        "DELETE FROM audit_auditentry",
        "TRUNCATE audit_auditentry",
        "DROP TABLE audit_auditentry",
        "ALTER TABLE audit_auditentry ADD COLUMN forged text",
        "CREATE RULE forged AS ON INSERT TO audit_auditentry DO INSTEAD NOTHING",
    ],
)
def test_the_application_cannot_rewrite_the_journal(town, statement) -> None:
    audit.record("polls.poll_closed", None, uuid4())
    with (
        pytest.raises(ProgrammingError, match="permission denied|must be owner"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert AuditEntry.objects.count() == 1


def test_an_entry_goes_with_the_callers_transaction(town) -> None:
    subject = uuid4()

    with transaction.atomic():
        audit.record("polls.poll_closed", None, subject)
        transaction.set_rollback(True)
    assert audit.history(subject) == []
