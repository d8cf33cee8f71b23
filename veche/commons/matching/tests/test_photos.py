"""Photos of what came out: covered, seen by a moderator, only then everyone's."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from veche.commons.files import public as files
from veche.commons.identity.tests.makers import make_person
from veche.commons.matching import actions, jobs, public
from veche.commons.matching.actions import steps
from veche.commons.matching.models import Match
from veche.commons.matching.queries.standing import standing_of
from veche.commons.matching.rules import states
from veche.commons.matching.tests.expecting import refused
from veche.commons.matching.tests.makers import (
    Talk,
    cover,
    picture,
    tell,
)
from veche.commons.moderation import public as moderation
from veche.kernel.manifest import Judged

pytestmark = pytest.mark.usefixtures("town")


def test_photos_are_shown_after_a_moderator_alone() -> None:
    talk = Talk().until(states.DONE)
    row = talk.row
    assert not row.is_proof_shown
    (photo,) = files.of(actions.PROOF_TEXT, str(row.id))
    assert not photo.is_public
    assert public.may_read_proof(talk.asker, str(row.id))
    assert public.may_read_proof(make_person(roles=["moderator"]), str(row.id))
    assert not public.may_read_proof(make_person(), str(row.id))
    assert moderation.state_of(actions.PROOF_TEXT, [row.id])[row.id].state == "waiting"
    actions.judge_proof(row.id, Judged(True))
    assert files.of(actions.PROOF_TEXT, str(row.id))[0].is_public
    actions.judge_proof(row.id, Judged(False))
    assert not files.of(actions.PROOF_TEXT, str(row.id))[0].is_public


def test_faces_and_plates_are_covered_before_anybody_looks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    talk = Talk().until(states.HANDED)
    sent = [talk.photo(talk.helper) for _one in range(2)]
    actions.prove_work(talk.helper, slug=talk.slug, words="Убрали", photo_ids=sent)
    row, moderator = talk.row, make_person(roles=["moderator"])
    assert row.photo_ids == sent
    assert not files.of(actions.PROOF_TEXT, str(row.id))
    assert not moderation.state_of(actions.PROOF_TEXT, [row.id])
    assert public.may_read_sent(talk.asker, str(row.id))
    # The town's officials own the place by office; they see what is covered.
    for other in (moderator, talk.official):
        assert not public.may_read_sent(other, str(row.id))
    assert public.may_read_proof(talk.official, str(row.id))
    covering = {"match_id": str(row.id), "kind": actions.PROOF_TEXT}
    covered: list[bytes] = []

    def blurred(data: bytes) -> files.Blurred:
        covered.append(data)
        return files.Blurred(picture(), 1)

    monkeypatch.setattr(files, "blurred", blurred)
    for _killed in range(2):
        jobs.cover_photos(**covering, author_id=str(talk.helper.id))
    assert len(covered) == 2
    row = talk.row
    assert row.photo_ids == [one.id for one in files.of(actions.PROOF_TEXT, str(row.id))]
    assert not files.refs(sent), "the pictures as they were sent are gone"
    assert moderation.state_of(actions.PROOF_TEXT, [row.id])[row.id].state == "waiting"


def test_who_confirms_may_show_a_photo() -> None:
    talk = Talk().until(states.PROVEN)
    actions.judge_proof(talk.row.id, Judged(True))
    talk.confirm()
    (photo,) = files.of(actions.AFTER_PHOTOS, str(talk.row.id))
    # What a moderator has let through stays in sight; the new one waits for its own word.
    assert talk.row.is_proof_shown
    assert files.of(actions.PROOF_TEXT, str(talk.row.id))[0].is_public
    assert photo.id not in talk.row.photo_ids
    assert public.may_read_proof(talk.helper, str(talk.row.id))
    for is_passed in (True, False, True):
        actions.judge_after(talk.row.id, Judged(is_passed))
        assert (photo.id in talk.row.photo_ids) == is_passed
        assert files.of(actions.AFTER_PHOTOS, str(talk.row.id))[0].is_public == is_passed
    assert len(talk.row.photo_ids) == 2


def test_a_moderator_s_word_beside_a_step_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    talk = Talk().until(states.PROVEN)

    def judged_meanwhile(row: Match, **given: Any) -> states.Standing:
        actions.judge_proof(row.id, Judged(True))
        return standing_of(row, **given)

    monkeypatch.setattr(steps, "standing_of", judged_meanwhile)
    actions.confirm_work(talk.asker, slug=talk.slug)
    assert talk.row.is_proof_shown
    assert (talk.row.state, talk.row.done_at is not None) == (states.DONE, True)


def test_a_refused_photo_is_shown_anew_and_the_work_is_not_lost() -> None:
    talk = Talk().until(states.PROVEN)
    (bad,) = talk.row.photo_ids
    for _twice in range(2):
        actions.judge_proof(talk.row.id, Judged(False))
    assert (talk.row.state, talk.row.photo_ids) == (states.PROVEN, [bad])
    notice = tell("matching.proof_refused", {"match_id": str(talk.row.id)})
    assert notice is not None
    assert set(notice.people) == {talk.helper.id, talk.asker.id}
    # What is done nobody calls off any more.
    refused(lambda: actions.withdraw_match(talk.helper, slug=talk.slug), states.NOT_NOW)
    refused(lambda: actions.withdraw_match(talk.asker, slug=talk.slug), states.NOT_NOW)
    # The moderator was wrong: it waits for a word as before.
    actions.judge_proof(talk.row.id, Judged(True))
    assert (talk.row.state, talk.row.is_proof_shown) == (states.PROVEN, True)
    actions.judge_proof(talk.row.id, Judged(False))
    talk.prove()
    assert talk.row.state == states.PROVEN
    assert bad not in talk.row.photo_ids
    assert [one.id for one in files.of(actions.PROOF_TEXT, str(talk.row.id))] == talk.row.photo_ids
    refused(talk.prove, states.NOT_NOW)
    talk.until(states.DONE)
    actions.judge_proof(talk.row.id, Judged(False))
    assert talk.row.state == states.DONE


def test_who_has_seen_the_work_confirms_it_without_a_photo() -> None:
    talk = Talk().until(states.PROVEN)
    actions.judge_proof(talk.row.id, Judged(False))
    actions.confirm_work(talk.asker, slug=talk.slug)
    assert (talk.row.state, talk.row.is_proof_shown) == (states.DONE, False)
    standing = public.need_of(talk.need.source_kind, talk.need.source_id)
    assert standing is not None
    assert (standing.state, standing.photos) == (states.FULFILLED, ())


def test_what_is_to_be_finished_stays_so_whatever_a_moderator_says() -> None:
    talk = Talk().until(states.PROVEN)
    actions.return_work(talk.asker, slug=talk.slug, reason="Осталась трава")
    actions.judge_proof(talk.row.id, Judged(False))
    notice = tell("matching.proof_refused", {"match_id": str(talk.row.id)})
    assert notice is not None
    assert notice.people == (talk.helper.id,)
    refused(lambda: actions.confirm_work(talk.asker, slug=talk.slug), states.NOT_NOW)
    actions.judge_proof(talk.row.id, Judged(True))
    assert talk.row.state == states.HANDED


def test_a_cover_beside_a_second_proof_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    talk = Talk().until(states.HANDED)
    first, second = talk.photo(talk.helper), talk.photo(talk.helper)
    shown: dict[str, Any] = {"slug": talk.slug, "words": "Убрали"}
    actions.prove_work(talk.helper, **shown, photo_ids=[first])
    actions.return_work(talk.asker, slug=talk.slug, reason="Осталась трава")

    def covered_meanwhile(row: Match, **given: Any) -> states.Standing:
        cover(talk, actions.PROOF_TEXT)
        return standing_of(row, **given)

    monkeypatch.setattr(steps, "standing_of", covered_meanwhile)
    actions.prove_work(talk.helper, **shown, photo_ids=[second])
    (covered,) = files.of(actions.PROOF_TEXT, str(talk.row.id))
    assert talk.row.photo_ids == [covered.id, second]


def test_a_lost_picture_holds_up_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "blurred", lambda data: files.Blurred(data, 0))
    some, none = Talk().until(states.HANDED), Talk().until(states.HANDED)
    kept, lost, alone = (one.photo(one.helper) for one in (some, some, none))
    read = files.photo_bytes
    gone = {lost, alone}
    monkeypatch.setattr(files, "photo_bytes", lambda one: None if one in gone else read(one))
    for talk, sent in ((some, [kept, lost]), (none, [alone])):
        actions.prove_work(talk.helper, slug=talk.slug, words="Убрали", photo_ids=sent)
        for _killed in range(2):
            jobs.cover_photos(str(talk.row.id), actions.PROOF_TEXT, str(talk.helper.id))
        assert not files.of(actions.SENT[actions.PROOF_TEXT], str(talk.row.id))
    # A moderator looks at what is left; where nothing is, the helpers show another.
    items = moderation.state_of(actions.PROOF_TEXT, [some.row.id, none.row.id])
    assert {key: one.state for key, one in items.items()} == {some.row.id: "waiting"}
    assert (some.row.is_proof_refused, none.row.is_proof_refused) == (False, True)


def test_the_moderators_item_is_held_before_the_match() -> None:
    talk = Talk().until(states.PROVEN)
    actions.return_work(talk.asker, slug=talk.slug, reason="Осталась трава")
    photo = talk.photo(talk.helper)
    actions.prove_work(talk.helper, slug=talk.slug, words="Скосили", photo_ids=[photo])
    with CaptureQueriesContext(connection) as asked:
        cover(talk, actions.PROOF_TEXT)
    held = [one["sql"] for one in asked if "FOR UPDATE" in one["sql"]]
    tables = ["item" if "moderation_item" in sql else "match" for sql in held]
    assert tables == ["item", "match"], held
