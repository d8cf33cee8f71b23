"""«Проверить сообщение»: the town's own are known, to whom is not, scams are counted."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from veche.commons.channels import actions, policies, queries, rules
from veche.commons.channels import public as channels
from veche.commons.channels.models import DemoMessage, ScamReport, SentMessage
from veche.kernel import clock, ids
from veche.kernel.errors import Problem
from veche.kernel.text import in_fours

NUMBER = "+79001234512"


def send(monkeypatch: pytest.MonkeyPatch) -> Any:
    sent: list[Any] = []
    monkeypatch.setitem(channels.PROVIDERS, "inbox", sent.append)
    channels.send_code("phone", NUMBER, "048213")
    return sent[0]


def page(browser: Client, written: str) -> str:
    answer = browser.get("/message/", {"number": written})
    assert answer.status_code == 200
    return answer.content.decode()


def test_each_message_carries_a_number_that_can_be_checked(town, client, monkeypatch) -> None:
    message = send(monkeypatch)
    assert f"Сообщение № {in_fours(message.number)}" in message.text
    for written in (message.number, in_fours(message.number), f" {message.number} "):
        said = page(client, written)
        assert "отправил город" in said
        assert "код для входа" in said


def test_nothing_is_kept_or_told_of_whom_it_went_to(town, client, monkeypatch) -> None:
    message = send(monkeypatch)
    said = page(client, message.number)
    kept = str(SentMessage.objects.values().get())
    for trace in ("9001234512", "4512", "048213"):
        assert trace not in kept
    assert "4512" not in said.replace(message.number, "")
    assert "048213" not in said


def test_a_strange_number_is_not_the_towns(town, client) -> None:
    assert "не отправлял" in page(client, "1234-5678")
    for slip in ("123", "123456789", "нет номера", "<script>", "١٢٣٤٥٦٧٨"):
        assert "восемь цифр" in page(client, slip)


def test_a_message_that_did_not_go_out_is_not_the_towns(town, monkeypatch) -> None:
    def fail(_message: Any) -> None:
        raise rules.NotSent("busy")

    monkeypatch.setitem(channels.PROVIDERS, "inbox", fail)
    with pytest.raises(Problem):
        channels.send_code("phone", NUMBER, "048213")
    assert not SentMessage.objects.exists()


def test_two_messages_never_share_a_number(town, monkeypatch) -> None:
    drawn = iter(["00000001", "00000001", "00000002"])
    monkeypatch.setattr(ids, "digits", lambda _length: next(drawn))
    assert actions.take_number("sign-in-code", "phone") == "00000001"
    assert actions.take_number("sign-in-code", "phone") == "00000002"


def test_guessing_is_bounded(town, client, monkeypatch) -> None:
    monkeypatch.setattr("veche.commons.channels.views.CHECKS_PER_ADDRESS", (2, 600))
    assert [client.get("/message/", {"number": f"1234567{n}"}).status_code for n in range(3)] == [
        200,
        200,
        429,
    ]
    assert client.get("/message/").status_code == 200


def test_a_report_is_counted_once_and_names_nobody(town, client, monkeypatch) -> None:
    ours = send(monkeypatch).number
    for key, number in (("a" * 20, "1234-5678"), ("a" * 20, "1234-5678"), ("b" * 20, ours)):
        answer = client.post("/message/report/", {"number": number, "key": key})
        assert answer["Location"] == "/message/?done=reported"
    client.post("/message/report/", {"number": "", "key": "c" * 20})
    assert [(r.number, r.is_ours) for r in ScamReport.objects.order_by("id")] == [
        ("12345678", False),
        (ours, True),
        ("", False),
    ]
    assert queries.count_reports(30) == 3
    assert "Спасибо, записали" in client.get("/message/?done=reported").content.decode()


def test_reports_are_bounded_and_need_their_key(town, client, monkeypatch) -> None:
    assert client.post("/message/report/", {"number": "12345678"}).status_code == 422
    monkeypatch.setattr(actions, "REPORTS_PER_ADDRESS", (1, 3600))
    codes = [client.post("/message/report/", {"key": key * 20}).status_code for key in "ab"]
    assert codes[-1] == 429


def test_policies() -> None:
    assert policies.may_check_message().allowed
    assert policies.may_report_scam().allowed
    assert policies.may_read_scam_reports(SimpleNamespace(is_official=True)).allowed
    assert not policies.may_read_scam_reports(SimpleNamespace(is_official=False)).allowed


def test_numbers_and_reports_are_forgotten_in_time(town, monkeypatch) -> None:
    send(monkeypatch)
    actions.report_scam("", "192.0.2.1", "k" * 20)
    for model, field, kept_for in (
        (SentMessage, "sent_at", actions.MESSAGES_KEPT_FOR),
        (ScamReport, "reported_at", actions.REPORTS_KEPT_FOR),
    ):
        actions.forget_messages()
        assert model.objects.count() == 1
        model.objects.update(**{field: clock.now() - kept_for - timedelta(hours=1)})
        actions.forget_messages()
        assert not model.objects.exists()


def test_the_demos_page_shows_the_number_with_the_way_to_check_it(town, client) -> None:
    channels.send_code("phone", NUMBER, "048213")
    number = DemoMessage.objects.get().number
    assert f"/message/?number={in_fours(number)}" in client.get("/inbox/").content.decode()
