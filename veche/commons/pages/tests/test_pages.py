"""Pages keep every version, news is read at home, and Markdown does nothing but be read."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from veche.commons.audit import public as audit
from veche.commons.hall import public as hall
from veche.commons.identity.tests.makers import make_person, sign_in
from veche.commons.pages import actions, demo, public, queries, rules
from veche.commons.pages.models import News, PageVersion
from veche.kernel.errors import Invalid, NotFound, Refused
from veche.kernel.web import markdown


@pytest.fixture
def admin(town: Any) -> Any:
    return make_person(roles=["admin"])


@pytest.fixture
def desk(admin: Any) -> Client:
    return sign_in(Client(), admin)


def page(address: str, browser: Client | None = None) -> str:
    answer = (browser or Client()).get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def write(admin: Any, text: str = "Голосуйте честно.", slug: str = "rules") -> str:
    return actions.publish_page(admin, slug=slug, title="Правила", text=text)


def test_a_page_is_read_and_its_versions_stay(desk: Client, admin: Any) -> None:
    sent = {"title": "Правила", "text": "## Кто голосует\n\n- **житель**\n- [закон](https://a.ru)"}
    answer = desk.post("/office/pages/rules/", sent)
    assert answer["Location"] == "/pages/rules/"
    text = page("/pages/rules/")
    assert "<h2>Кто голосует</h2>" in text
    assert "<strong>житель</strong>" in text
    assert 'href="/pages/rules/"' in page("/"), "the footer leads there"
    desk.post("/office/pages/rules/", {**sent, "text": "Короче."})
    assert "Короче." in page("/pages/rules/")
    assert "Кто голосует" in page("/pages/rules/versions/1/")
    assert "прежняя версия 1" in page("/pages/rules/versions/1/")
    assert "Версия 2" in page("/pages/rules/versions/")
    assert Client().get("/pages/rules/versions/9/").status_code == 404
    kinds = [(one.kind, one.details["version"]) for one in audit.history("rules")]
    assert kinds == [("pages.page_published", 2), ("pages.page_published", 1)]


def test_every_standard_page_is_begun_and_none_is_published_with_a_blank(
    desk: Client, admin: Any
) -> None:
    assert [one.url for one in public.waiting(admin, 9)] == [
        f"/office/pages/{slug}/" for slug in rules.STANDARD
    ]
    for slug in rules.STANDARD:
        text = page(f"/office/pages/{slug}/", desk)
        begun = queries.beginning(slug)
        assert begun.splitlines()[0][:20] in text
        assert rules.BLANK in begun
        answer = desk.post(f"/office/pages/{slug}/", {"title": "Т", "text": begun})
        assert answer.status_code == 422
        assert "впишите" in answer.content.decode()
        assert Client().get(f"/pages/{slug}/").status_code == 404
    for left, slug in zip((3, 2, 1, 0), rules.STANDARD, strict=True):
        assert "rules" not in hall.steps_passed()
        write(admin, slug=slug)
        assert len(public.waiting(admin, 9)) == left
    assert "rules" in hall.steps_passed()


def test_the_same_words_are_no_new_version(admin: Any) -> None:
    write(admin)
    write(admin, "Голосуйте честно.\r\n")
    assert queries.page("rules").version == 1
    assert len(audit.history("rules")) == 1


def test_a_version_cannot_be_rewritten(admin: Any) -> None:
    write(admin)
    with pytest.raises(DatabaseError), transaction.atomic():
        PageVersion.objects.update(text="Иначе")
    with pytest.raises(DatabaseError), transaction.atomic():
        PageVersion.objects.all().delete()


def test_a_page_taken_down_is_gone_and_comes_back(desk: Client, admin: Any) -> None:
    write(admin)
    assert desk.post("/office/pages/rules/withdraw/").status_code == 302
    assert Client().get("/pages/rules/").status_code == 404
    assert Client().get("/pages/rules/versions/1/").status_code == 404
    assert 'href="/pages/rules/"' not in page("/")
    assert desk.post("/office/pages/rules/withdraw/").status_code == 404
    write(admin)
    assert "Версия 1" in page("/pages/rules/")


def test_a_page_of_the_towns_own(desk: Client) -> None:
    sent = {"title": "История города", "text": "Основан на Оке."}
    first = desk.post("/office/pages/new/", sent)["Location"]
    assert "Основан" in page(first)
    assert desk.post("/office/pages/nothing/", sent).status_code == 404


def test_a_look_publishes_nothing(desk: Client) -> None:
    sent = {"title": "Правила", "text": "**Черновик**", "then": "look"}
    assert "<strong>Черновик</strong>" in desk.post("/office/pages/rules/", sent).content.decode()
    assert Client().get("/pages/rules/").status_code == 404


def test_publishing_passes_the_step_of_the_first_start(admin: Any) -> None:
    assert hall.home_part(admin)
    write(admin)
    assert queries.page("rules").title == "Правила"
    assert "Пройдено шагов: 0 из 5" in page("/office/town/", sign_in(Client(), admin))
    for slug in rules.STANDARD:
        write(admin, slug=slug)
    assert "Пройдено шагов: 1 из 5" in page("/office/town/", sign_in(Client(), admin))


def test_news_is_at_home_and_on_its_page(desk: Client, admin: Any) -> None:
    sent = {"title": "Мост открыт", "text": "Едем **через реку**."}
    address = desk.post("/office/news/new/", sent)["Location"]
    for where in ("/", "/news/", "/search/?q=реку"):
        text = page(where)
        assert "Мост открыт" in text, where
        assert "Едем через реку" in text, where
    assert "<strong>через реку</strong>" in page(address)
    slug = address.strip("/").rpartition("/")[2]
    desk.post(f"/office/news/{slug}/", {"title": "Мост закрыт", "text": "На час."})
    assert "исправлено" in page(address)
    assert desk.post(f"/office/news/{slug}/withdraw/").status_code == 302
    assert Client().get(address).status_code == 404
    assert "Мост" not in page("/")
    assert "Мост" not in page("/search/?q=час").replace('value="час"', "")
    kinds = [one.kind for one in audit.history(News.objects.get().id)]
    assert kinds == ["pages.news_withdrawn", "pages.news_changed", "pages.news_published"]


def test_home_shows_three_and_the_list_goes_on(admin: Any) -> None:
    for number in range(25):
        actions.publish_news(admin, title=f"Новость {number:02}", text="Слова")
    assert page("/").count("Новость ") == 3
    text = page("/news/")
    assert text.count("Новость ") == 20
    assert "after=" in text


@pytest.mark.parametrize("roles", [[], ["author"], ["auditor"]])
def test_nobody_else_writes(town: Any, roles: list[str]) -> None:
    person = make_person(roles=roles)
    browser = sign_in(Client(), person)
    for address in ("/office/pages/", "/office/pages/rules/", "/office/news/", "/office/news/new/"):
        assert browser.get(address).status_code == 403, address
        assert browser.post(address, {"title": "А", "text": "Б"}).status_code in {403, 405}
    for act in (
        lambda: write(person),
        lambda: actions.withdraw_page(person, slug="rules"),
        lambda: actions.publish_news(person, title="А", text="Б"),
        lambda: actions.change_news(person, slug="x", title="А", text="Б"),
        lambda: actions.withdraw_news(person, slug="x"),
    ):
        with pytest.raises(Refused):
            act()


def test_an_approver_writes_news_and_no_rules(town: Any) -> None:
    approver = make_person(roles=["approver"])
    assert actions.publish_news(approver, title="А", text="Б")
    with pytest.raises(Refused):
        write(approver)


@pytest.mark.parametrize(("title", "text"), [("", "Б"), ("А" * 121, "Б"), ("А", " "), (" ", "Б")])
def test_words_are_needed(admin: Any, title: str, text: str) -> None:
    with pytest.raises(Invalid):
        actions.publish_page(admin, slug="rules", title=title, text=text)
    with pytest.raises(Invalid):
        actions.publish_news(admin, title=title, text=text)


def test_no_address_is_made_up(admin: Any) -> None:
    with pytest.raises(NotFound):
        write(admin, slug="elsewhere")


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        "[нажми](javascript:alert(1))",
        "![](https://evil.example/x.png)",
        '<img src=x onerror="alert(1)">',
        "[a](data:text/html;base64,xx)",
        "<style>*{display:none}</style>",
        "[a](//evil.example)",
    ],
)
def test_markdown_does_nothing(evil: str) -> None:
    made = markdown.markup(evil)
    for word in ("<script", 'href="javascript', "<img", "<style", 'href="data'):
        assert word not in made, made


def test_plain_words_for_a_list() -> None:
    assert (
        markdown.plain("## Мост\n\n**Едем**, [туда](https://a.ru)\n`5`.", 80)
        == "Мост Едем, туда 5."
    )
    assert markdown.plain("слово " * 50, 20) == "слово слово слово…"


def test_the_footer_costs_no_query_of_its_own(admin: Any, django_assert_num_queries: Any) -> None:
    write(admin)
    public.footer()
    with django_assert_num_queries(1):  # the stamp
        assert [one.title for one in public.footer()] == ["Правила"]


@pytest.mark.parametrize(
    ("text", "tags"),
    [("# А\n## Б", "h2 h3"), ("### А\n# Б", "h2 h2"), ("## А\n#### Б\n###### В", "h2 h3 h4")],
)
def test_headings_follow_without_gaps(text: str, tags: str) -> None:
    made = markdown.markup(text)
    assert [part[:2] for part in made.split("<")[1:] if part[0] == "h"] == tags.split()


def test_the_demo_town_has_words_and_gets_them_once(admin: Any) -> None:
    known = SimpleNamespace(admin_id=admin.id)
    for _time in range(2):
        demo.load(known, lambda line: None)
    assert [one.title for one in public.footer()] == [
        "Правила",
        "Согласие на обработку персональных данных",
        "Контакты",
        "Вопросы и ответы",
    ]
    assert News.objects.count() == 2
    assert "Что такое корешок?" in page("/pages/questions/")
