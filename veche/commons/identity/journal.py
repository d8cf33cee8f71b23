"""What identity writes into the journal, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from veche.commons.identity.wording import role_title, way_text
from veche.kernel.manifest import Act, Detail

_PERSON = _("человек")
_KEY = Detail(_("ключ"))
_ROLE = Detail(_("роль"), role_title)
_WAY = Detail(_("как"), way_text)
_PURPOSES = {"control-call": _("для контрольного звонка")}
ACTS = {
    "identity.addressee_opened": Act(_("Имя и адрес в обращении открыты"), _PERSON),
    "identity.birth_date_declared": Act(_("Дата рождения указана"), _PERSON),
    "identity.contact_opened": Act(
        _("Контакт человека открыт"), _PERSON, {"purpose": Detail(_("зачем"), _PURPOSES.get)}
    ),
    "identity.counter_code_shown": Act(_("Код для приёма показан"), _PERSON),
    "identity.crew_name_set": Act(
        _("Имя, которым можно благодарить, задано"), _PERSON, {"is_named": Detail(_("имя есть"))}
    ),
    "identity.details_forgotten": Act(_("Место жительства и дата рождения удалены"), _PERSON),
    "identity.document_recognised": Act(_("Документ узнан на приёме"), _PERSON),
    "identity.entered": Act(_("Человек внесён программой"), _PERSON),
    "identity.home_place_declared": Act(_("Место жительства указано"), _PERSON),
    "identity.homes_followed": Act(
        _("Места жительства сверены с картой"), _("жители"), {"moved": Detail(_("перенесено"))}
    ),
    "identity.other_sign_ins_ended": Act(_("Выход на других устройствах"), _PERSON),
    "identity.passkey_added": Act(_("Ключ доступа добавлен"), _PERSON, {"passkey": _KEY}),
    "identity.passkey_removed": Act(_("Ключ доступа удалён"), _PERSON, {"passkey": _KEY}),
    "identity.passkey_renamed": Act(_("Ключ доступа переименован"), _PERSON, {"passkey": _KEY}),
    "identity.person_checked": Act(
        _("Личность проверена по документу"),
        _PERSON,
        {
            "is_new": Detail(_("новая отметка")),
            "is_linked": Detail(_("со своей учётной записью")),
            "is_correction": Detail(_("исправление")),
            "has_consent": Detail(_("с согласием")),
        },
    ),
    "identity.person_erased": Act(_("Учётная запись удалена"), _PERSON),
    "identity.persons_merged": Act(
        _("Учётные записи соединены"), _PERSON, {"joined": Detail(_("вторая запись"))}
    ),
    "identity.provider_linked": Act(
        _("Служба входа привязана"), _PERSON, {"provider": Detail(_("служба"), way_text)}
    ),
    "identity.role_granted": Act(
        _("Роль дана"), _PERSON, {"role": _ROLE, "grant": Detail(_("запись о роли"))}
    ),
    "identity.role_revoked": Act(_("Роль снята"), _PERSON, {"role": _ROLE}),
    "identity.sign_in_ended": Act(_("Выход на одном устройстве"), _PERSON),
    "identity.signed_in": Act(_("Вход"), _PERSON, {"way": _WAY}),
    "identity.volunteer_name_opened": Act(_("Имя волонтёра выгружено с его часами"), _PERSON),
    "identity.volunteer_name_set": Act(
        _("Имя для справок о помощи задано"), _PERSON, {"is_named": Detail(_("имя есть"))}
    ),
    "identity.signed_out_everywhere": Act(_("Выход на всех устройствах"), _PERSON),
    "identity.signed_up": Act(_("Первый вход"), _PERSON, {"way": _WAY}),
    "identity.token_made": Act(_("Ключ для программы создан"), _PERSON, {"token": _KEY}),
    "identity.token_revoked": Act(_("Ключ для программы отозван"), _PERSON, {"token": _KEY}),
}
