"""What happens to templates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class TemplateSaved:
    """The town has written a new version of a template."""

    kind: ClassVar[str] = "documents.template_saved"
    paper_kind: str
    number: int
