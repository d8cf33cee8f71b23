"""What is held about a person, in the words of the screen.

Each personal column of identity stands in one group; a test holds this against `columns.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from veche.commons.places import public as places
from veche.commons.privacy.rules import (
    ABSENT,
    ACCESS,
    BROWSERS,
    BY_COUNTER,
    BY_REQUEST,
    BY_SITE,
    CODES,
    CORRECTION,
    DONE,
    ERASED,
    ERASURE,
    LAW,
    OPEN,
    TERM,
    WITHDRAWAL,
    WITHDRAWN,
)


@dataclass(frozen=True)
class Group:
    """Columns that serve one purpose: what it is, why it is held and until when."""

    slug: str
    title: Promise
    why: Promise
    until: Promise
    columns: tuple[str, ...]


WAYS: dict[str, Promise | str] = {
    "push": _("браузер"),
    "vk": _("ВКонтакте"),
    "ok": _("Одноклассники"),
    "max": "MAX",
}
_UNTIL_ERASED = _("Пока вы не удалите учётную запись.")
GROUPS: tuple[Group, ...] = (
    Group(
        "contacts",
        _("Телефон и почта"),
        _("Чтобы присылать коды для входа и сообщения. Хранятся зашифрованными."),
        _UNTIL_ERASED,
        ("Contact.blind_index", "Contact.sealed"),
    ),
    Group(
        "details",
        _("Место жительства и дата рождения"),
        _("Чтобы понять, в каких опросах вы можете участвовать. Хранятся зашифрованными."),
        _("Пока вы не отзовёте согласие или не удалите учётную запись."),
        ("PersonalDetail.sealed",),
    ),
    Group(
        "documents",
        _("Отметка о документе"),
        _(
            "Оператор видел ваш документ. Номера мы не храним, только отпечаток: "
            "один документ — один голос."
        ),
        _("180 дней после удаления учётной записи, а без согласия — 180 дней после приёма."),
        ("DocumentMark.blind_index",),
    ),
    Group(
        "passkeys",
        _("Названия ключей доступа"),
        _("Чтобы вы отличали свои ключи один от другого."),
        _("Пока вы не удалите ключ или учётную запись."),
        ("Passkey.sealed_name",),
    ),
    Group(
        "programs",
        _("Ключи для программ"),
        _("Чтобы вы отличали свои ключи. Храним название и отпечаток, самого ключа у нас нет."),
        _("Пока вы не отзовёте ключ, но не дольше 30 дней после его конца."),
        ("ApiToken.sealed_name",),
    ),
    Group(
        "services",
        _("Вход через другие службы"),
        _("Чтобы узнать вас, когда за вас ручается служба. Храним только отпечаток."),
        _UNTIL_ERASED,
        ("ExternalIdentity.blind_index",),
    ),
    Group(
        "browsers",
        _("Где вы вошли"),
        _("Чтобы вы узнали свой браузер и заметили чужой."),
        _("Пока вы не выйдете, но не дольше 31 дня без посещений."),
        ("SignIn.device",),
    ),
    Group(
        "ways",
        _("Куда приходят уведомления"),
        _("Чтобы присылать новости в браузер или мессенджер, которые вы подключили."),
        _("Пока вы их не отключите или не удалите учётную запись."),
        ("NoticeAddress.blind_index", "NoticeAddress.sealed"),
    ),
    Group(
        "letters",
        _("Имя и адрес в обращениях"),
        _("Чтобы ответить вам письмом: этого требует закон об обращениях граждан, 59-ФЗ."),
        _("Пока закон велит хранить дело, и после удаления учётной записи. Черновики меньше."),
        ("Addressee.sealed",),
    ),
    Group(
        "volunteer",
        _("Имя для справок о помощи"),
        _("Чтобы напечатать справку о часах и, если вы согласились, вписать вас в список часов."),
        _("Пока вы не уберёте имя или не удалите учётную запись."),
        (
            "VolunteerName.sealed_surname",
            "VolunteerName.sealed_name",
            "VolunteerName.sealed_patronymic",
        ),
    ),
    Group(
        "codes",
        _("Коды для входа"),
        _("Чтобы проверить код и сосчитать попытки."),
        _("Десять минут."),
        ("Challenge.blind_index", "Challenge.sealed_address"),
    ),
    Group(
        "returning",
        _("Отпечаток удалённого контакта"),
        _("Появится, если вы удалите учётную запись: чтобы никто не проголосовал дважды."),
        _("180 дней после удаления."),
        ("ErasedContact.blind_index",),
    ),
)
CHANNELS: dict[str, Promise] = {
    BY_SITE: _("на сайте"),
    BY_COUNTER: _("на приёме, на бумаге"),
    BY_REQUEST: _("по вашему запросу"),
}
LOOKS: dict[str, Promise] = {
    "document": _("проверка документа на приёме"),
    "contact": _("открыт номер для контрольного звонка"),
    "letter": _("открыты имя и адрес в обращении"),
}
KINDS: dict[str, Promise] = {
    ACCESS: _("Что обо мне хранится и кто это видел"),
    CORRECTION: _("Исправить неверные данные"),
    ERASURE: _("Удалить учётную запись"),
    WITHDRAWAL: _("Отозвать согласие"),
}
STATES: dict[str, Promise] = {
    OPEN: _("Ждёт ответа"),
    DONE: _("Исполнено"),
    LAW: _("Отказано: хранить обязывает закон"),
    ABSENT: _("Отказано: таких данных нет"),
}
ANSWERS: dict[str, Promise] = {
    ACCESS: _("Всё, что хранится, показано на этой странице. Копию можно скачать."),
    CORRECTION: _(
        "Место и дату можно исправить на странице «Я». Подтверждённые документом — на приёме."
    ),
    ERASURE: _("Учётная запись удалена."),
    WITHDRAWAL: _("Место жительства и дата рождения удалены."),
}
EFFECTS: dict[str, Promise] = {
    ACCESS: _("Житель увидит, где смотреть свои данные и как скачать копию."),
    CORRECTION: _("Житель увидит, где исправить данные самому и когда нужен приём."),
    ERASURE: _("С ответом «Исполнено» учётная запись удалится сразу и навсегда."),
    WITHDRAWAL: _("С ответом «Исполнено» место и дата рождения удалятся сразу."),
}
GROUNDS: dict[str, Promise] = {
    ERASED: _("требование субъекта: удаление учётной записи"),
    WITHDRAWN: _("отзыв согласия"),
    TERM: _("срок хранения истёк"),
    CODES: _("цель достигнута: код больше не нужен"),
    BROWSERS: _("срок хранения истёк: 31 день без посещений"),
}
MEANS: dict[str, Promise] = {
    ERASED: _("записи удалены из базы программой, ключ шифрования человека уничтожен"),
    WITHDRAWN: _("записи удалены из базы программой"),
    TERM: _("записи удалены из базы программой"),
    CODES: _("записи удалены из базы программой"),
    BROWSERS: _("записи удалены из базы программой"),
}
DESTROYED: dict[str, Promise] = {
    ERASED: _("контакты, место жительства, дата рождения, ключи и ключ шифрования"),
    WITHDRAWN: _("место жительства и дата рождения"),
    TERM: _("отпечатки удалённых контактов и документов"),
    CODES: _("коды для входа и адреса, на которые они ушли"),
    BROWSERS: _("названия браузеров, в которых входили"),
}
FAILURES: dict[str, Promise] = {
    "OperationalError": _("база данных не ответила"),
    "InterfaceError": _("связь с базой данных прервалась"),
    "UnknownNorm": _("срок не задан: нет нормы, которая действует сегодня"),
}


def failure(code: str) -> str:
    """Why a job did not run to its end, for who does not read tracebacks."""
    known = FAILURES.get(code)
    if known is not None:
        return str(known)
    return str(_("сбой программы (%(code)s), подробности в журнале сервера") % {"code": code})


def term(number: int, unit: str) -> str:
    """A term of a norm in words."""
    if unit == "years":
        words = ngettext("%(n)s год", "%(n)s лет", number)
    elif unit == "working_days":
        words = ngettext("%(n)s рабочий день", "%(n)s рабочих дней", number)
    else:
        words = ngettext("%(n)s день", "%(n)s дней", number)
    return words % {"n": number}


STEPS: dict[str, tuple[Promise, Promise]] = {
    "stop": (
        _("Остановить утечку"),
        _("Закрыть доступ, через который ушли данные: учётные записи, ключи, сервер."),
    ),
    "keep": (
        _("Сохранить следы"),
        _("Снять копию журналов и базы до любых исправлений. Ничего не удалять."),
    ),
    "extent": (
        _("Понять, что ушло"),
        _("Какие данные, примерно скольких людей, с какого по какое время."),
    ),
    "notice": (
        _("Уведомить Роскомнадзор"),
        _("Первое уведомление: что случилось, предполагаемые причины и вред, что уже сделано."),
    ),
    "people": (
        _("Предупредить жителей"),
        _("Объявление на главной: что ушло и чего опасаться. Без имён и номеров."),
    ),
    "investigation": (
        _("Сообщить итоги расследования"),
        _("Второе уведомление: причина, виновные, что исправлено."),
    ),
}


def notice(found_at: str) -> str:
    """The prepared text of the first notice; what only the town knows is left to fill in."""
    return str(
        _(
            "Уведомляем о неправомерной передаче персональных данных, обнаруженной %(found)s. "
            "Система: портал муниципалитета. Хранимые данные: контакты, место жительства, дата "
            "рождения; в базе они лежат зашифрованными. Предполагаемая причина: ____. "
            "Категории и примерное число людей: ____. Предполагаемый вред: ____. "
            "Принятые меры: ____. Ответственный "
            "за взаимодействие и его контакты: ____."
        )
        % {"found": found_at}
    )


def values(own: dict[str, Any]) -> dict[str, list[str]]:
    """The person's own values by groups, for their own eyes."""
    return {
        "letters": [_letter(one) for one in own["letters"]],
        "volunteer": [_named(one) for one in own["volunteer_name"]],
        "contacts": [one["address"] for one in own["contacts"]],
        "details": [_detail(one["kind"], one["value"]) for one in own["details"]],
        "documents": [_day(one["seen_on"]) for one in own["documents_seen"]],
        "passkeys": [one["name"] for one in own["passkeys"]],
        "programs": [one["name"] for one in own["programs"]],
        "services": own["sign_in_services"],
        "browsers": [one["device"] for one in own["signed_in"] if one["device"]],
        "ways": [
            f"{WAYS[one['kind']]}, {_day(one['added_on'])}" for one in own["notice_addresses"]
        ],
    }


def _letter(one: dict[str, str]) -> str:
    return f"{_named(one)}, {one['address']}"


def _named(one: dict[str, str]) -> str:
    return " ".join(filter(None, (one["surname"], one["name"], one["patronymic"])))


def _day(iso: str) -> str:
    return date_format(date.fromisoformat(iso), "d.m.Y")


def _detail(kind: str, value: str) -> str:
    if kind == "home_place":
        place = places.place(UUID(value))
        return place.name if place is not None else ""
    if kind == "address":
        address = places.address(UUID(value))
        return address.text if address is not None else ""
    return _day(value) if kind == "birth_date" and "-" in value else value
