"""What people mistype, what attackers forge: each has a clear word and changes nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from veche.commons.files import public as files
from veche.commons.files.tests.makers import photo
from veche.commons.identity.tests.makers import make_person, sign_in
from veche.domains.polls.models import Option, Poll
from veche.domains.polls.tests import office_pages as pages


@pytest.fixture
def author(town: Any) -> Client:
    return sign_in(Client(), make_person(roles=["author"]))


@pytest.fixture
def poll(author: Client) -> Poll:
    return pages.start(author)


def _of(poll: Poll, rest: str = "") -> str:
    return f"/office/polls/{poll.slug}/{rest}"


def test_reversed_and_past_dates_are_told_and_kept(author: Client, poll: Poll) -> None:
    page = pages.schedule(author, poll, opens=5, closes=2)
    assert page.status_code == 422
    assert "Должно быть позже начала." in page.content.decode()
    assert pages.moment(5) in page.content.decode(), "what was typed stays"
    assert "уже прошло" in pages.schedule(author, poll, opens=-5, closes=-2).content.decode()
    poll.refresh_from_db()
    assert poll.opens_at is None


def test_a_moment_is_the_towns_own(author: Client, poll: Poll) -> None:
    typed = pages.moment(3)
    assert pages.schedule(author, poll, closes=3).status_code == 302
    poll.refresh_from_db()
    assert poll.closes_at is not None
    assert typed in author.get(_of(poll, "hours/")).content.decode()
    assert poll.closes_at.utcoffset().total_seconds() == 0  # type: ignore[union-attr]


@pytest.mark.parametrize("field", ["title", "summary", "initiator", "curator"])
def test_endless_texts_are_refused_and_kept(author: Client, poll: Poll, field: str) -> None:
    words = {"title": "Вопрос", "kind": "town", field: "ы" * 10_000}
    page = author.post(_of(poll, "passport/"), words)
    assert page.status_code == 422
    assert "ы" * 10_000 in page.content.decode()


def test_invisible_characters_go(author: Client) -> None:
    poll = pages.start(author, title="Ку\u200bда\u202e пой\x00дём?", summary="раз\u2060\r\nдва")
    assert poll.title == "Куда пойдём?"
    assert poll.summary == "раз\nдва"
    page = author.post(_of(poll, "passport/"), {"title": "\u200b\u200b", "kind": "town"})
    assert page.status_code == 422


def test_markup_is_shown_as_text(author: Client) -> None:
    evil = "<script>alert(1)</script>"
    poll = pages.start(author, title=evil, summary=evil)
    pages.add_question(author, poll, evil, "=1+1", text=evil)
    for page in ("passport/", "questions/", "questions/q1/", "check/", "materials/"):
        assert "<script>alert" not in author.get(_of(poll, page)).content.decode(), page
    assert "<script>alert" not in author.get("/office/polls/").content.decode()


@pytest.mark.parametrize("place", ["0b1e6b1e-7a52-4c0a-9d2f-3f5d8f6a1c11", "x", "' OR 1=1"])
def test_forged_territories_are_refused(author: Client, poll: Poll, place: str) -> None:
    form = {"scope": "places", "places": [place], "min_age": "14", "min_level": "1"}
    assert author.post(_of(poll, "voters/"), form).status_code == 422
    assert not poll.territories.exists()


@pytest.mark.parametrize(
    "changed", [{"min_level": "0"}, {"min_level": "9"}, {"min_age": "-3"}, {"scope": "moon"}]
)
def test_forged_terms_are_refused(author: Client, poll: Poll, changed: dict[str, str]) -> None:
    form = {"scope": "town", "min_age": "14", "min_level": "1", **changed}
    assert author.post(_of(poll, "voters/"), form).status_code == 422


def test_a_binding_poll_needs_its_act(author: Client, poll: Poll) -> None:
    form = {"legal_effect": "binding", "act_title": "Решение Думы", "act_number": "", "act_on": ""}
    page = author.post(_of(poll, "effect/"), form)
    assert page.status_code == 422
    assert "Решение Думы" in page.content.decode()
    form |= {"act_number": "17", "act_on": "2026-01-15", "act_url": "javascript:alert(1)"}
    assert author.post(_of(poll, "effect/"), form).status_code == 422
    form["act_url"] = "example.org/act"
    assert author.post(_of(poll, "effect/"), form).status_code == 302
    poll.refresh_from_db()
    assert poll.act_url == "https://example.org/act"


def test_an_option_of_another_poll_cannot_be_taken(author: Client, poll: Poll) -> None:
    pages.add_question(author, poll, "Свой", "Второй")
    theirs = Option.objects.get(text="Свой")
    other = pages.start(author, title="Другой")
    url = _of(other, "questions/new/?kind=one")
    form = pages.question_form(author, url, "А")
    form["option"] = [str(theirs.id)]
    form[f"option-{theirs.id}-text"] = "Украдено"
    assert author.post(url, form).status_code == 404
    theirs.refresh_from_db()
    assert theirs.text == "Свой"
    assert theirs.question.poll_id == poll.id


def test_a_question_of_another_poll_cannot_be_taken(author: Client, poll: Poll) -> None:
    pages.add_question(author, poll, "А", "Б")
    other = pages.start(author, title="Другой")
    url = _of(other, "questions/new/?kind=one")
    form = pages.question_form(author, url, "В", "Г")
    form["id"] = str(poll.questions.get().id)
    assert author.post(url, form).status_code == 404
    assert author.get(_of(other, "questions/q1/")).status_code == 404
    assert author.get(_of(poll, "questions/q99/")).status_code == 404
    assert author.post(_of(poll, "questions/q99/move/"), {"position": "1"}).status_code == 404
    assert author.post(_of(poll, "questions/q1/move/"), {"position": "x"}).status_code == 404


def test_another_persons_file_cannot_be_hung(author: Client, poll: Poll) -> None:
    other = sign_in(Client(), make_person(roles=["author"]))
    theirs = pages.start(other, title="Чужой")
    words = {"title": "Чужой", "kind": "town", "cover": _photo()}
    assert other.post(_of(theirs, "passport/"), words).status_code == 302
    theirs.refresh_from_db()
    assert theirs.cover_id is not None
    forged = {"title": "Мой", "kind": "town", "cover_id": str(theirs.cover_id)}
    assert author.post(_of(poll, "passport/"), forged).status_code == 404
    poll.refresh_from_db()
    assert poll.cover_id is None


def test_a_file_of_others_is_not_even_named(author: Client, poll: Poll) -> None:
    stranger = make_person()
    secret = files.save_photo(
        SimpleUploadedFile("паспорт-иванова.jpg", photo()), owner=stranger.known_id, purpose="x"
    )
    forged = {"title": "", "kind": "town", "cover_id": str(secret.id)}
    answer = author.post(_of(poll, "passport/"), forged)
    assert answer.status_code == 404
    assert str(secret.id) not in answer.content.decode()


def test_one_photo_stands_in_one_place(author: Client, poll: Poll) -> None:
    words = {"title": "Что построить?", "kind": "town", "cover": _photo()}
    assert author.post(_of(poll, "passport/"), words).status_code == 302
    poll.refresh_from_db()
    url = _of(poll, "questions/new/?kind=one")
    form = pages.question_form(author, url, "А", "Б")
    form[f"option-{form['option'][0]}-photo_id"] = str(poll.cover_id)
    assert author.post(url, form).status_code == 409
    url = _of(poll, "questions/new/?kind=one")
    form = pages.question_form(author, url, "А", "Б")
    form[f"option-{form['option'][0]}-photo"] = _photo()
    assert author.post(url, form).status_code == 302
    first, second = poll.questions.order_by("-position")[0].options.all()[:2]
    change = _of(poll, f"questions/{first.question.code}/")
    again = pages.question_form(author, change, "А", "Б")
    for option in (first, second):
        again[f"option-{option.id}-photo_id"] = str(first.photo_id)
    assert author.post(change, again).status_code == 409
    assert [first.photo_id] == [ref.id for ref in files.refs([first.photo_id or first.id]).values()]


def test_a_photo_outlives_a_mistake_beside_it(author: Client, poll: Poll) -> None:
    page = author.post(_of(poll, "passport/"), {"title": "", "kind": "town", "cover": _photo()})
    assert page.status_code == 422
    kept = pages.hidden(page, "cover_id")
    words = {"title": "Вопрос", "kind": "town", "cover_id": kept}
    assert author.post(_of(poll, "passport/"), words).status_code == 302
    poll.refresh_from_db()
    assert str(poll.cover_id) == kept
    resident = sign_in(Client(), make_person())
    assert resident.get(f"/files/{kept}/320.webp").status_code == 404, "a draft's photo is private"
    colleague = sign_in(Client(), make_person(roles=["approver"]))
    assert colleague.get(f"/files/{kept}/320.webp").status_code == 200
    words["cover_drop"] = "on"
    assert author.post(_of(poll, "passport/"), words).status_code == 302
    poll.refresh_from_db()
    assert poll.cover_id is None


def test_a_picture_that_is_none_is_told_beside_its_field(author: Client, poll: Poll) -> None:
    svg = SimpleUploadedFile("a.svg", b"<svg onload='alert(1)'/>", content_type="image/svg+xml")
    page = author.post(_of(poll, "passport/"), {"title": "Имя", "kind": "town", "cover": svg})
    assert page.status_code == 422
    assert 'id="id_cover_error"' in page.content.decode()


@pytest.mark.parametrize("sum_typed", ["-5", "много", "1e999", "NaN", "0,001", "9" * 23])
def test_sums_that_are_none_are_refused(author: Client, poll: Poll, sum_typed: str) -> None:
    url = _of(poll, "questions/new/?kind=one")
    form = pages.question_form(author, url, "А", "Б")
    form[f"option-{form['option'][0]}-cost"] = sum_typed
    page = author.post(url, form)
    assert page.status_code == 422
    assert sum_typed in page.content.decode()
    assert not poll.questions.exists()


def test_sums_are_read_as_people_write_them(author: Client, poll: Poll) -> None:
    url = _of(poll, "questions/new/?kind=one")
    form = pages.question_form(author, url, "А", "Б")
    form[f"option-{form['option'][0]}-cost"] = "14 200 000,50"
    assert author.post(url, form).status_code == 302
    assert Option.objects.get(text="А").cost_kopecks == 1_420_000_050
    assert "14\u00a0200\u00a0000,50" in author.get(_of(poll, "questions/q1/")).content.decode()


@pytest.mark.parametrize(
    "given", [{"latitude": "54,5"}, {"latitude": "91", "longitude": "36"}, {"longitude": "inf"}]
)
def test_half_a_point_is_no_point(author: Client, poll: Poll, given: dict[str, str]) -> None:
    url = _of(poll, "questions/new/?kind=one")
    form = pages.question_form(author, url, "А", "Б")
    for name, value in given.items():
        form[f"option-{form['option'][0]}-{name}"] = value
    assert author.post(url, form).status_code == 422


def test_branching_reaches_back_only_to_known_options(author: Client, poll: Poll) -> None:
    pages.add_question(author, poll, "Сквер", "Парк")
    pages.add_question(author, poll, "Да", "Нет", shown_if=["q1:o1"])
    second = poll.questions.get(code="q2")
    assert (second.shown_if_question, second.shown_if_options) == ("q1", ["o1"])
    url = _of(poll, "questions/new/?kind=one")
    forged = pages.question_form(author, url, "А", "Б", shown_if=["q9:o1"])
    assert author.post(url, forged).status_code == 422
    both = pages.question_form(author, url, "А", "Б", shown_if=["q1:o1", "q2:o1"])
    page = author.post(url, both)
    assert page.status_code == 422
    assert "только от одного вопроса" in page.content.decode()
    author.post(_of(poll, "questions/q1/remove/"))
    assert "Условие показа" in author.get(_of(poll, "check/")).content.decode() or (
        "условие показа" in author.get(_of(poll, "check/")).content.decode()
    )


def test_every_kind_of_question_can_be_written(author: Client, poll: Poll) -> None:
    pages.add_question(author, poll, "А", "Б", "В", kind="several", minimum="1", maximum="2")
    pages.add_question(author, poll, "А", "Б", "В", kind="ranking", minimum="1", maximum="3")
    pages.add_question(author, poll, kind="scale", scale_low="0", scale_high="10")
    pages.add_question(author, poll, kind="yes_no")
    pages.add_question(author, poll, kind="text")
    pages.add_question(author, poll, kind="place")
    money = {"total_unit": "roubles", "total": "25 000 000", "max_each": ""}
    pages.add_question(author, poll, "А", "Б", kind="budget", **money)
    kinds = {q.kind: q for q in poll.questions.prefetch_related("options")}
    assert [o.text for o in kinds["yes_no"].options.all()] == ["Да", "Нет", "Воздержусь"]
    assert kinds["budget"].total == 2_500_000_000
    assert kinds["several"].maximum == 2
    assert pages.schedule(author, poll).status_code == 302
    assert "Всё на месте" in author.get(_of(poll, "check/")).content.decode()
    author.post(_of(poll, "questions/q7/move/"), {"position": "1"})
    author.post(_of(poll, "questions/q7/move/"), {"position": "1"})
    assert poll.questions.order_by("position")[0].code == "q7"
    for code in ("q1", "q2", "q3", "q4", "q5", "q6", "q7"):
        assert author.get(_of(poll, f"questions/{code}/")).status_code == 200


def test_codes_are_never_given_twice(author: Client, poll: Poll) -> None:
    pages.add_question(author, poll, "А", "Б")
    pages.add_question(author, poll, "В", "Г")
    author.post(_of(poll, "questions/q1/remove/"))
    author.post(_of(poll, "questions/q1/remove/"))
    assert pages.add_question(author, poll, "Д", "Е") == "q3"


def _photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("a.jpg", photo(), content_type="image/jpeg")
