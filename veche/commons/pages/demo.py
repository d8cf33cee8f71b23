"""What the demo town's administrator has written: three pages and two pieces of news."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from veche.commons.identity import public as identity
from veche.commons.pages import actions, queries

PAGES = {
    "rules": (
        "Правила",
        """Здесь жители Заречья отвечают городу, а город отвечает жителям.

## Кто голосует

- один человек, один голос;
- с какого возраста и в каком районе, сказано в каждом опросе;
- голос можно изменить, пока опрос идёт, если так решили при его создании.

## Чего мы не делаем

- не показываем, кто как проголосовал;
- не закрываем опрос раньше срока;
- не правим вопрос после первого голоса.
""",
    ),
    "contacts": (
        "Контакты",
        """**Администрация Заречья-на-Оке**, набережная Оки, 1.

| Когда | Часы |
|---|---|
| понедельник, четверг | 9:00–18:00 |
| пятница | 9:00–17:00 |

Город вымышлен, поэтому телефона нет.
""",
    ),
    "questions": (
        "Вопросы и ответы",
        """## Зачем указывать адрес?

Чтобы о дворе решали те, кто в нём живёт. Хватит и района.

## Что такое корешок?

Номер вашего голоса. По нему видно, что голос учтён, а имени в нём нет.

## Что будет после голосования?

Город запишет решение, срок и того, кто отвечает. Всё это есть на странице «Решения».
""",
    ),
}
NEWS = (
    (
        "Открыли дорожку вдоль Оки",
        "От моста до пристани можно пройти **без ступеней**. Её выбрали жители весной.",
    ),
    (
        "Как пересчитать голоса самому",
        "После каждого опроса мы публикуем все голоса без имён. Скачайте файл на странице итога.",
    ),
)


def load(known: Any, log: Callable[[str], None]) -> None:
    """Write what is not written yet."""
    admin = identity.person_by_id(known.admin_id)
    if admin is None or queries.every_page():
        return
    for slug, (title, text) in PAGES.items():
        actions.publish_page(admin, slug=slug, title=title, text=text)
    for title, text in NEWS:
        actions.publish_news(admin, title=title, text=text)
    log("страницы и новости")
