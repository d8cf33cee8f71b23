"""Nothing of a photo is public before it was covered and a person has seen it."""

from __future__ import annotations

from typing import Any

import pytest

from veche.commons.files import public as files
from veche.commons.identity.tests.makers import make_person
from veche.commons.moderation import public as moderation
from veche.domains.workdays import jobs
from veche.domains.workdays.actions import picturing
from veche.domains.workdays.models import Photo
from veche.domains.workdays.queries import reading
from veche.domains.workdays.tests import makers
from veche.kernel.errors import Invalid, NotFound, Refused
from veche.kernel.manifest import Judged

pytestmark = pytest.mark.usefixtures("places_town")


def test_a_photo_is_covered_seen_and_only_then_shown(town: Any) -> None:
    caller = make_person()
    row = makers.called(caller)
    sent = makers.upload(caller)
    picturing.add_photos(caller, slug=row.slug, photo_ids=[sent])
    assert reading.may_read_sent(caller, str(row.id))
    for _n in range(2):
        jobs.blur_photo(str(sent))
    (photo,) = makers.photos_of(row)
    assert photo.state == Photo.BLURRED
    assert files.ref(sent) is None, "the picture as it was sent is gone"
    assert photo.blurred_id is not None
    assert reading.may_read_shown(caller, str(photo.id))
    assert reading.may_read_shown(makers.role("moderator"), str(photo.id))
    assert not reading.may_read_shown(make_person(), str(photo.id))
    state = moderation.state_of(reading.PHOTO, [photo.id])[photo.id]
    assert not state.is_public
    assert reading.whole_for(make_person(), row.slug).photos == []
    assert len(reading.whole_for(caller, row.slug).photos) == 1
    picturing.judge_photo(photo_id=photo.id, judged=Judged(is_passed=True))
    assert files.ref(photo.blurred_id).is_public  # type: ignore[union-attr]
    assert len(reading.whole_for(make_person(), row.slug).photos) == 1
    picturing.judge_photo(photo_id=photo.id, judged=Judged(is_passed=False))
    assert not files.ref(photo.blurred_id).is_public  # type: ignore[union-attr]
    assert reading.shown_photos([row.id]) == {}


def test_photos_are_the_callers_own_and_few(town: Any) -> None:
    caller = make_person()
    row = makers.called(caller)
    with pytest.raises(Refused):
        picturing.add_photos(make_person(), slug=row.slug, photo_ids=[])
    strange = makers.upload(make_person())
    with pytest.raises(NotFound):
        picturing.add_photos(caller, slug=row.slug, photo_ids=[strange])
    many = [makers.upload(caller) for _one in range(picturing.PHOTOS_MAX + 1)]
    with pytest.raises(Invalid):
        picturing.add_photos(caller, slug=row.slug, photo_ids=many)
    assert makers.photos_of(row) == []
