"""Arguments, marks of usefulness, and changed minds; who spoke is an opaque id."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from veche.commons.discussion.rules import SIDES
from veche.kernel.ids import new_id


class Thread(models.Model):
    """All arguments on one subject of another part; made by the first of them.

    `markers` counts the people who have marked anything: who read, as far as we may know.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    markers = models.PositiveIntegerField(default=0, db_default=0)
    number_for = models.PositiveIntegerField(default=0, db_default=0)
    number_against = models.PositiveIntegerField(default=0, db_default=0)
    # Somebody has marked since the scores were last worked out.
    is_stale = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject_id"], name="discussion_thread_once")
        ]
        indexes = [models.Index(fields=["id"], name="discussion_stale", condition=Q(is_stale=True))]


class Argument(models.Model):
    """One argument of one side. `markers_before` were there before it was public."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    thread = models.ForeignKey(Thread, models.CASCADE, related_name="arguments")
    side = models.CharField(max_length=7, choices=[(side, side) for side in SIDES])
    text = models.CharField(max_length=2000)
    author_id = models.UUIDField(null=True, db_index=True)
    is_official = models.BooleanField(default=False, db_default=False)
    speaks_for = models.CharField(max_length=200, default="", db_default="")
    is_public = models.BooleanField(default=False, db_default=False)
    is_withdrawn = models.BooleanField(default=False, db_default=False)
    has_changed_mind = models.BooleanField(default=False, db_default=False)
    useful = models.PositiveIntegerField(default=0, db_default=0)
    swayed = models.PositiveIntegerField(default=0, db_default=0)
    markers_before = models.PositiveIntegerField(default=0, db_default=0)
    # In millionths: pages go on from a whole number.
    score = models.IntegerField(default=0, db_default=0)
    written_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    edited_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(side__in=SIDES), name="discussion_side"),
            models.CheckConstraint(
                condition=Q(is_public=False) | Q(published_at__isnull=False),
                name="discussion_public_since",
            ),
            models.CheckConstraint(
                condition=Q(is_official=False) | ~Q(speaks_for=""),
                name="discussion_official_for_somebody",
            ),
        ]
        indexes = [
            models.Index(
                fields=["thread", "side", "-score", "-published_at", "id"],
                name="discussion_best",
                condition=Q(is_public=True),
            ),
            models.Index(
                fields=["thread", "side", "-published_at", "id"],
                name="discussion_new",
                condition=Q(is_public=True),
            ),
        ]


class Mark(models.Model):
    """A person found an argument useful."""

    argument = models.ForeignKey(Argument, models.CASCADE, related_name="marks")
    thread = models.ForeignKey(Thread, models.CASCADE, related_name="marks")
    person_id = models.UUIDField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["argument", "person_id"], name="discussion_mark_once")
        ]
        indexes = [models.Index(fields=["thread", "person_id"], name="discussion_marked")]


class Marker(models.Model):
    """A person has marked something in a thread; taking the mark back does not undo that."""

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="people")
    person_id = models.UUIDField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "person_id"], name="discussion_marker_once")
        ]


class Sway(models.Model):
    """Who argued for one side says that an argument of the other has changed their mind."""

    argument = models.ForeignKey(Argument, models.CASCADE, related_name="sways")
    person_id = models.UUIDField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["argument", "person_id"], name="discussion_sway_once")
        ]
