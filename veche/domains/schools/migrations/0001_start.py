"""School polls, consents of parents, slips with codes."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import veche.kernel.ids


class Migration(migrations.Migration):
    """New tables with their indexes and constraints."""

    deploy = "before"
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Consent",
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
                ("organisation_id", models.UUIDField()),
                ("class_name", models.CharField(max_length=4)),
                ("number", models.CharField(max_length=20)),
                ("given_on", models.DateField()),
                ("until", models.DateField()),
                ("year", models.PositiveSmallIntegerField()),
                ("age", models.PositiveSmallIntegerField()),
                ("recorded_by_id", models.UUIDField()),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("withdrawn_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("organisation_id", "year", "number"),
                        name="schools_consent_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until__gte", models.F("given_on"))),
                        name="schools_consent_days",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SchoolPoll",
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
                (
                    "slug",
                    models.CharField(
                        default=veche.kernel.ids.slug_id, editable=False, max_length=12, unique=True
                    ),
                ),
                ("organisation_id", models.UUIDField()),
                ("title", models.CharField(max_length=120)),
                ("about", models.TextField(blank=True, default="", max_length=2000)),
                (
                    "classes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=4),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("questions", models.JSONField(default=list)),
                ("state", models.CharField(default="draft", max_length=8)),
                ("ends_at", models.DateTimeField()),
                ("least_answers", models.PositiveSmallIntegerField(default=0)),
                ("slips_made", models.PositiveIntegerField(default=0)),
                ("slips_void", models.PositiveIntegerField(default=0)),
                ("stopped_because", models.CharField(blank=True, default="", max_length=500)),
                ("author_id", models.UUIDField()),
                (
                    "made_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("opened_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["organisation_id", "-made_at", "id"], name="schools_poll_own"
                    ),
                    models.Index(fields=["state", "-closed_at", "id"], name="schools_poll_state"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ("draft", "running", "closed", "stopped"))
                        ),
                        name="schools_poll_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True),
                        name="schools_poll_title_given",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "draft"), ("opened_at__isnull", False), _connector="OR"
                        ),
                        name="schools_poll_opened_once_shown",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "stopped"), _negated=True),
                            models.Q(("stopped_because", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="schools_poll_stop_is_reasoned",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Granted",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("class_name", models.CharField(max_length=4)),
                ("number", models.CharField(max_length=20)),
                (
                    "poll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="granted",
                        to="schools.schoolpoll",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("poll", "number"), name="schools_granted_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Slip",
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
                ("class_name", models.CharField(max_length=4)),
                ("position", models.PositiveSmallIntegerField()),
                ("digest", models.BinaryField(max_length=32, unique=True)),
                ("wrapped", models.BinaryField()),
                ("is_printed", models.BooleanField(default=False)),
                ("is_void", models.BooleanField(default=False)),
                (
                    "poll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="slips",
                        to="schools.schoolpoll",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("poll", "class_name", "position"), name="schools_slip_position"
                    )
                ],
            },
        ),
    ]
