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
    excused = dict.fromkeys(
        (
            "constraint-missing-not-valid",
            "disallowed-unique-constraint",
            "require-concurrent-index-creation",
        ),
        "the table is made by the step before, and is empty",
    )
    dependencies = [("reports", "0001_start")]

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
        migrations.AddConstraint(
            model_name="category",
            constraint=models.CheckConstraint(
                condition=models.Q(("visibility__in", ("public", "author"))),
                name="reports_category_visibility",
            ),
        ),
        migrations.AddConstraint(
            model_name="category",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("season_from", ""), ("season_to", "")),
                    models.Q(
                        ("season_from__regex", "^[0-3]\\d\\.[01]\\d$"),
                        ("season_to__regex", "^[0-3]\\d\\.[01]\\d$"),
                    ),
                    _connector="OR",
                ),
                name="reports_category_season",
            ),
        ),
        migrations.AddConstraint(
            model_name="category",
            constraint=models.CheckConstraint(
                condition=models.Q(("duplicate_m__gt", 0)), name="reports_category_radius"
            ),
        ),
        migrations.AddConstraint(
            model_name="category",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_for_neighbours", False),
                    models.Q(("work_kind", ""), _negated=True),
                    _connector="OR",
                ),
                name="reports_category_helped_how",
            ),
        ),
        migrations.AddConstraint(
            model_name="category",
            constraint=models.CheckConstraint(
                condition=models.Q(("kept_in__in", ("here", "pos", "docs"))),
                name="reports_category_kept_in",
            ),
        ),
        migrations.AddConstraint(
            model_name="category",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kept_in", "pos"), _negated=True),
                    ("outside_url__startswith", "https://"),
                    _connector="OR",
                ),
                name="reports_category_leads_on",
            ),
        ),
        migrations.AddConstraint(
            model_name="catalogueversion",
            constraint=models.UniqueConstraint(
                fields=("group", "category", "number"),
                name="reports_version_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="catalogueversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("category__isnull", False), ("group__isnull", True)),
                    models.Q(("category__isnull", True), ("group__isnull", False)),
                    _connector="OR",
                ),
                name="reports_version_of_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="answertemplate",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ("solved", "declining"))),
                name="reports_template_outcome",
            ),
        ),
        migrations.AddConstraint(
            model_name="registerimport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ("uploaded", "checking", "checked", "running", "done", "failed"))
                ),
                name="reports_import_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="registerimport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("done", "failed")), _negated=True),
                    ("sealed", None),
                    _connector="OR",
                ),
                name="reports_import_forgotten",
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("stage", ""), _negated=True),
                fields=["-changed_at", "id"],
                name="reports_public_newest",
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("stage", ""), _negated=True),
                fields=["stage", "-changed_at", "id"],
                name="reports_public_stage",
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("stage", ""), _negated=True),
                fields=["group", "-changed_at", "id"],
                name="reports_public_group",
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("stage", ""), _negated=True),
                fields=["place_id", "-changed_at", "id"],
                name="reports_public_place",
            ),
        ),
    ]
