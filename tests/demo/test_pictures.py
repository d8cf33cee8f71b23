"""The demo year of polls: pictures where they belong, and nothing twice."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from veche.commons.commitments import public as commitments
from veche.commons.files import demo as pictures
from veche.commons.files import public as files
from veche.commons.identity.demo import DemoPeople, Resident
from veche.domains.polls import demo, queries
from veche.domains.polls.models import Option, Poll

TOLD = ("place-2027", "skate", "review-market")


class FewPeople(DemoPeople):
    """A hamlet in place of a town, so that a test takes a second."""

    def residents(self) -> list[Resident]:
        return [Resident(uuid4(), "", uuid4(), 20 + number, 1) for number in range(12)]


@pytest.fixture
def told(town: Any, monkeypatch: pytest.MonkeyPatch) -> dict[str, Poll]:
    """Three polls of the demo: a running one, one with works behind it, one still in review."""
    stories = tuple(story for story in demo.STORIES if story.key in TOLD)
    monkeypatch.setattr(demo, "STORIES", stories)
    demo.load(FewPeople(), lambda line: None)
    return {poll.import_key.removeprefix("demo:"): poll for poll in Poll.objects.all()}


def shown(file_id: UUID | None) -> files.FileRef:
    """The file, which must be there."""
    assert file_id is not None
    found = files.ref(file_id)
    assert found is not None
    return found


def test_every_picture_named_in_a_story_is_drawn() -> None:
    scenes = [step.scene for s in demo.STORIES if s.outcome for step in s.outcome.steps]
    named = {story.cover for story in demo.STORIES}
    named |= {choice.picture for s in demo.STORIES for ask in s.asks for choice in ask.choices}
    named |= {f"{scene}-{when}" for scene in scenes if scene for when in ("before", "after")}
    assert named - {""} <= pictures.PICTURES.keys()
    # Every running poll has a cover, and no picture is drawn for nothing.
    assert all(story.cover for story in demo.STORIES if 0 <= story.opened <= story.days)
    assert pictures.PICTURES.keys() - named <= {f"{name}-before" for name in ("square", "yard")} | {
        "embankment-before"
    }


def test_covers_and_options_are_public_drawings(told: dict[str, Poll]) -> None:
    poll = told["place-2027"]
    assert shown(poll.cover_id).is_public
    photos = [
        shown(option.photo_id)
        for option in Option.objects.filter(question__poll=poll, neutral="").order_by("position")
    ]
    assert [photo.alt for photo in photos] == [
        pictures.alt(name) for name in ("square-after", "embankment-after", "skate-after", "garden")
    ]
    assert {photo.id for photo in photos} < {
        one.id for one in files.of(queries.FILES_OF, str(poll.id))
    }


def test_a_poll_in_review_keeps_its_cover_to_itself(told: dict[str, Poll]) -> None:
    cover = shown(told["review-market"].cover_id)
    assert not cover.is_public
    assert Client().get(cover.src).status_code == 404


def test_finished_works_have_before_and_after(told: dict[str, Poll]) -> None:
    found = commitments.of("polls.poll", told["skate"].id)
    assert found is not None
    before, after = found.stages[-1].photo_before_id, found.stages[-1].photo_after_id
    assert shown(before).alt == pictures.alt("skate-before")
    assert shown(after).alt == pictures.alt("skate-after")
    page = Client().get("/decisions/").content.decode()
    assert shown(before).src in page
    assert shown(after).src in page


def test_pages_show_the_pictures(told: dict[str, Poll]) -> None:
    home = Client().get("/").content.decode()
    assert shown(told["place-2027"].cover_id).srcset in home
    assert shown(told["skate"].cover_id).src_small in home  # beside what came of it
    poll = Client().get(f"/polls/{told['place-2027'].slug}/").content.decode()
    for option in Option.objects.filter(question__poll=told["place-2027"], neutral=""):
        assert shown(option.photo_id).src_small in poll


def test_loading_again_adds_nothing(told: dict[str, Poll]) -> None:
    owners = [(queries.FILES_OF, str(poll.id)) for poll in told.values()]
    kept = [files.of(*owner) for owner in owners]
    demo.load(FewPeople(), lambda line: None)
    assert Poll.objects.count() == len(told)
    assert [files.of(*owner) for owner in owners] == kept
