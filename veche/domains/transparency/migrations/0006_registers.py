"""Tables of what stands beside the budget: other towns, indicators, payments."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import veche.kernel.ids


class Migration(migrations.Migration):
    """New tables."""

    deploy = "before"
    excused = {
        "require-concurrent-index-creation": "the tables are new",
        "constraint-missing-not-valid": "the tables are new",
        "disallowed-unique-constraint": "the tables are new",
    }
    dependencies = [
        ("transparency", "0005_property_sums"),
    ]

    operations = [
        migrations.CreateModel(
            name="Register",
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
                ("file_name", models.CharField(max_length=120)),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("rows_number", models.PositiveIntegerField()),
                ("amount", models.BigIntegerField()),
                ("first_on", models.DateField()),
                ("last_on", models.DateField()),
                ("importer_id", models.UUIDField()),
                (
                    "imported_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
            ],
            options={
                "ordering": ["-last_on", "-imported_at"],
            },
        ),
        migrations.CreateModel(
            name="Indicator",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("programme", models.CharField(max_length=2)),
                ("name", models.CharField(max_length=300)),
                ("unit", models.CharField(max_length=60)),
                ("year", models.PositiveSmallIntegerField()),
                ("plan", models.DecimalField(decimal_places=2, max_digits=16, null=True)),
                ("fact", models.DecimalField(decimal_places=2, max_digits=16, null=True)),
                ("source_title", models.CharField(max_length=200)),
                ("source_url", models.CharField(default="", max_length=500)),
                ("importer_id", models.UUIDField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("programme", "name", "year"), name="transparency_indicator_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Paid",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("office", models.CharField(default="", max_length=3)),
                ("part", models.CharField(max_length=4)),
                ("target", models.CharField(max_length=10)),
                ("kind", models.CharField(default="", max_length=3)),
                ("contract", models.CharField(max_length=60)),
                ("number", models.PositiveIntegerField()),
                ("amount", models.BigIntegerField()),
                ("last_on", models.DateField()),
            ],
            options={
                "indexes": [models.Index(fields=["contract"], name="transparency_paid_contract")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("year", "part", "target", "kind", "office", "contract"),
                        name="transparency_paid_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Peer",
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
                ("name", models.CharField(max_length=120)),
                ("year", models.PositiveSmallIntegerField()),
                ("basis", models.CharField(max_length=8)),
                ("population", models.PositiveIntegerField()),
                ("source_title", models.CharField(max_length=200)),
                ("source_url", models.CharField(max_length=500)),
                ("as_of", models.DateField()),
                ("importer_id", models.UUIDField()),
                (
                    "imported_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
            ],
            options={
                "ordering": ["-year", "name", "basis"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("year", "basis", "name"), name="transparency_peer_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("basis__in", ("plan", "executed"))),
                        name="transparency_peer_basis",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("population__gt", 0)), name="transparency_peer_people"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PeerSum",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("section", models.CharField(default="", max_length=2)),
                ("amount", models.BigIntegerField()),
                (
                    "peer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sums",
                        to="transparency.peer",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("peer", "section"), name="transparency_peer_sum_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Payment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("row", models.PositiveIntegerField()),
                ("paid_on", models.DateField()),
                ("year", models.PositiveSmallIntegerField()),
                ("document", models.CharField(max_length=40)),
                ("contract", models.CharField(max_length=60)),
                ("amount", models.BigIntegerField()),
                ("office", models.CharField(default="", max_length=3)),
                ("part", models.CharField(max_length=4)),
                ("target", models.CharField(max_length=10)),
                ("kind", models.CharField(default="", max_length=3)),
                ("purpose", models.CharField(max_length=300)),
                ("recipient", models.CharField(default="", max_length=200)),
                ("inn", models.CharField(default="", max_length=10)),
                (
                    "register",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="payments",
                        to="transparency.register",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["year", "part", "target", "-paid_on", "-id"],
                        name="transparency_payment_line",
                    ),
                    models.Index(
                        fields=["contract", "-paid_on", "-id"], name="transparency_payment_deal"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=(
                            "paid_on",
                            "document",
                            "contract",
                            "office",
                            "part",
                            "target",
                            "kind",
                        ),
                        name="transparency_payment_once",
                    )
                ],
            },
        ),
    ]
