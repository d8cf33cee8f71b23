"""Who follows what, what they were told, and the ways to them."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import veche.kernel.ids


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="LinkCode",
            fields=[
                ("person_id", models.UUIDField(primary_key=True, serialize=False)),
                ("code_mac", models.BinaryField(unique=True)),
                ("expires_at", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="Area",
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
                ("person_id", models.UUIDField()),
                ("slot", models.SmallIntegerField()),
                ("place_name", models.CharField(default="", max_length=120)),
                ("latitude", models.FloatField()),
                ("longitude", models.FloatField()),
                ("radius_m", models.IntegerField()),
                ("cell", models.BigIntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["cell", "id"], name="notifications_area_cell")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person_id", "slot"), name="notifications_area_slot"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("slot__gte", 1), ("slot__lte", 5)),
                        name="notifications_areas_max",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("radius_m__gte", 300), ("radius_m__lte", 3000)),
                        name="notifications_area_radius",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Choice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person_id", models.UUIDField()),
                ("kind", models.CharField(max_length=80)),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("email", "email"),
                            ("push", "push"),
                            ("sms", "sms"),
                            ("vk", "vk"),
                            ("ok", "ok"),
                            ("max", "max"),
                        ],
                        max_length=8,
                    ),
                ),
                ("is_on", models.BooleanField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person_id", "kind", "channel"), name="notifications_choice_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Following",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person_id", models.UUIDField()),
                ("topic", models.CharField(max_length=120)),
                ("title", models.CharField(max_length=300)),
                ("url", models.CharField(max_length=300)),
                (
                    "since_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["topic", "person_id"], name="notifications_followers")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person_id", "topic"), name="notifications_follow_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Letter",
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
                ("person_id", models.UUIDField()),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("email", "email"),
                            ("push", "push"),
                            ("sms", "sms"),
                            ("vk", "vk"),
                            ("ok", "ok"),
                            ("max", "max"),
                        ],
                        max_length=8,
                    ),
                ),
                ("number", models.CharField(default="", max_length=8)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("sent", "sent"),
                            ("dropped", "dropped"),
                            ("failed", "failed"),
                            ("unsure", "unsure"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("attempts", models.SmallIntegerField(default=0)),
                (
                    "reached",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, size=None
                    ),
                ),
                ("is_out", models.BooleanField(default=False)),
                (
                    "made_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("next_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["channel", "next_at"],
                        name="notifications_letter_due",
                    ),
                    models.Index(fields=["made_at"], name="notifications_letter_made"),
                    models.Index(fields=["person_id"], name="notifications_letter_person"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("next_at__isnull", False), ("state", "waiting")),
                            models.Q(
                                models.Q(("state", "waiting"), _negated=True), ("next_at", None)
                            ),
                            _connector="OR",
                        ),
                        name="notifications_waiting_has_a_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
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
                ("words", models.JSONField()),
                ("url", models.CharField(max_length=300)),
                (
                    "topics",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=120), size=None
                    ),
                ),
                (
                    "people",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), size=None
                    ),
                ),
                (
                    "besides",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), size=None
                    ),
                ),
                ("crowd", models.CharField(db_default="", default="", max_length=120)),
                ("latitude", models.FloatField(null=True)),
                ("longitude", models.FloatField(null=True)),
                (
                    "made_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("step", models.IntegerField(default=0)),
                ("last", models.CharField(default="", max_length=60)),
                ("done_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["made_at"], name="notifications_made"),
                    models.Index(
                        condition=models.Q(("done_at", None)),
                        fields=["id"],
                        name="notifications_unfinished",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("event_id", "kind"), name="notifications_notice_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Preferences",
            fields=[
                ("person_id", models.UUIDField(primary_key=True, serialize=False)),
                ("is_silent", models.BooleanField(default=False)),
                (
                    "closed",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=8), default=list, size=None
                    ),
                ),
                ("is_email_daily", models.BooleanField(default=True)),
                ("quiet_from", models.SmallIntegerField(default=22)),
                ("quiet_to", models.SmallIntegerField(default=8)),
                ("language", models.CharField(default="ru", max_length=5)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("quiet_from__gte", 0),
                            ("quiet_from__lte", 23),
                            ("quiet_to__gte", 0),
                            ("quiet_to__lte", 23),
                        ),
                        name="notifications_quiet_hours",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Reach",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person_id", models.UUIDField()),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("email", "email"),
                            ("push", "push"),
                            ("sms", "sms"),
                            ("vk", "vk"),
                            ("ok", "ok"),
                            ("max", "max"),
                        ],
                        max_length=8,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person_id", "channel"), name="notifications_reach_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="InboxItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person_id", models.UUIDField()),
                ("read_at", models.DateTimeField(null=True)),
                (
                    "notice",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="notifications.notice",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["person_id", "-id"], name="notifications_inbox"),
                    models.Index(
                        condition=models.Q(("read_at", None)),
                        fields=["person_id"],
                        name="notifications_unread",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("notice", "person_id"), name="notifications_told_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Dispatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person_id", models.UUIDField()),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("email", "email"),
                            ("push", "push"),
                            ("sms", "sms"),
                            ("vk", "vk"),
                            ("ok", "ok"),
                            ("max", "max"),
                        ],
                        max_length=8,
                    ),
                ),
                ("due_at", models.DateTimeField()),
                (
                    "letter",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="dispatches",
                        to="notifications.letter",
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="notifications.notice",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("letter", None)),
                        fields=["channel", "due_at"],
                        name="notifications_due",
                    ),
                    models.Index(fields=["person_id"], name="notifications_dispatch_person"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("notice", "person_id", "channel"),
                        name="notifications_dispatch_once",
                    )
                ],
            },
        ),
    ]
