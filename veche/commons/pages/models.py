"""What the town writes: pages with every version they had, and news."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from veche.commons.pages.rules import TITLE_MAX
from veche.kernel.ids import new_id, slug_id


class TownPage(models.Model):
    """A page by its address. Its words lie in versions; `version` is the one shown."""

    slug = models.CharField(max_length=16, primary_key=True)
    title = models.CharField(max_length=TITLE_MAX)
    version = models.PositiveIntegerField(default=0)
    is_withdrawn = models.BooleanField(default=False, db_default=False)
    created_at = models.DateTimeField(db_default=Now())


class PageVersion(models.Model):
    """The words of a page from one moment on: added, never changed."""

    append_only = True

    page = models.ForeignKey(TownPage, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=TITLE_MAX)
    text = models.TextField()
    published_at = models.DateTimeField(db_default=Now())
    author_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page", "number"], name="pages_version_once"),
            models.CheckConstraint(condition=~Q(text=""), name="pages_version_has_words"),
        ]


class News(models.Model):
    """One piece of news."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.CharField(max_length=16, default=slug_id, unique=True)
    title = models.CharField(max_length=TITLE_MAX)
    text = models.TextField()
    published_at = models.DateTimeField(db_default=Now())
    changed_at = models.DateTimeField(null=True)
    is_withdrawn = models.BooleanField(default=False, db_default=False)
    author_id = models.UUIDField()

    class Meta:
        indexes = [models.Index(fields=["-published_at", "id"], name="pages_news_newest")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(text=""), name="pages_news_has_words"
            )
        ]
