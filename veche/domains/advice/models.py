"""Questions to the town, answers, marks of usefulness, and guides made of the best answers."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from veche.domains.advice.rules import DOUBTS, THEMES, VOICES
from veche.kernel.ids import digits, new_id


def question_number() -> str:
    """Eight digits that tell neither an order nor a count."""
    return digits(8)


class Question(models.Model):
    """What somebody asks the town. `due_on` is the last day of the town's term."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=8, unique=True, default=question_number, editable=False)
    title = models.CharField(max_length=200)
    text = models.TextField(default="", db_default="", blank=True)
    theme = models.CharField(max_length=20, choices=[(one, one) for one in THEMES])
    author_id = models.UUIDField(null=True, db_index=True)
    is_public = models.BooleanField(default=False, db_default=False)
    is_withdrawn = models.BooleanField(default=False, db_default=False)
    answers = models.PositiveIntegerField(default=0, db_default=0)
    has_official = models.BooleanField(default=False, db_default=False)
    best = models.ForeignKey("Answer", models.SET_NULL, null=True, related_name="best_of")
    asked_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    due_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(theme__in=THEMES), name="advice_question_theme"),
            models.CheckConstraint(
                condition=Q(is_public=False)
                | Q(published_at__isnull=False, due_on__isnull=False, is_withdrawn=False),
                name="advice_question_public",
            ),
            models.CheckConstraint(
                condition=Q(answers=0) | Q(answered_at__isnull=False),
                name="advice_question_answered",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["-answered_at", "id"],
                name="advice_answered",
                condition=Q(is_public=True, answers__gt=0),
            ),
            models.Index(
                fields=["published_at", "id"],
                name="advice_unanswered",
                condition=Q(is_public=True, answers=0),
            ),
            models.Index(
                fields=["published_at", "id"],
                name="advice_owed",
                condition=Q(is_public=True, has_official=False, best=None),
            ),
            models.Index(
                fields=["-published_at", "id"], name="advice_newest", condition=Q(is_public=True)
            ),
            models.Index(
                fields=["theme", "-published_at", "id"],
                name="advice_of_theme",
                condition=Q(is_public=True),
            ),
        ]

    @property
    def is_owed(self) -> bool:
        """Whether the town has neither answered nor has anybody's answer become the best."""
        return not self.has_official and self.best_id is None


class Answer(models.Model):
    """One answer in one voice; the town and organisations are named, neighbours are not."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    question = models.ForeignKey(Question, models.CASCADE, related_name="said")
    text = models.TextField()
    voice = models.CharField(max_length=10, choices=[(one, one) for one in VOICES])
    speaks_for = models.CharField(max_length=200, default="", db_default="", blank=True)
    organisation_id = models.UUIDField(null=True)
    author_id = models.UUIDField(null=True, db_index=True)
    is_public = models.BooleanField(default=False, db_default=False)
    is_withdrawn = models.BooleanField(default=False, db_default=False)
    useful = models.PositiveIntegerField(default=0, db_default=0)
    useless = models.PositiveIntegerField(default=0, db_default=0)
    # In millionths: pages go on from a whole number.
    score = models.IntegerField(default=0, db_default=0)
    written_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(voice__in=VOICES), name="advice_answer_voice"),
            models.CheckConstraint(
                condition=Q(voice="neighbour") | ~Q(speaks_for=""), name="advice_answer_named"
            ),
            models.CheckConstraint(
                condition=Q(is_public=False) | Q(published_at__isnull=False, is_withdrawn=False),
                name="advice_answer_public",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["question", "-score", "published_at", "id"],
                name="advice_answers_best",
                condition=Q(is_public=True),
            )
        ]


class Rating(models.Model):
    """A person found an answer useful, or not."""

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="ratings")
    person_id = models.UUIDField(db_index=True)
    is_useful = models.BooleanField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["answer", "person_id"], name="advice_rating_once")
        ]


class Guide(models.Model):
    """What has come of a best answer: a page of its own, kept true by officials.

    `is_town_text`: an official has checked or written the words, they are the town's from then on.
    `answer` is whose words they are, unless an official has written them. `version` counts words,
    `turn` moves with every act on the guide, so that the second of two officials is told.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=8, unique=True, editable=False)
    question = models.OneToOneField(Question, models.SET_NULL, null=True, related_name="guide")
    answer = models.ForeignKey(Answer, models.SET_NULL, null=True, related_name="guides")
    title = models.CharField(max_length=200)
    text = models.TextField()
    theme = models.CharField(max_length=20, choices=[(one, one) for one in THEMES])
    version = models.PositiveIntegerField(default=1, db_default=1)
    turn = models.PositiveIntegerField(default=1, db_default=1)
    speaks_for = models.CharField(max_length=200, default="", db_default="", blank=True)
    is_public = models.BooleanField(default=True, db_default=True)
    is_town_text = models.BooleanField(default=False, db_default=False)
    is_outdated = models.BooleanField(default=False, db_default=False)
    doubts = models.PositiveIntegerField(default=0, db_default=0)
    checked_on = models.DateField(null=True)
    check_by = models.DateField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(theme__in=THEMES), name="advice_guide_theme"),
            models.CheckConstraint(
                condition=Q(checked_on=None)
                | (Q(is_town_text=True, check_by__isnull=False) & ~Q(speaks_for="")),
                name="advice_guide_checked",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["-changed_at", "id"], name="advice_guides", condition=Q(is_public=True)
            ),
            models.Index(
                fields=["theme", "-changed_at", "id"],
                name="advice_guides_theme",
                condition=Q(is_public=True),
            ),
            models.Index(
                F("doubts").desc(),
                F("check_by").asc(nulls_first=True),
                F("id"),
                name="advice_guides_check",
                condition=Q(is_public=True, is_outdated=False),
            ),
        ]


class GuideVersion(models.Model):
    """How a guide read at one time; only added. Whose words it was, with them it goes."""

    guide = models.ForeignKey(Guide, models.CASCADE, related_name="versions")
    answer = models.ForeignKey(Answer, models.CASCADE, null=True, related_name="+")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    text = models.TextField()
    note = models.CharField(max_length=300, default="", db_default="", blank=True)
    speaks_for = models.CharField(max_length=200, default="", db_default="", blank=True)
    made_by_id = models.UUIDField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["guide", "number"], name="advice_version_once")
        ]


class Doubt(models.Model):
    """A reader says that a guide is not true any more; gone once an official has looked."""

    guide = models.ForeignKey(Guide, models.CASCADE, related_name="doubted")
    person_id = models.UUIDField(db_index=True)
    reason = models.CharField(max_length=10, choices=[(one, one) for one in DOUBTS])

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["guide", "person_id"], name="advice_doubt_once"),
            models.CheckConstraint(condition=Q(reason__in=DOUBTS), name="advice_doubt_reason"),
        ]
