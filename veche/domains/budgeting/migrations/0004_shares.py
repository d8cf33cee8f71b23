"""What residents add themselves: requisites, payments, labour and goods."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import veche.kernel.ids


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [("budgeting", "0003_works")]

    operations = [
        migrations.CreateModel(
            name="Requisites",
            fields=[
                (
                    "id",
                    models.SmallIntegerField(
                        default=1, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=160)),
                ("inn", models.CharField(max_length=10)),
                ("kpp", models.CharField(max_length=9)),
                ("account", models.CharField(max_length=20)),
                ("bank_name", models.CharField(max_length=160)),
                ("bic", models.CharField(max_length=9)),
                ("bank_account", models.CharField(max_length=20)),
                ("kbk", models.CharField(max_length=20)),
                ("oktmo", models.CharField(max_length=11)),
                ("by_id", models.UUIDField()),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("id", 1)), name="budgeting_requisites_one"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Gift",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=veche.kernel.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("kind", models.CharField(max_length=6)),
                ("text", models.CharField(max_length=200)),
                ("amount_kopecks", models.BigIntegerField()),
                ("on", models.DateField()),
                ("key", models.CharField(max_length=40)),
                ("by_id", models.UUIDField()),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="gifts",
                        to="budgeting.project",
                    ),
                ),
            ],
            options={
                "ordering": ["on", "at", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("project", "key"), name="budgeting_gift_once"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ("labour", "goods"))),
                        name="budgeting_gift_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount_kopecks__gt", 0)),
                        name="budgeting_gift_some_money",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Payment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=veche.kernel.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("number", models.CharField(max_length=40)),
                ("on", models.DateField()),
                ("amount_kopecks", models.BigIntegerField()),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "project",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="budgeting.project",
                    ),
                ),
            ],
            options={
                "ordering": ["on", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("number", "on"), name="budgeting_payment_once"),
                    models.CheckConstraint(
                        condition=models.Q(("amount_kopecks__gt", 0)),
                        name="budgeting_payment_some_money",
                    ),
                ],
            },
        ),
    ]
