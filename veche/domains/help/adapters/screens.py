"""How screens are called at the desk of support: by their titles, not by names of the program."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from veche.kernel.errors import Text

_SIGN_IN = _("Вход")
_TITLES: dict[str, Text] = {
    "channels:check-message": _("Проверить сообщение"),
    "commitments:list-decisions": _("Решения и сроки"),
    "commitments:read-decision": _("Решение"),
    "help:ask-support": _("Вопрос в поддержку"),
    "help:read-answer": _("Ответ поддержки"),
    "identity:check-in": _("Приём"),
    "identity:declare-birth-date": _("Дата рождения"),
    "identity:declare-home": _("Место жительства"),
    "identity:enter-code": _SIGN_IN,
    "identity:erase-person": _("Удаление учётной записи"),
    "identity:passkeys": _("Ключи доступа"),
    "identity:show-code": _("Код для приёма"),
    "identity:sign-in": _SIGN_IN,
    "identity:sign-ins": _("Где вы вошли"),
    "identity:sign-out": _("Выход"),
    "identity:tokens": _("Ключи для программ"),
    "organisations:list-mandates": _("Представители жителей"),
    "organisations:read-organisation": _("Организация"),
    "organisations:read-territory": _("Территория"),
    "pages:list-news": _("Новости"),
    "pages:read-news": _("Новость"),
    "polls:check-receipt": _("Проверить корешок"),
    "polls:control": _("Контрольный обзвон"),
    "polls:embed-code": _("Опрос на своём сайте"),
    "polls:groups": _("Кто голосовал и как ответил"),
    "polls:hours": _("Явка по часам"),
    "polls:poll": _("Опрос"),
    "polls:receipt": _("Голос принят"),
    "polls:result": _("Итог опроса"),
    "polls:signs": _("На что обратить внимание"),
    "polls:vote": _("Бюллетень"),
    "portal:desk": _("Рабочий стол"),
    "portal:developers": _("Для разработчиков"),
    "portal:map": _("Карта"),
    "portal:offline": _("Чтение без связи"),
    "portal:search": _("Поиск"),
    "portal:sight": _("Версия для слабовидящих"),
    "privacy:give-consent": _("Согласие"),
    "privacy:make-request": _("Запрос о своих данных"),
    "privacy:my-data": _("Мои данные"),
    "privacy:withdraw-consent": _("Отзыв согласия"),
    # Screens of a part that have no line of their own.
    "advice": _("Спросить город"),
    "appeals": _("Обращения по закону"),
    "points": _("Баллы"),
    "channels": _("Сообщения города"),
    "discussion": _("Доводы за и против"),
    "commitments": _("Решения и сроки"),
    "documents": _("Бланки документов"),
    "hall": _("Настройки города"),
    "help": _("Помощь"),
    "homes": _("Мой дом"),
    "identity": _("Я"),
    "initiatives": _("Предложения"),
    "budgeting": _("Народный бюджет"),
    "workdays": _("Сделаем сами"),
    "matching": _("Взаимопомощь"),
    "moderation": _("Модерация"),
    "notifications": _("Уведомления"),
    "orders": _("Наказы депутатам"),
    "transparency": _("Открытый бюджет"),
    "opendata": _("Открытые данные"),
    "organisations": _("Организации"),
    "pages": _("Страницы города"),
    "places": _("Адреса и границы"),
    "polls": _("Опросы"),
    "portal": _("Главная"),
    "privacy": _("Персональные данные"),
    "reports": _("Сообщения жителей"),
    "schools": _("Школьные опросы"),
    "webhooks": _("События наружу"),
    "workload": _("Нагрузка"),
}


def title(screen: str) -> Text:
    """The screen's title, or its part's; "" for what is no screen of ours."""
    return _TITLES.get(screen) or _TITLES.get(screen.partition(":")[0], "")
