"""Categories, who answers for them, and what they were before."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from veche.domains.reports.rules import homes, states
from veche.kernel.ids import new_id, slug_id

NAME_MAX = 200


class Group(models.Model):
    """The upper level of categories: «Дороги», «Дворы»."""

    code = models.CharField(max_length=24, primary_key=True)
    title = models.CharField(max_length=80)
    icon = models.CharField(max_length=24)
    position = models.SmallIntegerField()

    class Meta:
        ordering: ClassVar = ["position", "code"]


class Category(models.Model):
    """The lower level, and all that is different from one to another."""

    code = models.CharField(max_length=40, primary_key=True)
    group = models.ForeignKey(Group, models.PROTECT, related_name="categories")
    title = models.CharField(max_length=120)
    position = models.SmallIntegerField()
    is_open = models.BooleanField(default=True)
    # «16.04» to «15.10»; empty for all the year. A season may pass through the New Year.
    season_from = models.CharField(max_length=5, default="")
    season_to = models.CharField(max_length=5, default="")
    photo_required = models.BooleanField(default=False)
    visibility = models.CharField(max_length=8, default=states.PUBLIC)
    min_level = models.SmallIntegerField(default=1)
    # The words people use, for suggestions before the town has reports of its own.
    hints = models.TextField(default="")
    # Advice instead of a form: a danger for 112, or a matter of another body.
    stop_question = models.CharField(max_length=200, default="")
    stop_advice = models.CharField(max_length=500, default="")
    duplicate_m = models.SmallIntegerField(default=60)
    # What is off when people write of it, «water heat»; asked before the form is sent.
    troubles = models.CharField(max_length=60, default="", db_default="")
    # Whether a plate is what the report is about, and so stays to be read.
    tells_plate = models.BooleanField(default=False, db_default=False)
    # What «ПОС» calls it, when the town joins the two.
    pos_code = models.CharField(max_length=40, default="")
    # Whether neighbours may mend it; what the town must do by law is never shifted onto them.
    is_for_neighbours = models.BooleanField(default=False, db_default=False)
    # Which kind of work it is to those able to help, and whether a paper is looked at first.
    work_kind = models.CharField(max_length=40, default="", db_default="")
    is_dangerous = models.BooleanField(default=False, db_default=False)
    # Where the case of record lies, and the address that the form leads to instead.
    kept_in = models.CharField(max_length=4, default=homes.HERE, db_default=homes.HERE)
    outside_url = models.CharField(max_length=300, default="", db_default="")

    class Meta:
        ordering: ClassVar = ["position", "code"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(visibility__in=states.VISIBILITIES), name="reports_category_visibility"
            ),
            models.CheckConstraint(
                condition=Q(season_from="", season_to="")
                | Q(
                    season_from__regex=r"^[0-3]\d\.[01]\d$",
                    season_to__regex=r"^[0-3]\d\.[01]\d$",
                ),
                name="reports_category_season",
            ),
            models.CheckConstraint(condition=Q(duplicate_m__gt=0), name="reports_category_radius"),
            models.CheckConstraint(
                condition=Q(is_for_neighbours=False) | ~Q(work_kind=""),
                name="reports_category_helped_how",
            ),
            models.CheckConstraint(
                condition=Q(kept_in__in=homes.HOMES), name="reports_category_kept_in"
            ),
            # Whoever is sent away is told where to.
            models.CheckConstraint(
                condition=~Q(kept_in=homes.POS) | Q(outside_url__startswith="https://"),
                name="reports_category_leads_on",
            ),
        ]


class Body(models.Model):
    """Who answers for a piece of the town's works: a department, a contractor, a company."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.CharField(max_length=16, unique=True, default=slug_id)
    name = models.CharField(max_length=NAME_MAX)
    contact = models.CharField(max_length=NAME_MAX, default="")
    # The checked organisation whose people are its executors; none: a coordinator writes for it.
    organisation_id = models.UUIDField(null=True)
    is_open = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name"], name="reports_body_name"),
            models.UniqueConstraint(fields=["organisation_id"], name="reports_body_organisation"),
        ]


class Responsibility(models.Model):
    """Which body answers for a category in a place; without a place, everywhere else."""

    category = models.ForeignKey(Category, models.CASCADE, related_name="responsible")
    place_id = models.UUIDField(null=True)
    body = models.ForeignKey(Body, models.CASCADE, related_name="responsible_for")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["category", "place_id"],
                name="reports_one_responsible",
                nulls_distinct=False,
            )
        ]


class CatalogueVersion(models.Model):
    """A group or a category as it was from a moment on: all of its text, and who saved it."""

    append_only = True

    group = models.ForeignKey(Group, models.PROTECT, null=True, related_name="versions")
    category = models.ForeignKey(Category, models.PROTECT, null=True, related_name="versions")
    number = models.SmallIntegerField()
    text = models.JSONField()
    # Nothing for what a release brought.
    person_id = models.UUIDField(null=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["group", "category", "number"],
                name="reports_version_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(group__isnull=True, category__isnull=False)
                | Q(group__isnull=False, category__isnull=True),
                name="reports_version_of_one",
            ),
        ]
