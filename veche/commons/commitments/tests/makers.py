"""Commitments made for the tests."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from veche.commons.commitments import actions, public, rules
from veche.commons.commitments.actions import DecisionText
from veche.commons.identity.public import APPROVER, AUTHOR, PersonRef
from veche.kernel import clock
from veche.kernel.models import OutboxEvent

APPROVING = PersonRef(id=uuid.uuid4(), level=1, roles=frozenset({APPROVER}))
AUTHORING = PersonRef(id=uuid.uuid4(), level=1, roles=frozenset({AUTHOR}))
CLERK = PersonRef(id=uuid.uuid4(), level=3, roles=frozenset({"clerk"}))
RESIDENT = PersonRef(id=uuid.uuid4(), level=1)
UNCONFIRMED = PersonRef(id=uuid.uuid4(), level=0)
VISITOR = PersonRef()
ANSWERABLE = rules.Answerable("Управление благоустройства", "Начальник", "Иванова Мария Петровна")


def soon(days: int = 30) -> date:
    """A day from today by the town's calendar."""
    return public.today() + timedelta(days=days)


def make_commitment(**options: Any) -> rules.Commitment:
    """Something owed for a poll of its own."""
    source_id = options.pop("source_id", str(uuid.uuid4()))
    values: dict[str, Any] = {
        "title": "Какое место благоустроить в 2027 году?",
        "url": "/polls/abc/",
        "decide_by": soon(),
        "at": clock.now(),
    }
    public.owe(source_kind="polls.poll", source_id=source_id, **values | options)
    found = public.of("polls.poll", source_id)
    assert found is not None
    return found


def decision(**options: Any) -> DecisionText:
    """A decision as an official writes it."""
    values: dict[str, Any] = {
        "decision": "Благоустроим сквер Мира: дорожки, свет и 120 деревьев.",
        "due_on": soon(60),
        "answerable": ANSWERABLE,
        "act": rules.Act("постановление администрации", "114-п", soon(-1)),
        "indicator": rules.Indicator(
            "Доля освещённых улиц", "%", Decimal(52), Decimal(70), soon(300)
        ),
    }
    return DecisionText(**values | options)


def plan(owed: rules.Commitment) -> None:
    """Decide what is owed and plan its first stage."""
    actions.record_decision(APPROVING, commitment_id=owed.id, text=decision())
    actions.add_stage(APPROVING, commitment_id=owed.id, title="Проект", planned_on=soon())


def make_decided(**options: Any) -> rules.Commitment:
    """A commitment with a decision."""
    made = make_commitment(**options)
    actions.record_decision(APPROVING, commitment_id=made.id, text=decision())
    return again(made)


def make_in_work() -> rules.Commitment:
    """A commitment with one stage under way."""
    made = make_decided()
    actions.add_stage(AUTHORING, commitment_id=made.id, title="Дорожки", planned_on=soon(20))
    return again(made)


def make_done() -> rules.Commitment:
    """A commitment kept."""
    made = make_in_work()
    (stage,) = made.stages
    actions.complete_stage(
        AUTHORING, commitment_id=made.id, stage_id=stage.id, done_on=public.today()
    )
    actions.finish_commitment(
        APPROVING, commitment_id=made.id, outcome="Сквер открыт", indicator_now=Decimal(61)
    )
    return again(made)


def give_up(made: rules.Commitment) -> None:
    """The town says that it will not."""
    actions.decline_commitment(
        APPROVING, commitment_id=made.id, reason="Денег на это нет.", answerable=ANSWERABLE
    )


def again(made: rules.Commitment) -> rules.Commitment:
    """The same commitment as it is now."""
    found = public.of(made.source_kind, made.source_id)
    assert found is not None
    return found


def kinds() -> list[str]:
    """Events told so far, in order."""
    return list(OutboxEvent.objects.order_by("put_at").values_list("kind", flat=True))


def start_clock(days: int = -1, *, is_on: bool = True) -> None:
    """The town's decision to count lateness before everyone."""
    text = actions.ClockText(is_on, soon(days), "постановление", "3-п", soon(-30))
    actions.set_public_clock(APPROVING, text=text)
