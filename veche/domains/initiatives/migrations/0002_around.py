"""Initiatives, continued: one step with `0001_start`, in a file of its own length."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    deploy = "before"
    excused = dict.fromkeys(
        (
            "constraint-missing-not-valid",
            "disallowed-unique-constraint",
            "require-concurrent-index-creation",
        ),
        "the table is made by the step before, and is empty",
    )
    dependencies = [("initiatives", "0001_start")]

    operations = [
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
        migrations.AddConstraint(
            model_name="support",
            constraint=models.UniqueConstraint(
                fields=("proposal", "person_id"), name="initiatives_support_once"
            ),
        ),
    ]
