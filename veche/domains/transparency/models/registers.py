"""Tables that stand beside the budget: other towns, indicators of programmes, payments."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from veche.domains.transparency.rules import registers
from veche.domains.transparency.rules.payments import (
    CONTRACT_MAX,
    DOCUMENT_MAX,
    PURPOSE_MAX,
    RECIPIENT_MAX,
)
from veche.kernel.ids import new_id

PEER_MAX, SOURCE_MAX, URL_MAX, INDICATOR_MAX, UNIT_MAX = 120, 200, 500, 300, 60


class Peer(models.Model):
    """What another town spends in a year, by the plan or as done, and where that is written."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=PEER_MAX)
    year = models.PositiveSmallIntegerField()
    basis = models.CharField(max_length=8)
    population = models.PositiveIntegerField()
    source_title = models.CharField(max_length=SOURCE_MAX)
    source_url = models.CharField(max_length=URL_MAX)
    as_of = models.DateField()
    importer_id = models.UUIDField()
    imported_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["-year", "name", "basis"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["year", "basis", "name"], name="transparency_peer_once"
            ),
            models.CheckConstraint(
                condition=Q(basis__in=registers.BASES), name="transparency_peer_basis"
            ),
            models.CheckConstraint(condition=Q(population__gt=0), name="transparency_peer_people"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.year}"


class PeerSum(models.Model):
    """A section of another town's spending; "" is the whole. What is not here nobody has told."""

    peer = models.ForeignKey(Peer, models.CASCADE, related_name="sums", db_index=False)
    section = models.CharField(max_length=2, default="")
    amount = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["peer", "section"], name="transparency_peer_sum_once"),
        ]

    def __str__(self) -> str:
        return f"{self.section} {self.amount}"


class Indicator(models.Model):
    """What a programme promises in a year, and what came of it."""

    programme = models.CharField(max_length=2)
    name = models.CharField(max_length=INDICATOR_MAX)
    unit = models.CharField(max_length=UNIT_MAX)
    year = models.PositiveSmallIntegerField()
    plan = models.DecimalField(
        max_digits=registers.VALUE_DIGITS, decimal_places=registers.VALUE_PLACES, null=True
    )
    fact = models.DecimalField(
        max_digits=registers.VALUE_DIGITS, decimal_places=registers.VALUE_PLACES, null=True
    )
    source_title = models.CharField(max_length=SOURCE_MAX)
    source_url = models.CharField(max_length=URL_MAX, default="")
    importer_id = models.UUIDField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "name", "year"], name="transparency_indicator_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme} {self.name} {self.year}"


class Register(models.Model):
    """A file of payments. The file itself is not kept: it may have held names."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    file_name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64, unique=True)
    rows_number = models.PositiveIntegerField()
    amount = models.BigIntegerField()
    first_on = models.DateField()
    last_on = models.DateField()
    importer_id = models.UUIDField()
    imported_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["-last_on", "-imported_at"]

    def __str__(self) -> str:
        return self.file_name


class Payment(models.Model):
    """One payment under a contract, by a line of the budget. No person is named in it."""

    register = models.ForeignKey(Register, models.CASCADE, related_name="payments")
    # The row of the register's file.
    row = models.PositiveIntegerField()
    paid_on = models.DateField()
    year = models.PositiveSmallIntegerField()
    document = models.CharField(max_length=DOCUMENT_MAX)
    contract = models.CharField(max_length=CONTRACT_MAX)
    amount = models.BigIntegerField()
    office = models.CharField(max_length=3, default="")
    part = models.CharField(max_length=4)
    target = models.CharField(max_length=10)
    kind = models.CharField(max_length=3, default="")
    purpose = models.CharField(max_length=PURPOSE_MAX)
    recipient = models.CharField(max_length=RECIPIENT_MAX, default="")
    inn = models.CharField(max_length=10, default="")

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["year", "part", "target", "-paid_on", "-id"],
                name="transparency_payment_line",
            ),
            models.Index(fields=["contract", "-paid_on", "-id"], name="transparency_payment_deal"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["paid_on", "document", "contract", "office", "part", "target", "kind"],
                name="transparency_payment_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paid_on} {self.contract}"


class Paid(models.Model):
    """Payments of a year by line and contract, rolled up: what views show without counting."""

    year = models.PositiveSmallIntegerField()
    office = models.CharField(max_length=3, default="")
    part = models.CharField(max_length=4)
    target = models.CharField(max_length=10)
    kind = models.CharField(max_length=3, default="")
    contract = models.CharField(max_length=CONTRACT_MAX)
    number = models.PositiveIntegerField()
    amount = models.BigIntegerField()
    last_on = models.DateField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["contract"], name="transparency_paid_contract"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["year", "part", "target", "kind", "office", "contract"],
                name="transparency_paid_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.part} {self.contract}"
