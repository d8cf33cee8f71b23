"""Documents are PDF alone. They are kept as they came and only ever served as a download."""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy as _

from veche.kernel.errors import Invalid


def check_pdf(data: bytes) -> None:
    """Invalid unless the bytes begin and end as a PDF does (ISO 32000-1, 7.5)."""
    if not re.match(rb"%PDF-[12]\.\d", data) or b"%%EOF" not in data[-2048:]:
        raise Invalid(
            _("Это не документ PDF, или он повреждён"),
            advice=_("Сохраните документ как PDF и приложите ещё раз."),
            code="document-not-pdf",
        )


def tidy_name(name: str) -> str:
    """A file name safe in a header and on any disk: letters, digits, spaces, dots, hyphens."""
    stem = re.sub(r"\.pdf$", "", name.replace("\\", "/").rpartition("/")[2], flags=re.IGNORECASE)
    clean = re.sub(r"[^\w .,()№-]+", " ", stem).strip(" .")
    clean = re.sub(r"\s+", " ", clean)[:100].strip(" .")
    return f"{clean or 'document'}.pdf"
