"""Tables of the open budget and of public reports."""

from veche.domains.transparency.models.budget import (
    FILE_NAME_MAX,
    NUMBER_MAX,
    REASON_MAX,
    SHEET_MAX,
    TITLE_MAX,
    Line,
    Node,
    Source,
)
from veche.domains.transparency.models.published import (
    ANSWER_MAX,
    BODY_NAME_MAX,
    LINK_MAX,
    QUESTION_MAX,
    SUMMARY_MAX,
    Attachment,
    Body,
    Due,
    PlanLine,
    Question,
    Report,
    Version,
)

__all__ = [
    "ANSWER_MAX",
    "BODY_NAME_MAX",
    "FILE_NAME_MAX",
    "LINK_MAX",
    "NUMBER_MAX",
    "QUESTION_MAX",
    "REASON_MAX",
    "SHEET_MAX",
    "SUMMARY_MAX",
    "TITLE_MAX",
    "Attachment",
    "Body",
    "Due",
    "Line",
    "Node",
    "PlanLine",
    "Question",
    "Report",
    "Source",
    "Version",
]
