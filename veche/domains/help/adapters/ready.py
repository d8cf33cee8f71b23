"""Ready answers: what people ask on each screen. A new screen adds its lines here."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from veche.kernel.errors import Text


@dataclass(frozen=True)
class Ready:
    """A question often asked, its answer, and the screens it belongs to; none means every one."""

    key: str
    question: Text
    answer: Text
    screens: tuple[str, ...] = ()

    def belongs_to(self, screen: str) -> bool:
        """Whether the answer is about this very screen."""
        return any(screen.startswith(known) for known in self.screens)


READY = (
    Ready(
        "code-late",
        _("Код не приходит"),
        _(
            "Проверьте, верно ли набран номер или почта, и подождите две минуты. Письмо могло"
            " попасть в «Спам». Если кода нет, вернитесь на шаг назад и попросите новый."
        ),
        ("identity:sign-in", "identity:enter-code"),
    ),
    Ready(
        "code-wrong",
        _("Код не подходит"),
        _(
            "Подходит только код из последнего сообщения, и только один раз. Если сообщений"
            " несколько, возьмите самое новое."
        ),
        ("identity:sign-in", "identity:enter-code"),
    ),
    Ready(
        "code-asked",
        _("Кто-то просит назвать код"),
        _("Не называйте. Код нужен только на этом сайте, сотрудники его никогда не спрашивают."),
        ("identity:",),
    ),
    Ready(
        "vote-refused",
        _("Почему я не могу проголосовать"),
        _(
            "Причина написана на странице опроса, над вопросами. Чаще всего нужно войти, указать"
            " дату рождения или место жительства. Если опрос для другой территории, его можно"
            " только читать."
        ),
        ("polls:poll", "polls:vote", "polls:list"),
    ),
    Ready(
        "vote-change",
        _("Как изменить голос"),
        _(
            "Если опрос это позволяет, откройте его снова и нажмите «Изменить голос». Засчитается"
            " последний."
        ),
        ("polls:poll", "polls:vote", "polls:receipt"),
    ),
    Ready(
        "vote-offline",
        _("Пропала связь, пока я голосовал"),
        _(
            "Введённое сохраняется на вашем устройстве. Откройте бюллетень, когда связь появится,"
            " проверьте отметки и нажмите «Отдать голос»."
        ),
        ("polls:vote", "portal:offline"),
    ),
    Ready(
        "vote-seen",
        _("Увидит ли кто-нибудь мой голос"),
        _(
            "Голос хранится под номером, а не под именем. Что именно обещает это голосование,"
            " написано на странице опроса в разделе «Как хранится и считается голос»."
        ),
        ("polls:",),
    ),
    Ready(
        "receipt-lost",
        _("Я потерял корешок"),
        _("Пока есть связь номера с вами, корешок показан в разделе «Я» рядом с опросом."),
        ("polls:receipt", "polls:check-receipt"),
    ),
    Ready(
        "recount",
        _("Как проверить подсчёт"),
        _(
            "После окончания на странице итога лежат все бюллетени без имён, файлами CSV и JSON."
            " Сложите отметки каждого варианта: получатся те же числа."
        ),
        ("polls:result", "polls:embed"),
    ),
    Ready(
        "decision-late",
        _("Срок решения прошёл, а его нет"),
        _(
            "Такое решение отмечено как просроченное, и это видно всем. На его странице написано,"
            " кто отвечает."
        ),
        ("commitments:",),
    ),
    Ready(
        "map-silent",
        _("Карта не открывается"),
        _("Всё, что на карте, есть и в списке рядом с ней. Список открывается без карты."),
        ("portal:map",),
    ),
    Ready(
        "home-moved",
        _("Я переехал"),
        _("Откройте «Я» и измените место жительства. Прежние голоса останутся."),
        ("identity:me", "identity:declare"),
    ),
    Ready(
        "data-erase",
        _("Как удалить мои данные"),
        _(
            "Откройте «Я», внизу страницы есть удаление учётной записи. Там же можно скачать всё,"
            " что о вас хранится."
        ),
        ("identity:",),
    ),
    Ready(
        "hard-to-see",
        _("Буквы мелкие, плохо видно"),
        _(
            "Нажмите на глаз вверху страницы: можно выбрать размер букв, шрифт и цвета. Выбор"
            " запомнится."
        ),
    ),
    Ready(
        "no-line",
        _("Как читать без интернета"),
        _(
            "Страницы, которые вы уже открывали, откроются и без связи, с пометкой, когда они"
            " сохранены. Чтобы значок появился на экране телефона, выберите в меню браузера"
            " «Добавить на главный экран»."
        ),
    ),
    Ready(
        "language",
        _("Как сменить язык"),
        _("Языки перечислены внизу каждой страницы: русский, татарский, английский."),
    ),
)


def for_screen(screen: str) -> tuple[list[Ready], list[Ready]]:
    """Answers about this very screen, and those for every one."""
    own = [ready for ready in READY if screen and ready.belongs_to(screen)]
    return own, [ready for ready in READY if not ready.screens]


def by_key(key: str) -> Ready | None:
    """The answer of that key."""
    return next((ready for ready in READY if ready.key == key), None)
