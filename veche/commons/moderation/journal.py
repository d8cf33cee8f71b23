"""What moderation writes into the journal, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from veche.commons.moderation import wording
from veche.kernel.manifest import Act, Detail

_TEXT = _("текст")
_BAN = _("запрет")
_WHAT = Detail(_("что это"), wording.kind_title)
ACTS = {
    "moderation.appeal_decided": Act(
        _("Возражение автора рассмотрено"), _TEXT, {"upheld": Detail(_("автор прав"))}
    ),
    "moderation.appeal_filed": Act(
        _("Автор не согласен со снятием текста"), _TEXT, is_nameless=True
    ),
    "moderation.ban_ended": Act(_("Запрет на публикацию закончен"), _BAN),
    "moderation.ban_set": Act(_("Запрет на публикацию внесён"), _BAN),
    "moderation.complaint_made": Act(_("Жалоба на текст подана"), _TEXT, is_nameless=True),
    "moderation.decision_taken_back": Act(_("Решение модератора отменено им самим"), _TEXT),
    "moderation.rules_set": Act(
        _("Правила модерации заданы"), details={"special": Detail(_("особый режим"))}
    ),
    "moderation.thing_passed": Act(_("Текст пропущен"), _TEXT, {"what": _WHAT}),
    "moderation.thing_removed": Act(
        _("Текст снят"),
        _TEXT,
        {"what": _WHAT, "why": Detail(_("причина"), wording.REASONS.get)},
    ),
    "moderation.twins_judged": Act(
        _("О двух похожих аккаунтах решено"),
        _("пара аккаунтов"),
        {"verdict": Detail(_("решение"), wording.VERDICTS.get)},
    ),
}
