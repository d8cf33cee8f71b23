"""What to tell a person whose paper is marked in a way it does not allow."""

from __future__ import annotations

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
        "unknown-option": _("Такого варианта в опросе нет. Обновите страницу и выберите ещё раз."),
    }
    text = sentences.get(error.code)
    if text is None:
        return _("Ответ не удалось прочитать. Обновите страницу и ответьте ещё раз.")
    return text % error.limits
