"""An order from its writing to the council's decision, and what is refused on the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from unittest.mock import patch
from uuid import UUID

import pytest

from veche.commons.commitments import public as commitments
from veche.commons.identity.tests.makers import make_person
from veche.commons.notifications import public as notifications
from veche.commons.organisations.public import Mandate
from veche.domains.orders import jobs, public, rules
from veche.domains.orders.actions import answering, giving, keeping, supporting
from veche.domains.orders.actions.giving import Words
from veche.domains.orders.adapters import told
from veche.domains.orders.models import Order, Support
from veche.domains.orders.queries import deputies, likeness, terms, worklist
from veche.domains.orders.queries.reading import KIND
from veche.domains.orders.tests import makers
from veche.kernel.errors import Conflict, Invalid, NotFound, Refused
from veche.kernel.manifest import Judged


def test_an_order_is_given_once_and_read_by_a_moderator(mandate: Mandate) -> None:
    author = makers.neighbour(mandate)
    words = Words(makers.TITLE, makers.WHY)
    slugs = {
        giving.give_order(author, deputy=mandate.slug, words=words, key="k" * 20) for _n in range(2)
    }
    (row,) = Order.objects.all()
    assert slugs == {row.slug}
    assert (row.state, row.is_public, row.place_id) == (rules.MODERATION, False, mandate.place_id)
    giving.judge_order(order_id=row.id, judged=Judged(is_passed=True))
    row = makers.fresh(row)
    assert (row.state, row.support, row.due_on) == (rules.OPEN, 1, terms.due_on(terms.today()))
    assert notifications.is_following(author, told.topic_of(row))
    giving.judge_order(order_id=row.id, judged=Judged(is_passed=False))
    assert not makers.fresh(row).is_public


def test_who_lives_elsewhere_or_nowhere_gives_none(mandate: Mandate) -> None:
    other = makers.districts()[1]
    words = Words(makers.TITLE, makers.WHY)
    for person, code in (
        (make_person(place_id=other.id), "other-district"),
        (make_person(), "home-needed"),
        (makers.neighbour(mandate, level=0), "level-needed"),
    ):
        with pytest.raises(Refused) as refused:
            giving.give_order(person, deputy=mandate.slug, words=words, key="k" * 20)
        assert refused.value.code == code
    with pytest.raises(NotFound):
        giving.give_order(makers.neighbour(mandate), deputy="nobody00", words=words, key="k" * 20)
    with pytest.raises(Invalid) as bare:
        giving.give_order(
            makers.neighbour(mandate), deputy=mandate.slug, words=Words("", " "), key="k" * 20
        )
    assert set(bare.value.fields) == {"title", "why"}


def test_what_a_moderator_turned_down_is_not_read(mandate: Mandate) -> None:
    row = makers.make_given(mandate)
    giving.judge_order(order_id=row.id, judged=Judged(is_passed=False))
    assert makers.fresh(row).state == rules.REJECTED
    notice = told._rejected({"order_id": str(row.id)})
    assert notice is not None
    assert notice.people == (row.author_id,)
    with pytest.raises(NotFound):
        supporting.support_order(makers.neighbour(mandate), slug=row.slug)


def test_neighbours_join_once_and_hear_of_it(mandate: Mandate) -> None:
    row, person = makers.make_order(mandate), makers.neighbour(mandate)
    for _n in range(2):
        supporting.support_order(person, slug=row.slug)
    assert makers.fresh(row).support == 2
    assert notifications.is_following(person, told.topic_of(row))
    supporting.withdraw_support(person, slug=row.slug)
    assert makers.fresh(row).support == 1
    assert not notifications.is_following(person, told.topic_of(row))
    stranger = make_person(place_id=makers.districts()[1].id)
    with pytest.raises(Refused) as refused:
        supporting.support_order(stranger, slug=row.slug)
    assert refused.value.code == "other-district"


def test_orders_like_it_are_of_the_same_deputy(mandate: Mandate) -> None:
    row = makers.make_order(mandate)
    other = makers.elect(makers.districts()[1], "other@example.org", "Климов С. И.")
    makers.make_order(other)
    found = likeness.alike("Тротуар построить на Луговой улице", mandate.id)
    assert found == [row]
    assert likeness.alike("Открыть кабинет врача", mandate.id) == []


def test_a_deputy_takes_up_and_the_council_may_still_refuse(mandate: Mandate) -> None:
    row = makers.make_order(mandate)
    other = makers.elect(makers.districts()[1], "other@example.org", "Климов С. И.")
    for person in (makers.deputy(other, "other@example.org"), makers.role("author")):
        with pytest.raises(Refused):
            makers.take(row, person)
    with pytest.raises(Invalid):
        makers.take(row, text="Да.")
    taken = makers.take(row)
    assert (taken.state, taken.answered_by) == (rules.TAKEN, rules.DEPUTY)
    for is_taken in (True, False):
        with pytest.raises(Refused) as late:
            makers.take(taken, is_taken=is_taken)
        assert late.value.code == "taken-already"
    for seen in (row, taken):
        with pytest.raises(Conflict):
            makers.take(seen, makers.role("approver"))
    with pytest.raises(Invalid) as bare:
        makers.take(taken, makers.role("approver"), is_taken=False)
    assert set(bare.value.fields) == {"act"}
    declined = makers.take(taken, makers.role("approver"), is_taken=False, act="решение № 84")
    assert (declined.state, declined.answered_by) == (rules.DECLINED, rules.COUNCIL)
    assert declined.answer_act == "решение № 84"
    with pytest.raises(Refused):
        makers.take(declined)
    with pytest.raises(Refused):
        supporting.support_order(makers.neighbour(mandate), slug=row.slug)


def test_a_deputy_who_approves_too_speaks_for_the_council_by_its_act(mandate: Mandate) -> None:
    both = replace(makers.deputy(), roles=frozenset({"approver"}))
    alone = makers.take(makers.make_order(mandate), both, is_taken=False)
    assert (alone.answered_by, alone.answer_act) == (rules.DEPUTY, "")
    row = makers.take(makers.make_order(mandate), both, is_taken=False, act="решение № 84")
    assert (row.answered_by, row.answer_act) == (rules.COUNCIL, "решение № 84")
    row = makers.take(makers.make_order(mandate), is_taken=False, act="решение № 84")
    assert row.answered_by == rules.DEPUTY
    taken = makers.take(makers.make_order(mandate), both)
    with pytest.raises(Invalid):
        makers.take(taken, both, is_taken=False)


def test_a_decision_of_the_council_makes_a_commitment(mandate: Mandate) -> None:
    row = makers.make_order(mandate)
    with pytest.raises(Refused):
        makers.adopt(row)
    row = makers.take(row)
    with pytest.raises(Refused):
        answering.adopt_order(
            makers.deputy(), slug=row.slug, version=row.version, adoption=makers.adoption()
        )
    for wrong in ({"act_on": terms.today() + timedelta(days=1)}, {"year": 27}, {"executor": " "}):
        with pytest.raises(Invalid):
            makers.adopt(row, **wrong)
    with pytest.raises(Invalid):
        makers.adopt(row, due_on=terms.today() - timedelta(days=1))
    assert commitments.of(KIND, row.id) is None
    assert makers.fresh(row).state == rules.TAKEN
    row = makers.adopt(row)
    course = commitments.of(KIND, row.id)
    assert course is not None
    assert course.act is not None
    assert (course.state, course.act.number, course.answerable.body_name) == (
        "decided",
        "84",
        row.executor,
    )
    assert (row.state, row.sum_kopecks) == (rules.ADOPTED, 420_000_000)
    assert commitments.of_many(KIND, [row.id]).keys() == {str(row.id)}
    with pytest.raises(Refused):
        makers.adopt(row)


def test_what_is_late_is_told_once(mandate: Mandate) -> None:
    soon, late = makers.make_order(mandate), makers.make_order(mandate, title="Фонари в сквере")
    Order.objects.filter(id=late.id).update(due_on=terms.today() - timedelta(days=2))
    official = makers.role("author")
    assert worklist.work_page(official, rules.OPEN).items == [late, soon]
    assert worklist.work_page(official, "late").items == [late]
    for _n in range(2):
        jobs.mark_overdue()
    assert makers.fresh(late).is_overdue_told
    assert worklist.overdue(terms.today()) == []
    with pytest.raises(Refused):
        worklist.work_page(makers.neighbour(mandate), rules.OPEN)
    notice = told._overdue({"order_id": str(late.id)})
    assert notice is not None
    assert notice.people == (makers.deputy().id,)


def test_the_council_has_a_term_of_its_own_once_an_order_is_taken_up(mandate: Mandate) -> None:
    row = makers.make_order(mandate)
    Order.objects.filter(id=row.id).update(is_overdue_told=True)
    row = makers.take(row)
    assert row.due_on == terms.due_on(terms.today(), terms.COUNCIL)
    assert worklist.overdue(terms.today()) == []
    Order.objects.filter(id=row.id).update(due_on=terms.today() - timedelta(days=1))
    official = makers.role("author")
    assert worklist.work_page(official, "late").items == [row]
    assert worklist.waiting(5) == [row]
    assert public.waiting(official, 5)[0].due_on == terms.today() - timedelta(days=1)
    jobs.mark_overdue()
    assert makers.fresh(row).is_overdue_told
    notice = told._overdue({"order_id": str(row.id)})
    assert notice is not None
    assert "совет ещё не решил" in notice.text
    late = makers.make_order(mandate, title="Фонари в сквере")
    Order.objects.filter(id=late.id).update(due_on=terms.today() - timedelta(days=4))
    found = {one.whose: one.number for one in public.late(terms.today())}
    assert found == {"Совет": 1, f"{mandate.name}, {mandate.territory}": 1}


def test_what_a_moderator_turned_down_is_mended_by_its_author_alone(mandate: Mandate) -> None:
    author = makers.neighbour(mandate)
    row = makers.make_given(mandate, author)
    giving.judge_order(order_id=row.id, judged=Judged(is_passed=False))
    row, words = makers.fresh(row), Words("Построить тротуар", makers.WHY)
    with pytest.raises(Refused):
        giving.mend_order(
            makers.neighbour(mandate), slug=row.slug, version=row.version, words=words
        )
    with pytest.raises(Invalid):
        giving.mend_order(author, slug=row.slug, version=row.version, words=Words("", ""))
    giving.mend_order(author, slug=row.slug, version=row.version, words=words)
    mended = makers.fresh(row)
    assert (mended.state, mended.title) == (rules.MODERATION, "Построить тротуар")
    for version in (row.version, mended.version):
        with pytest.raises((Conflict, Refused)):
            giving.mend_order(author, slug=row.slug, version=version, words=words)
    giving.judge_order(order_id=row.id, judged=Judged(is_passed=True))
    assert makers.fresh(row).state == rules.OPEN


def test_nothing_is_mended_for_a_deputy_who_is_gone(
    mandate: Mandate, monkeypatch: pytest.MonkeyPatch
) -> None:
    author = makers.neighbour(mandate)
    row = makers.make_given(mandate, author)
    giving.judge_order(order_id=row.id, judged=Judged(is_passed=False))
    monkeypatch.setattr(deputies, "everyone", list)
    row, words = makers.fresh(row), Words("Построить тротуар", makers.WHY)
    with pytest.raises(Refused) as refused:
        giving.mend_order(author, slug=row.slug, version=row.version, words=words)
    assert refused.value.code == "deputy-gone"


def test_the_work_says_no_more_of_an_order_than_its_own_page(mandate: Mandate) -> None:
    row = makers.adopt(makers.take(makers.make_order(mandate)))

    def title() -> str:
        course = commitments.of(KIND, row.id)
        assert course is not None
        return course.source_title

    text = rules.as_one("Построить …", row.spot, row.why)
    giving.rewrite_order(order_id=row.id, text=text)
    assert title() == "Построить …"
    giving.judge_order(order_id=row.id, judged=Judged(is_passed=False))
    assert title() == "Наказ, скрытый модератором"
    giving.judge_order(order_id=row.id, judged=Judged(is_passed=True))
    assert title() == "Построить …"


def test_followers_hear_the_answer_and_not_who_gave_it(mandate: Mandate) -> None:
    row = makers.make_order(mandate)
    new = told._published({"order_id": str(row.id)})
    assert new is not None
    assert told.deputy_topic(mandate.id) in new.topics
    assert told._answered(rules.TAKEN)({"order_id": str(row.id)}) is None
    makers.take(row)
    notice = told._answered(rules.TAKEN)({"order_id": str(row.id)})
    assert notice is not None
    assert (notice.topics, notice.besides) == ((told.topic_of(row),), (makers.deputy().id,))
    for topic in told.TOPICS:
        key = {"orders.order": row.id, "orders.deputy": mandate.id}.get(topic.prefix, "all")
        assert topic.find(str(key)) is not None
        assert topic.find("nothing") is None


def test_an_erased_person_leaves_no_name_and_two_accounts_count_once(mandate: Mandate) -> None:
    author, twin = makers.neighbour(mandate), makers.neighbour(mandate)
    row = makers.make_order(mandate, author)
    supporting.support_order(twin, slug=row.slug)
    keeping.join_people(surviving=[author.known_id], joined=[twin.known_id])
    assert makers.fresh(row).support == 1
    unread = makers.make_given(mandate, author, title="Второй наказ")
    keeping.forget_person([author.known_id])
    assert makers.fresh(row).author_id is None
    assert not Order.objects.filter(id=unread.id).exists()
    # Back with the same id: counted already.
    with patch("veche.domains.orders.actions.supporting.notifications.keep_told") as told_again:
        assert supporting.support_order(author, slug=row.slug).support == 1
    assert told_again.called
    keeping.forget_person([author.known_id])
    jobs.forget_supporters()
    assert Support.objects.count() == 1
    makers.take(row, makers.role("approver"), is_taken=False, act="решение № 5")
    jobs.forget_supporters()
    assert not Support.objects.exists()


def test_more_of_the_words_can_be_hidden(mandate: Mandate) -> None:
    row = makers.make_order(mandate)
    text = rules.as_one(row.title, row.spot, "Дети идут … по обочине.")
    giving.rewrite_order(order_id=row.id, text=text)
    assert makers.fresh(row).why == "Дети идут … по обочине."
    for missing in (UUID(int=1),):
        giving.judge_order(order_id=missing, judged=Judged(is_passed=True))
    assert Order.objects.count() == 1
