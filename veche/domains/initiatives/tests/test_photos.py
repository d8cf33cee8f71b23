"""Nothing of a photo is public before it was covered and a person has seen it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from veche.commons.files import public as files
from veche.commons.files.tests.makers import photo as jpeg
from veche.commons.identity.public import ANONYMOUS
from veche.commons.identity.tests.makers import sign_in
from veche.domains.initiatives import jobs
from veche.domains.initiatives.actions import filing
from veche.domains.initiatives.actions import picturing as acts
from veche.domains.initiatives.models import Photo
from veche.domains.initiatives.queries import picturing
from veche.domains.initiatives.tests import makers
from veche.kernel.errors import Invalid, Refused
from veche.kernel.manifest import Judged

pytestmark = pytest.mark.usefixtures("places_town")


def upload(person: Any) -> UUID:
    return files.save_photo(jpeg(), owner=person.id, purpose=picturing.SENT_FILES).id


def test_a_photo_is_covered_seen_and_only_then_shown(client: Client, town: Any) -> None:
    author = makers.resident()
    row = makers.make_proposal(author)
    sign_in(client, author)
    there = reverse("initiatives:add-photos", args=[row.slug])
    assert client.post(there, {}).status_code == 422
    broken = client.post(there, {"photos": [SimpleUploadedFile("a.jpg", b"x")]})
    assert (broken.status_code, bool(broken.context["form"].errors["photos"])) == (422, True)
    sent = SimpleUploadedFile("bench.jpg", jpeg(), content_type="image/jpeg")
    assert client.post(there, {"photos": [sent]}).status_code == 302
    photo = Photo.objects.get()
    assert [one["waits"] for one in picturing.photos_of(author, row)] == [True]
    for _n in range(2):
        jobs.blur_photo(str(photo.id))
    photo.refresh_from_db()
    assert photo.state == Photo.BLURRED
    assert picturing.photos_of(ANONYMOUS, row) == []
    assert not picturing.may_read_shown(makers.resident(), str(photo.id))
    assert picturing.may_read_shown(makers.role("moderator"), str(photo.id))
    acts.judge_photo(photo_id=photo.id, judged=Judged(is_passed=True))
    assert [one["waits"] for one in picturing.photos_of(ANONYMOUS, row)] == [False]
    page = Client().get(reverse("initiatives:read-proposal", args=[row.slug])).content.decode()
    assert str(photo.blurred_id) in page
    # With the proposal its photos leave everyone's sight, and come back with it.
    assert picturing.may_read_shown(makers.role("admin"), str(photo.id))
    for is_passed in (False, True):
        filing.judge_proposal(proposal_id=row.id, judged=Judged(is_passed=is_passed))
        assert files.of(picturing.SHOWN_FILES, str(photo.id))[0].is_public == is_passed
    acts.judge_photo(photo_id=photo.id, judged=Judged(is_passed=False))
    assert picturing.photos_of(author, row) == []


def test_photos_are_the_authors_own_and_few(town: Any) -> None:
    author = makers.resident()
    row = makers.make_proposal(author)
    with pytest.raises(Refused):
        acts.add_photos(makers.resident(), slug=row.slug, photo_ids=[])
    many = [upload(author) for _one in range(acts.PHOTOS_MAX + 1)]
    with pytest.raises(Invalid):
        acts.add_photos(author, slug=row.slug, photo_ids=many)
    assert not Photo.objects.exists()
    row = makers.answered(makers.reached(row))
    with pytest.raises(Refused) as late:
        acts.add_photos(author, slug=row.slug, photo_ids=many[:1])
    assert late.value.code == "wrong-state"
