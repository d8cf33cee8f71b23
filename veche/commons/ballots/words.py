"""What to tell a person whose paper is marked in a way it does not allow."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from veche.commons.ballots.rules import ChoiceError


def explain(error: ChoiceError) -> str:
    """One sentence: what is wrong with the mark and how to mend it."""
    sentences = {
        "empty": _("Ответьте на этот вопрос."),
        "not-one": _("Выберите один вариант."),
        "exclusive": _("Этот вариант нельзя отметить вместе с другими."),
        "too-few": _("Отметьте не меньше %(minimum)s."),
        "too-many": _("Отметьте не больше %(maximum)s."),
        "too-much": _("Одному варианту можно отдать не больше %(maximum)s."),
        "over-total": _("Распределено больше, чем есть: всего %(total)s."),
        "off-scale": _("Оценка бывает от %(low)s до %(high)s."),
        "too-long": _("Сократите ответ до %(maximum)s знаков."),
        "off-map": _("Отметьте место на карте."),
        "twice": _("Один и тот же вариант отмечен дважды."),
        "over-budget": _(
            "Отмеченное стоит %(sum)s, а всего есть %(budget)s. Снимите отметку с чего-нибудь, "
            "чтобы уложиться."
        ),
        "rivals": _(
            "№\u00a0%(first)s и №\u00a0%(second)s исключают друг друга: осуществить можно только "
            "одно. Оставьте одну отметку."
        ),
        "unknown-option": _("Такого варианта в опросе нет. Обновите страницу и выберите ещё раз."),
    }
    text = sentences.get(error.code)
    if text is None:
        return _("Ответ не удалось прочитать. Обновите страницу и ответьте ещё раз.")
    return text % {name: _shown(name, limit) for name, limit in error.limits.items()}


def _shown(name: str, limit: Any) -> Any:
    """Sums of money in roubles, the rest as it stands."""
    if name not in {"budget", "sum"}:
        return limit
    roubles, kopecks = divmod(limit, 100)
    text = f"{roubles:,}".replace(",", "\u00a0")
    return f"{text},{kopecks:02d}\u00a0₽" if kopecks else f"{text}\u00a0₽"
