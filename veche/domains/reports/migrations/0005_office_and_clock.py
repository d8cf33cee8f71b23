"""Templates of answers, the public clock by category, and the day of the town's word."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import veche.kernel.ids


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [("reports", "0004_start_set")]

    operations = [
        migrations.AddField("report", "answered_on", models.DateField(null=True)),
        migrations.CreateModel(
            name="AnswerTemplate",
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
                ("title", models.CharField(max_length=120, unique=True)),
                ("text", models.TextField(max_length=4000)),
                ("outcome", models.CharField(max_length=10)),
                (
                    "group",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reports.group",
                    ),
                ),
            ],
            options={
                "ordering": ["title"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ("solved", "declining"))),
                        name="reports_template_outcome",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PublicClock",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_on", models.BooleanField()),
                ("starts_on", models.DateField()),
                ("act_title", models.CharField(max_length=300)),
                ("act_number", models.CharField(max_length=60)),
                ("act_on", models.DateField()),
                (
                    "set_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reports.category",
                    ),
                ),
            ],
            options={"ordering": ["-starts_on", "-id"]},
        ),
    ]
