"""What discussions write into the journal, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from veche.kernel.manifest import Act, Detail

_ARGUMENT = _("довод")
ACTS = {
    "discussion.argument_edited": Act(_("Довод исправлен"), _ARGUMENT, is_nameless=True),
    "discussion.argument_marked": Act(
        _("Довод отмечен"), _ARGUMENT, {"marked": Detail(_("отметка стоит"))}, is_nameless=True
    ),
    "discussion.argument_withdrawn": Act(_("Довод убран автором"), _ARGUMENT, is_nameless=True),
    "discussion.argument_written": Act(_("Довод написан"), _ARGUMENT, is_nameless=True),
    "discussion.mind_changed": Act(_("Довод переубедил читателя"), _ARGUMENT, is_nameless=True),
}
