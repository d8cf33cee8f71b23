"""What norms bring to the house."""

from django.utils.translation import gettext_lazy as _

from veche.commons.norms import jobs
from veche.kernel.manifest import Manifest

MANIFEST = Manifest(
    slug="norms",
    title=_("Нормы и рабочий календарь"),
    icon="calendar",
    jobs=("norms.refresh_shipped",),
)
__all__ = ["MANIFEST", "jobs"]
