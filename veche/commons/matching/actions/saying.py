"""What one side writes to the other: nobody reads it before it comes, so the program looks."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from veche.commons.moderation import public as moderation
from veche.kernel.errors import Invalid

# People leave their own to call each other up.
GIVEN = frozenset({moderation.PHONE, moderation.EMAIL})
RUDE = frozenset({moderation.OBSCENE, moderation.INSULT, moderation.THREAT})


def said(words: str, field: str) -> str:
    """Words as the other side may read them: no abuse, nothing of anybody's papers."""
    found = moderation.examine(words.strip(), allows=GIVEN)
    if RUDE.intersection(found.kinds):
        raise Invalid(
            _("Это прочтёт живой человек"),
            advice=_("Напишите без брани и угроз."),
            fields={field: _("Напишите без брани и угроз.")},
            code="rude",
        )
    return found.text
