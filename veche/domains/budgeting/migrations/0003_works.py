"""The log of the works, the contract's sum and what of it was paid."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import veche.kernel.ids


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [("budgeting", "0002_counts")]

    operations = [
        migrations.AddField(
            model_name="project",
            name="contract_kopecks",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="project",
            name="paid_kopecks",
            field=models.BigIntegerField(null=True),
        ),
        migrations.CreateModel(
            name="WorkNote",
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
                ("step", models.CharField(max_length=10)),
                ("on", models.DateField()),
                ("text", models.CharField(blank=True, default="", max_length=300)),
                ("photo_ids", models.JSONField(default=list)),
                ("key", models.CharField(max_length=40)),
                ("by_id", models.UUIDField()),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="work_notes",
                        to="budgeting.project",
                    ),
                ),
            ],
            options={
                "ordering": ["on", "at", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("project", "key"), name="budgeting_note_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("step__in", ("won", "design", "contract", "works", "accepted"))
                        ),
                        name="budgeting_note_step",
                    ),
                ],
            },
        ),
    ]
