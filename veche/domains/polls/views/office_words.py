"""What the office says: flaws as sentences, gentle advice, what has just happened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from veche.domains.polls import actions, rules
from veche.domains.polls.models import Poll, State
from veche.domains.polls.views import office_wording

_STEPS = {
    "voters": "voters",
    "mode": "mode",
    "title": "passport",
    "dates": "hours",
    "act": "effect",
    "questions": "questions",
}


def step_of(flaw: rules.Flaw) -> str:
    """The step where a flaw is mended; a question's code belongs to the questions."""
    return _STEPS.get(flaw.where, "questions")


@dataclass(frozen=True)
class Line:
    """One thing to mend or to think over, and where."""

    text: str
    url: str
    example: str = ""


_ROUTES = {
    "passport": "polls:describe-poll",
    "questions": "polls:list-questions",
    "materials": "polls:list-materials",
    "voters": "polls:choose-voters",
    "mode": "polls:choose-mode",
    "hours": "polls:schedule-poll",
    "effect": "polls:set-effect",
}


def flaw_lines(poll: Poll) -> list[Line]:
    """Everything that keeps the poll from publication, one sentence each."""
    numbers = {q.code: number for number, q in enumerate(poll.questions.all(), start=1)}
    lines = []
    for flaw in actions.flaws_of(poll):
        text = _sentence(flaw)
        url = reverse(_ROUTES[step_of(flaw)], args=[poll.slug])
        if flaw.where in numbers:
            text = _("Вопрос %(number)s: %(text)s") % {
                "number": numbers[flaw.where],
                "text": text[:1].lower() + text[1:],
            }
            url = reverse("polls:change-question", args=[poll.slug, flaw.where])
        lines.append(Line(text, url))
    return lines


def _sentence(flaw: rules.Flaw) -> str:
    if flaw.code in office_wording.STOPS:
        return office_wording.stop_sentence(flaw)
    sentences = {
        "no-title": _("Напишите, о чём спрашиваем."),
        "no-dates": _("Назначьте начало и окончание."),
        "dates-reversed": _("Окончание раньше начала: поправьте даты."),
        "dates-past": _("Назначенное окончание уже прошло: поставьте новое."),
        "no-act": _("Итог обязательный, а акт не указан: впишите название и номер."),
        "no-questions": _("Добавьте хотя бы один вопрос."),
        "no-text": _("Напишите сам вопрос."),
        "too-few-options": _("Добавьте варианты: выбирать пока не из чего."),
        "bad-limits": _("Отметить просят больше вариантов, чем есть: поправьте «не больше»."),
        "bad-scale": _("Шкала задана неверно: поправьте её начало и конец."),
        "no-total": _("Напишите, сколько всего распределяют."),
        "not-secret-kind": _(
            "Тайно нельзя спросить своими словами, о месте или по прошлому ответу: уберите такие "
            "вопросы или выберите открытое голосование."
        ),
        "bad-branch": _("Условие показа ссылается на вариант, которого раньше нет: поправьте его."),
    }
    sentence = sentences.get(flaw.code) or _demand(flaw)
    return sentence or _("Проверьте этот шаг.")


def _demand(flaw: rules.Flaw) -> str:
    """What one kind of poll asks for and others do not."""
    demands = {
        "too-few-voters": _(
            "Для тайного голосования нужно в каждой группе не меньше %(found)s человек."
        ),
        "no-places": _("Районный опрос проводят по районам: отметьте, где живут участники."),
        "no-audience": _("Напишите, кого спрашиваете: «родители первоклассников»."),
        "no-stars": _("Новинку оценивают звёздами: добавьте вопрос со шкалой от 1 до 5."),
        "no-scale": _("В анкете удовлетворённости нужна хотя бы одна оценка по шкале."),
        "too-young": _("Опрос граждан открыт с %(found)s лет: поднимите возраст."),
        "short-notice": _("До начала должно быть не меньше %(found)s дней: жителей оповещают."),
        "no-min-number": _("Впишите наименьшее число участников из решения об опросе."),
        "citizens-no-act": _("Опрос граждан назначают актом: впишите название, номер и дату."),
    }
    return demands.get(flaw.code, "") % {"found": flaw.found}


def advice_lines(poll: Poll) -> list[Line]:
    """What may stay as it is, yet would make the poll fairer or clearer."""
    found: list[tuple[str, str]] = []
    if not poll.summary:
        found.append((_("Объясните, зачем опрос: без этого люди голосуют наугад."), "passport"))
    if not poll.initiator:
        found.append((_("Скажите, кто проводит опрос."), "passport"))
    side = one_sided(poll)
    if side:
        found.append((side, "materials"))
    found += [(text, "hours") for text in _hours_advice(poll)]
    plain = [Line(text, reverse(_ROUTES[step], args=[poll.slug])) for text, step in found]
    return [*plain, *_wording_lines(poll)]


