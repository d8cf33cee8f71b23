"""Paper: one sheet a person, one ballot a sheet, two pairs of eyes, a count that is told whole."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from veche.commons.ballots import desk, paper_entry, paper_roll, public, rules
from veche.commons.ballots.models import Ballot, Box, PaperEntry, PaperStack, RollMark
from veche.commons.ballots.tests.makers import move_close
from veche.commons.ballots.tests.paper_makers import (
    DAY,
    SHARE,
    check,
    count_stack,
    enter,
    hand,
    handed,
    printed,
)
from veche.commons.ballots.tests.papers import open_box, shown, vote
from veche.commons.identity.tests.makers import make_person
from veche.kernel import clock
from veche.kernel.errors import Conflict, Invalid, NotFound, Refused
from veche.kernel.ids import new_id

pytestmark = pytest.mark.usefixtures("town")


def end(box: UUID) -> None:
    move_close(box, clock.database_now())
    public.close_box(box)


def in_check(box: UUID, clerk: UUID) -> public.Stack:
    paper_entry.hand_over(box, clerk_id=clerk, share=SHARE)
    return next(stack for stack in public.stacks(box) if stack.entered_by == clerk)


def test_numbers_run_on_and_cannot_be_invented() -> None:
    box = open_box()
    first, second = printed(box, 2), printed(box, 3)
    assert [number[:6] for number in first + second] == [f"{n:06d}" for n in range(1, 6)]
    assert len({number[6:] for number in first + second}) > 1
    assert printed(open_box(), 2) != first
    with pytest.raises(Invalid):
        public.spoil_sheet(box, number="000001000000", clerk_id=new_id(), day=DAY)


def test_the_same_pack_is_printed_once() -> None:
    box, pack_id = open_box(), new_id()
    packs = [
        public.print_pack(box, amount=4, clerk_id=new_id(), day=DAY, pack_id=pack_id)
        for _press in range(2)
    ]
    assert packs[0] == packs[1]
    assert len(public.packs(box)) == 1
    with pytest.raises(NotFound):
        public.numbers_of_pack(open_box(), pack_id)
    for amount in (0, 501, -1):
        with pytest.raises(Invalid):
            public.print_pack(box, amount=amount, clerk_id=new_id(), day=DAY, pack_id=new_id())


def test_a_person_takes_one_sheet() -> None:
    box, person = open_box(), new_id()
    printed(box)
    hand(box, person)
    with pytest.raises(Conflict) as refusal:
        hand(box, person)
    assert refusal.value.code == "took-paper"
    assert public.took_paper(box, person)
    assert not public.took_paper(box, new_id())


def test_paper_and_portal_shut_each_other_out() -> None:
    box, paper, online = open_box(), new_id(), new_id()
    printed(box)
    hand(box, paper)
    with pytest.raises(Conflict) as refusal:
        vote(box, paper)
    assert refusal.value.code == "took-paper"
    vote(box, online)
    with pytest.raises(Conflict) as refusal:
        hand(box, online)
    assert refusal.value.code == "already-voted"
    assert public.results(box).ballots == 1


def test_nothing_is_handed_out_outside_the_hours_or_unprinted() -> None:
    with pytest.raises(Conflict):
        hand(open_box())
    box = open_box()
    printed(box)
    end(box)
    with pytest.raises(Refused):
        hand(box)
    with pytest.raises(Refused):
        printed(box)


def test_the_roll_names_no_sheet_and_is_only_added_to() -> None:
    box = open_box()
    printed(box)
    hand(box)
    assert {field.name for field in RollMark._meta.fields} == {"pk", "box", "pseudonym"}
    with pytest.raises(ProgrammingError), transaction.atomic():
        RollMark.objects.all().delete()
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE ballots_rollmark SET pseudonym = pseudonym")


def test_a_stack_is_counted_when_two_have_typed_alike() -> None:
    box, first, second = open_box(), new_id(), new_id()
    one, two, empty = handed(box, 3)
    enter(box, first, one, "a", "b")
    enter(box, first, f"{two[:4]}-{two[4:8]} {two[8:]}", "b")
    enter(box, first, empty)
    assert public.results(box).ballots == 0
    stack = in_check(box, first)
    assert (stack.sheets, stack.drawn) == (3, 3)
    assert public.waiting_numbers(stack.id) == [one, two, empty]
    assert check(box, stack.id, second, one, "b", "a")
    assert check(box, stack.id, second, two, "b")
    assert public.results(box).ballots == 0
    assert check(box, stack.id, second, empty)
    counted = public.results(box)
    assert (counted.ballots, counted.channels) == (2, {"paper": 2})
    assert shown(box) == {"a": 1, "b": 2}
    assert public.has_receipt(box, one)
    assert not public.has_receipt(box, empty)
    assert not PaperEntry.objects.exclude(marks=None).exists()
    figures = public.paper_figures(box)
    assert (figures.handed, figures.counted, figures.invalid, figures.not_returned) == (3, 2, 1, 0)


def test_a_share_is_drawn_and_a_difference_draws_as_many_again() -> None:
    box, first, second = open_box(), new_id(), new_id()
    numbers = handed(box, 60)
    for number in numbers:
        enter(box, first, number, "a")
    stack = in_check(box, first)
    assert stack.drawn == 6
    drawn = public.waiting_numbers(stack.id)
    assert not check(box, stack.id, second, drawn[0], "b")
    assert public.stacks(box)[0].drawn == 12
    assert public.disagreements(stack.id) == [
        public.Disagreement(drawn[0], {"q": ["a"]}, {"q": ["b"]})
    ]
    public.retype_sheet(box, stack_id=stack.id, clerk_id=first, number=drawn[0], typed={"q": ["b"]})
    assert public.disagreements(stack.id) == []
    waiting = public.waiting_numbers(stack.id)
    assert drawn[0] in waiting
    for number in waiting:
        assert check(box, stack.id, second, number, "b" if number == drawn[0] else "a")
    assert shown(box) == {"a": 59, "b": 1}
    assert public.stacks(box)[0].state == "counted"


def test_the_second_person_may_be_the_one_who_erred() -> None:
    box, first, second = open_box(), new_id(), new_id()
    (number,) = handed(box, 1)
    enter(box, first, number, "a")
    stack = in_check(box, first)
    assert not check(box, stack.id, second, number, "b")
    assert public.results(box).ballots == 0
    assert check(box, stack.id, second, number, "a")
    assert shown(box) == {"a": 1}


def test_nobody_checks_their_own_stack() -> None:
    box, first, second = open_box(), new_id(), new_id()
    numbers = handed(box, 2)
    for number in numbers:
        enter(box, first, number, "a")
    stack = in_check(box, first)
    with pytest.raises(Refused):
        check(box, stack.id, first, numbers[0], "a")
    check(box, stack.id, second, numbers[0], "a")
    with pytest.raises(Refused):
        check(box, stack.id, new_id(), numbers[1], "a")
    with pytest.raises(Refused):
        public.retype_sheet(box, stack_id=stack.id, clerk_id=second, number=numbers[1], typed=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        PaperStack.objects.filter(id=stack.id).update(checked_by=first)


def test_a_sheet_is_typed_once() -> None:
    box, clerk, key = open_box(), new_id(), new_id()
    one, two = handed(box, 2)
    for _again in range(3):
        enter(box, clerk, one, "a", key=key)
    assert PaperEntry.objects.count() == 1
    for who in (clerk, new_id()):
        with pytest.raises(Invalid) as refusal:
            enter(box, who, one, "a")
        assert refusal.value.code == "entered"
    public.drop_entry(box, clerk_id=new_id(), serial=1)
    assert PaperEntry.objects.count() == 1
    public.drop_entry(box, clerk_id=clerk, serial=1)
    enter(box, clerk, one, "b")
    in_check(box, clerk)
    public.drop_entry(box, clerk_id=clerk, serial=1)
    assert PaperEntry.objects.count() == 1
    enter(box, clerk, two, "a")


def test_no_more_sheets_than_were_handed_out() -> None:
    box, clerk = open_box(), new_id()
    numbers = printed(box, 3)
    hand(box)
    enter(box, clerk, numbers[2], "a")
    with pytest.raises(Conflict) as refusal:
        enter(box, clerk, numbers[0], "a")
    assert refusal.value.code == "more-than-handed"


def test_what_cannot_be_read_is_refused_before_it_is_kept() -> None:
    box, clerk = open_box(), new_id()
    (number,) = handed(box, 1)
    for options in (("a", "b", "c"), ("zz",)):
        with pytest.raises(Invalid) as refusal:
            enter(box, clerk, number, *options)
        assert "q" in refusal.value.fields
    with pytest.raises(Invalid):
        enter(box, clerk, "999999999999", "a")
    assert not PaperEntry.objects.exists()


def test_a_spoiled_sheet_is_worth_nothing_and_its_right_stays() -> None:
    box, clerk = open_box(), new_id()
    one, two = printed(box, 2)
    hand(box)
    public.spoil_sheet(box, number=one, clerk_id=clerk, day=DAY)
    with pytest.raises(Invalid) as refusal:
        enter(box, clerk, one, "a")
    assert refusal.value.code == "spoiled"
    with pytest.raises(Invalid) as refusal:
        public.spoil_sheet(box, number=one, clerk_id=clerk, day=DAY)
    assert refusal.value.code == "spoiled"
    enter(box, clerk, two, "a")
    with pytest.raises(Invalid):
        public.spoil_sheet(box, number=two, clerk_id=clerk, day=DAY)
    assert public.paper_figures(box).spoiled == 1


def test_publication_waits_for_the_paper_and_equals_it() -> None:
    box = open_box()
    numbers = handed(box, 4)
    vote(box, None, "c")
    end(box)
    assert public.awaiting_papers() == [box] == public.awaiting_papers([box])
    assert box not in public.unpublished()
    assert box not in public.with_secrets()
    with pytest.raises(Conflict) as refusal:
        public.publish(box)
    assert refusal.value.code == "papers-waiting"
    count_stack(box, {numbers[0]: ("a",), numbers[1]: ("a", "b"), numbers[2]: ()})
    paper_roll.finish_papers(box)
    paper_roll.finish_papers(box)
    assert public.awaiting_papers() == []
    assert public.publish(box) == 3
    ballots, lines = public.recount(box)
    assert ballots == 3
    assert lines["q", "a"] == (2, 0)
    assert public.paper_figures(box).not_returned == 1
    with pytest.raises(Conflict) as refusal:
        enter(box, new_id(), numbers[3], "a")
    assert refusal.value.code == "papers-done"


def test_paper_is_not_finished_before_the_close() -> None:
    box = open_box()
    handed(box, 1)
    with pytest.raises(Conflict):
        paper_roll.finish_papers(box)


def test_a_box_that_printed_is_not_withdrawn() -> None:
    box = open_box()
    printed(box)
    with pytest.raises(Conflict) as refusal, transaction.atomic():
        public.remove_box(box)
    assert refusal.value.code == "has-papers"


def test_an_online_receipt_of_the_same_digits_costs_nobody_a_vote() -> None:
    box = open_box()
    (number,) = handed(box, 1)
    vote(box, None, "c")
    taken = Ballot.objects.get(box_id=box)
    clash = Ballot(
        box_id=box,
        pseudonym=b"x" * 32,
        is_revisable=True,
        choice=taken.choice,
        channel="web",
        level=1,
        receipt=number,
    )
    clash.save(force_insert=True)
    count_stack(box, {number: ("a",)})
    assert Ballot.objects.filter(box_id=box, channel="paper").exclude(receipt=number).count() == 1


def test_the_journal_counts_by_day_and_clerk() -> None:
    box, clerk = open_box(), new_id()
    numbers = printed(box, 3, clerk)
    for _person in range(2):
        hand(box, clerk=clerk)
    public.spoil_sheet(box, number=numbers[0], clerk_id=clerk, day=DAY)
    public.add_tally(box, day=DAY + timedelta(days=1), clerk_id=clerk, act="assisted")
    with pytest.raises(ValueError, match="no act"):
        public.add_tally(box, day=DAY, clerk_id=clerk, act="guessed")
    newest, oldest = public.days_of_counter(box)
    assert (newest.acts, newest.packs) == ({"assisted": 1}, ())
    assert (oldest.acts, oldest.packs) == ({"handed": 2, "spoiled": 1}, ((1, 3),))


def test_the_register_names_each_clerk_once_and_only_acts_that_were() -> None:
    box, clerk = open_box(), make_person(roles=["clerk"]).known_id
    printed(box, 3, clerk)
    hand(box, clerk=clerk)
    with CaptureQueriesContext(connection) as one_day:
        told = desk.register(box)
    assert [str(title) for title, _sum in told["sums"]] == ["Выдано"]
    assert [(str(title), number) for title, number in told["rows"][0]["acts"]] == [("Выдано", 1)]
    for days in (1, 2, 3):
        public.add_tally(box, day=DAY + timedelta(days=days), clerk_id=clerk, act="assisted")
    with CaptureQueriesContext(connection) as more_days:
        told = desk.register(box)
    assert len(more_days) == len(one_day)
    assert [(str(title), number) for title, number in told["sums"]] == [
        ("На экране", 3), ("Выдано", 1),
    ]  # fmt: skip
    assert len({row["who"] for row in told["rows"]}) == 1


def test_a_share_is_rounded_up_and_never_more_than_all() -> None:
    found = [SHARE.of(sheets) for sheets in (0, 3, 5, 50, 51, 300)]
    assert found == [0, 3, 5, 5, 6, 30]


def test_a_box_without_paper_closes_as_before() -> None:
    box = open_box()
    printed(box)
    vote(box)
    end(box)
    assert public.awaiting_papers() == []
    assert public.publish(box) == 1
    assert not Box.objects.get(id=box).takes_paper


def test_own_words_on_paper_are_cleaned_as_all_are() -> None:
    box, first, second = open_box(rules.Question("q", "text")), new_id(), new_id()
    for number in handed(box, 2):
        typed = {"q": "Два\u200b сло\x00ва"}
        public.enter_sheet(box, clerk_id=first, number=number, typed=typed, key=new_id(), day=DAY)
    stack = in_check(box, first)
    for number in public.waiting_numbers(stack.id):
        assert paper_entry.check_sheet(
            box,
            stack_id=stack.id,
            clerk_id=second,
            number=number,
            typed={"q": " Два слова "},
            share=SHARE,
            day=DAY,
        ).is_agreed, "what nobody sees is no difference"
    end(box)
    assert list(public.own_words(box, "q")) == ["Два слова"] * 2
