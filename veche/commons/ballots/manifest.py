"""What the ballot boxes tell the shell."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from veche.commons.ballots import jobs, journal
from veche.commons.ballots.public import join_voters
from veche.kernel.manifest import Manifest, Retained

MANIFEST = Manifest(
    slug="ballots",
    title=_("Урны"),
    icon="vote",
    join=join_voters,
    retained=(
        Retained(
            "ballots.forget_erased",
            _("Отпечатки удалённых контактов, документов и тех, кто не дал согласия"),
            norm="identity.return_days",
        ),
    ),
    jobs=(
        f"ballots.{jobs.forget_erased.__name__}",
        f"ballots.{jobs.look_after_secret.__name__}",
        f"ballots.{jobs.register_poll.__name__}",
        f"ballots.{jobs.tell_counts.__name__}",
        f"ballots.{jobs.count_poll.__name__}",
    ),
    acts=journal.ACTS,
)