def _hours_advice(poll: Poll) -> list[str]:
    """Hours at which few people would learn of the vote."""
    remarks, least = actions.timing_of(poll)
    short = ngettext(
        "Голосование короче %(days)s дня: многие не успеют о нём узнать.",
        "Голосование короче %(days)s дней: многие не успеют о нём узнать.",
        least.value,
    )
    told = {
        "short": short % {"days": least.value},
        "opens-at-night": _("Голосование начинается ночью: назначьте дневной час."),
        "closes-at-night": _("Голосование кончается ночью: назначьте дневной час."),
    }
    return [told[code] for code in remarks]


def _wording_lines(poll: Poll) -> list[Line]:
    """Words that push or hide something, with the words one could take instead."""
    numbers = {q.code: number for number, q in enumerate(poll.questions.all(), start=1)}
    lines = []
    for remark in actions.remarks_of(poll):
        text, example = office_wording.remark_sentence(remark)
        step = {"title": "passport", "summary": "passport"}.get(remark.where, "materials")
        url = reverse(_ROUTES[step], args=[poll.slug])
        if step == "passport":
            place = _("Название") if remark.where == "title" else _("Пояснение")
            text = f"{place}: {text}"
        if remark.where in numbers:
            text = _("Вопрос %(number)s: %(text)s") % {
                "number": numbers[remark.where],
                "text": text[:1].lower() + text[1:],
            }
            url = reverse("polls:change-question", args=[poll.slug, remark.where])
        lines.append(Line(text, url, example))
    return lines


def one_sided(poll: Poll) -> str:
    """A gentle word when only one side of the argument speaks."""
    missing = rules.missing_side(material.side for material in poll.materials.all())
    if missing == "against":
        return _("Есть только доводы «за». Добавьте хотя бы один «против»: опросу больше поверят.")
    if missing == "for":
        return _("Есть только доводы «против». Добавьте хотя бы один «за»: опросу больше поверят.")
    return ""


def state_word(poll: Poll) -> tuple[str, str]:
    """The state as a word, and the tone of its tag."""
    if poll.state == State.DRAFT and poll.returned_because:
        return _("Возвращён"), "warn"
    return {
        State.DRAFT: (_("Черновик"), "grey"),
        State.LEGAL: (_("У юриста"), "bell"),
        State.REVIEW: (_("На утверждении"), "bell"),
        State.PUBLISHED: (_("Опубликован"), "good"),
        State.CLOSED: (_("Завершён"), "sky"),
    }[State(poll.state)]


def happened(code: str) -> dict[str, Any] | None:
    """The notice after an act: what happened and what comes next."""
    notices = {
        "copied": (
            _("Черновик по образцу готов"),
            _("Вопросы и тексты перенесены. Назначьте новые даты и проверьте остальное."),
        ),
        "submitted": (
            _("Опрос отправлен"),
            _("Вы увидите на столе, у кого он сейчас и с какого дня. До ответа опрос не меняется."),
        ),
        "agreed": (
            _("Опрос согласован"),
            _("Теперь он ждёт утверждающего: тот опубликует его или вернёт автору."),
        ),
        "protocol": (
            _("Протокол оформлен"),
            _("Он лежит на странице итога: PDF и .docx, подпишите и приложите подпись."),
        ),
        "rules": (_("Правило записано"), _("Оно действует с названного дня.")),
        "approved": (
            _("Опрос опубликован"),
            _("Жители проголосуют в назначенное время. Явка видна здесь, она обновляется сама."),
        ),
        "returned": (
            _("Опрос возвращён автору"),
            _("Причина видна в черновике. Когда автор поправит, опрос снова придёт сюда."),
        ),
        "extended": (_("Голосование продлено"), _("Причина видна жителям рядом с новым сроком.")),
        "closed": (
            _("Голосование завершено"),
            _("Итог опубликован. Теперь город должен решение: запишите его в срок."),
        ),
        "withdrawn": (
            _("Опрос снят с публикации"),
            _("Он снова черновик, никто ещё не голосовал. После правки его утвердят заново."),
        ),
        "discarded": (_("Черновик удалён"), ""),
    }
    found = notices.get(code)
    return {"title": found[0], "text": found[1]} if found else None
