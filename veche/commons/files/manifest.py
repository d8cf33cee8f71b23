"""What files bring to the house."""

from django.utils.translation import gettext_lazy as _

from veche.commons.files import jobs, policies
from veche.kernel.manifest import Manifest

MANIFEST = Manifest(
    slug="files",
    title=_("Файлы"),
    icon="file",
    jobs=("files.remove_orphans", "files.remove_strays"),
    policies=(policies.may_read_file,),
)
__all__ = ["MANIFEST", "jobs"]
