"""The ledger of points, the terms, and the shop."""

import django.db.models.deletion
from django.db import migrations, models

import veche.commons.points.models
import veche.kernel.ids


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Abstainer",
            fields=[
                ("person_id", models.UUIDField(primary_key=True, serialize=False)),
            ],
        ),
        migrations.CreateModel(
            name="Cause",
            fields=[
                ("key", models.BinaryField(max_length=32, primary_key=True, serialize=False)),
            ],
        ),
        migrations.CreateModel(
            name="Due",
            fields=[
                ("key", models.BinaryField(max_length=32, primary_key=True, serialize=False)),
                ("person_id", models.UUIDField(db_index=True)),
                ("code", models.CharField(max_length=80)),
                ("minutes", models.PositiveIntegerField(db_default=0, default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Price",
            fields=[
                ("code", models.CharField(max_length=80, primary_key=True, serialize=False)),
                ("points", models.PositiveSmallIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Account",
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
                ("kind", models.CharField(max_length=12)),
                ("holder_id", models.UUIDField(null=True)),
                ("balance", models.IntegerField(db_default=0, default=0)),
                ("deeds", models.PositiveIntegerField(db_default=0, default=0)),
                ("minutes", models.PositiveIntegerField(db_default=0, default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "holder_id"), name="points_account_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ("person", "organisation", "place"))),
                        name="points_account_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("balance__gte", 0)), name="points_never_below_zero"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Terms",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("is_on", models.BooleanField(db_default=False, default=False)),
                (
                    "act_number",
                    models.CharField(blank=True, db_default="", default="", max_length=60),
                ),
                ("act_on", models.DateField(null=True)),
                (
                    "act_url",
                    models.CharField(blank=True, db_default="", default="", max_length=400),
                ),
                ("version", models.PositiveIntegerField(db_default=1, default=1)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("id", 1)), name="points_terms_one_row"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("act_number", ""), ("act_on", None), ("act_url", "")),
                            models.Q(
                                models.Q(("act_number", ""), _negated=True),
                                ("act_on__isnull", False),
                                models.Q(("act_url", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="points_terms_whole_act",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Thing",
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
                (
                    "slug",
                    models.CharField(
                        default=veche.kernel.ids.slug_id, editable=False, max_length=16, unique=True
                    ),
                ),
                ("title", models.CharField(max_length=150)),
                ("text", models.CharField(blank=True, db_default="", default="", max_length=600)),
                ("price", models.PositiveIntegerField()),
                ("stock", models.PositiveIntegerField()),
                ("version", models.PositiveIntegerField(db_default=0, default=0)),
                ("per_person", models.PositiveSmallIntegerField(db_default=1, default=1)),
                ("is_shown", models.BooleanField(db_default=True, default=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("per_person__gt", 0), ("price__gt", 0)),
                        name="points_thing_costs",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=80)),
                ("points", models.IntegerField()),
                ("minutes", models.PositiveIntegerField(db_default=0, default=0)),
                ("is_deed", models.BooleanField(db_default=False, default=False)),
                ("day", models.DateField()),
                ("other_id", models.UUIDField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="entries",
                        to="points.account",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["account", "-id"], name="points_of_account")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("is_deed", True), ("points__gte", 0)),
                            models.Q(("is_deed", False), models.Q(("points", 0), _negated=True)),
                            _connector="OR",
                        ),
                        name="points_entry_moves",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Order",
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
                (
                    "number",
                    models.CharField(
                        default=veche.commons.points.models.order_number,
                        editable=False,
                        max_length=8,
                        unique=True,
                    ),
                ),
                ("points", models.PositiveIntegerField()),
                ("state", models.CharField(default="open", max_length=10)),
                ("ordered_on", models.DateField()),
                ("ends_on", models.DateField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="orders",
                        to="points.account",
                    ),
                ),
                (
                    "thing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="orders",
                        to="points.thing",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "open")),
                        fields=["ends_on", "id"],
                        name="points_orders_open",
                    ),
                    models.Index(fields=["account", "thing"], name="points_orders_of"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ("open", "handed", "expired", "cancelled"))
                        ),
                        name="points_order_state",
                    )
                ],
            },
        ),
    ]
