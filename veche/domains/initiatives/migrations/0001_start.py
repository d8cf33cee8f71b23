"""Proposals, their groups, supporters, sheets and thresholds."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
from django.db import migrations, models

import veche.domains.initiatives.models
import veche.kernel.ids


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Proposal",
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
                        default=veche.kernel.ids.slug_id, editable=False, max_length=16, unique=True
                    ),
                ),
                ("state", models.CharField(default="draft", max_length=12)),
                ("is_public", models.BooleanField(default=False)),
                ("author_id", models.UUIDField(null=True)),
                (
                    "invite",
                    models.CharField(
                        default=veche.domains.initiatives.models.invite_token,
                        editable=False,
                        max_length=24,
                        unique=True,
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("place_id", models.UUIDField(null=True)),
                ("spot", models.CharField(default="", max_length=200)),
                ("problem", models.TextField(default="", max_length=3000)),
                ("grounds", models.TextField(default="", max_length=3000)),
                ("result", models.TextField(default="", max_length=3000)),
                ("cost_kopecks", models.BigIntegerField(null=True)),
                ("cost_note", models.TextField(default="", max_length=3000)),
                ("starts_on", models.DateField(null=True)),
                ("ends_on", models.DateField(null=True)),
                ("own_kopecks", models.BigIntegerField(null=True)),
                ("own_property", models.CharField(default="", max_length=500)),
                ("own_labour", models.CharField(default="", max_length=500)),
                ("budget_kopecks", models.BigIntegerField(null=True)),
                (
                    "begun_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("changed_at", models.DateTimeField()),
                ("filed_at", models.DateTimeField(null=True)),
                ("published_at", models.DateTimeField(null=True)),
                ("remarks_until", models.DateField(null=True)),
                ("support_until", models.DateField(null=True)),
                ("threshold", models.PositiveIntegerField(default=0)),
                ("online", models.PositiveIntegerField(default=0)),
                ("paper", models.PositiveIntegerField(default=0)),
                ("support", models.PositiveIntegerField(default=0)),
                ("milestone", models.PositiveSmallIntegerField(default=0)),
                ("reached_on", models.DateField(null=True)),
                ("due_on", models.DateField(null=True)),
                ("is_overdue_told", models.BooleanField(default=False)),
                ("answered_on", models.DateField(null=True)),
                ("outcome", models.CharField(default="", max_length=10)),
                ("ground", models.CharField(default="", max_length=8)),
                ("answer", models.TextField(default="", max_length=6000)),
                ("body", models.CharField(default="", max_length=200)),
                ("promised_on", models.DateField(null=True)),
                ("answerer_id", models.UUIDField(null=True)),
                ("version", models.IntegerField(default=1)),
                (
                    "retired_for",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="retired",
                        to="initiatives.proposal",
                    ),
                ),
                ("call", models.CharField(db_default="", default="", max_length=6)),
                (
                    "grown_from",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="grown",
                        to="initiatives.proposal",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Member",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person_id", models.UUIDField(db_index=True)),
                (
                    "joined_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="members",
                        to="initiatives.proposal",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="HandedOn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=60)),
                ("target_id", models.UUIDField()),
                ("by_id", models.UUIDField()),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="handed_on",
                        to="initiatives.proposal",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Sheet",
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
                        default=veche.domains.initiatives.models.sheet_number,
                        max_length=8,
                        unique=True,
                    ),
                ),
                ("pack_id", models.UUIDField(db_index=True)),
                ("taken", models.PositiveSmallIntegerField(default=0)),
                ("doubles", models.PositiveSmallIntegerField(default=0)),
                ("spoiled", models.PositiveSmallIntegerField(default=0)),
                ("last_outcome", models.CharField(default="", max_length=7)),
                ("is_closed", models.BooleanField(default=False)),
                ("printed_by_id", models.UUIDField()),
                ("printed_on", models.DateField()),
                ("closed_by_id", models.UUIDField(null=True)),
                ("closed_on", models.DateField(null=True)),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sheets",
                        to="initiatives.proposal",
                    ),
                ),
            ],
            options={
                "ordering": ["-printed_on", "number"],
            },
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(
                condition=models.Q(("is_public", True)),
                fields=["-published_at", "id"],
                name="initiatives_newest",
            ),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(
                condition=models.Q(("is_public", True)),
                fields=["state", "-published_at", "id"],
                name="initiatives_state_newest",
            ),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(
                condition=models.Q(("is_public", True)),
                fields=["state", "-support", "id"],
                name="initiatives_state_liked",
            ),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(
                condition=models.Q(("is_public", True)),
                fields=["-support", "id"],
                name="initiatives_liked",
            ),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(
                condition=models.Q(("is_public", True)),
                fields=["place_id", "-published_at", "id"],
                name="initiatives_place_newest",
            ),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(
                condition=models.Q(("state", "considered")),
                fields=["due_on", "id"],
                name="initiatives_urgent",
            ),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(
                condition=models.Q(("state", "collecting")),
                fields=["support_until"],
                name="initiatives_collecting",
            ),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(
                fields=["author_id", "-changed_at", "id"], name="initiatives_of_author"
            ),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(
                condition=models.Q(("state__in", ["draft", "rejected"])),
                fields=["changed_at"],
                name="initiatives_drafts",
            ),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.search.SearchVector("title", "problem", config="russian"),
                name="initiatives_words",
            ),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(
                condition=models.Q(("call", "unseen")),
                fields=["changed_at"],
                name="initiatives_unseen_calls",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(("call__in", ("", "unseen", "free", "duty"))),
                name="initiatives_call",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        (
                            "draft",
                            "moderation",
                            "rejected",
                            "collecting",
                            "considered",
                            "answered",
                            "expired",
                            "retired",
                        ),
                    )
                ),
                name="initiatives_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_public", False),
                    ("state__in", ["answered", "collecting", "considered", "expired", "retired"]),
                    _connector="OR",
                ),
                name="initiatives_public_was_passed",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "state__in",
                            ["answered", "collecting", "considered", "expired", "retired"],
                        ),
                        _negated=True,
                    ),
                    models.Q(
                        ("published_at__isnull", False),
                        ("remarks_until__isnull", False),
                        ("support_until__isnull", False),
                        ("threshold__gt", 0),
                    ),
                    _connector="OR",
                ),
                name="initiatives_published_has_terms",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "support",
                        django.db.models.expressions.CombinedExpression(
                            models.F("online"), "+", models.F("paper")
                        ),
                    )
                ),
                name="initiatives_support_adds_up",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "considered"), _negated=True),
                    ("due_on__isnull", False),
                    _connector="OR",
                ),
                name="initiatives_considered_by_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "answered"), _negated=True),
                    models.Q(
                        ("answered_on__isnull", False),
                        ("outcome__in", ("accepted", "asking", "declined")),
                        models.Q(("answer", ""), _negated=True),
                        models.Q(("body", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="initiatives_answer_is_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "declined"), _negated=True),
                    ("ground__in", ("order", "law", "power", "money", "better", "lost")),
                    _connector="OR",
                ),
                name="initiatives_refusal_is_reasoned",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "retired"), _negated=True),
                    ("retired_for__isnull", False),
                    _connector="OR",
                ),
                name="initiatives_retired_for_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("starts_on", None),
                    ("ends_on", None),
                    ("ends_on__gte", models.F("starts_on")),
                    _connector="OR",
                ),
                name="initiatives_dates_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(("title", ""), _negated=True), name="initiatives_title_given"
            ),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.UniqueConstraint(
                fields=("proposal", "person_id"), name="initiatives_member_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="handedon",
            constraint=models.UniqueConstraint(
                fields=("kind", "target_id"), name="initiatives_target_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="sheet",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "taken__lte",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                models.Value(10), "-", models.F("doubles")
                            ),
                            "-",
                            models.F("spoiled"),
                        ),
                    )
                ),
                name="initiatives_sheet_lines",
            ),
        ),
        migrations.AddConstraint(
            model_name="sheet",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_closed", False), ("closed_on__isnull", False), _connector="OR"
                ),
                name="initiatives_sheet_closed_when",
            ),
        ),
    ]
