"""What several pages of advice show alike."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from veche.domains.advice import rules
from veche.domains.advice.models import Guide, Question
from veche.domains.advice.queries import guides, questions, wording


def themes(here: str, chosen: str, **kept: str) -> list[dict[str, Any]]:
    """Chips of themes above a list; the chosen one leads back to all."""
    known = {name: value for name, value in kept.items() if value}
    chips = []
    for code, (title, icon) in wording.THEMES.items():
        given = known if code == chosen else {**known, "theme": code}
        query = f"?{urlencode(given)}" if given else ""
        chips.append(
            {"title": title, "icon": icon, "url": f"{here}{query}", "current": code == chosen}
        )
    return chips


def theme_of(given: str) -> str:
    """A theme out of an address; "" for anything else."""
    return given if given in rules.THEMES else ""


def guide_row(row: Guide) -> dict[str, Any]:
    """A guide in a list."""
    word, tone = wording.STANDINGS[guides.standing(row)]
    title, icon = wording.THEMES[row.theme]
    return {"row": row, "word": word, "tone": tone, "theme": title, "icon": icon}


def question_row(row: Question) -> dict[str, Any]:
    """A question in a list."""
    title, icon = wording.THEMES[row.theme]
    is_late = row.due_on is not None and row.due_on < questions.today()
    return {"row": row, "theme": title, "icon": icon, "is_late": is_late}


def crumbs(row: Question | None = None) -> list[dict[str, Any]]:
    """The way to a page of advice."""
    way: list[dict[str, Any]] = [
        {"title": _("Спросить город"), "url": reverse("advice:list-guides")}
    ]
    if row is not None:
        way.append(
            {
                "title": row.title[:60],
                "url": reverse("advice:read-question", args=[row.number]),
                "is_written": True,
            }
        )
    return way
