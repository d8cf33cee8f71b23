"""Tables of reports."""

from veche.domains.reports.models.catalogue import (
    NAME_MAX,
    Body,
    CatalogueVersion,
    Category,
    Group,
    Responsibility,
)
from veche.domains.reports.models.outside import (
    NUMBER_MAX,
    OutsideCase,
    Register,
    RegisterImport,
)
from veche.domains.reports.models.report import (
    ADDRESS_MAX,
    TEXT_MAX,
    WORDS_MAX,
    AnswerTemplate,
    CellCount,
    Draft,
    Guesser,
    Photo,
    PublicClock,
    Report,
    Step,
    Supporter,
    Thanks,
    report_number,
)

__all__ = [
    "ADDRESS_MAX",
    "NAME_MAX",
    "NUMBER_MAX",
    "TEXT_MAX",
    "WORDS_MAX",
    "AnswerTemplate",
    "Body",
    "CatalogueVersion",
    "Category",
    "CellCount",
    "Draft",
    "Group",
    "Guesser",
    "OutsideCase",
    "Photo",
    "PublicClock",
    "Register",
    "RegisterImport",
    "Report",
    "Responsibility",
    "Step",
    "Supporter",
    "Thanks",
    "report_number",
]
