"""Questions, answers, guides and their versions."""

import django.db.models.deletion
from django.db import migrations, models

import veche.domains.advice.models
import veche.kernel.ids


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Answer",
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
                ("text", models.TextField()),
                (
                    "voice",
                    models.CharField(
                        choices=[
                            ("official", "official"),
                            ("expert", "expert"),
                            ("neighbour", "neighbour"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "speaks_for",
                    models.CharField(blank=True, db_default="", default="", max_length=200),
                ),
                ("organisation_id", models.UUIDField(null=True)),
                ("author_id", models.UUIDField(db_index=True, null=True)),
                ("is_public", models.BooleanField(db_default=False, default=False)),
                ("is_withdrawn", models.BooleanField(db_default=False, default=False)),
                ("useful", models.PositiveIntegerField(db_default=0, default=0)),
                ("useless", models.PositiveIntegerField(db_default=0, default=0)),
                ("score", models.IntegerField(db_default=0, default=0)),
                ("written_at", models.DateTimeField()),
                ("published_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Question",
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
                    "number",
                    models.CharField(
                        default=veche.domains.advice.models.question_number,
                        editable=False,
                        max_length=8,
                        unique=True,
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("text", models.TextField(blank=True, db_default="", default="")),
                (
                    "theme",
                    models.CharField(
                        choices=[
                            ("housing", "housing"),
                            ("yard", "yard"),
                            ("roads", "roads"),
                            ("transport", "transport"),
                            ("papers", "papers"),
                            ("children", "children"),
                            ("health", "health"),
                            ("support", "support"),
                            ("land", "land"),
                            ("business", "business"),
                            ("nature", "nature"),
                            ("other", "other"),
                        ],
                        max_length=20,
                    ),
                ),
                ("author_id", models.UUIDField(db_index=True, null=True)),
                ("is_public", models.BooleanField(db_default=False, default=False)),
                ("is_withdrawn", models.BooleanField(db_default=False, default=False)),
                ("answers", models.PositiveIntegerField(db_default=0, default=0)),
                ("has_official", models.BooleanField(db_default=False, default=False)),
                ("asked_at", models.DateTimeField()),
                ("published_at", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("due_on", models.DateField(null=True)),
                (
                    "best",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="best_of",
                        to="advice.answer",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Guide",
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
                ("number", models.CharField(editable=False, max_length=8, unique=True)),
                ("title", models.CharField(max_length=200)),
                ("text", models.TextField()),
                (
                    "theme",
                    models.CharField(
                        choices=[
                            ("housing", "housing"),
                            ("yard", "yard"),
                            ("roads", "roads"),
                            ("transport", "transport"),
                            ("papers", "papers"),
                            ("children", "children"),
                            ("health", "health"),
                            ("support", "support"),
                            ("land", "land"),
                            ("business", "business"),
                            ("nature", "nature"),
                            ("other", "other"),
                        ],
                        max_length=20,
                    ),
                ),
                ("version", models.PositiveIntegerField(db_default=1, default=1)),
                ("turn", models.PositiveIntegerField(db_default=1, default=1)),
                (
                    "speaks_for",
                    models.CharField(blank=True, db_default="", default="", max_length=200),
                ),
                ("is_public", models.BooleanField(db_default=True, default=True)),
                ("is_town_text", models.BooleanField(db_default=False, default=False)),
                ("is_outdated", models.BooleanField(db_default=False, default=False)),
                ("doubts", models.PositiveIntegerField(db_default=0, default=0)),
                ("checked_on", models.DateField(null=True)),
                ("check_by", models.DateField(null=True)),
                ("changed_at", models.DateTimeField()),
                (
                    "answer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="guides",
                        to="advice.answer",
                    ),
                ),
                (
                    "question",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="guide",
                        to="advice.question",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="answer",
            name="question",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="said",
                to="advice.question",
            ),
        ),
        migrations.CreateModel(
            name="Rating",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person_id", models.UUIDField(db_index=True)),
                ("is_useful", models.BooleanField()),
                (
                    "answer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ratings",
                        to="advice.answer",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Doubt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person_id", models.UUIDField(db_index=True)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("changed", "changed"),
                            ("contact", "contact"),
                            ("unclear", "unclear"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "guide",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="doubted",
                        to="advice.guide",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("guide", "person_id"), name="advice_doubt_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason__in", ("changed", "contact", "unclear"))),
                        name="advice_doubt_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GuideVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("text", models.TextField()),
                ("note", models.CharField(blank=True, db_default="", default="", max_length=300)),
                (
                    "speaks_for",
                    models.CharField(blank=True, db_default="", default="", max_length=200),
                ),
                ("made_by_id", models.UUIDField(null=True)),
                ("made_at", models.DateTimeField()),
                (
                    "answer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="advice.answer",
                    ),
                ),
                (
                    "guide",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="advice.guide",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("guide", "number"), name="advice_version_once")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(
                condition=models.Q(("answers__gt", 0), ("is_public", True)),
                fields=["-answered_at", "id"],
                name="advice_answered",
            ),
        ),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(
                condition=models.Q(("answers", 0), ("is_public", True)),
                fields=["published_at", "id"],
                name="advice_unanswered",
            ),
        ),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(
                condition=models.Q(("best", None), ("has_official", False), ("is_public", True)),
                fields=["published_at", "id"],
                name="advice_owed",
            ),
        ),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(
                condition=models.Q(("is_public", True)),
                fields=["-published_at", "id"],
                name="advice_newest",
            ),
        ),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(
                condition=models.Q(("is_public", True)),
                fields=["theme", "-published_at", "id"],
                name="advice_of_theme",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "theme__in",
                        (
                            "housing",
                            "yard",
                            "roads",
                            "transport",
                            "papers",
                            "children",
                            "health",
                            "support",
                            "land",
                            "business",
                            "nature",
                            "other",
                        ),
                    )
                ),
                name="advice_question_theme",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_public", False),
                    models.Q(
                        ("due_on__isnull", False),
                        ("is_withdrawn", False),
                        ("published_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="advice_question_public",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(("answers", 0), ("answered_at__isnull", False), _connector="OR"),
                name="advice_question_answered",
            ),
        ),
        migrations.AddIndex(
            model_name="guide",
            index=models.Index(
                condition=models.Q(("is_public", True)),
                fields=["-changed_at", "id"],
                name="advice_guides",
            ),
        ),
        migrations.AddIndex(
            model_name="guide",
            index=models.Index(
                condition=models.Q(("is_public", True)),
                fields=["theme", "-changed_at", "id"],
                name="advice_guides_theme",
            ),
        ),
        migrations.AddIndex(
            model_name="guide",
            index=models.Index(
                models.OrderBy(models.F("doubts"), descending=True),
                models.OrderBy(models.F("check_by"), nulls_first=True),
                models.F("id"),
                condition=models.Q(("is_outdated", False), ("is_public", True)),
                name="advice_guides_check",
            ),
        ),
        migrations.AddConstraint(
            model_name="guide",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "theme__in",
                        (
                            "housing",
                            "yard",
                            "roads",
                            "transport",
                            "papers",
                            "children",
                            "health",
                            "support",
                            "land",
                            "business",
                            "nature",
                            "other",
                        ),
                    )
                ),
                name="advice_guide_theme",
            ),
        ),
        migrations.AddConstraint(
            model_name="guide",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("checked_on", None),
                    models.Q(
                        ("check_by__isnull", False),
                        ("is_town_text", True),
                        models.Q(("speaks_for", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="advice_guide_checked",
            ),
        ),
        migrations.AddIndex(
            model_name="answer",
            index=models.Index(
                condition=models.Q(("is_public", True)),
                fields=["question", "-score", "published_at", "id"],
                name="advice_answers_best",
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(("voice__in", ("official", "expert", "neighbour"))),
                name="advice_answer_voice",
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("voice", "neighbour"),
                    models.Q(("speaks_for", ""), _negated=True),
                    _connector="OR",
                ),
                name="advice_answer_named",
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_public", False),
                    models.Q(("is_withdrawn", False), ("published_at__isnull", False)),
                    _connector="OR",
                ),
                name="advice_answer_public",
            ),
        ),
        migrations.AddConstraint(
            model_name="rating",
            constraint=models.UniqueConstraint(
                fields=("answer", "person_id"), name="advice_rating_once"
            ),
        ),
    ]
