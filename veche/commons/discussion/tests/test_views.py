"""Pages and the API as a browser without scripts and a program see them."""

from __future__ import annotations

import html
import re
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from veche.commons.discussion import manifest, policies, rules
from veche.commons.discussion.models import Argument
from veche.commons.discussion.tests.makers import (
    KIND,
    WORDS,
    Question,
    again,
    argue,
    make_argument,
)
from veche.commons.identity.public import PersonRef
from veche.commons.identity.tests.makers import bearer, make_person, make_token, sign_in
from veche.commons.moderation.tests.makers import last_item, moderator, pass_all
from veche.kernel.errors import Refused

KEY = "k" * 24


def text(response: Any) -> str:
    found = html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))
    return re.sub(r"\s+", " ", found.replace("\u00a0", " "))


def here(question: Question, page: str = "") -> str:
    return f"/discussion/{KIND}/{question.id}/{page}"


def browser(person: PersonRef) -> Client:
    return sign_in(Client(), person)


def test_everyone_reads_both_columns(question: Question) -> None:
    page = text(Client().get(here(question)))
    assert "Доводов за пока нет. Приведите первый." in page
    make_argument(question)
    make_argument(question, side="against", text=WORDS + " Но дорого.")
    page = text(Client().get(here(question)))
    assert WORDS in page
    assert "Но дорого" in page
    question.is_there = False
    assert Client().get(here(question)).status_code == 404
    assert Client().get(f"/discussion/none/{uuid4()}/").status_code == 404


def test_a_resident_argues_and_is_told_what_comes_next(question: Question) -> None:
    person = make_person()
    client = browser(person)
    form = here(question, "argue/?side=against")
    assert Client().get(form).status_code == 302
    assert 'value="against"' in client.get(form).content.decode()
    sent = {"side": "against", "text": WORDS}
    assert client.post(form, sent | {"text": "Мало"}).status_code == 422
    page = client.post(form, sent, follow=True)
    assert "Довод у модератора" in text(page)
    assert WORDS in text(page)
    assert WORDS not in text(Client().get(here(question)))
    pass_all(moderator())
    assert WORDS in text(Client().get(here(question)))


def test_who_argues_is_as_old_as_the_subject_asks(question: Question) -> None:
    question.min_age = 16
    form = here(question, "argue/?side=for")
    answer = browser(make_person()).get(form)
    assert answer.status_code == 302
    assert "/me/birth-date/" in answer["Location"]
    assert browser(make_person(birth_year=2016)).get(form).status_code == 403
    with pytest.raises(Refused) as refused:
        argue(question, make_person(birth_year=2016))
    assert refused.value.code == "age"
    argue(question, make_person(birth_year=1990))
    official = browser(make_person(roles=("approver",)))
    assert official.get(form).status_code == 200
    # Whose age is asked after the words were written does not lose them.
    for client in (official, browser(make_person())):
        kept = client.post(form, {"side": "for", "text": WORDS})
        assert (kept.status_code, WORDS in text(kept)) == (403, True)
        assert "Скажите, сколько вам лет" in text(kept)


def test_one_press_marks_and_another_takes_it_back(question: Question) -> None:
    row, person = make_argument(question), make_person()
    client = browser(person)
    mark = f"/discussion/arguments/{row.id}/mark/"
    assert Client().post(mark, {"useful": "yes"})["Location"].startswith("/sign-in/")
    answer = client.post(mark, {"useful": "yes", "next": here(question)})
    assert answer["Location"] == f"{here(question)}#a-{row.id}"
    page = client.get(here(question)).content.decode()
    assert 'value="no"' in page
    assert 'aria-pressed="true"' in page
    client.post(mark, {"useful": "no", "next": "https://evil.example/"})
    assert again(row).useful == 0


def test_a_mind_changes_by_a_button_of_the_other_column(question: Question) -> None:
    other = make_argument(question, side="against", text=WORDS + " Дорого.")
    person = make_person()
    client = browser(person)
    assert "Изменило моё мнение" not in text(client.get(here(question)))
    argue(question, person)
    pass_all(moderator())
    assert "Изменило моё мнение" in text(client.get(here(question)))
    client.post(f"/discussion/arguments/{other.id}/change-mind/")
    page = text(Client().get(here(question)))
    assert "изменил мнение 1 человека" in page
    assert "автор передумал" in page


def test_who_has_argued_may_change_their_mind_however_many_are_better(question: Question) -> None:
    make_argument(question, side="against", text=WORDS + " Дорого.")
    person = make_person()
    own = argue(question, person)
    pass_all(moderator())
    better = [again(own) for _n in range(11)]
    for row in better:
        row.id, row.author_id, row.score = uuid4(), uuid4(), 5
    Argument.objects.bulk_create(better)
    page = text(browser(person).get(here(question)))
    assert "ваш довод" not in page
    assert "Изменило моё мнение" in page


def test_the_author_mends_the_words_and_takes_them_away(question: Question) -> None:
    author = make_person()
    row = argue(question, author)
    pass_all(moderator())
    client = browser(author)
    edit = f"/discussion/arguments/{row.id}/edit/"
    assert WORDS in text(client.get(edit))
    assert browser(make_person()).get(edit).status_code == 404
    client.post(edit, {"text": WORDS + " И лавки."})
    assert again(row).text.endswith("И лавки.")
    client.post(f"/discussion/arguments/{row.id}/withdraw/")
    assert again(row).is_withdrawn
    assert client.get(edit).status_code == 404


