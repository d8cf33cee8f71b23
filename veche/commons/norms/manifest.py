"""What the norms tell the shell."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from veche.commons.norms import api, datasets, jobs
from veche.kernel.manifest import Manifest

MANIFEST = Manifest(
    slug="norms",
    datasets=datasets.DATASETS,
    title=_("Нормы и рабочий календарь"),
    api=api.router,
    icon="calendar",
    jobs=[f"norms.{jobs.refresh_shipped.__name__}"],
)
