"""What documents bring to the house."""

from django.utils.translation import gettext_lazy as _

from veche.commons.documents import events, policies
from veche.commons.identity.public import LAWYER
from veche.kernel.manifest import DeskSection, Manifest

MANIFEST = Manifest(
    slug="documents",
    title=_("Документы"),
    icon="file",
    desk=(
        DeskSection(
            _("Бланки документов"),
            "documents:list-documents",
            "file",
            60,
            policies.may_open_documents,
            "town",
        ),
    ),
    duties={"documents.template_saved": LAWYER},
    events=(events.TemplateSaved,),
    policies=(policies.may_open_documents, policies.may_save_template),
)
