"""What the law forbids to publish, from one day to another."""

import django.contrib.postgres.fields
import django.db.models.functions.datetime
from django.db import migrations, models

import veche.kernel.ids


class Migration(migrations.Migration):
    deploy = "before"

    dependencies = [
        ("moderation", "0001_moderation"),
    ]

    operations = [
        migrations.CreateModel(
            name="Ban",
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
                ("title", models.CharField(max_length=200)),
                ("why", models.CharField(max_length=500)),
                ("call", models.CharField(max_length=200)),
                (
                    "words",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=120), default=list, size=None
                    ),
                ),
                (
                    "topics",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), default=list, size=None
                    ),
                ),
                ("photos_only", models.BooleanField(default=True)),
                ("act_title", models.CharField(max_length=300)),
                ("act_number", models.CharField(max_length=60)),
                ("act_on", models.DateField()),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(null=True)),
                ("set_by_id", models.UUIDField()),
                (
                    "set_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
            ],
            options={
                "ordering": ["-starts_on", "-set_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on", None),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="moderation_ban_period",
                    )
                ],
            },
        ),
    ]
