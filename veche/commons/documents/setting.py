"""The one place that runs typst: a trusted layout file, and what is said as data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typst

from veche.commons.documents.rules import Paper

LAYOUT = Path(__file__).parent / "data" / "paper.typ"


def typeset(layout: Path, data: Mapping[str, Any]) -> bytes:
    """A PDF of a layout of ours. `data` is read by it as JSON from `sys.inputs.data`.

    No fonts but typst's own are used, so the same paper looks the same on every machine.
    """
    made = typst.compile(
        layout,
        root=layout.parent,
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    if not isinstance(made, bytes):
        raise TypeError("typst gave no single file")
    return made


def as_pdf(paper: Paper) -> bytes:
    """The paper as PDF."""
    return typeset(LAYOUT, asdict(paper))
