"""Organisations, who belongs to them, mandates of territories, and what both write."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from veche.commons.organisations import rules
from veche.kernel.ids import digits, new_id, slug_id


def _choices(words: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(one, one) for one in words]


class Organisation(models.Model):
    """One organisation of the town, from the first request to belong to it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.CharField(max_length=16, default=slug_id, unique=True)
    kind = models.CharField(max_length=8, choices=_choices(rules.KINDS))
    name = models.CharField(max_length=rules.NAME_MAX)
    inn = models.CharField(max_length=12, default="")
    ogrn = models.CharField(max_length=15, default="")
    address = models.CharField(max_length=rules.ADDRESS_MAX, default="")
    place_id = models.UUIDField(null=True)
    state = models.CharField(max_length=8, choices=_choices(rules.STATES), default=rules.ASKED)
    reason = models.CharField(max_length=rules.REASON_MAX, default="")
    asked_at = models.DateTimeField(db_default=Now())
    decided_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["name", "id"],
                name="organisations_by_name",
                condition=Q(state=rules.CHECKED),
            ),
            models.Index(
                fields=["place_id"],
                name="organisations_of_place",
                condition=Q(state=rules.CHECKED, place_id__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["inn"],
                condition=Q(state__in=rules.LIVE) & ~Q(inn=""),
                name="organisations_one_of_inn",
            ),
            # A «ТОС» need not be a legal person; what is gone may have been forgotten.
            models.CheckConstraint(
                condition=~Q(inn="", ogrn="")
                | Q(kind=rules.TOS)
                | Q(state__in=(rules.REFUSED, rules.CLOSED)),
                name="organisations_numbered",
            ),
            # The register does not tell where an entrepreneur lives, nor does the town.
            models.CheckConstraint(
                condition=~Q(inn__regex=r"^\d{12}$") | Q(address=""),
                name="organisations_no_home",
            ),
            models.CheckConstraint(
                condition=Q(state__in=rules.LIVE) | ~Q(reason=""), name="organisations_reasoned"
            ),
            models.CheckConstraint(
                condition=Q(state=rules.ASKED, decided_at=None)
                | (~Q(state=rules.ASKED) & Q(decided_at__isnull=False)),
                name="organisations_decided",
            ),
        ]


def _number() -> str:
    return digits(8)


class Membership(models.Model):
    """A person asks to belong, belongs, or belonged to an organisation."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=8, unique=True, default=_number, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="memberships")
    person_id = models.UUIDField(db_index=True)
    post = models.CharField(max_length=rules.POST_MAX)
    right = models.CharField(max_length=8, choices=_choices(rules.RIGHTS))
    state = models.CharField(
        max_length=8, choices=_choices(rules.MEMBER_STATES), default=rules.ASKED
    )
    asked_at = models.DateTimeField(db_default=Now())
    due_on = models.DateField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    paper = models.CharField(max_length=12, choices=_choices(rules.PAPERS), default="")
    paper_on = models.DateField(null=True)
    starts_on = models.DateField(null=True)
    until = models.DateField(null=True)
    reason = models.CharField(max_length=rules.REASON_MAX, default="")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=8, choices=_choices(rules.ENDERS), default="")

    class Meta:
        indexes = [
            models.Index(
                fields=["due_on", "id"],
                name="organisations_requests",
                condition=Q(state=rules.ASKED),
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person_id"],
                condition=Q(state__in=(rules.ASKED, rules.JOINED)),
                name="organisations_member_once",
            ),
            models.CheckConstraint(
                condition=~Q(state=rules.JOINED)
                | (
                    Q(decided_at__isnull=False, paper_on__isnull=False)
                    & Q(decided_by__isnull=False)
                    & ~Q(paper="")
                ),
                name="organisations_joined_by_paper",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("person_id")),
                name="organisations_two_persons",
            ),
            models.CheckConstraint(
                condition=~Q(state=rules.REFUSED) | ~Q(reason=""),
                name="organisations_refused_reasoned",
            ),
        ]


class Mandate(models.Model):
    """An office of a territory: by an act, for a term, over by itself when the term is."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.CharField(max_length=16, default=slug_id, unique=True)
    office = models.CharField(max_length=12, choices=_choices(rules.OFFICES))
    person_id = models.UUIDField(db_index=True)
    place_id = models.UUIDField(db_index=True)
    address_id = models.UUIDField(null=True)
    territory = models.CharField(max_length=300)
    shown_name = models.CharField(max_length=120, default="")
    starts_on = models.DateField()
    ends_on = models.DateField()
    act_title = models.CharField(max_length=200)
    act_number = models.CharField(max_length=60)
    act_on = models.DateField()
    act_url = models.CharField(max_length=300, default="")
    given_by = models.UUIDField()
    given_at = models.DateTimeField(db_default=Now())
    ended_on = models.DateField(null=True)
    ended_reason = models.CharField(max_length=rules.REASON_MAX, default="")

    class Meta:
        indexes = [models.Index(fields=["territory", "id"], name="organisations_mandates")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="organisations_mandate_term"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, ended_reason="")
                | (Q(ended_on__isnull=False) & ~Q(ended_reason="")),
                name="organisations_mandate_ended",
            ),
            models.CheckConstraint(
                condition=~Q(office=rules.HOUSE_SENIOR) | Q(address_id__isnull=False),
                name="organisations_senior_of_house",
            ),
        ]


class Announcement(models.Model):
    """What an office or an organisation tells its territory; signed by it, not by a person."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.CharField(max_length=16, default=slug_id, unique=True)
    mandate = models.ForeignKey(Mandate, models.PROTECT, null=True, related_name="words")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="words")
    place_id = models.UUIDField()
    address_id = models.UUIDField(null=True)
    title = models.CharField(max_length=rules.TITLE_MAX)
    text = models.CharField(max_length=rules.TEXT_MAX)
    author_id = models.UUIDField()
    written_at = models.DateTimeField(db_default=Now())
    shown_until = models.DateField()
    taken_down_at = models.DateTimeField(null=True)
    taken_down_by = models.UUIDField(null=True)
    reason = models.CharField(max_length=rules.REASON_MAX, default="")

    class Meta:
        indexes = [
            models.Index(fields=["place_id", "-written_at", "id"], name="organisations_words_here"),
            models.Index(fields=["-written_at", "id"], name="organisations_words_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(mandate=None, organisation__isnull=False)
                | Q(mandate__isnull=False, organisation=None),
                name="organisations_words_of_one",
            ),
            models.CheckConstraint(
                condition=Q(taken_down_at=None) | ~Q(reason=""),
                name="organisations_words_down_reasoned",
            ),
        ]
