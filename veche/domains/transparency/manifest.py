"""What the open budget tells the shell about itself."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from veche.kernel.manifest import Manifest

MANIFEST = Manifest(
    slug="transparency",
    title=_("Открытый бюджет"),
    icon="rouble",
)
