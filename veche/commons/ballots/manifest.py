"""What the ballot boxes tell the shell."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from veche.commons.ballots import jobs
from veche.commons.ballots.public import join_voters
from veche.kernel.manifest import Manifest

MANIFEST = Manifest(
    slug="ballots",
    title=_("Урны"),
    icon="vote",
    join=join_voters,
    jobs=(f"ballots.{jobs.forget_erased.__name__}",),
)
