"""The officials' worklist: order, filters, acts on many, files, the crew's day."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from veche.commons.files.tests.makers import photo
from veche.commons.identity.public import sign_in_url
from veche.commons.identity.tests.makers import make_person, sign_in
from veche.domains.reports.actions.templates import TemplateText, remove_template, save_template
from veche.domains.reports.models import AnswerTemplate, OutsideCase, Register, Report
from veche.domains.reports.queries import reading, worklist
from veche.domains.reports.queries.worklist import WorkFilters
from veche.domains.reports.rules import states
from veche.domains.reports.tests import makers
from veche.kernel import clock
from veche.kernel.errors import Invalid, Refused

pytestmark = pytest.mark.usefixtures("places_town")

LIST = "reports:list-cases"
KEY = "0123456789abcdefgh"


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def value(row: Report) -> str:
    return f"{row.number}:{row.version}"


def act(client: Client, kind: str, rows: list[Report], **given: str) -> Any:
    data = {"act": kind, "form_key": KEY, "row": [value(row) for row in rows], **given}
    return client.post(reverse("reports:act-on-cases"), data)


def waiting(number: int) -> list[Report]:
    """So many reports that wait for a coordinator."""
    return [makers.passed(makers.make_report()) for _ in range(number)]


def test_late_ones_come_first_and_others_clocks_stand_apart(town: Any) -> None:
    first, second, paused = waiting(3)
    today = reading.today()
    Report.objects.filter(id=second.id).update(due_on=today - timedelta(days=9))
    Report.objects.filter(id=first.id).update(due_on=today + timedelta(days=1))
    Report.objects.filter(id=paused.id).update(
        state=states.FORWARDED, due_on=today - timedelta(days=20)
    )
    person = makers.role("coordinator")

    def numbers(**asked: Any) -> list[str]:
        page = worklist.work_page(person, WorkFilters(**asked))
        return [row.number for row in page.items]

    assert numbers() == [second.number, first.number]
    assert numbers(shown="late") == [second.number]
    assert numbers(shown="waiting") == [paused.number]
    assert numbers(category="roads.potholes") == []
    assert numbers(shown="open", state=states.COORDINATION) == [second.number, first.number]
    assert numbers(place_id=first.place_id) == [second.number, first.number]


def test_pages_follow_each_other_without_a_gap(town: Any) -> None:
    rows = waiting(3)
    person = makers.role("coordinator")
    seen, after = [], ""
    while True:
        page = worklist.work_page(person, WorkFilters(), after=after, size=2)
        seen += [row.number for row in page.items]
        after = page.next_token
        if not after:
            break
    assert sorted(seen) == sorted(row.number for row in rows)


def test_an_executor_without_a_role_sees_their_own_bodys(client: Client, town: Any) -> None:
    row, executor = makers.at_work()
    other = waiting(1)[0]
    sign_in(client, executor)
    page = text_of(client.get(reverse(LIST), {"show": "open"}))
    assert row.number in page
    assert other.number not in page
    sign_in(client, make_person())
    assert client.get(reverse(LIST)).status_code == 403


def test_many_cost_no_more_queries_than_few(client: Client, town: Any) -> None:
    def ask() -> int:
        with CaptureQueriesContext(connection) as counted:
            assert client.get(reverse(LIST)).status_code == 200
        return len(counted)

    waiting(1)
    sign_in(client, makers.role("coordinator"))
    ask()
    few = ask()
    waiting(3)
    assert ask() == few <= 12


def test_many_are_assigned_and_each_says_how_it_went(client: Client, town: Any) -> None:
    rows = waiting(3)
    body = makers.make_body()
    sign_in(client, makers.role("coordinator"))
    # Somebody was quicker with one of them.
    makers.assigned(rows[2], makers.make_body("Другой"))
    answer = act(client, "assign", rows, body=str(body.id))
    page = text_of(answer)
    assert answer.status_code == 200
    assert [makers.fresh(row).body_id for row in rows[:2]] == [body.id] * 2
    assert makers.fresh(rows[2]).body_id != body.id
    assert "поработал другой сотрудник" in page
    assert "записано 2" in page
    # Sent again by the same key: the same answer, nothing done twice.
    versions = [makers.fresh(row).version for row in rows]
    assert "записано 2" in text_of(act(client, "assign", rows, body=str(body.id)))
    assert [makers.fresh(row).version for row in rows] == versions


def test_what_one_may_not_is_refused_row_by_row(client: Client, town: Any) -> None:
    mine, executor = makers.at_work()
    other = waiting(1)[0]
    sign_in(client, executor)
    day = (reading.today() + timedelta(days=3)).isoformat()
    answer = act(client, "plan", [mine, other], planned_on=day, plan="Покрасим")
    assert answer.status_code == 200
    assert makers.fresh(mine).state == states.PLANNED
    assert makers.fresh(other).state == states.COORDINATION
    # Of what is not theirs nothing is told, not even its words.
    assert other.text not in text_of(answer).replace(mine.text, "", 1)


def test_a_form_with_nothing_marked_says_so(client: Client, town: Any) -> None:
    row = waiting(1)[0]
    sign_in(client, makers.role("coordinator"))
    answer = act(client, "assign", [], body=str(makers.make_body().id))
    assert answer.status_code == 422
    assert "Отметьте хотя бы одно" in text_of(answer)
    answer = act(client, "assign", [row])
    assert answer.status_code == 422
    assert f'value="{value(row)}" checked' in text_of(answer)


def test_a_template_answers_many(client: Client, town: Any) -> None:
    row, executor = makers.at_work()
    keeper = makers.role("coordinator")
    text = TemplateText("Лампа", "Лампу заменили, проверьте вечером", states.SOLVED)
    save_template(keeper, text=text)
    kept = AnswerTemplate.objects.get()
    sign_in(client, executor)
    assert act(client, "answer", [row], template=str(kept.id)).status_code == 200
    assert makers.fresh(row).state == states.APPROVAL
    assert makers.fresh(row).steps.filter(text=text.text).exists()


def test_templates_are_kept_by_those_who_may(client: Client, town: Any) -> None:
    keeper, stranger = makers.role("coordinator"), make_person()
    text = TemplateText("Лампа", "Заменили", states.SOLVED, group="pavements")
    with pytest.raises(Refused):
        save_template(stranger, text=text)
    save_template(keeper, text=text)
    with pytest.raises(Invalid):
        save_template(keeper, text=text)
    kept = AnswerTemplate.objects.get()
    save_template(keeper, text=TemplateText("Фонарь", "Да", states.DECLINING), template_id=kept.id)
    kept.refresh_from_db()
    assert (kept.title, kept.group_id) == ("Фонарь", None)
    with pytest.raises(Refused):
        remove_template(stranger, template_id=kept.id)
    sign_in(client, keeper)
    assert "Фонарь" in text_of(client.get(reverse("reports:list-templates")))
    there = reverse("reports:remove-template", args=[kept.id])
    assert client.post(there).status_code == 302
    assert not AnswerTemplate.objects.exists()
    answer = client.post(reverse("reports:add-template"), {"title": "Без слов"})
    assert answer.status_code == 422


def test_a_case_begins_with_what_is_done_next_and_a_template(client: Client, town: Any) -> None:
    row, executor = makers.at_work()
    save_template(
        makers.role("coordinator"), text=TemplateText("Лампа", "Заменили лампу", states.SOLVED)
    )
    kept = AnswerTemplate.objects.get()
    sign_in(client, executor)
    there = reverse("reports:open-case", args=[row.number])
    page = text_of(client.get(there))
    assert page.index("Ответить") < page.index("Это не наше")
    assert "Заменили лампу" not in page
    assert "Заменили лампу" in text_of(client.get(there, {"template": str(kept.id)}))
    assert client.get(there, {"template": "no"}).status_code == 200


def test_files_hold_the_filtered_list(client: Client, town: Any) -> None:
    rows = waiting(2)
    Report.objects.filter(id=rows[0].id).update(text="=1+1")
    sign_in(client, makers.role("coordinator"))
    there = reverse("reports:export-cases", args=["csv"])
    answer = client.get(there)
    table = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert table.count("\r\n") == 3
    assert "'=1+1" in table
    answer = client.get(reverse("reports:export-cases", args=["xlsx"]))
    data = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    cells = [row[4].value for row in sheet.iter_rows()]
    assert cells[0] == "Текст"
    assert set(cells[1:]) == {"'=1+1", rows[1].text}
    answer = client.get(there, {"category": "roads.potholes"})
    table = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert table.count("\r\n") == 1
    assert client.get(reverse("reports:export-cases", args=["exe"])).status_code == 404


def test_the_journal_lists_days(client: Client, town: Any) -> None:
    row = waiting(1)[0]
    sign_in(client, makers.role("coordinator"))
    there = reverse("reports:read-journal")
    assert f"{row.number[:4]}-{row.number[4:]}" in text_of(client.get(there))
    page = text_of(client.get(there, {"first": "2020-01-01", "last": "2020-01-02"}))
    assert "не было" in page
    sign_in(client, make_person())
    assert client.get(there).status_code == 403


def test_a_crew_sends_a_photo_from_the_spot(client: Client, town: Any) -> None:
    row, executor = makers.at_work()
    sign_in(client, executor)
    there = reverse("reports:list-works")
    assert row.address in text_of(client.get(there))
    finish = reverse("reports:finish-work", args=[row.number])
    upload = SimpleUploadedFile("a.jpg", photo(), "image/jpeg")
    answer = client.post(finish, {"version": row.version, "text": "", "photos": [upload]})
    assert answer.status_code == 422
    # What came over a slow line is not asked for again; of others' photos nothing is taken.
    (kept,) = re.findall(r'name="kept" value="([^"]+)"', text_of(answer))
    other = makers.upload(make_person())
    data = {"version": row.version, "text": "Сделано", "kept": [kept, str(other), "no"]}
    answer = client.post(finish, data)
    assert answer.url == f"{there}?done={row.number}"  # type: ignore[attr-defined]
    assert makers.fresh(row).state == states.APPROVAL
    assert makers.fresh(row).photos.get().kind == "after"
    assert row.address not in text_of(client.get(there))
    again = {"version": row.version, "text": "Сделано"}
    assert client.post(finish, again).status_code == 409


def test_a_day_of_many_works_says_that_it_is_cut(
    client: Client, town: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worklist, "MOST_TODAY", 1)
    row, executor = makers.at_work()
    assert row.body is not None
    sign_in(client, executor)
    there = reverse("reports:list-works")
    assert "остальные в общем списке" not in text_of(client.get(there))
    other = makers.assigned(makers.passed(makers.make_report()), row.body)
    assert "остальные в общем списке" in text_of(client.get(there))
    # What waits next is one press away from what was done.
    done = reverse("reports:open-case", args=[row.number]) + "?done=answer"
    assert reverse("reports:open-case", args=[other.number]) in text_of(client.get(done))


def test_who_has_left_is_led_to_sign_in_and_back(client: Client, town: Any) -> None:
    """And nobody says that a role is missing; so do other pages of the office."""
    row = waiting(1)[0]
    case = reverse("reports:open-case", args=[row.number])
    for there, back in (
        (reverse("reports:assign-report", args=[row.number]), case),
        (reverse("reports:list-registers"), reverse("reports:list-registers")),
    ):
        answer = client.post(there, {"text": "Слова"})
        assert answer.status_code == 403
        page = text_of(answer)
        assert "Вы вышли" in page
        assert "роль" not in page
        assert sign_in_url(back) in page
        assert f'data-draft-of="{back}"' in page


def test_what_is_approved_is_said_before_and_after(client: Client, town: Any) -> None:
    row, executor = makers.at_work()
    row = makers.answered(row, executor, states.DECLINING)
    sign_in(client, makers.role("approver"))
    case = reverse("reports:open-case", args=[row.number])
    page = text_of(client.get(case))
    assert "Ответ подготовлен: не будем делать" in page
    assert "Утвердить отказ" in page
    sent = {"version": row.version, "text": "Подумайте ещё"}
    client.post(reverse("reports:send-back-answer", args=[row.number]), sent)
    # Of an answer that was sent back it is not said anew by the one that follows.
    row = makers.answered(makers.fresh(row), executor)
    page = text_of(client.get(case))
    assert "Утвердить: сделано" in page
    assert page.count("Ответ подготовлен: сделано") == 1
    assert "не будем делать" not in page
    makers.approved(row)
    open_page = text_of(client.get(reverse("reports:read-report", args=[row.number])))
    assert "Ответ утверждён: сделано" in open_page
    assert "Ответ подготовлен: сделано" in text_of(client.get(case))


def test_a_number_leads_to_its_case(client: Client, town: Any) -> None:
    row = waiting(1)[0]
    sign_in(client, makers.role("coordinator"))
    answer = client.get(reverse(LIST), {"number": f"{row.number[:4]}-{row.number[4:]}"})
    assert answer["Location"] == reverse("reports:open-case", args=[row.number])


def test_a_number_of_another_system_is_found_too(client: Client, town: Any) -> None:
    """Exactly it, and where nobody has it the list says so."""
    row, executor = makers.at_work()
    sign_in(client, makers.role("coordinator"))
    source = Register.objects.create(title="ПОС", home="pos")

    def case(number: str, **given: Any) -> OutsideCase:
        return OutsideCase.objects.create(
            register=source, number=number, urgent_on=reading.today(), changed_at=clock.now(),
            **given,
        )  # fmt: skip

    found, own = case("31402035"), case("Р-2", report=row)
    for number, where in (
        ("31402035", reverse("reports:read-outside", args=[found.id])),
        ("№ Р-2", reverse("reports:open-case", args=[row.number])),
    ):
        assert client.get(reverse(LIST), {"number": number})["Location"] == where
    for nobodys in ("Р-1", "00000000", "3140"):
        page = text_of(client.get(reverse(LIST), {"number": nobodys}))
        assert "Такого номера нет" in page
        assert f'value="{nobodys}"' in page
    other = Register.objects.create(title="СЭД", home="docs")
    OutsideCase.objects.filter(id=own.id).update(number=row.number, register=other, report=None)
    both = text_of(client.get(reverse(LIST), {"number": row.number}))
    assert "СЭД" in both
    assert reverse("reports:open-case", args=[row.number]) in both
    # A crew finds what is of its bodies.
    sign_in(client, executor)
    assert "Такого номера нет" in text_of(client.get(reverse(LIST), {"number": "31402035"}))
