"""Threads, arguments for and against, and who found them useful."""

import django.db.models.deletion
from django.db import migrations, models

import veche.kernel.ids


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Thread",
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
                ("markers", models.PositiveIntegerField(db_default=0, default=0)),
                ("number_for", models.PositiveIntegerField(db_default=0, default=0)),
                ("number_against", models.PositiveIntegerField(db_default=0, default=0)),
                ("is_stale", models.BooleanField(db_default=False, default=False)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("is_stale", True)),
                        fields=["id"],
                        name="discussion_stale",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "subject_id"), name="discussion_thread_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Argument",
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
                    "side",
                    models.CharField(
                        choices=[("for", "for"), ("against", "against")], max_length=7
                    ),
                ),
                ("text", models.CharField(max_length=2000)),
                ("author_id", models.UUIDField(db_index=True, null=True)),
                ("is_official", models.BooleanField(db_default=False, default=False)),
                ("speaks_for", models.CharField(db_default="", default="", max_length=200)),
                ("is_public", models.BooleanField(db_default=False, default=False)),
                ("is_withdrawn", models.BooleanField(db_default=False, default=False)),
                ("has_changed_mind", models.BooleanField(db_default=False, default=False)),
                ("useful", models.PositiveIntegerField(db_default=0, default=0)),
                ("swayed", models.PositiveIntegerField(db_default=0, default=0)),
                ("markers_before", models.PositiveIntegerField(db_default=0, default=0)),
                ("score", models.IntegerField(db_default=0, default=0)),
                ("written_at", models.DateTimeField()),
                ("published_at", models.DateTimeField(null=True)),
                ("edited_at", models.DateTimeField(null=True)),
                (
                    "thread",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="arguments",
                        to="discussion.thread",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Sway",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person_id", models.UUIDField(db_index=True)),
                (
                    "argument",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sways",
                        to="discussion.argument",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("argument", "person_id"), name="discussion_sway_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Marker",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person_id", models.UUIDField(db_index=True)),
                (
                    "thread",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="people",
                        to="discussion.thread",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("thread", "person_id"), name="discussion_marker_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Mark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person_id", models.UUIDField(db_index=True)),
                (
                    "argument",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="marks",
                        to="discussion.argument",
                    ),
                ),
                (
                    "thread",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="marks",
                        to="discussion.thread",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["thread", "person_id"], name="discussion_marked")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("argument", "person_id"), name="discussion_mark_once"
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="argument",
            index=models.Index(
                condition=models.Q(("is_public", True)),
                fields=["thread", "side", "-score", "-published_at", "id"],
                name="discussion_best",
            ),
        ),
        migrations.AddIndex(
            model_name="argument",
            index=models.Index(
                condition=models.Q(("is_public", True)),
                fields=["thread", "side", "-published_at", "id"],
                name="discussion_new",
            ),
        ),
        migrations.AddConstraint(
            model_name="argument",
            constraint=models.CheckConstraint(
                condition=models.Q(("side__in", ("for", "against"))), name="discussion_side"
            ),
        ),
        migrations.AddConstraint(
            model_name="argument",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_public", False), ("published_at__isnull", False), _connector="OR"
                ),
                name="discussion_public_since",
            ),
        ),
        migrations.AddConstraint(
            model_name="argument",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_official", False),
                    models.Q(("speaks_for", ""), _negated=True),
                    _connector="OR",
                ),
                name="discussion_official_for_somebody",
            ),
        ),
    ]
