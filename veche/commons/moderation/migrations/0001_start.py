"""What waits for a moderator, what was decided and why, and the bans of the region."""

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
            name="Setting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_special", models.BooleanField(default=False)),
                ("delay_minutes", models.PositiveIntegerField(default=0)),
                ("trusts_officials", models.BooleanField(default=True)),
                ("trusted_level", models.SmallIntegerField(default=0)),
                ("note", models.CharField(max_length=500)),
                ("set_by_id", models.UUIDField()),
                (
                    "starts_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
            ],
            options={
                "ordering": ["-starts_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Watched",
            fields=[
                ("person_id", models.UUIDField(primary_key=True, serialize=False)),
                ("until", models.DateField()),
            ],
        ),
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
        migrations.CreateModel(
            name="Item",
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
                ("kind", models.CharField(max_length=60)),
                ("subject_id", models.UUIDField()),
                ("author_id", models.UUIDField(null=True)),
                (
                    "photo_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), db_default=[], default=list, size=None
                    ),
                ),
                ("state", models.CharField(default="waiting", max_length=9)),
                ("state_before", models.CharField(db_default="", default="", max_length=9)),
                ("is_public", models.BooleanField(db_default=False, default=False)),
                ("urgency", models.SmallIntegerField(db_default=0, default=0)),
                (
                    "found",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12),
                        db_default=[],
                        default=list,
                        size=None,
                    ),
                ),
                ("sameness", models.BinaryField(null=True)),
                ("complaints", models.PositiveIntegerField(db_default=0, default=0)),
                ("version", models.PositiveIntegerField(db_default=1, default=1)),
                ("submitted_at", models.DateTimeField()),
                ("due_on", models.DateField(null=True)),
                ("reason", models.CharField(db_default="", default="", max_length=20)),
                ("decided_by_id", models.UUIDField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("settles_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ("waiting", "published"))),
                        fields=["-urgency", "submitted_at", "id"],
                        name="moderation_queue",
                    ),
                    models.Index(
                        condition=models.Q(("settles_at__isnull", False)),
                        fields=["settles_at"],
                        name="moderation_settling",
                    ),
                    models.Index(fields=["author_id", "state"], name="moderation_by_author"),
                    models.Index(
                        condition=models.Q(("sameness__isnull", False)),
                        fields=["sameness"],
                        name="moderation_same",
                    ),
                    models.Index(
                        condition=models.Q(("state", "removed")),
                        fields=["-decided_at", "id"],
                        name="moderation_removed",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "subject_id"), name="moderation_item_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ("waiting", "published", "passed", "removed", "withdrawn"),
                            )
                        ),
                        name="moderation_item_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "removed"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="moderation_removed_for_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("waiting", "removed")), _negated=True),
                            ("is_public", False),
                            _connector="OR",
                        ),
                        name="moderation_unread_is_unseen",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Twins",
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
                ("one_id", models.UUIDField()),
                ("other_id", models.UUIDField()),
                ("same_texts", models.PositiveIntegerField()),
                ("same_minutes", models.PositiveIntegerField()),
                ("same_home", models.BooleanField()),
                (
                    "found_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("verdict", models.CharField(db_default="", default="", max_length=9)),
                ("decided_by_id", models.UUIDField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("verdict", "")),
                        fields=["-found_at", "id"],
                        name="moderation_twins_open",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("one_id", "other_id"), name="moderation_twins_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("one_id__lt", models.F("other_id"))),
                        name="moderation_twins_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("verdict__in", ("", "one", "different"))),
                        name="moderation_twins_verdict",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Complaint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person_id", models.UUIDField(db_index=True)),
                ("reason", models.CharField(max_length=20)),
                (
                    "made_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="told",
                        to="moderation.item",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("item", "person_id"), name="moderation_complaint_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Appeal",
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
                ("text", models.TextField(max_length=2000)),
                (
                    "filed_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("due_on", models.DateField()),
                ("is_upheld", models.BooleanField(null=True)),
                ("answer", models.CharField(db_default="", default="", max_length=1000)),
                ("decided_by_id", models.UUIDField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="appeals",
                        to="moderation.item",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("is_upheld", None)),
                        fields=["due_on", "id"],
                        name="moderation_appeals",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("is_upheld", None)),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("is_upheld__isnull", False),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="moderation_appeal_answered",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_upheld", None)),
                        fields=("item",),
                        name="moderation_appeal_open_once",
                    ),
                ],
            },
        ),
    ]
