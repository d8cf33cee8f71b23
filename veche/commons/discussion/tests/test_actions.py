"""Arguing, marking, changing one's mind, and what is refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from veche.commons.audit import public as audit
from veche.commons.discussion import actions, manifest, queries, rules
from veche.commons.discussion.models import Argument, Mark, Marker, Sway, Thread
from veche.commons.discussion.tests.makers import (
    KIND,
    WORDS,
    Question,
    again,
    argue,
    make_argument,
)
from veche.commons.identity.public import ANONYMOUS
from veche.commons.identity.tests.makers import make_person, merge
from veche.commons.moderation import public as moderation
from veche.commons.moderation.tests.makers import (
    last_item,
    let_minute_pass,
    moderator,
    pass_all,
    remove,
)
from veche.kernel.errors import Invalid, NotFound, Refused
from veche.kernel.manifest import Judged
from veche.kernel.models import OutboxEvent


def marked(row: Argument, *people: Any) -> None:
    for person in people:
        actions.mark_argument(person, argument_id=row.id, is_marked=True)


def columns(question: Question, person: Any = ANONYMOUS, **options: Any) -> dict[str, Any]:
    found = queries.discussion(person, KIND, question.id, **options)
    return {column.side: column for column in found.columns}


def test_a_new_persons_argument_waits_and_then_stands_in_its_column(question: Question) -> None:
    row = argue(question)
    assert not row.is_public
    assert columns(question)["for"].number == 0
    pass_all(moderator())
    found = columns(question)
    assert found["for"].number == 1
    assert found["for"].items[0].text == WORDS
    assert found["against"].number == 0
    kinds = set(OutboxEvent.objects.values_list("kind", flat=True))
    assert {"discussion.argument_published", "discussion.argument_passed"} <= kinds


def test_a_removed_argument_is_gone_from_column_and_count(question: Question) -> None:
    row = make_argument(question)
    item = last_item()
    remove(moderator(), item, "abuse")
    assert not again(row).is_public
    assert Thread.objects.get().number_for == 0
    let_minute_pass()
    assert Thread.objects.get().number_for == 0


def test_a_neighbours_phone_is_never_kept(question: Question) -> None:
    row = argue(question, text="Спросите соседку, её телефон 8 916 123-45-67, она подтвердит.")
    assert row.text == "Спросите соседку, её телефон [телефон скрыт], она подтвердит."


def test_who_may_argue(question: Question) -> None:
    person = make_person()
    for _number in range(5):
        argue(question, person, text=f"{WORDS} {_number}")
    with pytest.raises(Refused) as refusal:
        argue(question, person)
    assert refusal.value.code == "enough"
    for stranger in (make_person(level=0), ANONYMOUS):
        with pytest.raises(Refused):
            actions.write_argument(
                stranger, kind=KIND, subject_id=question.id, side="for", text=WORDS
            )
    for side, text in (("maybe", WORDS), ("for", "Коротко"), ("for", "а" * 701)):
        with pytest.raises(Invalid):
            argue(question, side=side, text=text)
    question.is_open = False
    with pytest.raises(Refused) as refusal:
        argue(question)
    assert refusal.value.code == "closed"
    question.is_there = False
    with pytest.raises(NotFound):
        argue(question)


def test_an_official_speaks_for_the_town_and_is_marked_so(question: Question) -> None:
    row = argue(question, make_person(roles=("approver",)), speaks_for="Управление благоустройства")
    assert row.is_public
    assert columns(question)["for"].items[0].is_official
    other = argue(question)
    written = [audit.history(one.id)[0].actor_id for one in (row, other)]
    assert written == [row.author_id, None], "a resident's argument is nobody's in the journal"
    with pytest.raises(Refused):
        argue(question, speaks_for="Управление благоустройства")


def test_one_mark_a_person_and_it_can_be_taken_back(question: Question) -> None:
    row, person = make_argument(question), make_person()
    marked(row, person, person)
    assert again(row).useful == 1
    assert Marker.objects.count() == 1
    actions.mark_argument(person, argument_id=row.id, is_marked=False)
    actions.mark_argument(person, argument_id=row.id, is_marked=False)
    assert again(row).useful == 0
    assert Mark.objects.count() == 0


def test_marks_are_refused_to_the_author_to_strangers_and_after_the_close(
    question: Question,
) -> None:
    author = make_person()
    row = argue(question, author)
    with pytest.raises(NotFound):
        marked(row, make_person())
    pass_all(moderator())
    for refused in (author, ANONYMOUS, make_person(level=0)):
        with pytest.raises(Refused):
            marked(row, refused)
    question.is_open = False
    with pytest.raises(Refused):
        marked(row, make_person())


def test_the_best_stand_first_by_what_is_sure(question: Question) -> None:
    early = make_argument(question, text=WORDS + " Ранний.")
    people = [make_person() for _number in range(12)]
    marked(early, *people[:3])
    late = make_argument(question, text=WORDS + " Поздний.")
    marked(late, *people[3:])
    assert [one.id for one in columns(question)["for"].items] == [late.id, early.id]
    actions.rescore_stale()
    thread = Thread.objects.get()
    assert thread.markers == 12
    assert not thread.is_stale
    for row, before in ((again(early), 0), (again(late), 3)):
        assert row.markers_before == before
        expected = rules.score(row.useful, max(thread.markers - before, row.useful))
        assert abs(row.score - expected) <= 1
    newest = columns(question, order=rules.NEW)["for"].items
    assert [one.id for one in newest] == [late.id, early.id]


def test_only_who_argued_for_the_other_side_changes_their_mind(question: Question) -> None:
    row = make_argument(question, side="against", text=WORDS + " Против.")
    person = make_person()
    with pytest.raises(Refused):
        actions.change_mind(person, argument_id=row.id)
    mine = argue(question, person, side="for", text=WORDS + " За.")
    with pytest.raises(Refused):
        actions.change_mind(person, argument_id=row.id)
    pass_all(moderator())
    actions.change_mind(person, argument_id=row.id)
    actions.change_mind(person, argument_id=row.id)
    assert again(row).swayed == 1
    assert again(mine).has_changed_mind
    assert Sway.objects.count() == 1
    copied = queries.own_words([person.known_id])
    assert {"changed_mind": str(row.id)} in copied


def test_words_change_until_somebody_has_marked_them(question: Question) -> None:
    author = make_person()
    row = argue(question, author)
    pass_all(moderator())
    actions.edit_argument(author, argument_id=row.id, text=WORDS + " И лавки.")
    assert again(row).text.endswith("И лавки.")
    assert not again(row).is_public
    pass_all(moderator())
    assert again(row).is_public
    marked(row, make_person())
    with pytest.raises(Refused) as refusal:
        actions.edit_argument(author, argument_id=row.id, text=WORDS)
    assert refusal.value.code == "marked-already"
    with pytest.raises(NotFound):
        actions.edit_argument(make_person(), argument_id=row.id, text=WORDS)


def test_what_is_withdrawn_does_not_come_back(question: Question) -> None:
    author = make_person()
    row = argue(question, author)
    item = last_item()
    actions.withdraw_argument(author, argument_id=row.id)
    assert moderation.state_of("discussion.argument", [row.id])[row.id].state == "withdrawn"
    actions.judge(row.id, Judged(True))
    assert not again(row).is_public
    assert item.subject_id == row.id
    with pytest.raises(NotFound):
        actions.withdraw_argument(author, argument_id=row.id)


def test_erasing_a_person_takes_their_words_and_marks(question: Question) -> None:
    author, reader = make_person(), make_person()
    row, other = argue(question, author), make_argument(question, side="against")
    pass_all(moderator())
    marked(again(row), reader)
    marked(other, author)
    copied = manifest.MANIFEST.export
    assert copied is not None
    assert [one for one in copied(author.known_id) if one.get("text") == WORDS]
    for person in (author, reader):
        manifest._erased({"person_id": str(person.id)}, uuid4())
    assert not Argument.objects.filter(id=row.id).exists()
    assert again(other).useful == 0
    thread = Thread.objects.get()
    assert (thread.number_for, thread.markers, thread.is_stale) == (0, 0, True)


def test_two_accounts_made_one_mark_once(question: Question) -> None:
    row = make_argument(question)
    one, other = make_person(), make_person(level=2)
    marked(row, one, other)
    assert again(row).useful == 2
    Thread.objects.update(is_stale=False)
    survivor = merge(one, other)
    assert again(row).useful == 1
    thread = Thread.objects.get()
    assert (thread.markers, thread.is_stale) == (1, True)
    assert columns(question, survivor)["for"].items[0].is_marked


_HELD = re.compile(
    r'^(?:UPDATE|DELETE FROM) "discussion_(\w+)"|FROM "discussion_(\w+)".* FOR (?:NO KEY )?UPDATE'
)


def test_whoever_changes_anything_in_a_thread_takes_the_thread_first(question: Question) -> None:
    """Else two people who convince each other at once wait for each other."""
    person, other = make_person(), make_person()
    argue(question, person)
    row = make_argument(question, side="against")
    marked(row, person, other)  # the thread is stale already
    acts: list[Callable[[], None]] = [
        lambda: actions.change_mind(person, argument_id=row.id),
        lambda: actions.mark_argument(other, argument_id=row.id, is_marked=False),
        lambda: actions.join_words([person.known_id], [other.known_id]),
        lambda: actions.forget_person([person.known_id]),
    ]
    for act in acts:
        with CaptureQueriesContext(connection) as caught:
            act()
        held = [found for one in caught if (found := _HELD.search(one["sql"]))]
        assert "thread" in held[0].groups()
        assert len(held) > 1


def test_a_discussion_costs_the_same_however_long(
    question: Question, django_assert_max_num_queries: Any
) -> None:
    person = make_person()
    for number in range(12):
        make_argument(question, side=rules.SIDES[number % 2], text=f"{WORDS} {number}")
    with django_assert_max_num_queries(6):
        found = columns(question, person, size=5)
    assert len(found["for"].items) == 5
    following = columns(question, person, size=5, after={"for": found["for"].next_token})
    assert len(following["for"].items) == 1
