"""Reports, continued: one step with `0001_start`, in a file of its own length."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import veche.domains.reports.models.report
import veche.kernel.ids


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [("reports", "0002_reports")]

    operations = [
        migrations.CreateModel(
            name="Photo",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("before", "before"), ("after", "after"), ("proof", "proof")],
                        max_length=8,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("blurred", "blurred"),
                            ("shown", "shown"),
                            ("hidden", "hidden"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("blurred_id", models.UUIDField(null=True)),
                ("covered", models.SmallIntegerField(default=0)),
                ("is_original_gone", models.BooleanField(db_default=False, default=False)),
                ("position", models.SmallIntegerField(default=0)),
                (
                    "added_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="photos",
                        to="reports.report",
                    ),
                ),
            ],
            options={
                "ordering": ["added_at", "position", "id"],
            },
        ),
        migrations.CreateModel(
            name="OutsideCase",
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
                ("number", models.CharField(max_length=60)),
                ("topic", models.CharField(default="", max_length=300)),
                ("address", models.CharField(default="", max_length=300)),
                ("stage", models.CharField(default="open", max_length=8)),
                ("state", models.CharField(default="", max_length=120)),
                ("filed_on", models.DateField(null=True)),
                ("due_on", models.DateField(null=True)),
                ("urgent_on", models.DateField()),
                ("changed_at", models.DateTimeField()),
                (
                    "body",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reports.body",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reports.category",
                    ),
                ),
                (
                    "register",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reports.register",
                    ),
                ),
                (
                    "report",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outside",
                        to="reports.report",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Responsibility",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place_id", models.UUIDField(null=True)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="responsible_for",
                        to="reports.body",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="responsible",
                        to="reports.category",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("verb", models.CharField(max_length=12)),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("author", "author"),
                            ("moderator", "moderator"),
                            ("coordinator", "coordinator"),
                            ("executor", "executor"),
                            ("approver", "approver"),
                            ("controller", "controller"),
                            ("system", "system"),
                        ],
                        max_length=12,
                    ),
                ),
                ("state", models.CharField(max_length=12)),
                ("person_id", models.UUIDField(null=True)),
                ("body_name", models.CharField(default="", max_length=200)),
                ("text", models.TextField(default="", max_length=4000)),
                ("is_inner", models.BooleanField(default=False)),
                ("on", models.DateField(null=True)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="steps",
                        to="reports.report",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Supporter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person_id", models.UUIDField(db_index=True)),
                (
                    "added_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="reports.report",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Thanks",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person_id", models.UUIDField(db_index=True)),
                (
                    "said_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), db_index=True
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="reports.report",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CellCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("resolution", models.SmallIntegerField()),
                ("cell", models.BigIntegerField()),
                ("stage", models.CharField(max_length=8)),
                ("number", models.IntegerField(default=0)),
                ("latitude", models.FloatField()),
                ("longitude", models.FloatField()),
                (
                    "group",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reports.group",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["resolution", "latitude", "longitude"], name="reports_cells_seen"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("cell", "group", "stage"), name="reports_cell_counted_once"
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="photo",
            index=models.Index(
                condition=models.Q(
                    ("is_original_gone", False), models.Q(("state", "waiting"), _negated=True)
                ),
                fields=["report"],
                name="reports_originals",
            ),
        ),
        migrations.AddConstraint(
            model_name="photo",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "waiting"),
                    ("state", "hidden"),
                    ("blurred_id__isnull", False),
                    _connector="OR",
                ),
                name="reports_photo_blurred",
            ),
        ),
        migrations.AddIndex(
            model_name="outsidecase",
            index=models.Index(
                condition=models.Q(("stage", "open")),
                fields=["urgent_on", "id"],
                name="reports_outside_urgent",
            ),
        ),
        migrations.AddIndex(
            model_name="outsidecase",
            index=models.Index(fields=["number"], name="reports_outside_number"),
        ),
        migrations.AddConstraint(
            model_name="outsidecase",
            constraint=models.UniqueConstraint(
                fields=("register", "number"), name="reports_outside_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="outsidecase",
            constraint=models.CheckConstraint(
                condition=models.Q(("number", ""), _negated=True), name="reports_outside_numbered"
            ),
        ),
        migrations.AddConstraint(
            model_name="outsidecase",
            constraint=models.CheckConstraint(
                condition=models.Q(("stage__in", ("open", "done", "declined", "gone"))),
                name="reports_outside_stage",
            ),
        ),
        migrations.AddConstraint(
            model_name="responsibility",
            constraint=models.UniqueConstraint(
                fields=("category", "place_id"),
                name="reports_one_responsible",
                nulls_distinct=False,
            ),
        ),
        migrations.AddIndex(
            model_name="step",
            index=models.Index(
                condition=models.Q(("is_inner", False)), fields=["at", "id"], name="reports_told"
            ),
        ),
        migrations.AddConstraint(
            model_name="supporter",
            constraint=models.UniqueConstraint(
                fields=("report", "person_id"), name="reports_support_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="thanks",
            constraint=models.UniqueConstraint(
                fields=("report", "person_id"), name="reports_thanks_once"
            ),
        ),
    ]
