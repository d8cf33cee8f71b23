"""Asking, answering, marking, guides; and what is refused."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from veche.commons.audit import public as audit
from veche.commons.hall.tests.makers import switch_service
from veche.commons.identity.tests.makers import make_person, merge
from veche.commons.moderation.tests.makers import last_item, let_minute_pass, moderator, remove
from veche.commons.notifications.tests.makers import kinds_told
from veche.commons.organisations.tests.makers import make_organisation
from veche.domains.advice import rules
from veche.domains.advice.actions import answering, asking, guiding, keeping
from veche.domains.advice.actions.answering import Voice
from veche.domains.advice.models import Answer, Doubt, Guide, Question, Rating
from veche.domains.advice.queries import finding, guides, questions
from veche.domains.advice.tests.makers import (
    BODY,
    TITLE,
    WORDS,
    answer,
    ask,
    make_answer,
    make_guide,
    make_question,
    official,
)
from veche.kernel import clock, jobs
from veche.kernel.errors import Conflict, Invalid, NotFound, Refused
from veche.kernel.manifest import Judged

pytestmark = pytest.mark.usefixtures("town")


def again(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


def test_a_new_persons_question_waits_and_then_has_a_term() -> None:
    row = ask(text="Мой телефон 8 900 123-45-67.")
    assert not row.is_public
    assert row.due_on is None
    assert "123-45-67" not in row.text
    row = make_question()
    assert row.due_on == questions.due_on(questions.today())


def test_so_many_a_day_and_no_two_lines_for_a_title() -> None:
    person = make_person()
    for number in range(questions.limit()):
        ask(person, f"{TITLE} Вопрос номер {number}")
    with pytest.raises(Refused, match="enough"):
        ask(person)
    with pytest.raises(Invalid):
        asking.ask_question(make_person(), title="Как?", text="", theme="housing")
    with pytest.raises(Invalid):
        asking.ask_question(make_person(), title=TITLE, text="", theme="none")


def test_three_voices_answer() -> None:
    row, school = make_question(), make_person()
    made = make_organisation(school, name="Школа № 3")
    assert make_answer(row).speaks_for == ""
    assert make_answer(row, official(), voice=Voice(body=BODY)).voice == "official"
    expert = make_answer(row, school, voice=Voice(organisation_id=made.id))
    assert (expert.voice, expert.speaks_for) == ("expert", "Школа № 3")
    assert (again(row).answers, again(row).has_official) == (3, True)
    with pytest.raises(Refused):
        answer(row, voice=Voice(body=BODY))
    with pytest.raises(Refused, match="not-acting"):
        answer(row, voice=Voice(organisation_id=made.id))
    with pytest.raises(Invalid):
        answer(row, text="Мало")


def test_a_mark_is_one_a_person_and_can_be_taken_back() -> None:
    said, reader = make_answer(make_question()), make_person()
    for mark in (True, True, False):
        answering.rate_answer(reader, answer_id=said.id, is_useful=mark)
    assert (again(said).useful, again(said).useless, again(said).score) == (0, 1, 0)
    answering.rate_answer(reader, answer_id=said.id, is_useful=None)
    assert (again(said).useful, again(said).useless) == (0, 0)
    assert not Rating.objects.exists()


def test_the_useful_answer_stands_first() -> None:
    row = make_question()
    plain, liked = make_answer(row), make_answer(row, text=WORDS + " Проверено.")
    answering.rate_answer(make_person(), answer_id=liked.id, is_useful=True)
    found = questions.shown(make_person(), row.number)
    assert [one.id for one in found.answers] == [liked.id, plain.id]


def test_a_neighbours_best_answer_becomes_a_guide_that_waits_to_be_checked() -> None:
    guide = make_guide()
    assert (guide.text, guide.checked_on, guide.is_town_text) == (WORDS, None, False)
    assert guide.number == guide.question.number  # type: ignore[union-attr]
    assert guides.to_check(official()) == [guide]
    guiding.confirm_guide(official(), number=guide.number, turn=1, speaks_for=BODY)
    guide = again(guide)
    assert guides.standing(guide) == "checked"
    assert guide.checked_on == questions.today()
    assert guides.to_check(official()) == []


def test_an_official_best_answer_is_checked_at_once_and_chosen_twice_is_one() -> None:
    asker = make_person()
    guide = make_guide(asker, Voice(body=BODY))
    assert (guide.speaks_for, guide.checked_on) == (BODY, questions.today())
    assert guide.answer_id
    guiding.choose_best(asker, answer_id=guide.answer_id)
    assert guide.versions.count() == 1


def test_another_best_answer_is_another_version() -> None:
    asker = make_person()
    guide = make_guide(asker)
    other = make_answer(again(guide.question), text=WORDS + " А потом позвоните.")
    guiding.choose_best(asker, answer_id=other.id)
    guide = again(guide)
    assert (guide.version, guide.checked_on, guide.answer_id) == (2, None, other.id)
    with pytest.raises(Refused):
        guiding.choose_best(make_person(), answer_id=other.id)


def test_what_the_town_stands_for_is_no_neighbours_to_change() -> None:
    asker = make_person()
    guide = make_guide(asker, Voice(body=BODY))
    guiding.mark_outdated(official(), number=guide.number, turn=1)
    other = make_answer(again(guide.question), text=WORDS + " А потом позвоните.")
    guiding.choose_best(asker, answer_id=other.id)
    guide = again(guide)
    assert again(guide.question).best_id == other.id
    assert (guide.text, guide.version, guide.is_outdated) == (WORDS, 1, True)
    assert guide.is_town_text


def test_more_hidden_in_an_answer_is_hidden_in_every_version_of_it() -> None:
    asker, given = make_person(), {"title": TITLE, "note": "", "speaks_for": BODY}
    guide = make_guide(asker)
    first = guide.answer_id
    assert first is not None
    other = make_answer(again(guide.question), text=WORDS + " А потом позвоните.")
    guiding.choose_best(asker, answer_id=other.id)
    guiding.confirm_guide(official(), number=guide.number, turn=2, speaks_for=BODY)
    answering.rewrite_answer(answer_id=first, text="Первый без телефона")
    answering.rewrite_answer(answer_id=other.id, text="Второй без телефона")
    assert again(guide).text == "Второй без телефона"
    guiding.save_guide(official(), number=guide.number, turn=3, text=WORDS, **given)
    answering.rewrite_answer(answer_id=other.id, text="Второй совсем без телефона")
    guide = again(guide)
    assert [one.text for one in guides.versions(guide)] == [
        WORDS,
        "Второй совсем без телефона",
        "Первый без телефона",
    ]
    asking.rewrite_question(question_id=guide.question_id, text="Вопрос без телефона?\nИ всё")
    assert again(guide).title == "Вопрос без телефона?"
    assert {one.title for one in guides.versions(guide)} == {"Вопрос без телефона?"}


def test_words_nobody_sees_are_in_no_version_and_go_with_who_wrote_them() -> None:
    asker, helper, given = make_person(), make_person(), {"title": TITLE, "speaks_for": BODY}
    guide = make_guide(asker)
    said = make_answer(again(guide.question), helper, text=WORDS + " А потом позвоните.")
    guiding.choose_best(asker, answer_id=said.id)
    guiding.save_guide(official(), number=guide.number, turn=2, text=WORDS, note="", **given)
    answering.judge_answer(answer_id=said.id, judged=Judged(False))
    guide = again(guide)
    assert [one.number for one in guides.versions(guide)] == [3, 1]
    with pytest.raises(NotFound):
        guides.version(guide, 2)
    keeping.forget_person([helper.known_id])
    assert [one.number for one in guide.versions.order_by("number")] == [1, 3]


def test_what_the_town_has_confirmed_outlives_who_wrote_it() -> None:
    asker, helper = make_person(), make_person()
    row = make_question(asker)
    guiding.choose_best(asker, answer_id=make_answer(row, helper).id)
    guiding.confirm_guide(official(), number=row.number, turn=1, speaks_for=BODY)
    keeping.forget_person([helper.known_id])
    guide = guides.guide(row.number)
    assert (guide.text, [one.text for one in guides.versions(guide)]) == (WORDS, [WORDS])


def test_a_removed_question_takes_the_guide_that_bears_its_words() -> None:
    guide = make_guide()
    guiding.confirm_guide(official(), number=guide.number, turn=1, speaks_for=BODY)
    asked = again(guide.question).id
    for is_passed in (False, True):
        asking.judge_question(question_id=asked, judged=Judged(is_passed))
        assert again(guide).is_public == is_passed
    given = {"note": "", "speaks_for": BODY, "text": WORDS}
    guiding.save_guide(
        official(), number=guide.number, turn=2, title="Замена счётчика воды", **given
    )
    asking.judge_question(question_id=asked, judged=Judged(False))
    assert again(guide).is_public


def test_of_two_officials_on_one_guide_the_second_is_told() -> None:
    guide = make_guide()
    guiding.confirm_guide(official(), number=guide.number, turn=1, speaks_for=BODY)
    with pytest.raises(Conflict):
        guiding.mark_outdated(official(), number=guide.number, turn=1)
    assert guides.standing(again(guide)) == "checked"


def test_an_official_writes_anew_and_the_second_is_told() -> None:
    guide, given = make_guide(), {"title": TITLE, "note": "Новые часы", "speaks_for": BODY}
    number = guide.number
    guiding.save_guide(official(), number=number, turn=1, text=WORDS + " С 9 до 18.", **given)
    assert [one.number for one in guides.versions(guide)] == [2, 1]
    assert guides.version(guide, 1).text == WORDS
    with pytest.raises(Conflict):
        guiding.save_guide(official(), number=number, turn=1, text=WORDS, **given)
    with pytest.raises(Refused):
        guiding.confirm_guide(make_person(), number=number, turn=2, speaks_for=BODY)


def test_the_journal_names_who_speaks_for_the_town_and_no_neighbour() -> None:
    asker, clerk = make_person(), official()
    row = make_question(asker)
    mine, town = make_answer(row), make_answer(row, clerk, voice=Voice(body=BODY))
    answering.rate_answer(asker, answer_id=town.id, is_useful=True)
    guiding.choose_best(asker, answer_id=mine.id)
    guiding.choose_best(clerk, answer_id=town.id)

    def actors(subject: Any, kind: str) -> list[Any]:
        return [one.actor_id for one in audit.history(subject.id, kinds=[kind])]

    assert actors(row, "advice.question_asked") == [None]
    assert actors(mine, "advice.answer_written") == [None]
    assert actors(town, "advice.answer_written") == [clerk.id]
    assert actors(town, "advice.answer_rated") == [None]
    assert actors(row, "advice.best_chosen") == [clerk.id, None]


def test_doubts_count_once_and_are_gone_once_somebody_has_looked() -> None:
    guide, reader = make_guide(voice=Voice(body=BODY)), make_person()
    for _time in range(2):
        guiding.doubt_guide(reader, number=guide.number, reason="contact")
    guiding.doubt_guide(make_person(), number=guide.number, reason="changed")
    assert again(guide).doubts == 2
    assert guides.standing(again(guide)) == "doubted"
    copied = questions.own_words([reader.known_id])["doubts"]
    assert copied == [{"guide": guide.number, "reason": "contact"}]
    guiding.confirm_guide(official(), number=guide.number, turn=1, speaks_for=BODY)
    assert (again(guide).doubts, Doubt.objects.count()) == (0, 0)
    guiding.mark_outdated(official(), number=guide.number, turn=2)
    with pytest.raises(Refused, match="outdated-already"):
        guiding.doubt_guide(reader, number=guide.number, reason="changed")
    with pytest.raises(Invalid):
        guiding.doubt_guide(reader, number=make_guide().number, reason="none")


def test_a_removed_answer_takes_its_guide_unless_the_town_stands_for_it() -> None:
    for is_checked in (False, True):
        guide = make_guide()
        if is_checked:
            guiding.confirm_guide(official(), number=guide.number, turn=1, speaks_for=BODY)
        remove(moderator(), last_item(), "abuse")
        let_minute_pass()
        assert again(guide).is_public == is_checked
        assert again(guide.question).best_id is None
        assert again(guide.question).answers == 0


def test_a_question_is_found_by_a_typo_and_another_form_of_the_word() -> None:
    row = make_question()
    make_question(title="Где летом есть дневной лагерь?")
    for asked in ("замена счетчиков воды", "как поменять счетчк воды", "СЧЁТЧИК ВОДЫ"):
        assert [one for one, _share in finding.about(asked).questions] == [row], asked
    assert not finding.about("расписание автобуса")
    assert not finding.about("как и где")


def test_what_has_a_guide_is_found_as_the_guide() -> None:
    guide = make_guide()
    found = finding.about("счётчик воды")
    assert [one for one, _share in found.guides] == [guide]
    assert found.questions == []


def test_each_is_told_once() -> None:
    switch_service("advice", "on")
    asker, helper = make_person(), make_person()
    row = make_question(asker)
    said = make_answer(row, helper)
    guiding.choose_best(asker, answer_id=said.id)
    for _time in range(2):
        jobs.run_waiting()
    assert kinds_told(helper.known_id, "advice") == ["advice.best_chosen"]
    assert kinds_told(asker.known_id, "advice") == [
        "advice.answer_published",
        "advice.best_chosen",
        "advice.question_published",
    ]


def test_an_erased_persons_words_go_and_the_towns_stay() -> None:
    asker, helper = make_person(), make_person()
    row, lonely = make_question(asker), ask(asker, "Кто чистит дорожки у пруда зимой?")
    said = make_answer(row, helper)
    town = make_answer(row, official(), voice=Voice(body=BODY))
    guiding.choose_best(asker, answer_id=said.id)
    answering.rate_answer(asker, answer_id=town.id, is_useful=True)
    keeping.forget_person([asker.known_id])
    assert not Question.objects.filter(id=lonely.id).exists()
    assert (again(row).author_id, again(row).text) == (None, "")
    assert again(town).useful == 0
    keeping.forget_person([helper.known_id])
    assert not Answer.objects.filter(id=said.id).exists()
    assert not Guide.objects.exists()
    assert again(row).answers == 1


def test_two_accounts_are_one_person_who_marks_once() -> None:
    first, second = make_person(), make_person()
    said, guide = make_answer(make_question()), make_guide()
    for one in (first, second):
        answering.rate_answer(one, answer_id=said.id, is_useful=True)
        guiding.doubt_guide(one, number=guide.number, reason="changed")
    row = make_question(second)
    person = merge(first, second)
    assert again(said).useful == 1
    assert again(guide).doubts == 1
    assert rules.is_own(person, again(row).author_id)


def test_authors_are_forgotten_after_the_term(monkeypatch: pytest.MonkeyPatch) -> None:
    row = make_question()
    said = make_answer(row)
    keeping.forget_authors()
    assert again(said).author_id
    later = clock.now() + timedelta(days=1200)
    monkeypatch.setattr(clock, "now", lambda: later)
    keeping.forget_authors()
    assert (again(row).author_id, again(said).author_id) == (None, None)


def test_what_is_withdrawn_is_gone() -> None:
    asker = make_person()
    row = make_question(asker)
    said = make_answer(row, asker)
    with pytest.raises(Refused, match="answered-already"):
        asking.withdraw_question(asker, number=row.number)
    answering.withdraw_answer(asker, answer_id=said.id)
    assert again(row).answers == 0
    asking.withdraw_question(asker, number=row.number)
    assert not again(row).is_public
