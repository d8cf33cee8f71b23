"""The hall's closed lists in the words of the screen."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from veche.commons.hall import rules

STATE_TITLES: dict[str, Promise] = {
    rules.OFF: _("Выключен"),
    rules.TEST: _("Внутренняя проверка"),
    rules.PILOT: _("Проба в одном районе"),
    rules.ON: _("Включён"),
}
STATE_HINTS: dict[str, Promise] = {
    rules.OFF: _("Никто не видит: ни меню, ни поиска, ни страниц, ни API"),
    rules.TEST: _("Видят только сотрудники с ролью"),
    rules.PILOT: _("Видят жители района и сотрудники. На каждой странице спросим, что неудобно"),
    rules.ON: _("Видят все"),
}
STATE_TONES = {rules.OFF: "grey", rules.TEST: "sky", rules.PILOT: "bell", rules.ON: "good"}
TONE_TITLES: dict[str, Promise] = {
    "info": _("Сообщаем"),
    "warn": _("Предупреждаем"),
    "bad": _("Опасность"),
    "good": _("Всё наладилось"),
}
ZONES: dict[str, Promise] = {
    "Europe/Kaliningrad": _("Калининград, МСК−1"),
    "Europe/Moscow": _("Москва"),
    "Europe/Samara": _("Самара, МСК+1"),
    "Asia/Yekaterinburg": _("Екатеринбург, МСК+2"),
    "Asia/Omsk": _("Омск, МСК+3"),
    "Asia/Novosibirsk": _("Новосибирск, МСК+4"),
    "Asia/Krasnoyarsk": _("Красноярск, МСК+4"),
    "Asia/Irkutsk": _("Иркутск, МСК+5"),
    "Asia/Yakutsk": _("Якутск, МСК+6"),
    "Asia/Vladivostok": _("Владивосток, МСК+7"),
    "Asia/Magadan": _("Магадан, МСК+8"),
    "Asia/Kamchatka": _("Камчатка, МСК+9"),
}
STEP_TITLES: dict[str, Promise] = {
    "face": _("Имя и знак"),
    "places": _("Границы и адреса"),
    "staff": _("Сотрудники"),
    "rules": _("Правила и контакты"),
    "services": _("Сервисы"),
}
STEP_TEXTS: dict[str, Promise] = {
    "face": _("Как сервис называется, какого он цвета и по какому времени живёт"),
    "places": _("Районы и дома: по ним решается, кто голосует о своём дворе"),
    "staff": _("Кто готовит опросы, кто утверждает, кто проверяет"),
    "rules": _("Страницы, которые прочтут жители"),
    "services": _("Что открыть сразу, что сначала попробовать"),
}
STEP_ROUTES = {
    "face": "hall:describe-town",
    "places": "places:manage-places",
    "staff": "identity:manage-staff",
    "rules": "pages:manage-pages",
    "services": "hall:list-services",
}
KIND_TITLES: dict[str, Promise] = {
    "commitments.commitment_declined": _("Отказ от решения"),
    "commitments.commitment_done": _("Решение выполнено"),
    "commitments.commitment_owed": _("Город должен решение"),
    "commitments.decision_recorded": _("Решение записано"),
    "commitments.due_changed": _("Срок перенесён"),
    "commitments.outcome_rated": _("Итог оценён"),
    "commitments.stage_added": _("Этап добавлен"),
    "commitments.stage_completed": _("Этап готов"),
    "hall.banner_lowered": _("Объявление снято"),
    "hall.banner_raised": _("Срочное объявление"),
    "hall.inconvenience_answered": _("Ответ о неудобстве"),
    "hall.inconvenience_set_aside": _("Слова о неудобстве скрыты"),
    "hall.inconvenience_told": _("Рассказали о неудобстве"),
    "hall.journal_exported": _("Журнал выгружен"),
    "hall.service_switched": _("Состояние сервиса"),
    "hall.step_passed": _("Шаг первого запуска"),
    "hall.town_described": _("Облик города"),
    "hall.town_opened": _("Город открыт"),
    "identity.entered": _("Человек внесён"),
    "identity.person_erased": _("Учётная запись удалена"),
    "identity.role_granted": _("Роль дана"),
    "identity.role_revoked": _("Роль снята"),
    "identity.signed_in": _("Вход"),
    "identity.signed_out_everywhere": _("Выход везде"),
    "identity.signed_up": _("Первый вход"),
    "identity.token_made": _("Ключ для программы создан"),
    "identity.token_revoked": _("Ключ для программы отозван"),
    "pages.news_changed": _("Новость исправлена"),
    "pages.news_published": _("Новость"),
    "pages.news_withdrawn": _("Новость снята"),
    "pages.page_published": _("Страница опубликована"),
    "pages.page_withdrawn": _("Страница снята"),
    "places.addresses_imported": _("Адреса загружены"),
    "places.outlines_imported": _("Границы загружены"),
    "polls.poll_approved": _("Опрос утверждён"),
    "polls.poll_closed": _("Опрос завершён"),
    "polls.poll_discarded": _("Черновик удалён"),
    "polls.poll_extended": _("Опрос продлён"),
    "polls.poll_returned": _("Опрос возвращён"),
    "polls.poll_started": _("Черновик опроса"),
    "polls.poll_submitted": _("Опрос на утверждении"),
    "polls.poll_opened": _("Голосование началось"),
    "polls.poll_withdrawn": _("Опрос отозван"),
    "webhooks.delivery_resent": _("Событие отправлено ещё раз"),
    "webhooks.secret_renewed": _("Секрет адреса для событий сменён"),
    "webhooks.webhook_added": _("Адрес для событий добавлен"),
    "webhooks.webhook_broken": _("Адрес для событий не отвечает"),
    "webhooks.webhook_removed": _("Адрес для событий удалён"),
    "webhooks.webhook_started": _("Адрес для событий включён"),
    "webhooks.webhook_stopped": _("Адрес для событий выключен"),
    "webhooks.webhook_tested": _("Проверка адреса для событий"),
}


def kind_title(kind: str) -> Promise | str:
    """What an entry of the journal tells, in words; a kind without words stays as it is."""
    return KIND_TITLES.get(kind, kind)
