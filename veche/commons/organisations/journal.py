"""What organisations write into the journal, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from veche.commons.organisations import wording
from veche.commons.places import public as places
from veche.kernel.manifest import Act, Detail

_SAID = _("объявление")
_MANDATE = _("полномочие")
_MEMBER = _("участие")
_OF = Detail(_("организация"))
_PLACE = Detail(_("территория"), places.name_of, is_written=True)
ACTS = {
    "organisations.announcement_taken_down": Act(_("Объявление снято"), _SAID),
    "organisations.announcement_written": Act(
        _("Объявление на территории написано"), _SAID, {"place": _PLACE}
    ),
    "organisations.mandate_ended": Act(_("Полномочия закончены"), _MANDATE),
    "organisations.mandate_given": Act(
        _("Староста или председатель внесён"),
        _MANDATE,
        {"office": Detail(_("должность"), wording.OFFICES.get), "place": _PLACE},
    ),
    "organisations.member_admitted": Act(
        _("Участник организации принят"),
        _MEMBER,
        {"of": _OF, "right": Detail(_("право"), wording.RIGHTS.get)},
    ),
    "organisations.membership_asked": Act(
        _("Просьба вступить в организацию"), _MEMBER, {"of": _OF}
    ),
    "organisations.membership_ended": Act(
        _("Участие в организации закончено"),
        _MEMBER,
        {"of": _OF, "joined": Detail(_("учётные записи соединены"))},
    ),
    "organisations.organisation_closed": Act(_("Организация закрыта"), _("организация")),
    "organisations.request_refused": Act(_("Заявка организации отклонена"), _MEMBER, {"of": _OF}),
}
