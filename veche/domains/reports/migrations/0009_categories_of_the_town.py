"""Versions of groups and categories, and where the case of record of a category lies."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    deploy = "before"
    excused = {"constraint-missing-not-valid": "the table has some hundred rows"}

    dependencies = [("reports", "0008_street_index")]

    operations = [
        migrations.AddField(
            "category",
            "kept_in",
            models.CharField(max_length=4, default="here", db_default="here"),
        ),
        migrations.AddField(
            "category",
            "outside_url",
            models.CharField(max_length=300, default="", db_default=""),
        ),
        migrations.CreateModel(
            name="CatalogueVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.SmallIntegerField()),
                ("text", models.JSONField()),
                ("person_id", models.UUIDField(null=True)),
                (
                    "at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "category",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="reports.category",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="reports.group",
                    ),
                ),
            ],
            options={"ordering": ["-number"]},
        ),
        migrations.AddConstraint(
            "catalogueversion",
            models.UniqueConstraint(
                fields=("group", "category", "number"),
                name="reports_version_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            "catalogueversion",
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("category__isnull", False), ("group__isnull", True)),
                    models.Q(("category__isnull", True), ("group__isnull", False)),
                    _connector="OR",
                ),
                name="reports_version_of_one",
            ),
        ),
        migrations.AddConstraint(
            "category",
            models.CheckConstraint(
                condition=models.Q(("kept_in__in", ("here", "pos", "docs"))),
                name="reports_category_kept_in",
            ),
        ),
        migrations.AddConstraint(
            "category",
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kept_in", "pos"), _negated=True),
                    ("outside_url__startswith", "https://"),
                    _connector="OR",
                ),
                name="reports_category_leads_on",
            ),
        ),
    ]