def test_officials_are_told_apart_and_closed_is_said(question: Question) -> None:
    client = browser(make_person(roles=("approver",)))
    sent = {"side": "for", "text": WORDS, "speaks_for": "Управление парков"}
    client.post(here(question, "argue/"), sent)
    page = text(Client().get(here(question)))
    assert "Официально" in page
    assert "Управление парков" in page
    question.is_open = False
    page = text(Client().get(here(question)))
    assert "Обсуждение закрыто" in page
    assert "Добавить довод" not in page
    assert browser(make_person()).get(here(question, "argue/")).status_code == 403


def test_moderators_see_side_subject_and_words(question: Question) -> None:
    argue(question, text=WORDS + " Идиоты проектировали.")
    page = text(browser(moderator()).get(f"/office/moderation/{last_item().id}/"))
    assert "За: Какой быть площади?" in page
    assert "оскорбление" in page


def test_the_feed_and_the_file_hold_what_is_public_and_nobody(question: Question) -> None:
    author = make_person()
    argue(question, author)
    pass_all(moderator())
    argue(question, text=WORDS + " Ждёт.")
    for path in ("feed.atom", "arguments.csv"):
        told = b"".join(Client().get(here(question, path))).decode()
        assert WORDS in told
        assert "Ждёт" not in told
        assert str(author.id) not in told


def test_programs_read_argue_and_mark(question: Question) -> None:
    row, person = make_argument(question), make_person()
    path = f"/api/v1/discussions/{KIND}/{question.id}/arguments"
    told = Client().get(path, {"side": "for"}).json()
    assert told["items"][0]["text"] == WORDS
    assert Client().get(path, {"side": "against"}).json()["items"] == []
    sent: dict[str, Any] = {
        "data": {"side": "for", "text": WORDS + " Бот."},
        "content_type": "application/json",
        "HTTP_IDEMPOTENCY_KEY": KEY,
    }
    assert Client().post(path, **sent).status_code == 401
    reading = bearer(make_token(person, "own:read"))
    assert Client().post(path, **sent, **reading).status_code == 403
    key = bearer(make_token(person, "write"))
    answer = Client().post(path, **sent, **key).json()
    assert answer == Client().post(path, **sent, **key).json()
    assert not answer["is_public"]
    mark = f"/api/v1/arguments/{row.id}/mark"
    body: dict[str, Any] = {"data": {"useful": True}, "content_type": "application/json"}
    assert Client().put(mark, **body, **key).json() == {"id": str(row.id), "useful": 1}


def test_a_page_asks_as_often_however_many_argue(question: Question) -> None:
    client = browser(make_person())
    make_argument(question, text=f"{WORDS} начало")
    with CaptureQueriesContext(connection) as few:
        client.get(here(question))
    for number in range(9):
        make_argument(question, side=rules.SIDES[number % 2], text=f"{WORDS} {number}")
    with CaptureQueriesContext(connection) as many:
        client.get(here(question))
    assert len(many) <= len(few)
    assert len(many) <= 16


def test_followers_and_the_author_are_told(question: Question) -> None:
    author, fellow = make_person(), make_person()
    question.people = (fellow.known_id,)
    row = argue(question, author)
    told = {one.event: one.tell for one in manifest.MANIFEST.notices}
    payload = {"argument_id": str(row.id)}
    assert told["discussion.argument_published"](payload) is None
    pass_all(moderator())
    notice = told["discussion.argument_published"](payload)
    assert notice is not None
    assert notice.topics == (f"discussion.thread:{KIND}/{question.id}",)
    assert notice.besides == (author.id,)
    assert notice.people == (fellow.id,)
    assert notice.topics[0] in browser(fellow).get(here(question)).content.decode()
    passed = told["discussion.argument_passed"](payload)
    assert passed is not None
    assert passed.people == (author.id,)
    (topic,) = manifest.MANIFEST.topics
    assert topic.find(f"{KIND}/{question.id}") == ("Какой быть площади?", here(question))
    assert topic.find("x") is None


RESIDENT = PersonRef(id=uuid4(), level=1)
VISITOR, UNCONFIRMED = PersonRef(), PersonRef(id=uuid4(), level=0)
OFFICIAL = PersonRef(id=uuid4(), level=2, roles=frozenset({"approver"}))


@pytest.mark.parametrize(
    ("policy", "options", "granted", "denied"),
    [
        (policies.may_argue, {"is_open": True}, (RESIDENT, OFFICIAL), (VISITOR, UNCONFIRMED)),
        (policies.may_speak_officially, {}, (OFFICIAL,), (VISITOR, RESIDENT)),
        (
            policies.may_change_mind,
            {"is_open": True, "has_argued": True},
            (RESIDENT,),
            (VISITOR, UNCONFIRMED),
        ),
        (
            policies.may_mark_argument,
            {"author_id": uuid4(), "is_open": True},
            (RESIDENT,),
            (VISITOR, UNCONFIRMED),
        ),
        (
            policies.may_withdraw_argument,
            {"author_id": RESIDENT.id},
            (RESIDENT,),
            (VISITOR, OFFICIAL),
        ),
        (
            policies.may_edit_argument,
            {"author_id": RESIDENT.id, "is_open": True, "marks": 0},
            (RESIDENT,),
            (VISITOR, OFFICIAL),
        ),
    ],
)
def test_who_may(policy: Any, options: Any, granted: Any, denied: Any) -> None:
    assert all(policy(person, **options) for person in granted)
    assert not any(policy(person, **options) for person in denied)
