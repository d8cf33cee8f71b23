"""The office at work: the book, letters, terms, ends; what is refused; what is forgotten."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import openpyxl
import pytest

from veche.commons.audit import public as audit
from veche.commons.documents import public as documents
from veche.commons.files import public as files
from veche.commons.identity.tests.makers import make_person
from veche.domains.appeals import exports, public
from veche.domains.appeals.actions import deciding, keeping, working
from veche.domains.appeals.actions.moving import Words
from veche.domains.appeals.adapters import papers, told
from veche.domains.appeals.manifest import MANIFEST
from veche.domains.appeals.models import Appeal, Letter, Step
from veche.domains.appeals.queries import dates, reading, worklist
from veche.domains.appeals.queries.worklist import WorkFilters
from veche.domains.appeals.rules import states
from veche.domains.appeals.tests import makers
from veche.kernel.errors import Conflict, Invalid, NotFound, Refused

pytestmark = pytest.mark.usefixtures("appeals_town")
WORDS = makers.WORDS


def notice(kind: str, row: Appeal) -> Any:
    (found,) = (one for one in told.NOTICES if one.event == f"appeals.{kind}")
    return found.tell({"appeal_id": str(row.id)})


def test_the_book_counts_one_after_another(town: Any) -> None:
    first, second = makers.registered(), makers.registered()
    assert (first.book_number, second.book_number) == (1, 2)
    counted = dates.from_registration(dates.today())
    assert (first.due_on, first.forward_by) == (counted.due_on, counted.forward_by)
    assert "О-1/" in notice("appeal_registered", first).text


def test_the_second_of_two_officials_is_told(town: Any) -> None:
    row = makers.make_appeal()
    working.register_appeal(makers.role("coordinator"), number=row.number, version=1)
    with pytest.raises(Conflict):
        working.register_appeal(makers.role("coordinator"), number=row.number, version=1)
    assert makers.fresh(row).book_number == 1
    assert Step.objects.filter(verb="register").count() == 1


def test_an_answer_is_signed_by_another(town: Any) -> None:
    both = make_person(roles=["coordinator", "approver"])
    row = makers.prepared(by=both)
    with pytest.raises(Refused) as refused:
        deciding.sign_answer(both, number=row.number, version=row.version)
    assert refused.value.code == "own-answer"
    deciding.sign_answer(makers.role("approver"), number=row.number, version=row.version)
    row = makers.fresh(row)
    assert (row.state, row.ended_on) == (states.ANSWERED, dates.today())
    assert notice("answer_signed", row).people == (row.author_id,)


def test_an_answer_goes_back_and_comes_again(town: Any) -> None:
    row = makers.prepared()
    approver = makers.role("approver")
    with pytest.raises(Invalid):
        deciding.send_back_answer(approver, number=row.number, version=row.version, remark=" ")
    deciding.send_back_answer(
        approver, number=row.number, version=row.version, remark="Без ссылки на закон"
    )
    row = makers.fresh(row)
    assert row.state == states.WORK
    again = makers.prepared(row)
    letter = Letter.objects.get(appeal=again)
    assert (letter.remark, letter.issued_on) == ("", None)
    author = make_person()
    assert not reading.may_read_letter_files(author, str(letter.id))


def test_the_author_sees_no_answer_before_it_is_signed(town: Any) -> None:
    author = makers.author()
    row = makers.prepared(makers.registered(makers.make_appeal(author)))
    assert reading.appeal_for(author, row.number).letters == []
    with pytest.raises(NotFound):
        reading.letter_for(author, row.number, 1)
    deciding.sign_answer(makers.role("approver"), number=row.number, version=row.version)
    assert [one.kind for one in reading.appeal_for(author, row.number).letters] == ["answer"]


def test_forwarding_names_the_body_and_tells_the_author(town: Any) -> None:
    row, clerk = makers.registered(), makers.role("coordinator")
    with pytest.raises(Invalid):
        working.forward_appeal(
            clerk, number=row.number, version=row.version, body_name=" ", words=WORDS
        )
    working.forward_appeal(
        clerk, number=row.number, version=row.version, body_name="Жилинспекция", words=WORDS
    )
    row = makers.fresh(row)
    assert (row.state, row.forwarded_to) == (states.FORWARDED, "Жилинспекция")
    assert "Жилинспекция" in notice("appeal_forwarded", row).text
    assert worklist.figures(dates.today()).forwarded == 1


def test_a_term_is_made_longer_once_and_no_farther_than_the_law_lets(town: Any) -> None:
    row, approver = makers.registered(), makers.role("approver")
    last = dates.longest(dates.today(), dates.today())

    def extend(until: Any, words: Words = WORDS) -> None:
        deciding.extend_appeal(
            approver, number=row.number, version=row.version, until=until, words=words
        )

    for until in (row.due_on, last + timedelta(days=1)):
        with pytest.raises(Invalid):
            extend(until)
    with pytest.raises(Invalid):
        extend(last, Words("", "Глава", "Сергеева"))
    extend(last)
    row = makers.fresh(row)
    assert (row.due_on, row.extended_on) == (last, dates.today())
    assert f"{last:%d.%m.%Y}" in notice("appeal_extended", row).text
    with pytest.raises(Refused):
        extend(last)


def test_an_end_without_an_answer_names_its_part_of_the_law(town: Any) -> None:
    row, approver = makers.prepared(), makers.role("approver")
    with pytest.raises(Invalid):
        deciding.end_appeal(
            approver, number=row.number, version=row.version, ground="lazy", words=WORDS
        )
    deciding.end_appeal(
        approver, number=row.number, version=row.version, ground="repeated", words=WORDS
    )
    row = makers.fresh(row)
    letter = Letter.objects.get(appeal=row)
    assert letter.kind == states.ENDING
    paper = papers.letter(row, letter, reading.addressee_of(row))
    said = documents.words(paper)
    assert "ч. 5 ст. 11" in said
    assert "Орлова Вера Ивановна" in said
    (entry,) = audit.history(row.id, kinds=["appeals.appeal_ended"])
    assert entry.details["ground"] == "repeated"


def test_the_author_takes_it_back_and_the_office_works_no_more(town: Any) -> None:
    author = makers.author()
    row = makers.prepared(makers.registered(makers.make_appeal(author)))
    deciding.withdraw_appeal(author, number=row.number, version=row.version)
    row = makers.fresh(row)
    assert row.state == states.WITHDRAWN
    assert not row.letters.exists()
    with pytest.raises(Refused):
        working.write_letter(
            makers.role("coordinator"), number=row.number, version=row.version, words=WORDS
        )


def test_a_letter_is_sent_on_a_day_that_was(town: Any) -> None:
    row, clerk = makers.answered(), makers.role("coordinator")
    today = dates.today()
    with pytest.raises(Invalid):
        working.send_letter(clerk, number=row.number, position=1, sent_on=today + timedelta(days=1))
    for _one in range(2):
        working.send_letter(clerk, number=row.number, position=1, sent_on=today)
    assert Letter.objects.get().sent_on == today
    assert Step.objects.filter(verb="send").count() == 1
    with pytest.raises(Refused):
        working.send_letter(makers.role("approver"), number=row.number, position=1, sent_on=today)


def test_lateness_is_told_once_for_each_term(town: Any) -> None:
    row, clerk, head = makers.registered(), makers.role("coordinator"), makers.role("approver")
    Appeal.objects.filter(id=row.id).update(due_on=dates.today() - timedelta(days=1))
    on = dates.today()
    assert worklist.overdue(on) == [row.id]
    assert keeping.mark_overdue(appeal_id=row.id, on=on)
    notice = told._overdue({"appeal_id": str(row.id)})
    assert notice is not None
    # Whoever answers for it hears of it as well as the author.
    assert {clerk.id, head.id, row.author_id} <= set(notice.people)
    assert makers.role("moderator").id not in notice.people
    assert not keeping.mark_overdue(appeal_id=row.id, on=on)
    assert worklist.overdue(on) == []
    assert worklist.figures(on).rows[0].late == 1
    assert [(one.number, one.oldest) for one in public.late(on)] == [(1, on - timedelta(days=1))]


def test_the_nearest_day_leads_and_is_told_before_it_comes(town: Any) -> None:
    row, clerk, on = makers.registered(), makers.role("coordinator"), dates.today()
    near, day = on + timedelta(days=1), timedelta(days=1)
    Appeal.objects.filter(id=row.id).update(forward_by=near, notice_by=near + day)
    assert [one.due_on for one in public.waiting(clerk, 5)] == [near]
    assert keeping.remind(appeal_id=row.id, on=on)
    assert not keeping.remind(appeal_id=row.id, on=on)
    said = notice("appeal_near", row)
    assert clerk.id in said.people
    assert row.author_id not in said.people
    assert said.text == f"Скоро срок, {near:%d.%m.%Y}: передать, если не наше."
    # What has passed is counted apart; the answer is next.
    Appeal.objects.filter(id=row.id).update(forward_by=on - day, notice_by=on - day)
    assert [one.due_on for one in public.waiting(clerk, 5)] == [row.due_on]
    assert not keeping.remind(appeal_id=row.id, on=on)


def test_what_is_registered_or_passed_on_late_is_counted(town: Any) -> None:
    row, on = makers.registered(), dates.today()
    found = worklist.figures(on)
    assert (found.registered_late, found.passed_on_late) == (0, 0)
    early = on - timedelta(days=1)
    Appeal.objects.update(
        register_by=early, forward_by=early, state=states.FORWARDED, forwarded_to="Область",
        ended_on=on,
    )  # fmt: skip
    found = worklist.figures(on)
    assert (found.registered_late, found.passed_on_late) == (1, 1)
    row.refresh_from_db()
    assert exports._cells(row, on)[-2:] == [1, 1]
    # Whoever is told that nobody can read the text was to be told in days as well.
    Appeal.objects.update(notice_by=early, state=states.ENDED, forwarded_to="", ground="unreadable")
    assert worklist.figures(on).passed_on_late == 1


def test_the_worklist_begins_with_what_is_late(town: Any) -> None:
    first, second, new = makers.registered(), makers.registered(), makers.make_appeal()
    Appeal.objects.filter(id=second.id).update(due_on=dates.today() - timedelta(days=3))
    clerk = makers.role("coordinator")
    numbers = [one.number for one in worklist.work_page(clerk, WorkFilters()).items]
    assert numbers == [second.number, new.number, first.number]
    late = worklist.work_page(clerk, WorkFilters(shown=worklist.LATE)).items
    assert [one.number for one in late] == [second.number]
    assert worklist.work_page(makers.role("approver"), WorkFilters()).items == []
    with pytest.raises(Refused):
        worklist.work_page(makers.author(), WorkFilters())


def test_the_sheet_holds_cases_without_names(town: Any) -> None:
    row = makers.answered()
    clerk = makers.role("coordinator")
    answer = exports.cases_xlsx(worklist.exported(clerk, WorkFilters()), dates.today())
    book = openpyxl.load_workbook(io.BytesIO(answer.getvalue()))
    rows = list(book.active.iter_rows(values_only=True))
    assert rows[1][0] == f"О-1/{dates.today().year}"
    assert rows[1][7] == "Ответ дан"
    csv = exports.cases_csv(worklist.exported(clerk, WorkFilters()), dates.today())
    text = csv.getvalue().decode()
    assert "О-1/" in text
    assert makers.WRITER.surname not in text + str(rows)
    assert row.text not in text + str(rows)


def test_who_looked_at_the_name_is_written_down(town: Any) -> None:
    row, clerk = makers.registered(), makers.role("coordinator")
    assert row.author_id is not None
    assert audit.history(row.author_id, kinds=["identity.addressee_opened"]) == []
    assert working.show_author(clerk, number=row.number) == makers.WRITER
    (entry,) = audit.history(row.author_id, kinds=["identity.addressee_opened"])
    assert entry.actor_id == clerk.id
    with pytest.raises(Refused):
        working.show_author(makers.author(), number=row.number)


def test_a_case_is_destroyed_when_its_years_are_over(town: Any) -> None:
    author = makers.author()
    row = makers.make_appeal(author, file_ids=[makers.upload(author)])
    row = makers.answered(makers.registered(row))
    going = makers.registered()
    assert keeping.forget_cases(before=dates.today()) == 0
    assert keeping.forget_cases(before=dates.today() + timedelta(days=1)) == 1
    kept = makers.fresh(row)
    assert (kept.text, kept.author_id, kept.addressee_id) == ("", None, None)
    assert kept.book_number == row.book_number
    assert not Letter.objects.exists()
    assert files.of(reading.APPEAL_FILES, str(row.id)) == ()
    assert reading.addressee_of(row) is None
    assert makers.fresh(going).text
    assert worklist.figures(dates.today()).rows


def test_every_kind_is_an_event_and_speaks_to_the_author_alone(town: Any) -> None:
    row = makers.answered()
    kinds = {event.kind for event in MANIFEST.events}  # type: ignore[attr-defined]
    for kind in told.NOTICES:
        assert kind.event in kinds
        if any(word in kind.event for word in ("reception", "slot", "overdue", "near")):
            continue
        said = kind.tell({"appeal_id": str(row.id)})
        assert said is not None
        assert (said.people, said.topics, said.point) == ((row.author_id,), (), None)
        assert row.text not in said.title + said.text
    Appeal.objects.filter(id=row.id).update(author_id=None)
    assert notice("answer_signed", row) is None
