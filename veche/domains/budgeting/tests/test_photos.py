"""Nothing of a resident's photo is public before it was covered and a person has seen it."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from veche.commons.files import public as files
from veche.commons.files.tests.makers import photo as jpeg
from veche.commons.identity.public import ANONYMOUS, PersonRef
from veche.commons.identity.tests.makers import sign_in
from veche.commons.moderation import public as moderation
from veche.domains.budgeting import jobs, public, rules
from veche.domains.budgeting.actions import balloting, keeping, proposing
from veche.domains.budgeting.actions import picturing as acts
from veche.domains.budgeting.models import Cycle, Photo, Project
from veche.domains.budgeting.queries import picturing
from veche.domains.budgeting.rules import phases
from veche.domains.budgeting.tests import makers
from veche.domains.budgeting.tests.test_pages import page, post, text_of
from veche.kernel import clock
from veche.kernel.errors import Invalid, NotFound, Refused
from veche.kernel.manifest import Judged

pytestmark = pytest.mark.usefixtures("budget_town")


def sent(row: Project, author: PersonRef, covered: bool = True) -> Photo:
    """A photo of the project, covered unless the job has not come yet."""
    kept = files.save_photo(jpeg(), owner=author.id, purpose=picturing.SENT_FILES).id
    acts.add_photos(author, slug=row.slug, photo_ids=[kept])
    if covered:
        jobs.cover_photo(str(kept))
    return Photo.objects.get(id=kept)


def judge(photo: Photo, is_passed: bool = True) -> None:
    acts.judge_photo(photo_id=photo.id, judged=Judged(is_passed=is_passed))


def is_public(photo: Photo) -> bool:
    return files.of(picturing.SHOWN_FILES, str(photo.id))[0].is_public


def test_a_photo_of_a_draft_is_its_authors_alone_until_a_person_has_seen_it(
    client: Client,
) -> None:
    author, moderator = makers.resident(), makers.official("moderator")
    row = makers.make_draft(makers.make_cycle(), author)
    sign_in(client, author)
    assert "Показать, как там сейчас" in page(client, "file-project", row.id)
    assert post(client, "add-photos", row.slug).status_code == 422
    broken = post(client, "add-photos", row.slug, photos=[SimpleUploadedFile("a.jpg", b"x")])
    assert broken.status_code == 422
    one = SimpleUploadedFile("bench.jpg", jpeg(), content_type="image/jpeg")
    assert post(client, "add-photos", row.slug, photos=[one]).status_code == 302
    photo = Photo.objects.get()
    for _n in range(2):
        jobs.cover_photo(str(photo.id))
    photo.refresh_from_db()
    assert photo.state == Photo.COVERED
    assert files.photo_bytes(photo.id) is None
    assert not picturing.may_read_shown(moderator, str(photo.id))
    assert "закроем лица" in page(client, "add-photos", row.slug)
    proposing.file_project(author, draft_id=row.id)
    photo.refresh_from_db()
    assert photo.state == Photo.ASKED
    assert picturing.may_read_shown(moderator, str(photo.id))
    assert not picturing.may_read_shown(makers.resident(), str(photo.id))
    # The word on the photo comes before the word on the project: it waits for that too.
    judge(photo)
    assert not is_public(photo)
    proposing.judge_words(project_id=row.id, judged=Judged(is_passed=True))
    assert is_public(photo)
    client.cookies.clear()
    assert str(photo.covered_id) in page(client, "read-project", row.slug)
    assert str(photo.covered_id) in page(client, "read-cycle", row.cycle.slug)
    # What a moderator hides is hidden with its photos, and comes back with them.
    for passed in (False, True):
        proposing.judge_words(project_id=row.id, judged=Judged(is_passed=passed))
        assert is_public(photo) == passed


def test_a_photo_let_through_before_a_text_that_came_too_late_is_seen_with_it() -> None:
    author = makers.resident()
    cycle = makers.make_cycle()
    row = makers.make_draft(cycle, author)
    photo = sent(row, author)
    proposing.file_project(author, draft_id=row.id)
    judge(photo)
    Cycle.objects.filter(id=cycle.id).update(settled_at=clock.now())
    proposing.judge_words(project_id=row.id, judged=Judged(is_passed=True))
    row.refresh_from_db()
    assert row.state == rules.REFUSED
    assert is_public(photo)


def test_a_photo_that_a_moderator_turned_down_is_on_no_card() -> None:
    author = makers.resident()
    row = makers.make_project(makers.make_cycle(), author)
    first, second = sent(row, author), sent(row, author)
    assert first.state == Photo.ASKED
    judge(first)
    judge(second)
    row.refresh_from_db()
    assert row.picture_id == first.covered_id
    assert len(picturing.photos_of(ANONYMOUS, row)) == 2
    judge(first, is_passed=False)
    row.refresh_from_db()
    assert row.picture_id == second.covered_id
    assert not is_public(first)
    assert [one["ref"].id for one in picturing.photos_of(author, row)] == [second.covered_id]


def test_what_stood_on_a_ballot_and_is_hidden_shows_no_photo(client: Client) -> None:
    author = makers.resident()
    cycle = makers.make_cycle()
    row = makers.admitted(cycle, author=author)
    makers.admitted(cycle)
    photo = sent(row, author)
    judge(photo)
    makers.let_phase_come(cycle, phases.CHECKS)
    balloting.settle_ballot(makers.official(), slug=cycle.slug)
    assert str(photo.covered_id) in page(client, "read-project", row.slug)
    proposing.judge_words(project_id=row.id, judged=Judged(is_passed=False))
    hidden = page(client, "read-project", row.slug)
    assert "Текст скрыт модератором" in hidden
    assert str(photo.covered_id) not in hidden
    assert "Как там сейчас" not in hidden


def test_a_photo_goes_with_its_bytes(client: Client) -> None:
    author = makers.resident()
    row = makers.make_draft(makers.make_cycle(), author)
    waiting, covered, last = sent(row, author, False), sent(row, author), sent(row, author)
    sign_in(client, author)
    for _n in range(2):
        assert post(client, "remove-photo", row.slug, covered.id).status_code == 302
    assert "Убрать" in text_of(client.get(reverse("budgeting:add-photos", args=[row.slug])))
    acts.keep_covered(photo_id=covered.id, data=jpeg())
    assert files.refs([covered.covered_id or waiting.id, covered.id]) == {}
    proposing.discard_project(author, draft_id=row.id)
    assert not Photo.objects.exists()
    assert files.refs([waiting.id, last.covered_id or waiting.id]) == {}
    other = makers.make_draft(row.cycle, author)
    kept = sent(other, author)
    keeping.forget_drafts(before=clock.now())
    assert files.refs([kept.covered_id or kept.id]) == {}
    again = sent(makers.make_draft(row.cycle, author), author)
    keeping.forget_person([author.known_id])
    assert files.refs([again.covered_id or again.id]) == {}


def test_nobody_is_asked_about_a_photo_that_was_taken_away() -> None:
    author, moderator = makers.resident(), makers.official("moderator")
    row = makers.make_project(makers.make_cycle(), author)
    first, _second = sent(row, author), sent(row, author)

    def asked() -> int:
        titles = [str(one.title) for one in moderation.waiting(moderator, 10)]
        return titles.count("Фото проекта для голосования")

    assert asked() == 2
    acts.remove_photo(author, slug=row.slug, photo_id=first.id)
    assert asked() == 1


def test_a_copy_of_own_data_has_the_photos_that_were_sent() -> None:
    author = makers.resident()
    row = makers.make_draft(makers.make_cycle(), author)
    photo = sent(row, author)
    (said,) = public.own_part(author.known_id)["projects"]
    (told,) = said["photos"]
    assert str(photo.covered_id) in told["url"]
    assert told["state"] == Photo.COVERED


def test_photos_are_the_authors_own_and_few(client: Client) -> None:
    author, stranger = makers.resident(), makers.resident()
    row = makers.make_draft(makers.make_cycle(), author)
    many: list[UUID] = [
        files.save_photo(jpeg(), owner=author.id, purpose=picturing.SENT_FILES).id
        for _one in range(acts.PHOTOS_MAX + 1)
    ]
    with pytest.raises(Invalid):
        acts.add_photos(author, slug=row.slug, photo_ids=many)
    with pytest.raises(NotFound):
        acts.add_photos(stranger, slug=row.slug, photo_ids=many[:1])
    with pytest.raises(Invalid):
        acts.add_photos(author, slug=row.slug, photo_ids=[])
    _cycle, rows = makers.make_vote()
    with pytest.raises(Refused):
        acts.add_photos(stranger, slug=rows[0].slug, photo_ids=many[:1])
    assert rows[0].state == rules.ADMITTED
    sign_in(client, stranger)
    assert client.get(reverse("budgeting:add-photos", args=[row.slug])).status_code == 404
