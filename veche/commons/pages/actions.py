"""Writing for the town: one verb, one policy, one audit entry."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.hall import public as hall
from veche.commons.identity.public import PersonRef
from veche.commons.pages import policies, queries, rules
from veche.commons.pages.models import News, PageVersion, TownPage
from veche.kernel import clock, locks
from veche.kernel.errors import Invalid, NotFound
from veche.kernel.ids import slug_id


@transaction.atomic
def publish_page(person: PersonRef, *, slug: str, title: str, text: str) -> str:
    """Publish the words of a page as its next version; "" makes a page of the town's own.

    The same words again change nothing. Returns the page's address.
    """
    policies.may_publish_page(person).or_refuse()
    title, text = _checked(title, text)
    locks.take(exclusive=["pages"])
    page = _page_of(slug)
    last = PageVersion.objects.filter(page=page).order_by("-number").first()
    is_same = last is not None and (last.title, last.text) == (title, text)
    if is_same and not page.is_withdrawn:
        return page.slug
    if not is_same:
        number = page.version + 1
        PageVersion.objects.create(
            page=page, number=number, title=title, text=text, author_id=person.known_id
        )
        page.version = number
    page.title, page.is_withdrawn = title, False
    page.save()
    if queries.unwritten():
        hall.touch()
    else:
        hall.note_step("rules")
    audit.record("pages.page_published", person.id, page.slug, version=page.version)
    return page.slug


def _page_of(slug: str) -> TownPage:
    """The page of an address, made for a standard one and for none; NotFound."""
    if slug:
        found = TownPage.objects.select_for_update().filter(slug=slug).first()
        if found is not None:
            return found
        if slug not in rules.STANDARD:
            raise NotFound()
    return TownPage.objects.create(slug=slug or slug_id(), title="")


@transaction.atomic
def withdraw_page(person: PersonRef, *, slug: str) -> None:
    """Take a page down; its versions stay, and publishing brings it back."""
    policies.may_publish_page(person).or_refuse()
    locks.take(exclusive=["pages"])
    if not TownPage.objects.filter(slug=slug, is_withdrawn=False).update(is_withdrawn=True):
        raise NotFound()
    hall.touch()
    audit.record("pages.page_withdrawn", person.id, slug)


@transaction.atomic
def publish_news(person: PersonRef, *, title: str, text: str) -> str:
    """Publish a piece of news; returns its address."""
    policies.may_publish_news(person).or_refuse()
    title, text = _checked(title, text)
    piece = News.objects.create(title=title, text=text, author_id=person.known_id)
    hall.touch()
    audit.record("pages.news_published", person.id, piece.id)
    return piece.slug


@transaction.atomic
def change_news(person: PersonRef, *, slug: str, title: str, text: str) -> None:
    """Correct a piece; readers see that it was corrected. One taken down comes back."""
    policies.may_publish_news(person).or_refuse()
    title, text = _checked(title, text)
    piece = _locked(queries.news_to_change(slug).id)
    piece.title, piece.text, piece.is_withdrawn = title, text, False
    piece.changed_at = clock.database_now()
    piece.save()
    hall.touch()
    audit.record("pages.news_changed", person.id, piece.id)


@transaction.atomic
def withdraw_news(person: PersonRef, *, slug: str) -> None:
    """Take a piece down."""
    policies.may_publish_news(person).or_refuse()
    piece = _locked(queries.news_to_change(slug).id)
    piece.is_withdrawn = True
    piece.save(update_fields=["is_withdrawn"])
    hall.touch()
    audit.record("pages.news_withdrawn", person.id, piece.id)


def _locked(news_id: UUID) -> News:
    return News.objects.select_for_update().get(id=news_id)


def _checked(title: str, text: str) -> tuple[str, str]:
    title, text = " ".join(title.split()), text.replace("\r\n", "\n").strip()
    if not title or len(title) > rules.TITLE_MAX:
        raise Invalid(_("Нужен заголовок"), fields={"title": _("Напишите заголовок")})
    if not text or len(text) > rules.TEXT_MAX:
        raise Invalid(_("Нужен текст"), fields={"text": _("Напишите текст")})
    if rules.BLANK in text:
        raise Invalid(
            _("В тексте остались пропуски"),
            fields={"text": _("Замените всё, что в скобках начинается со слова «впишите»")},
        )
    return title, text
