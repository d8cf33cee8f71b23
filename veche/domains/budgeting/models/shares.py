"""Tables of what residents add: where they pay, what was paid, labour and goods."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from veche.domains.budgeting import rules
from veche.domains.budgeting.models.points import LINE_MAX
from veche.kernel.ids import new_id


class Requisites(models.Model):
    """Where residents pay their share: one row, entered by an administrator."""

    id = models.SmallIntegerField(primary_key=True, default=1, editable=False)
    name = models.CharField(max_length=160)
    inn = models.CharField(max_length=10)
    kpp = models.CharField(max_length=9)
    account = models.CharField(max_length=20)
    bank_name = models.CharField(max_length=160)
    bic = models.CharField(max_length=9)
    bank_account = models.CharField(max_length=20)
    kbk = models.CharField(max_length=20)
    oktmo = models.CharField(max_length=11)
    by_id = models.UUIDField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(id=1), name="budgeting_requisites_one")
        ]


class Payment(models.Model):
    """A line of the treasury's statement. Who paid is not kept, nor the words of the purpose."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    # None until somebody says which project it is for.
    project = models.ForeignKey(
        "budgeting.Project", models.PROTECT, null=True, related_name="payments"
    )
    number = models.CharField(max_length=40)
    on = models.DateField()
    amount_kopecks = models.BigIntegerField()
    # Payers number their orders each for themselves: of lines alike in a file the how manieth.
    nth = models.PositiveSmallIntegerField(default=1, db_default=1)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["on", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["number", "on", "amount_kopecks", "nth"],
                name="budgeting_payment_line_once",
            ),
            models.CheckConstraint(
                condition=Q(amount_kopecks__gt=0), name="budgeting_payment_some_money"
            ),
        ]


class Gift(models.Model):
    """Labour or goods that residents gave to a project, in words and at a price."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey("budgeting.Project", models.PROTECT, related_name="gifts")
    kind = models.CharField(max_length=6)
    text = models.CharField(max_length=LINE_MAX)
    amount_kopecks = models.BigIntegerField()
    on = models.DateField()
    key = models.CharField(max_length=40)
    by_id = models.UUIDField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["on", "at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "key"], name="budgeting_gift_once"),
            models.CheckConstraint(condition=Q(kind__in=rules.GIFTS), name="budgeting_gift_kind"),
            models.CheckConstraint(
                condition=Q(amount_kopecks__gt=0), name="budgeting_gift_some_money"
            ),
        ]
