"""A project shows what was paid under its contract, and a payment leads to its project."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from veche.commons.hall.tests.makers import switch_service
from veche.commons.places.tests.makers import make_town
from veche.domains.budgeting.tests import makers
from veche.domains.transparency.actions import registering
from veche.domains.transparency.rules import registers
from veche.domains.transparency.tests import makers as budget

ROWS = [
    ["Дата", "Номер платежа", "Номер контракта", "Сумма, руб.", "Код (КБК)", "Назначение"],
    ["14.08.2026", "1", "№ 08 11", "1 500,50", "90405030520321300244", "Качели, аванс"],
    ["20.08.2026", "2", "0811", "500", "90405030520321300244", "Качели, остаток"],
    ["20.08.2026", "3", "0812", "7", "90405030520321300244", "Другое"],
]


@pytest.fixture(autouse=True)
def _places(town: Any) -> None:
    make_town()
    switch_service("budgeting", "on")
    switch_service("transparency", "on")


def shown(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode().replace("\u00a0", " "))


def test_a_project_and_its_payments_know_each_other(client: Client) -> None:
    row = makers.make_accepted()
    project = reverse("budgeting:read-project", args=[row.slug])
    assert "По реестру платежей" not in shown(client, project)
    registering.import_register(
        budget.role("approver"), kind=registers.PAYMENTS, data=budget.csv(ROWS), name="п.csv"
    )
    there = shown(client, project)
    assert "По реестру платежей" in there
    assert "2 000,50 ₽" in there
    path = f"{reverse('transparency:contract-payments')}?contract=0811"
    assert path in there
    payments = shown(client, path)
    assert payments.count(project) == 2
    assert "Другое" not in payments
    other = f"{reverse('transparency:contract-payments')}?contract=0812"
    assert project not in shown(client, other)


def test_with_the_open_budget_off_a_project_says_nothing_of_it(client: Client) -> None:
    row = makers.make_accepted()
    registering.import_register(
        budget.role("approver"), kind=registers.PAYMENTS, data=budget.csv(ROWS), name="п.csv"
    )
    switch_service("transparency", "off")
    assert "По реестру платежей" not in shown(
        client, reverse("budgeting:read-project", args=[row.slug])
    )


def test_with_participatory_budgeting_off_a_payment_leads_to_no_project(client: Client) -> None:
    row = makers.make_accepted()
    registering.import_register(
        budget.role("approver"), kind=registers.PAYMENTS, data=budget.csv(ROWS), name="п.csv"
    )
    path = f"{reverse('transparency:contract-payments')}?contract=0811"
    project = reverse("budgeting:read-project", args=[row.slug])
    assert project in shown(client, path)
    switch_service("budgeting", "off")
    assert project not in shown(client, path)
