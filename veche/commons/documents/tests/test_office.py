"""The town's templates: who changes them, what is refused, that versions stay."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from veche.commons.documents import kinds, policies, public, rules
from veche.commons.documents.models import TemplateVersion
from veche.commons.documents.tests.makers import docx_words, pdf_words
from veche.commons.identity.public import ANONYMOUS, PersonRef
from veche.commons.identity.tests.makers import make_person, sign_in

PAGE = "/office/documents/consent/"


@pytest.fixture
def lawyer(town: Any) -> Client:
    return sign_in(Client(), make_person(roles=["lawyer"]))


def test_the_town_writes_its_own_consent(lawyer: Client) -> None:
    assert "Согласие" in lawyer.get("/office/documents/").content.decode()
    page = lawyer.get(PAGE).content.decode()
    assert "{{ operator }}".replace("{", "&#123;").replace("}", "&#125;") in page
    form = {"text": "# Наше согласие\n\nКому: {{ operator }}"}
    for _again in range(2):
        assert lawyer.post(PAGE, form).status_code == 302
    assert TemplateVersion.objects.count() == 1
    made = public.make("consent", {"operator": "мэрия"}, "Согласие")
    assert public.words(made) == "Наше согласие\nКому: мэрия"
    assert "Наше согласие" in pdf_words(lawyer.get(f"{PAGE}sample.pdf").content)
    assert "Наше согласие" in docx_words(lawyer.get(f"{PAGE}blank.docx").content)


def test_an_earlier_version_comes_back(lawyer: Client) -> None:
    lawyer.post(PAGE, {"text": "Первая"})
    lawyer.post(PAGE, {"text": "Вторая"})
    assert "Первая" in lawyer.get(f"{PAGE}?version=1").content.decode()
    assert "Цель" in lawyer.get(f"{PAGE}?version=0").content.decode()
    assert lawyer.get(f"{PAGE}?version=9").status_code == 404
    lawyer.post(PAGE, {"text": "Первая"})
    assert [row.number for row in TemplateVersion.objects.all()] == [3, 2, 1]
    old = public.make("consent", {}, "", number=2)
    assert public.words(old) == "Вторая"


def test_unknown_fields_are_refused_by_name(lawyer: Client) -> None:
    answer = lawyer.post(PAGE, {"text": "{{ moon }}"})
    assert answer.status_code == 422
    assert "moon" in answer.content.decode()
    assert lawyer.post(PAGE, {"text": ""}).status_code == 422
    assert not TemplateVersion.objects.exists()


def test_the_preview_saves_nothing_and_runs_nothing(lawyer: Client) -> None:
    page = lawyer.post(f"{PAGE}preview/", {"text": "**Да** <script>alert(1)</script>"})
    assert "<b>Да</b>" in page.content.decode()
    assert "<script>" not in page.content.decode()
    assert not TemplateVersion.objects.exists()


def test_others_are_kept_out(town: Any) -> None:
    resident = sign_in(Client(), make_person())
    author = sign_in(Client(), make_person(roles=["author"]))
    for address in (PAGE, "/office/documents/", f"{PAGE}blank.pdf"):
        assert resident.get(address).status_code == 403
        assert Client().get(address)["Location"].startswith("/sign-in/")
    assert author.get(f"{PAGE}blank.pdf").status_code == 200
    assert author.get(PAGE).status_code == 403
    assert author.post(PAGE, {"text": "Моё"}).status_code == 403
    assert author.post(f"{PAGE}preview/", {"text": "Моё"}).status_code == 403
    assert not TemplateVersion.objects.exists()


def test_unknown_papers_and_forms_are_not_found(lawyer: Client) -> None:
    assert lawyer.get("/office/documents/moon/").status_code == 404
    assert lawyer.get(f"{PAGE}blank.exe").status_code == 404


def test_every_kind_is_whole() -> None:
    for kind in kinds.kinds():
        names = {field.name for field in kind.fields}
        assert names >= set(rules.fields_in(kind.shipped)), kind.code
        assert len(names) == len(kind.fields), kind.code


@pytest.mark.parametrize("role", ["admin", "lawyer", "approver"])
def test_who_may_save_a_template(role: str) -> None:
    assert policies.may_save_template(PersonRef(roles=frozenset({role})))
    for other in (ANONYMOUS, PersonRef(roles=frozenset({"author"}))):
        assert not policies.may_save_template(other)


@pytest.mark.parametrize("role", ["admin", "lawyer", "approver", "author", "clerk"])
def test_who_may_open_documents(role: str) -> None:
    assert policies.may_open_documents(PersonRef(roles=frozenset({role})))
    for other in (ANONYMOUS, PersonRef(roles=frozenset({"auditor"}))):
        assert not policies.may_open_documents(other)
