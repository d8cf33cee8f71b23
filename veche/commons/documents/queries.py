"""Reading templates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from veche.commons.documents.kinds import Kind
from veche.commons.documents.models import TemplateVersion
from veche.kernel.errors import NotFound


@dataclass(frozen=True)
class Template:
    """A text to make a paper by; number 0 is the one of the release."""

    number: int
    text: str
    saved_at: datetime | None = None


def current(kind: Kind) -> Template:
    """The text in force."""
    row = TemplateVersion.objects.filter(kind=kind.code).first()
    return Template(0, kind.shipped) if row is None else _template(row)


def version(kind: Kind, number: int) -> Template:
    """One version; NotFound."""
    if number == 0:
        return Template(0, kind.shipped)
    row = TemplateVersion.objects.filter(kind=kind.code, number=number).first()
    if row is None:
        raise NotFound()
    return _template(row)


def versions(kind: Kind, limit: int = 50) -> list[Template]:
    """All versions, the newest first, the shipped one last."""
    rows = TemplateVersion.objects.filter(kind=kind.code)[:limit]
    return [*map(_template, rows), Template(0, kind.shipped)]


def _template(row: TemplateVersion) -> Template:
    return Template(row.number, row.text, row.saved_at)
