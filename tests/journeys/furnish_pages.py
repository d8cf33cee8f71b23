"""One of each thing that has a page of its own, for the walk through all pages."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from typing import Any
from uuid import uuid4

from tests.journeys.furnish_appeals import furnish_walked_appeals
from tests.journeys.furnish_budgeting import furnish_walked_budgeting
from tests.journeys.furnish_homes import furnish_walked_homes
from tests.journeys.furnish_initiatives import furnish_walked_initiatives
from tests.journeys.furnish_matching import furnish_matching
from tests.journeys.furnish_members import furnish_members
from tests.journeys.furnish_opendata import furnish_walked_sets
from tests.journeys.furnish_orders import furnish_walked_orders
from tests.journeys.furnish_points import furnish_walked_advice
from tests.journeys.furnish_reports import furnish_walked_reports
from tests.journeys.furnish_schools import furnish_walked_schools
from tests.journeys.furnish_secret import secret_over
from tests.journeys.furnish_transparency import furnish_walked_budget
from tests.journeys.furnish_workdays import furnish_walked_workdays

AUDITOR, LAWYER = "walked-auditor@example.org", "walked-lawyer@example.org"


def furnish_pages(rich: str, draft: str) -> dict[str, str]:
    """Ids by which the walk finds them."""
    people = import_module("veche.commons.identity.tests.makers")
    writing = import_module("veche.commons.pages.actions")
    privacy = import_module("veche.commons.privacy.actions")
    hall = import_module("veche.commons.hall.models")
    polls = import_module("veche.domains.polls.models")
    asking = import_module("veche.domains.help.actions")
    today = import_module("veche.kernel.clock").now().date()
    people.make_person(contact=AUDITOR, roles=["auditor"], level=2)
    people.make_person(contact=LAWYER, roles=["lawyer"], birth_year=1980)
    admin = people.make_person(level=2, roles=["admin"])
    officer = people.make_person(level=2, roles=["privacy"])
    poll = polls.Poll.objects.get(slug=draft)
    material = polls.Material.objects.create(poll=poll, position=1, title="Смета", text="Сколько")
    campaign = polls.Campaign.objects.create(
        title="Выборы совета",
        starts_on=today - timedelta(days=90),
        ends_on=today - timedelta(days=60),
        names="Сидоров",
        act="Решение № 1",
    )
    told = hall.Inconvenience.objects.create(service="polls", page="/", text="Мелко")
    return {
        "secret": secret_over(),
        "material": str(material.id),
        "campaign": str(campaign.id),
        "told": str(told.id),
        "news": writing.publish_news(admin, title="Дали тепло", text="Всем домам."),
        "asked": privacy.make_request(people.make_person(), kind="access"),
        "leak": privacy.start_leak(officer, is_drill=True),
        "inquiry": asking.ask_support(visitor="1", screen="", text="Как?", key=uuid4().hex),
        "stack": _stack(polls.Poll.objects.get(slug=rich)),
        **furnish_moderation(),
        "argued": _argued(polls.Poll.objects.get(slug=rich)),
        **furnish_matching(),
        **furnish_members(),
        **furnish_walked_reports(),
        **furnish_walked_homes(),
        **furnish_walked_appeals(),
        **furnish_walked_advice(),
        **furnish_walked_initiatives(),
        **furnish_walked_budgeting(),
        **furnish_walked_workdays(),
        **furnish_walked_orders(),
        **furnish_walked_budget(),
        **furnish_walked_sets(),
        **furnish_walked_schools(),
    }


def furnish_moderation() -> dict[str, str]:
    """A text that waits, one whose author argues, two accounts alike."""
    models = import_module("veche.commons.moderation.models")
    now = import_module("veche.kernel.clock").now()
    kept = {"kind": "discussion.argument", "submitted_at": now, "due_on": now.date()}
    thing = models.Item.objects.create(subject_id=uuid4(), found=["phone"], **kept)
    gone = models.Item.objects.create(
        subject_id=uuid4(), state="removed", reason="advert", decided_at=now, **kept
    )
    appeal = models.Appeal.objects.create(item=gone, text="Это не реклама", due_on=now.date())
    one, other = sorted((uuid4(), uuid4()))
    twins = models.Twins.objects.create(
        one_id=one, other_id=other, same_texts=4, same_minutes=2, same_home=True
    )
    return {"thing": str(thing.id), "appeal": str(appeal.id), "twins": str(twins.id)}


def _argued(poll: Any) -> str:
    """The poll with an argument of each side, one of them the town's own."""
    people = import_module("veche.commons.identity.tests.makers")
    discussion = import_module("veche.commons.discussion.actions")
    type(poll).objects.filter(id=poll.id).update(has_discussion=True)
    official = people.make_person(level=2, roles=["approver"])
    for side in ("for", "against"):
        discussion.write_argument(
            official,
            kind="polls.poll",
            subject_id=poll.id,
            side=side,
            text="В сквере есть тень, а на площади летом сорок градусов.",
            speaks_for="Управление парков" if side == "for" else "",
        )
    return str(poll.id)


def _stack(poll: Any) -> str:
    """A sheet typed in by one clerk and waiting for another."""
    people = import_module("veche.commons.identity.tests.makers")
    ballots = import_module("veche.commons.ballots.public")
    counter = import_module("veche.domains.polls.actions.counter")
    clerk = people.make_person(level=2, roles=["clerk"])
    by = {"clerk_id": clerk.known_id, "day": counter.today()}
    pack = ballots.print_pack(poll.id, amount=1, pack_id=uuid4(), **by)
    (number,) = ballots.numbers_of_pack(poll.id, pack.id)
    ballots.hand_out(poll.id, person_id=uuid4(), **by)
    ballots.enter_sheet(poll.id, number=number, typed={"q1": ["o1"]}, key=uuid4(), **by)
    counter.hand_over_stack(clerk, poll=poll)
    return str(ballots.stacks(poll.id)[0].id)
