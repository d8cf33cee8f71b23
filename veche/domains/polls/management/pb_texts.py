"""What the import of a `.pb` file says: to the operator, and in the poll that it makes."""

from __future__ import annotations

from veche.commons.ballots.public import pabulib

_NOTES = {
    "blank-ballots": "{count} бюллетеней без единого проекта: наименьшее число не указано, "
    "считаем их пустыми бюллетенями.",
    "total-unsaid": "Сколько всего баллов у голосующего, не указано: взято {total}.",
    "default-score": "default_score не учитывается: неотмеченный проект получает ноль.",
    "age-unread": "У {count} голосовавших возраст записан не числом: не сохраняем.",
    "method-unknown": "У {count} голосовавших способ голосования неизвестен: считаем, что сайт.",
}


def explain_note(note: pabulib.Note) -> str:
    """What was tolerated."""
    return _NOTES[note.code].format(**note.values)


def title(election: pabulib.Election) -> str:
    """The poll's title, at most 200 characters."""
    meta = election.meta
    given = meta.get("description") or f"{meta.get('unit', '')} {meta.get('instance', '')}".strip()
    return _shortened(given or "Голосование за проекты", 200)


def summary(election: pabulib.Election) -> str:
    """Where the poll comes from: its own place, dates, money and rule."""
    meta = election.meta
    place = ", ".join(filter(None, (meta.get(name) for name in ("country", "unit", "subunit"))))
    days = " — ".join(filter(None, (meta.get("date_begin"), meta.get("date_end"))))
    money = " ".join(filter(None, (meta.get("budget"), meta.get("currency"))))
    said = [
        ("Где", place),
        ("Когда голосовали", days),
        ("Бюджет", money),
        ("Правило подсчёта", meta.get("rule")),
        ("Примечание", meta.get("comment")),
    ]
    lines = ["Голосование загружено из файла pabulib (.pb): бюллетени те же, даты загрузки новые."]
    lines += [f"{name}: {value}" for name, value in said if value]
    return _shortened("\n".join(lines), 4000)


def question(election: pabulib.Election) -> str:
    """What the ballot asks."""
    if election.vote_type == pabulib.CHOOSE_ONE:
        return "Какой проект вы выбираете?"
    if election.vote_type == pabulib.APPROVAL:
        return "Какие проекты вы поддерживаете?"
    return "Как вы оцениваете проекты?"


def option_text(project: pabulib.Project) -> str:
    """The project's name, at most 300 characters."""
    return _shortened(project.name, 300)


def option_detail(election: pabulib.Election, project: pabulib.Project) -> str:
    """The cost in the file's own money."""
    return f"Стоимость: {project.cost:f} {election.meta.get('currency', '')}".strip()


def _shortened(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"
