"""Requests of people about their data, and data that was destroyed."""

import django.db.models.functions.datetime
from django.db import migrations, models

import veche.commons.privacy.models


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [("privacy", "0001_start")]
    operations = [
        migrations.CreateModel(
            name="DataRequest",
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
                ("person_id", models.UUIDField(db_index=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("access", "access"),
                            ("correction", "correction"),
                            ("erasure", "erasure"),
                            ("withdrawal", "withdrawal"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("done", "done"),
                            ("law", "law"),
                            ("absent", "absent"),
                        ],
                        default="open",
                        max_length=16,
                    ),
                ),
                (
                    "made_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("due_on", models.DateField()),
                ("answered_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["due_on", "number"], name="privacy_request_due")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("person_id", "kind"),
                        name="privacy_one_open_request",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("answered_at", None), ("state", "open"))
                        | (~models.Q(("state", "open")) & models.Q(("answered_at__isnull", False))),
                        name="privacy_request_answered",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Destruction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("event_id", models.UUIDField(unique=True)),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("erased", "erased"),
                            ("withdrawn", "withdrawn"),
                            ("term", "term"),
                        ],
                        max_length=16,
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "destroyed_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), db_index=True
                    ),
                ),
            ],
        ),
    ]
