"""What the journalist's journey walks through, made beside the served town."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module


def furnish() -> dict[str, str]:
    """A closed poll of some hours and two channels, voters to call, and who calls them."""
    made = import_module("tests.attacks.made")
    people = import_module("veche.commons.identity.tests.makers")
    ballots = import_module("veche.commons.ballots.public")
    jobs = import_module("veche.domains.polls.jobs")
    ids = import_module("veche.kernel.ids")
    people.make_person(contact="auditor@example.org", roles=["auditor"], level=2)
    poll = made.make_poll(
        {"kind": "one", "text": "Где ярмарка?", "options": ("Площадь", "Сквер")},
        title="Где проводить ярмарку?",
    )
    ballots.fill(
        poll.id,
        [
            ballots.FilledPaper(
                ids.new_id(),
                {"q1": ["o1" if number % 3 else "o2"]},
                "paper" if number % 4 == 0 else "web",
                at=poll.opens_at + timedelta(minutes=6 * number),
            )
            for number in range(160)
        ],
    )
    # Thirty of some two hundred are drawn: with so many to call, some are among them.
    for number in range(60):
        made.cast(poll, person=people.make_person(contact=f"voter{number}@example.org"))
    made.close(poll)
    jobs.publish_count(str(poll.id))
    return {"poll": poll.slug}
