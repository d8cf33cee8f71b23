"""What documents bring to the house."""

from django.utils.translation import gettext_lazy as _

from veche.commons.documents import events, policies
from veche.commons.identity.public import LAWYER
from veche.kernel.manifest import Act, DeskSection, Detail, Duty, Manifest

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
    acts={
        "documents.template_saved": Act(
            _("Бланк документа изменён"), _("бланк"), {"number": Detail(_("редакция"))}
        ),
    },
    duties={"documents.template_saved": Duty(LAWYER, _("Поправить шаблон документа"))},
    events=(events.TemplateSaved,),
    policies=(policies.may_open_documents, policies.may_save_template),
)
