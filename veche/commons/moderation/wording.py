"""Findings, reasons and states in the words of the screen."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from veche.commons.moderation import registry, rules
from veche.commons.moderation.models import Ban, Item
from veche.kernel.errors import Text

# What stands where something was hidden, in the language of who writes.
HIDDEN: dict[str, Promise] = {
    rules.PHONE: _("[телефон скрыт]"),
    rules.EMAIL: _("[почта скрыта]"),
    rules.CARD: _("[номер карты скрыт]"),
    rules.ACCOUNT: _("[номер счёта скрыт]"),
    rules.SNILS: _("[СНИЛС скрыт]"),
    rules.PASSPORT: _("[паспорт скрыт]"),
    rules.INN: _("[ИНН скрыт]"),
    rules.PLATE: _("[номер машины скрыт]"),
    rules.FLAT: _("[квартира скрыта]"),
    rules.NAME: _("[имя скрыто]"),
}
# What a moderator is told of a find, and how loudly.
FOUND: dict[str, tuple[Promise, str]] = {
    rules.PHONE: (_("телефон"), "warn"),
    rules.EMAIL: (_("почта"), "warn"),
    rules.CARD: (_("номер карты"), "warn"),
    rules.ACCOUNT: (_("номер счёта"), "warn"),
    rules.SNILS: (_("СНИЛС"), "warn"),
    rules.PASSPORT: (_("паспорт"), "warn"),
    rules.INN: (_("ИНН человека"), "warn"),
    rules.PLATE: (_("номер машины"), "warn"),
    rules.FLAT: (_("квартира"), "warn"),
    rules.NAME: (_("имя человека"), "warn"),
    rules.OBSCENE: (_("брань"), "bad"),
    rules.INSULT: (_("оскорбление"), "bad"),
    rules.THREAT: (_("угроза"), "bad"),
    rules.ADVERT: (_("похоже на рекламу"), "warn"),
    rules.FLOOD: (_("поток букв и знаков"), "warn"),
    rules.LOOKALIKE: (_("буквы подменены"), "bad"),
    rules.REPEAT: (_("тот же текст уже был"), "warn"),
    rules.BANNED: (_("под запретом закона"), "bad"),
    rules.LINK: (_("ссылка"), "sky"),
}
REASONS: dict[str, Promise] = {
    rules.ABUSE: _("Брань, оскорбления, угрозы"),
    rules.THIRD_PERSON: _("Данные других людей"),
    rules.ADVERTISING: _("Реклама"),
    rules.DUPLICATE: _("Такое уже есть"),
    rules.NO_MATTER: _("Непонятно, о чём речь"),
    rules.FORBIDDEN: _("Публиковать запрещено законом"),
}
# What the author of a removed text may do about it.
ADVICE: dict[str, Promise] = {
    rules.ABUSE: _("Скажите то же самое без брани, и текст останется."),
    rules.THIRD_PERSON: _("Уберите телефоны, адреса и имена других людей и отправьте снова."),
    rules.ADVERTISING: _("Здесь говорят о делах города. Рекламу мы не публикуем."),
    rules.DUPLICATE: _("Поддержите то, что уже есть: вместе вас слышнее."),
    rules.FORBIDDEN: _("Позвоните туда, куда мы назвали: там примут и без публикации."),
    rules.NO_MATTER: _("Напишите, что, где и чего вы хотите."),
}
STATES: dict[str, tuple[Promise, str]] = {
    rules.WAITING: (_("Ждёт модератора"), ""),
    rules.PUBLISHED: (_("Опубликовано"), "good"),
    rules.PASSED: (_("Опубликовано"), "good"),
    rules.REMOVED: (_("Снято"), "bad"),
    rules.WITHDRAWN: (_("Вы убрали сами"), "grey"),
}
TURNED_AWAY = _("Не принято")
VERDICTS: dict[str, Promise] = {
    rules.ONE_PERSON: _("Один человек"),
    rules.DIFFERENT: _("Разные люди"),
}


def reasons_of(kind: str) -> dict[str, Text]:
    """Reasons to remove a thing of that kind: the first nine have the keys 1 to 9."""
    found = registry.known(kind)
    return {**REASONS, **(found.reasons if found is not None else {})}


def reason_text(kind: str, reason: str) -> Text:
    """How a reason is called; the code itself for one that is not known any more."""
    return reasons_of(kind).get(reason, reason)


def state_of(row: Item) -> tuple[Promise, str]:
    """How a text stands, in the words of its author's list, and how loudly."""
    if row.state == rules.REMOVED and row.reason not in rules.FAULTS:
        return TURNED_AWAY, "bad"
    return STATES[row.state]


def kind_title(kind: str) -> Text:
    """How a kind is called; the code itself for a service that is gone."""
    found = registry.known(kind)
    return found.title if found is not None else kind


def held_note(bans: Iterable[Ban]) -> str:
    """Why a text waits by law and whom to call, in sentences to its author; "" for none."""
    return " ".join(
        gettext("Держим до решения модератора: %(title)s. %(why)s По этому вопросу: %(call)s.")
        % {"title": one.title, "why": one.why, "call": one.call}
        for one in bans
    )


def hidden_note(kinds: tuple[str, ...]) -> str:
    """What was hidden in a text, in a sentence to its author; "" for nothing."""
    if not kinds:
        return ""
    listed = ", ".join(str(FOUND[kind][0]) for kind in kinds)
    return str(_("Мы скрыли в тексте: %(what)s. Это увидели бы все.") % {"what": listed})
