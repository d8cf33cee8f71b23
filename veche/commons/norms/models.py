"""Tables of the norms: dated values of law, and the exceptions of the working-day calendar."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _


class Unit(models.TextChoices):
    """What a norm's whole number counts. A fraction is written in a smaller unit."""

    CALENDAR_DAYS = "calendar_days", _("календарные дни")
    WORKING_DAYS = "working_days", _("рабочие дни")
    HOURS = "hours", _("часы")
    MINUTES = "minutes", _("минуты")
    YEARS = "years", _("годы")
    AGE = "age", _("лет от роду")
    PERCENT = "percent", _("проценты")
    PEOPLE = "people", _("человек")
    SHEETS = "sheets", _("листов")
    TEXTS = "texts", _("текстов")
    LEVEL = "level", _("уровень подтверждения личности")
    POINTS = "points", _("баллов")
    TIMES = "times", _("раз")
    NUMBER = "number", _("номер")


class Mark(models.TextChoices):
    """How far a value may be trusted."""

    VERIFIED = "verified", _("сверено с публичным источником")
    UNVERIFIED = "unverified", _("нужно подтвердить у юриста")
    OWN = "own", _("собственное правило города")


class Origin(models.TextChoices):
    """Who put the row here: a release of the program, or the town."""

    SHIPPED = "shipped", _("поставлено с программой")
    TOWN = "town", _("введено городом")


class Norm(models.Model):
    """One value of law in force from one day to another, both included."""

    code = models.CharField(max_length=80)
    title = models.CharField(max_length=300)
    value = models.BigIntegerField()
    unit = models.CharField(max_length=20, choices=Unit.choices)
    legal_ref = models.CharField(max_length=300)
    source = models.CharField(max_length=300, blank=True)
    mark = models.CharField(max_length=12, choices=Mark.choices)
    origin = models.CharField(max_length=8, choices=Origin.choices, default=Origin.TOWN)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "norms_norm"
        ordering: ClassVar = ["code", "valid_from"]
        constraints: ClassVar = [
            # Two values of one norm on one day would make every deadline a matter of luck.
            ExclusionConstraint(
                name="norms_norm_one_value_a_day",
                expressions=[
                    ("code", RangeOperators.EQUAL),
                    (
                        Func(F("valid_from"), F("valid_to"), Value("[]"), function="DATERANGE"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
            models.CheckConstraint(
                name="norms_norm_period_in_order",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
            ),
            models.CheckConstraint(name="norms_norm_value_positive", condition=Q(value__gte=0)),
            models.CheckConstraint(
                name="norms_norm_code_form", condition=Q(code__regex=r"^[a-z0-9_]+(\.[a-z0-9_]+)+$")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}={self.value} {self.unit} from {self.valid_from}"


class CalendarYear(models.Model):
    """A year whose exceptions are entered, and whether they are final."""

    class Status(models.TextChoices):
        """Whether the government's act on transfers is already in the table."""

        APPROVED = "approved", _("утверждён")
        PRELIMINARY = "preliminary", _("предварительный: переносы правительства не внесены")

    year = models.PositiveSmallIntegerField(primary_key=True)
    status = models.CharField(max_length=12, choices=Status.choices)
    source = models.CharField(max_length=300)
    note = models.CharField(max_length=500, blank=True)
    origin = models.CharField(max_length=8, choices=Origin.choices, default=Origin.TOWN)

    class Meta:
        db_table = "norms_calendar_year"

    def __str__(self) -> str:
        return f"{self.year} ({self.status})"


class WorkingDay(models.Model):
    """A date that breaks the five-day week: a holiday, a moved day off, a working Saturday."""

    date = models.DateField(primary_key=True)
    is_working = models.BooleanField()
    name = models.CharField(max_length=200)
    source = models.CharField(max_length=300)
    origin = models.CharField(max_length=8, choices=Origin.choices, default=Origin.TOWN)

    class Meta:
        db_table = "norms_working_day"

    def __str__(self) -> str:
        return f"{self.date}: {'working' if self.is_working else 'day off'}"
