"""Pages: what a resident and the office see and send, how many queries lists cost."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from veche.commons.audit import public as audit
from veche.commons.files.tests.makers import photo
from veche.commons.identity.tests.makers import make_person, sign_in
from veche.domains.appeals.models import TEXT_MAX, Appeal, Draft, Letter, Reception
from veche.domains.appeals.queries import dates, reading
from veche.domains.appeals.rules import states
from veche.domains.appeals.tests import makers

pytestmark = pytest.mark.usefixtures("appeals_town")
FORM = {
    "kind": states.COMPLAINT,
    "text": "Третью неделю не чистят снег",
    "surname": "Орлова",
    "name": "Вера",
    "patronymic": "",
    "address": "vera@example.org",
}


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def visitor() -> Any:
    return Client()


def browser(person: Any) -> Any:
    return sign_in(Client(), person)


def test_both_ways_are_explained_with_the_terms_of_the_day(town: Any) -> None:
    said = text_of(visitor().get(reverse("appeals:choose-way")))
    assert "Сообщение или обращение?" in said
    assert "регистрация 3 дня, ответ 30 дней" in said
    assert "ст. 12" in said


def test_a_text_sent_along_becomes_a_draft_or_is_added_to_one(town: Any) -> None:
    person = make_person()
    client, address = browser(person), reverse("appeals:choose-way")
    answer = client.post(address, {"text": "Яма у дома 54"})
    assert answer.url == f"{address}?from=word"
    assert Draft.objects.get().text == "Яма у дома 54"
    assert "Ваш текст перенесли" in text_of(client.get(answer.url))
    assert client.post(address, {"text": "Яма у дома"}).url == f"{address}?from=word"
    answer = client.post(address, {"text": "Другое"})
    assert answer.url == f"{address}?from=added"
    assert "добавили в начатое обращение" in text_of(client.get(answer.url))
    assert Draft.objects.get().text == "Яма у дома 54\n\nДругое"
    assert client.post(address, {"text": "я" * TEXT_MAX}).url == f"{address}?from=full"
    assert Draft.objects.get().text == "Яма у дома 54\n\nДругое"
    assert client.post(address, {"text": " "}).url == address
    visitor().post(address, {"text": "Без имени"})
    assert Draft.objects.count() == 1


def test_what_is_right_is_kept_when_something_is_missing(town: Any) -> None:
    client = browser(makers.author())
    answer = client.post(reverse("appeals:write-appeal"), {**FORM, "address": "vera@"})
    assert answer.status_code == 422
    assert "в нём ошибка" in text_of(answer)
    vague = client.post(reverse("appeals:write-appeal"), {**FORM, "address": "где-то там"})
    assert "Нужен полный адрес" in text_of(vague)
    shown = text_of(client.get(reverse("appeals:write-appeal")))
    assert FORM["text"] in shown
    assert 'value="Орлова"' in shown


def test_an_appeal_is_written_checked_and_sent(town: Any) -> None:
    client = browser(makers.author())
    assert client.post(reverse("appeals:write-appeal"), FORM).url.endswith("/check/")
    check = reverse("appeals:check-appeal")
    assert "vera@example.org" in text_of(client.get(check))
    sent = client.post(check, {"draft": str(Draft.objects.get().id)})
    row = Appeal.objects.get()
    assert sent.url == reverse("appeals:read-sent", args=[row.number])
    assert f"{row.due_on:%d.%m.%Y}" in text_of(client.get(sent.url))
    assert FORM["text"] in text_of(client.get(reverse("appeals:read-appeal", args=[row.number])))


def test_whom_the_town_does_not_know_surely_learns_how(town: Any) -> None:
    client = browser(make_person(level=1))
    client.post(reverse("appeals:write-appeal"), FORM)
    check = reverse("appeals:check-appeal")
    shown = text_of(client.get(check))
    assert "чью личность проверили" in shown
    assert "Подать обращение</button>" not in shown
    refused = client.post(check, {"draft": str(Draft.objects.get().id)})
    assert refused.status_code == 403
    assert Draft.objects.exists()


def test_another_resident_finds_nothing(town: Any) -> None:
    row = makers.answered()
    stranger = browser(makers.author())
    for name, args in (
        ("read-appeal", [row.number]),
        ("read-sent", [row.number]),
        ("withdraw-appeal", [row.number]),
        ("read-letter", [row.number, 1, "pdf"]),
    ):
        assert stranger.get(reverse(f"appeals:{name}", args=args)).status_code == 404
    assert stranger.get(reverse("appeals:list-cases")).status_code == 403
    assert visitor().get(reverse("appeals:list-own")).status_code == 302


def test_the_answer_is_a_paper_with_the_name(town: Any) -> None:
    author = makers.author()
    row = makers.answered(makers.registered(makers.make_appeal(author)))
    answer = browser(author).get(reverse("appeals:read-letter", args=[row.number, 1, "docx"]))
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == f'attachment; filename="letter-{row.number}-1.docx"'
    pdf = browser(author).get(reverse("appeals:read-letter", args=[row.number, 1, "pdf"]))
    assert pdf.content.startswith(b"%PDF-")
    assert audit.history(author.known_id, kinds=["identity.addressee_opened"]) == []
    clerk = browser(makers.role("coordinator"))
    clerk.get(reverse("appeals:read-letter", args=[row.number, 1, "docx"]))
    assert len(audit.history(author.known_id, kinds=["identity.addressee_opened"])) == 1


def test_the_office_registers_answers_and_signs(town: Any) -> None:
    row = makers.make_appeal()
    clerk, signer = browser(makers.role("coordinator")), browser(makers.role("approver"))
    case = reverse("appeals:open-case", args=[row.number])
    shown = text_of(clerk.get(case))
    assert makers.WRITER.surname not in shown
    assert "Показать имя и адрес" in shown
    department = makers.make_department()
    clerk.post(f"{case}register/", {"version": 1, "department": str(department.id)})
    assert clerk.post(f"{case}register/", {"version": 1}).status_code == 409
    assert "<h1>Заявление О-1/" in text_of(clerk.get(case, {"done": "register"}))
    empty = clerk.post(f"{case}prepare/", {"version": 2, "text": "", "post": "", "signatory": ""})
    assert empty.status_code == 422
    words = {"text": "Почистим", "post": "Глава города", "signatory": "Сергеева А. П."}
    late = clerk.post(f"{case}prepare/", {"version": 1, **words, "text": "Вторая рука"})
    assert late.status_code == 409
    # What came second stays in its form, for the case as it is now.
    assert "поработал другой сотрудник" in text_of(late)
    assert "Вторая рука</textarea>" in text_of(late)
    assert 'name="version" value="2"' in text_of(late)
    pictured = {"version": 1, **words, "attachments": SimpleUploadedFile("akt.jpg", photo())}
    assert "Приложите файлы ещё раз" in text_of(clerk.post(f"{case}prepare/", pictured))
    assert clerk.post(f"{case}prepare/", {"version": 2, **words}).status_code == 302
    gone = clerk.post(f"{case}prepare/", {"version": 2, **words, "text": "Третья рука"})
    assert gone.status_code == 409
    assert "Вы написали:" in text_of(gone)
    assert "Третья рука" in text_of(gone)
    assert "Почистим" in text_of(signer.get(case))
    assert clerk.post(f"{case}sign/", {"version": 3}).status_code == 403
    stale = signer.post(f"{case}sign/", {"version": 2})
    assert stale.status_code == 409
    assert "поработал другой сотрудник" in text_of(stale)
    remark = {"version": 3, "remark": "Добавьте срок"}
    assert signer.post(f"{case}sign/", {"version": 3}).status_code == 302
    # The other of two who sign: what was remarked is not lost either.
    assert "Добавьте срок" in text_of(signer.post(f"{case}send-back/", remark))
    assert makers.fresh(row).state == states.ANSWERED
    sent = clerk.post(f"{case}letters/1/sent/", {"sent_on": dates.today().isoformat()})
    assert sent.status_code == 302
    assert Letter.objects.get().sent_on == dates.today()


def test_the_name_is_shown_on_asking_alone(town: Any) -> None:
    row = makers.registered()
    clerk = browser(makers.role("coordinator"))
    shown = clerk.post(reverse("appeals:show-author", args=[row.number]))
    assert makers.WRITER.full_name in text_of(shown)
    assert "no-store" in shown["Cache-Control"]
    again = clerk.get(reverse("appeals:open-case", args=[row.number]))
    assert makers.WRITER.surname not in text_of(again)


def test_a_number_of_the_book_leads_to_its_case(town: Any) -> None:
    row = makers.registered()
    clerk = browser(makers.role("coordinator"))
    address = reverse("appeals:list-cases")
    for asked in (f"О-1/{row.book_year}", "1"):
        assert clerk.get(address, {"number": asked}).url.endswith(f"/{row.number}/")
    assert clerk.get(address, {"number": "77"}).status_code == 200


def test_lists_cost_the_same_however_long(town: Any) -> None:
    author = makers.author()
    makers.registered(makers.make_appeal(author))
    clerk, own = browser(makers.role("coordinator")), browser(author)
    pages = [
        (clerk, reverse("appeals:list-cases")),
        (own, reverse("appeals:list-own")),
        (visitor(), reverse("appeals:list-terms")),
    ]
    costs = []
    for round_ in range(2):
        for client, page in pages:
            client.get(page)
            with CaptureQueriesContext(
                connection,
            ) as asked:
                assert client.get(page).status_code == 200
            costs.append(len(asked))
        if round_ == 0:
            for _one in range(3):
                makers.registered(makers.make_appeal(author))
    assert costs[:3] == costs[3:]
    assert max(costs) <= 14


def test_figures_name_nobody(town: Any) -> None:
    row = makers.answered()
    said = text_of(visitor().get(reverse("appeals:list-terms")))
    assert "в срок 1 из 1" in said
    assert row.text not in said
    assert makers.WRITER.surname not in said


def test_the_sheet_is_the_offices(town: Any) -> None:
    makers.answered()
    clerk = browser(makers.role("coordinator"))
    for form in ("csv", "xlsx"):
        address = reverse("appeals:export-cases", args=[form])
        assert clerk.get(address).status_code == 200
        assert browser(makers.author()).get(address).status_code == 403
    assert clerk.get(reverse("appeals:export-cases", args=["pdf"])).status_code == 404


def test_a_time_is_booked_and_given_up_on_its_page(town: Any) -> None:
    row = makers.make_reception()
    page = reverse("appeals:read-reception", args=[row.slug])
    assert "Войти и записаться" in text_of(visitor().get(page))
    slot = row.slots.all()[0]
    assert "/sign-in/" in visitor().post(page, {"slot": slot.id, "topic": "Сад"}).url
    client = browser(make_person())
    assert client.post(page, {"slot": "0", "topic": ""}).status_code == 422
    assert client.post(page, {"slot": slot.id, "topic": "Сад"}).status_code == 302
    shown = text_of(client.get(page))
    assert "Ваш код" in shown
    day = reverse("appeals:open-reception", args=[row.slug])
    desk = browser(makers.role("coordinator"))
    # What was said is written down once it was said.
    assert "Записать обращение" not in text_of(desk.get(day))
    Reception.objects.update(on=dates.today())
    assert "Записать обращение" in text_of(desk.get(day))
    Reception.objects.update(on=dates.today() + timedelta(days=1))
    assert client.get(day).status_code == 403
    client.post(f"{page}cancel/")
    assert "Ваш код" not in text_of(client.get(page))


def test_paper_is_entered_on_its_page(town: Any) -> None:
    clerk = browser(makers.role("coordinator"))
    address = reverse("appeals:enter-appeal")
    key = re.search(r'name="form_key" value="([^"]+)"', clerk.get(address).content.decode())
    assert key is not None
    data = {**FORM, "form_key": key[1], "received_on": dates.today().isoformat()}
    ahead = (dates.today() + timedelta(days=1)).isoformat()
    assert clerk.post(address, {**data, "received_on": ahead}).status_code == 422
    first, second = clerk.post(address, data), clerk.post(address, data)
    assert first.url == second.url
    row = Appeal.objects.get()
    assert row.source == states.PAPER
    found = reading.addressee_of(row)
    assert found is not None
    assert found.address == FORM["address"]


def test_departments_and_the_rule_are_set_on_their_pages(town: Any) -> None:
    admin = browser(makers.role("admin"))
    add = reverse("appeals:add-department")
    assert admin.post(add, {"name": "Отдел культуры", "is_open": "on"}).status_code == 302
    assert admin.post(add, {"name": "Отдел культуры", "is_open": "on"}).status_code == 422
    assert "Отдел культуры" in text_of(admin.get(reverse("appeals:list-departments")))
    rule = reverse("appeals:set-identity-rule")
    given = {"level": 3, "starts_on": dates.today().isoformat(), "act": "Распоряжение № 7"}
    assert admin.post(rule, given).status_code == 302
    assert "Распоряжение № 7" in text_of(admin.get(rule))
    assert browser(makers.author()).get(rule).status_code == 403
