"""Nothing of a photo is public before it was covered and a person has seen it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils.datastructures import MultiValueDict

from veche.commons.files import public as files
from veche.commons.files.tests import makers as uploads
from veche.commons.identity.public import PersonRef
from veche.commons.identity.tests.makers import make_person, sign_in
from veche.commons.moderation import public as moderation
from veche.commons.moderation.tests.makers import last_item
from veche.domains.reports import jobs
from veche.domains.reports.actions import (
    approving,
    filing,
    judging,
    keeping,
    moderating,
    picturing,
    residents,
)
from veche.domains.reports.adapters import told
from veche.domains.reports.forms.filing import DisagreeForm
from veche.domains.reports.models import Photo, Report
from veche.domains.reports.queries import reading, terms_over
from veche.domains.reports.rules import states
from veche.domains.reports.tests import makers
from veche.domains.reports.views import reading as pages
from veche.kernel import clock
from veche.kernel.errors import Conflict, Invalid, Refused
from veche.kernel.manifest import Judged

pytestmark = pytest.mark.usefixtures("places_town")


def test_a_photo_is_covered_seen_and_only_then_shown(town: Any) -> None:
    author = make_person()
    row = makers.make_report(author, photos=[makers.upload(author)])
    moderator = makers.role("moderator")
    with pytest.raises(Conflict) as caught:
        moderating.pass_report(moderator, number=row.number, version=row.version)
    assert caught.value.code == "photos-wait"
    assert reading.report_for(moderator, row.number).photos == []
    sent = row.photos.get()
    for _ in range(2):
        jobs.blur_photo(str(sent.id))
    made = row.photos.get()
    assert made.state == Photo.BLURRED
    shown = reading.report_for(moderator, row.number).photos
    assert [ref.id for _photo, ref in shown] == [made.blurred_id]
    assert not files.ref(made.blurred_id).is_public  # type: ignore[union-attr, arg-type]
    moderating.pass_report(moderator, number=row.number, version=row.version)
    assert files.ref(made.blurred_id).is_public  # type: ignore[union-attr, arg-type]
    assert not files.ref(sent.id).is_public  # type: ignore[union-attr]
    everyone = reading.report_for(make_person(), row.number).photos
    assert [ref.id for _photo, ref in everyone] == [made.blurred_id]


def test_what_is_not_covered_is_for_its_owner_and_moderators(client: Client) -> None:
    author, (executor, body) = make_person(), makers.make_executor()
    row = makers.make_report(author, photos=[makers.upload(author)])
    blur_all(row)
    row = makers.assigned(makers.passed(row), body)
    after = makers.upload(executor)
    row = makers.answered(row, executor, photos=[after])
    blur_all(row)
    sent, covered = row.photos.get(kind=Photo.BEFORE).id, row.photos.get(id=after).blurred_id
    assert covered is not None
    people = {"author": author, "executor": executor, "stranger": make_person()}
    people |= {name: makers.role(name) for name in ("moderator", "coordinator", "approver")}

    def readers(file_id: UUID) -> set[str]:
        return {name for name, one in people.items() if opens(client, one, file_id)}

    assert readers(sent) == {"author", "moderator"}
    assert readers(after) == {"executor", "moderator"}
    assert readers(covered) == people.keys() - {"stranger"}


def opens(client: Client, person: PersonRef, file_id: UUID) -> bool:
    sign_in(client, person)
    answer = client.get(reverse("files:read-photo", args=[file_id, 320]))
    assert answer.status_code in (200, 404)
    return answer.status_code == 200


def test_a_photo_with_a_face_left_is_taken_away(town: Any) -> None:
    author = make_person()
    row = makers.make_report(author, photos=[makers.upload(author)])
    sent = row.photos.get()
    jobs.blur_photo(str(sent.id))
    with pytest.raises(Refused):
        hide(author, sent)
    hide(makers.role("moderator"), sent)
    assert reading.report_for(author, row.number).photos == []


def hide(person: PersonRef, photo: Photo) -> None:
    picturing.hide_photo(person, number=photo.report.number, photo_id=photo.id, reason="personal")


def test_as_it_stands_a_photo_taken_away_is_nobodys_fault(client: Client) -> None:
    author = make_person()
    row = makers.make_report(author, photos=[makers.upload(author)])
    blur_all(row)
    makers.passed(row)
    sign_in(client, makers.role("moderator"))
    page = client.get(reverse("reports:open-case", args=[row.number])).content.decode()
    (reason,) = re.findall(r'value="(\w+)" selected', page)
    client.post(
        reverse("reports:hide-photo", args=[row.number, row.photos.get().id]), {"reason": reason}
    )
    assert row.photos.get().state == Photo.HIDDEN
    assert last_item().reason == "uncovered"


def test_what_a_moderator_takes_away_is_argued_and_comes_back(client: Client, town: Any) -> None:
    author, first = make_person(), makers.role("moderator")
    row = makers.make_report(author, photos=[makers.upload(author) for _ in range(2)])
    blur_all(row)
    makers.passed(row)
    one, other = row.photos.all()
    assert one.blurred_id is not None
    assert other.blurred_id is not None
    for photo in (one, other):
        hide(first, photo)
    assert not files.refs([one.blurred_id])[one.blurred_id].is_public
    (found,) = (kind for kind in told.NOTICES if kind.event == "reports.photo_hidden")
    notice = found.tell({"report_id": str(row.id), "photo_id": str(one.id)})
    assert notice is not None
    sign_in(client, author)
    assert client.post(notice.url, {"text": "Лица там нет"}).status_code == 302
    second = makers.role("moderator")
    (matter,) = moderation.waiting(second, 5)
    sign_in(client, second)
    assert files.url(one.blurred_id) in client.get(matter.url).content.decode()
    assert client.post(matter.url, {"verdict": "back", "answer": "Правда"}).status_code == 302
    everyone = reading.report_for(make_person(), row.number).photos
    assert [(photo.id, ref.is_public) for photo, ref in everyone] == [(one.id, True)]
    # What stays away goes with the originals, some days after the end.
    Report.objects.filter(id=row.id).update(state=states.CLOSED, outcome=states.SOLVED)
    assert keeping.forget_originals(before=row.changed_at) == 0
    assert keeping.forget_originals(before=clock.now() + timedelta(days=1)) == 2
    kept = files.refs([one.id, one.blurred_id, other.id, other.blurred_id])
    assert set(kept) == {one.blurred_id}
    judging.judge_photo(photo_id=other.id, judged=Judged(True))
    assert row.photos.get(id=other.id).state == Photo.HIDDEN


def test_only_the_answer_that_was_approved_shows_its_photos(town: Any) -> None:
    author = make_person()
    row, executor = makers.at_work(author)
    row = makers.answered(row, executor, photos=[makers.upload(executor)])
    blur_all(row)
    approver = makers.role("approver")
    approving.send_back_answer(approver, number=row.number, version=row.version, text="Не видно")
    row = makers.answered(makers.fresh(row), executor, photos=[makers.upload(executor)])
    blur_all(row)
    row = makers.approved(row)
    everyone = reading.report_for(make_person(), row.number).photos
    assert len(everyone) == 1
    first = photos_of_answer(reading.report_for(author, row.number))
    assert [ref.id for _photo, ref in everyone] == first
    proof = [makers.upload(author)]
    residents.disagree_report(
        author, number=row.number, version=row.version, text="Темно", photos=proof
    )
    row = makers.answered(makers.fresh(row), executor, photos=[makers.upload(executor)])
    blur_all(row)
    assert photos_of_answer(reading.report_for(author, row.number)) == first
    last = row.photos.get(id=proof[0])
    with pytest.raises(Refused):
        hide(executor, last)
    row = makers.approved(row)
    assert reading.report_for(make_person(), row.number).photos_of(Photo.PROOF) == []
    assert not files.ref(last.blurred_id).is_public  # type: ignore[union-attr, arg-type]
    (second,) = photos_of_answer(reading.report_for(author, row.number))
    assert second not in first


def photos_of_answer(whole: reading.Whole) -> list[UUID]:
    answer = pages.approved_answer(whole.steps)
    return [ref.id for ref in pages.photos_of_answer(whole, answer)]


def test_an_approver_takes_away_no_proof(client: Client, town: Any) -> None:
    author = make_person()
    row, executor = makers.at_work(author)
    row = makers.approved(makers.answered(row, executor))
    proof, after = makers.upload(author), makers.upload(executor)
    residents.disagree_report(
        author, number=row.number, version=row.version, text="Темно", photos=[proof]
    )
    row = makers.answered(makers.fresh(row), executor, photos=[after])
    blur_all(row)
    approver = makers.role("approver")
    sign_in(client, approver)
    case = client.get(reverse("reports:open-case", args=[row.number])).content.decode()
    shown = [
        reverse("reports:hide-photo", args=[row.number, one]) in case for one in (proof, after)
    ]
    assert shown == [False, True]
    with pytest.raises(Refused):
        hide(approver, row.photos.get(id=proof))
    hide(approver, row.photos.get(id=after))
    step = row.steps.get(verb="hide_photo")
    assert (step.part, step.is_inner) == (states.APPROVER, True)


def blur_all(row: Report) -> None:
    for photo in row.photos.all():
        jobs.blur_photo(str(photo.id))


def test_what_nobody_has_blurred_is_taken_up_anew_or_taken_away(
    town: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    author = make_person()
    row = makers.make_report(author, photos=[makers.upload(author)])
    sent = row.photos.get()
    now = clock.now() + timedelta(minutes=11)
    assert terms_over.unblurred(now - jobs.BLUR_FOR, now - jobs.BLUR_AFTER) == [sent.id]
    assert terms_over.unblurred(now - jobs.BLUR_FOR, sent.added_at - timedelta(minutes=1)) == []
    queued: list[str] = []
    with monkeypatch.context() as patch:
        patch.setattr(terms_over, "unblurred", lambda since, before: [sent.id])
        patch.setattr("veche.kernel.jobs.defer", lambda name, **given: queued.append(given["once"]))
        jobs.blur_left()
    assert queued == [f"blur:{sent.id}"]
    hide(makers.role("moderator"), sent)
    assert makers.passed(row).stage == states.OPEN


def test_photos_of_a_draft_wait_as_long_as_it_does(town: Any) -> None:
    author = make_person()
    kept, dropped, others = (
        makers.upload(author),
        makers.upload(author),
        makers.upload(make_person()),
    )

    def hung(draft: UUID) -> list[UUID]:
        return [one.id for one in files.of(reading.DRAFT_FILES, str(draft))]

    draft = makers.fill_draft(author, photos=[kept, dropped, others])
    assert hung(draft) == [kept, dropped]
    makers.fill_draft(author, photos=[kept])
    assert hung(draft) == [kept]
    number = filing.file_report(author, draft_id=draft)
    assert makers.fresh(number).photos.get().id == kept
    forgotten = makers.fill_draft(author, photos=[dropped])
    assert hung(forgotten) == [dropped]
    filing.discard_draft(author)
    assert hung(forgotten) == []
    gone = makers.fill_draft(author, photos=[dropped], category="yards.playground")
    files.remove([dropped])
    with pytest.raises(Invalid) as caught:
        filing.file_report(author, draft_id=gone)
    assert set(caught.value.fields) == {"photos"}


def test_a_form_keeps_ones_own_photos_and_no_more_than_five(town: Any) -> None:
    author, stranger = make_person(), make_person()
    own = [makers.upload(author) for _ in range(2)]
    given = QueryDict(mutable=True)
    given.update({"version": "1", "text": "Темно"})
    given.setlist("kept", [str(one) for one in (*own, makers.upload(stranger), "no id")])

    def kept(new: int) -> DisagreeForm:
        sent = [SimpleUploadedFile("1.jpg", uploads.photo(), "image/jpeg") for _ in range(new)]
        form = DisagreeForm(given, MultiValueDict({"photos": sent}))
        form.full_clean()
        form.keep(author)
        return form

    assert kept(0).kept_photos == own
    form = kept(4)
    assert (form.kept_photos, set(form.errors)) == (own, {"photos"})


def test_originals_go_once_and_part_by_part(town: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "ORIGINALS_AT_ONCE", 1)
    author = make_person()
    row = makers.make_report(author, photos=[makers.upload(author) for _ in range(2)])
    sent = list(row.photos.values_list("id", flat=True))
    for one in sent:
        jobs.blur_photo(str(one))
    later = clock.now() + timedelta(days=1)
    assert keeping.forget_originals(before=later) == 0
    moderating.reject_report(
        makers.role("moderator"),
        number=row.number,
        version=row.version,
        reason=states.EMPTY,
        text="",
    )
    assert keeping.forget_originals(before=later) == 2
    assert keeping.forget_originals(before=later) == 0
    assert not files.refs(sent)
    assert len(files.refs(one.blurred_id for one in row.photos.all() if one.blurred_id)) == 2


def test_nobody_hangs_the_photo_of_another(town: Any) -> None:
    stranger = make_person()
    row = makers.make_report(make_person(), photos=[makers.upload(stranger)])
    assert not row.photos.exists()
