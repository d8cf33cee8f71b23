"""Addresses that hear of public events, and what was sent there."""

import django.db.models.deletion
from django.db import migrations, models

import veche.kernel.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Endpoint",
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
                ("url", models.CharField(max_length=500)),
                ("kinds", models.JSONField()),
                ("sealed_secret", models.BinaryField()),
                (
                    "state",
                    models.CharField(
                        choices=[("on", "on"), ("off", "off"), ("broken", "broken")],
                        default="on",
                        max_length=6,
                    ),
                ),
                ("given_up", models.SmallIntegerField(default=0)),
                ("added_by_id", models.UUIDField()),
                ("added_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Delivery",
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
                ("event_id", models.UUIDField()),
                ("kind", models.CharField(max_length=80)),
                ("body", models.TextField()),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "waiting"), ("taken", "taken"), ("failed", "failed")],
                        default="waiting",
                        max_length=7,
                    ),
                ),
                ("attempts", models.SmallIntegerField(default=0)),
                ("status", models.SmallIntegerField(default=0)),
                ("trouble", models.CharField(default="", max_length=16)),
                ("made_at", models.DateTimeField()),
                ("next_at", models.DateTimeField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "endpoint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="webhooks.endpoint"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["next_at"],
                        name="webhooks_due",
                    ),
                    models.Index(fields=["endpoint", "-made_at"], name="webhooks_log"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("endpoint", "event_id"), name="webhooks_event_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("next_at__isnull", False), ("state", "waiting")),
                            models.Q(
                                models.Q(("state", "waiting"), _negated=True), ("next_at", None)
                            ),
                            _connector="OR",
                        ),
                        name="webhooks_waiting_has_a_time",
                    ),
                ],
            },
        ),
    ]
