"""Lines of costs, checks, counts and what follows from them."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [("budgeting", "0001_start")]

    operations = [
        migrations.CreateModel(
            name="Check",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=6)),
                ("is_passed", models.BooleanField()),
                ("reason", models.CharField(max_length=500)),
                ("by_id", models.UUIDField()),
                ("at", models.DateTimeField()),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="checks",
                        to="budgeting.project",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("project", "kind"), name="budgeting_check_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ("land", "power", "cost"))),
                        name="budgeting_check_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="budgeting_check_reasoned",
                    ),
                ],
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="CostLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("amount_kopecks", models.BigIntegerField()),
                ("payer", models.CharField(default="town", max_length=8)),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cost_lines",
                        to="budgeting.project",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("project", "position"), name="budgeting_line_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount_kopecks__gt", 0)),
                        name="budgeting_line_some_money",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("payer__in", ("town", "region", "people", "business"))),
                        name="budgeting_line_payer",
                    ),
                ],
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="Override",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("before", models.CharField(max_length=10)),
                ("after", models.CharField(max_length=10)),
                ("reason", models.TextField(max_length=2000)),
                ("by_id", models.UUIDField()),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="overrides",
                        to="budgeting.project",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="budgeting_override_reasoned",
                    ),
                ],
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rule", models.CharField(max_length=16)),
                ("completion", models.CharField(blank=True, default="", max_length=16)),
                ("is_in_force", models.BooleanField(default=False)),
                ("rounds", models.JSONField()),
                ("told", models.JSONField()),
                ("figures", models.JSONField()),
                (
                    "made_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "fund",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tallies",
                        to="budgeting.fund",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("fund", "rule", "completion"), name="budgeting_tally_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_in_force", True)),
                        fields=("fund",),
                        name="budgeting_tally_one_in_force",
                    ),
                ],
                "ordering": ["-is_in_force", "id"],
            },
        ),
        migrations.CreateModel(
            name="Protocol",
            fields=[
                (
                    "cycle",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        serialize=False,
                        to="budgeting.cycle",
                    ),
                ),
                ("number", models.CharField(max_length=60)),
                ("signed_on", models.DateField()),
                ("signatory_post", models.CharField(max_length=200)),
                ("signatory_name", models.CharField(max_length=200)),
                ("list_number", models.CharField(max_length=60)),
                ("list_on", models.DateField()),
                ("works_by", models.DateField()),
                ("protocol_template", models.IntegerField(default=0)),
                ("list_template", models.IntegerField(default=0)),
            ],
        ),
    ]
