"""The words in which the journal tells what was done with the keys of secret polls."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from veche.kernel.manifest import Act, Detail

_BOX = _("урна")
_KEYS = {"keys": Detail(_("ключей"))}

ACTS = {
    "ballots.poll_frozen": Act(
        _("Тайное голосование зафиксировано: вопросы, часы, список голосующих"),
        _BOX,
        {"strata": Detail(_("групп")), "people": Detail(_("в списке"))},
    ),
    "ballots.keys_made": Act(_("Ключи тайного голосования созданы"), _BOX, _KEYS),
    "ballots.poll_registered": Act(_("Урна завела журнал тайного голосования"), _BOX),
    "ballots.poll_counted": Act(
        _("Журнал урны прочитан и пересчитан"), _BOX, {"ballots": Detail(_("голосов"))}
    ),
    "ballots.keys_rewrapped": Act(
        _("Ключи тайного голосования перешифрованы, прежний ключ уничтожен"), _BOX, _KEYS
    ),
    "ballots.keys_destroyed": Act(_("Ключи и списки тайного голосования уничтожены"), _BOX, _KEYS),
}
