"""Reports, continued: one step with `0001_start`, in a file of its own length."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
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
    dependencies = [("reports", "0002_reports")]

    operations = [
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(
                    models.Q(("stage", ""), _negated=True), ("street_id__isnull", False)
                ),
                fields=["street_id", "-changed_at", "id"],
                name="reports_public_street",
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("stage", ""), _negated=True),
                fields=["h8"],
                name="reports_public_cell",
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("stage", ""), _negated=True),
                fields=["h9", "stage", "group"],
                include=("latitude", "longitude"),
                name="reports_public_block",
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("stage", "open")),
                fields=["category", "h9"],
                name="reports_near",
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "approval",
                            "clarifying",
                            "control",
                            "coordination",
                            "forwarded",
                            "in_work",
                            "moderation",
                            "planned",
                        ],
                    )
                ),
                fields=["state", "due_on", "id"],
                name="reports_urgent",
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "approval",
                            "clarifying",
                            "control",
                            "coordination",
                            "forwarded",
                            "in_work",
                            "moderation",
                            "planned",
                        ],
                    )
                ),
                fields=["body", "due_on", "id"],
                name="reports_of_body",
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(
                    (
                        "state__in",
                        ["approval", "control", "coordination", "in_work", "moderation", "planned"],
                    )
                ),
                fields=["due_on", "id"],
                include=("body",),
                name="reports_running",
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("silent_on__isnull", False)),
                fields=["silent_on"],
                name="reports_silent",
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("shown_from__isnull", False)),
                fields=["shown_from"],
                name="reports_held_back",
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(fields=["author_id", "-filed_at", "id"], name="reports_of_author"),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("duplicate_of__isnull", False)),
                fields=["duplicate_of"],
                name="reports_duplicates",
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.search.SearchVector("text", "address", config="russian"),
                name="reports_words",
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(fields=["-filed_at", "id"], name="reports_filed"),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("stage__in", ("done", "declined"))),
                fields=["-filed_at", "id"],
                name="reports_filed_over",
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("stage", ""), _negated=True),
                fields=["category", "-filed_at", "id"],
                name="reports_filed_category",
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(
                    (
                        "state__in",
                        ["approval", "control", "coordination", "in_work", "moderation", "planned"],
                    )
                ),
                fields=["category", "due_on", "id"],
                name="reports_work_category",
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(
                    (
                        "state__in",
                        ["approval", "control", "coordination", "in_work", "moderation", "planned"],
                    )
                ),
                fields=["place_id", "due_on", "id"],
                name="reports_work_place",
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("answered_on__isnull", False)),
                fields=["answered_on", "body", "category"],
                include=("due_on",),
                name="reports_answered",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        (
                            "moderation",
                            "coordination",
                            "in_work",
                            "clarifying",
                            "planned",
                            "forwarded",
                            "approval",
                            "asked",
                            "control",
                            "closed",
                            "refused",
                            "rejected",
                            "duplicate",
                        ),
                    )
                ),
                name="reports_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(("stage__in", ("", "open", "done", "declined"))),
                name="reports_stage",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(("visibility", "public"), ("stage", ""), _connector="OR"),
                name="reports_hidden_is_unseen",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(("shown_from__isnull", True), ("stage", ""), _connector="OR"),
                name="reports_held_back_is_unseen",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "duplicate"), _negated=True),
                    ("duplicate_of__isnull", False),
                    _connector="OR",
                ),
                name="reports_duplicate_of_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "rejected"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="reports_reasoned",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("asked", "clarifying")), _negated=True),
                    ("silent_on__isnull", False),
                    _connector="OR",
                ),
                name="reports_resident_has_a_term",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "planned"), _negated=True),
                    ("planned_on__isnull", False),
                    _connector="OR",
                ),
                name="reports_planned_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("in_work", "planned", "clarifying")), _negated=True),
                    ("body__isnull", False),
                    _connector="OR",
                ),
                name="reports_somebody_answers",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("latitude__range", (-90, 90)), ("longitude__range", (-180, 180))
                ),
                name="reports_on_earth",
            ),
        ),
        migrations.AddIndex(
            model_name="photo",
            index=models.Index(
                condition=models.Q(("blurred_id__isnull", False), ("is_original_gone", False)),
                fields=["report"],
                name="reports_originals",
            ),
        ),
        migrations.AddConstraint(
            model_name="photo",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "waiting"),
                    ("state", "hidden"),
                    ("blurred_id__isnull", False),
                    _connector="OR",
                ),
                name="reports_photo_blurred",
            ),
        ),
        migrations.AddIndex(
            model_name="outsidecase",
            index=models.Index(
                condition=models.Q(("stage", "open")),
                fields=["urgent_on", "id"],
                name="reports_outside_urgent",
            ),
        ),
        migrations.AddIndex(
            model_name="outsidecase",
            index=models.Index(fields=["number"], name="reports_outside_number"),
        ),
        migrations.AddConstraint(
            model_name="outsidecase",
            constraint=models.UniqueConstraint(
                fields=("register", "number"), name="reports_outside_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="outsidecase",
            constraint=models.CheckConstraint(
                condition=models.Q(("number", ""), _negated=True), name="reports_outside_numbered"
            ),
        ),
        migrations.AddConstraint(
            model_name="outsidecase",
            constraint=models.CheckConstraint(
                condition=models.Q(("stage__in", ("open", "done", "declined"))),
                name="reports_outside_stage",
            ),
        ),
        migrations.AddConstraint(
            model_name="responsibility",
            constraint=models.UniqueConstraint(
                fields=("category", "place_id"),
                name="reports_one_responsible",
                nulls_distinct=False,
            ),
        ),
        migrations.AddIndex(
            model_name="step",
            index=models.Index(
                condition=models.Q(("is_inner", False)), fields=["at", "id"], name="reports_told"
            ),
        ),
        migrations.AddConstraint(
            model_name="supporter",
            constraint=models.UniqueConstraint(
                fields=("report", "person_id"), name="reports_support_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="thanks",
            constraint=models.UniqueConstraint(
                fields=("report", "person_id"), name="reports_thanks_once"
            ),
        ),
    ]
