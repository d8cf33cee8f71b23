"""The plan for a leak, with its clocks and its log."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import veche.commons.privacy.models

STEPS = ("stop", "keep", "extent", "notice", "people", "investigation")


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [("privacy", "0002_requests")]
    operations = [
        migrations.CreateModel(
            name="Leak",
            fields=[
                (
                    "number",
                    models.CharField(
                        default=veche.commons.privacy.models._number,
                        editable=False,
                        max_length=8,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("is_drill", models.BooleanField()),
                ("found_at", models.DateTimeField()),
                ("notice_by", models.DateTimeField()),
                ("investigate_by", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={"indexes": [models.Index(fields=["-found_at"], name="privacy_leak_newest")]},
        ),
        migrations.CreateModel(
            name="LeakStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "step",
                    models.CharField(choices=[(one, one) for one in STEPS], max_length=16),
                ),
                ("actor_id", models.UUIDField()),
                (
                    "done_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "leak",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="privacy.leak",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("leak", "step"), name="privacy_leak_step_once")
                ]
            },
        ),
    ]
