"""What the columns of pages hold."""

from __future__ import annotations

from veche.kernel.columns import Column, public, restricted

COLUMNS: dict[str, Column] = {
    "TownPage.slug": public("address of the page"),
    "TownPage.title": public("its heading"),
    "TownPage.version": public("number of the version shown"),
    "TownPage.is_withdrawn": restricted("taken down"),
    "TownPage.created_at": public("order in the footer"),
    "PageVersion.id": restricted("row number"),
    "PageVersion.page": public("whose words these are"),
    "PageVersion.number": public("order of versions"),
    "PageVersion.title": public("heading of that version"),
    "PageVersion.text": public("written to be read by everyone"),
    "PageVersion.published_at": public("from when it stood"),
    "PageVersion.author_id": restricted("opaque id of the official"),
    "News.id": public("random"),
    "News.slug": public("address of the piece"),
    "News.title": public("its heading"),
    "News.text": public("written to be read by everyone"),
    "News.published_at": public("when it appeared"),
    "News.changed_at": public("when it was corrected"),
    "News.is_withdrawn": restricted("taken down"),
    "News.author_id": restricted("opaque id of the official"),
}
