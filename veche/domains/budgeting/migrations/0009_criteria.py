"""Points by criteria: what they are given for, the commission's marks, a further rule."""

import django.db.models.deletion
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    """A wider check of rules; it is tried in the migration after this one."""

    deploy = "before"
    excused = {
        "ban-drop-constraint": "a wider one takes its place in the same transaction",
    }
    dependencies = [("budgeting", "0008_state_vote")]

    operations = [
        migrations.RemoveConstraint(model_name="cycle", name="budgeting_cycle_rule"),
        AddConstraintNotValid(
            model_name="cycle",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "rule__in",
                        (
                            "votes",
                            "votes-per-cost",
                            "shares-cost",
                            "shares",
                            "phragmen",
                            "scores",
                        ),
                    )
                ),
                name="budgeting_cycle_rule",
            ),
        ),
        migrations.AddField(
            model_name="cycle",
            name="scored_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name="Criterion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("kind", models.CharField(max_length=10)),
                ("points_max", models.PositiveSmallIntegerField()),
                ("full_at", models.PositiveIntegerField(null=True)),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="criteria",
                        to="budgeting.cycle",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("cycle", "position"), name="budgeting_criterion_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ("commission", "people", "business", "votes"))
                        ),
                        name="budgeting_criterion_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("points_max__gt", 0)),
                        name="budgeting_criterion_some_points",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("full_at", None), ("kind", "commission")),
                            models.Q(
                                models.Q(("kind", "commission"), _negated=True),
                                ("full_at__gt", 0),
                            ),
                            _connector="OR",
                        ),
                        name="budgeting_criterion_figure",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Score",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("member_id", models.UUIDField()),
                ("points", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="marks",
                        to="budgeting.criterion",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="marks",
                        to="budgeting.project",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("project", "criterion", "member_id"), name="budgeting_score_once"
                    )
                ],
            },
        ),
    ]
