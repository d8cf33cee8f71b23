"""Pages for the tests of those who show their words."""

from __future__ import annotations

from veche.commons.identity.public import PersonRef
from veche.commons.pages import actions


def make_page(person: PersonRef, *, slug: str, title: str, text: str) -> str:
    """Publish the words of a page; its address."""
    return actions.publish_page(person, slug=slug, title=title, text=text)


def make_news(person: PersonRef, *, title: str, text: str) -> str:
    """Publish a piece of news; its address."""
    return actions.publish_news(person, title=title, text=text)
