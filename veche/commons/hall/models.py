"""How the town shows itself, which services it has opened, and what residents find inconvenient."""

from __future__ import annotations

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from veche.commons.hall.rules import AGE_MARKS, STATES, TONES
from veche.kernel.ids import new_id


class TownSettings(models.Model):
    """One row. Its random stamp changes with everything the shell shows, whoever changed it."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    stamp = models.UUIDField(default=uuid4)
    service_name = models.CharField(max_length=60, default="", db_default="")
    sign_id = models.UUIDField(null=True)
    arms_id = models.UUIDField(null=True)
    brand = models.CharField(max_length=7, default="", db_default="")
    languages = ArrayField(models.CharField(max_length=8), default=list)
    age_mark = models.CharField(max_length=3, default="", db_default="")
    banner_text = models.CharField(max_length=300, default="", db_default="")
    banner_tone = models.CharField(max_length=4, default="info", db_default="info")
    banner_until = models.DateTimeField(null=True)
    steps_passed = ArrayField(models.CharField(max_length=16), default=list)
    opened_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="hall_settings_is_one"),
            models.CheckConstraint(
                condition=Q(brand="") | Q(brand__regex=r"^#[0-9a-f]{6}$"), name="hall_brand_form"
            ),
            models.CheckConstraint(
                condition=Q(age_mark="") | Q(age_mark__in=AGE_MARKS), name="hall_age_mark_known"
            ),
            models.CheckConstraint(condition=Q(banner_tone__in=TONES), name="hall_tone_known"),
        ]


class ServiceSwitch(models.Model):
    """Who may use a service. One without a row is as services start."""

    slug = models.CharField(max_length=40, primary_key=True)
    state = models.CharField(max_length=5, choices=[(state, state) for state in STATES])
    # The district of a pilot; a plain id, because a place outlives no service.
    place_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=STATES), name="hall_state_known"),
            models.CheckConstraint(
                condition=Q(state="pilot", place_id__isnull=False)
                | (~Q(state="pilot") & Q(place_id__isnull=True)),
                name="hall_pilot_has_a_place",
            ),
        ]


class Inconvenience(models.Model):
    """What somebody, nobody knows who, found inconvenient in a pilot, and what was changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service = models.CharField(max_length=40)
    page = models.CharField(max_length=200)
    text = models.CharField(max_length=500)
    told_at = models.DateTimeField(db_default=Now())
    answer = models.CharField(max_length=1000, default="", db_default="")
    answered_at = models.DateTimeField(null=True)
    is_set_aside = models.BooleanField(default=False, db_default=False)

    class Meta:
        indexes = [models.Index(fields=["service", "-told_at", "id"], name="hall_told_by_service")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(answer="") | Q(answered_at__isnull=True) | Q(is_set_aside=True),
                name="hall_answer_has_words",
            )
        ]
