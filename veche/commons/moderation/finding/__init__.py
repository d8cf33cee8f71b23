"""What is found in a text before anybody reads it: one pass of every finder, pure and quick."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from veche.commons.moderation.finding import adverts, floods, insults, letters, names, personal
from veche.commons.moderation.rules import Examined, Finding, hide, surely, without_overlaps

__all__ = ["examine", "hide_all", "skeleton"]

skeleton = letters.skeleton


def examine(text: str, words_for: Mapping[str, object], allowed: Collection[str] = ()) -> Examined:
    """The text with what is surely somebody's own hidden, and all that was found.

    `words_for` says what stands where something was hidden; kinds of `allowed` are let be.
    """
    findings = _findings(text, allowed)
    return Examined(hide(text, findings, words_for), tuple(findings))


def hide_all(text: str, words_for: Mapping[str, object], allowed: Collection[str] = ()) -> str:
    """The same with what is not sure hidden too: a moderator has said so."""
    return hide(text, surely(_findings(text, allowed)), words_for)


def _findings(text: str, allowed: Collection[str]) -> list[Finding]:
    own = without_overlaps(personal.find(text))
    people = list(names.find(text, own))
    kept = [one for one in [*own, *people] if one.kind not in allowed]
    read = letters.words(text)
    return [
        *kept,
        *insults.find(text, read),
        *floods.find(text, read),
        *adverts.find(text, read, own),
    ]
