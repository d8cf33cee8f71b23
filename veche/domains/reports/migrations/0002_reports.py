"""Reports, continued: one step with `0001_start`, in a file of its own length."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import veche.domains.reports.models.report
import veche.kernel.ids


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [("reports", "0001_start")]

    operations = [
        migrations.CreateModel(
            name="Report",
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
                        default=veche.domains.reports.models.report.report_number,
                        max_length=8,
                        unique=True,
                    ),
                ),
                ("text", models.TextField(max_length=2000)),
                ("state", models.CharField(default="moderation", max_length=12)),
                ("stage", models.CharField(default="", max_length=8)),
                ("visibility", models.CharField(default="public", max_length=8)),
                ("author_id", models.UUIDField(null=True)),
                ("forwarded_to", models.CharField(default="", max_length=200)),
                ("place_id", models.UUIDField(null=True)),
                ("street_id", models.BigIntegerField(null=True)),
                ("address", models.CharField(default="", max_length=300)),
                ("latitude", models.FloatField()),
                ("longitude", models.FloatField()),
                ("h6", models.BigIntegerField()),
                ("h7", models.BigIntegerField()),
                ("h8", models.BigIntegerField()),
                ("h9", models.BigIntegerField()),
                ("h10", models.BigIntegerField()),
                ("filed_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("started_on", models.DateField()),
                ("term_days", models.SmallIntegerField()),
                ("term_unit", models.CharField(default="working_days", max_length=16)),
                (
                    "pauses",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.DateField(), default=list, size=None
                    ),
                ),
                ("due_on", models.DateField()),
                ("planned_on", models.DateField(null=True)),
                ("silent_on", models.DateField(null=True)),
                ("reminded_until", models.DateField(null=True)),
                ("overdue_told_for", models.DateField(null=True)),
                ("escalated", models.SmallIntegerField(db_default=0, default=0)),
                ("held_by_id", models.UUIDField(null=True)),
                ("shown_from", models.DateTimeField(null=True)),
                ("answer_shown_from", models.DateTimeField(null=True)),
                ("answered_on", models.DateField(null=True)),
                ("outcome", models.CharField(default="", max_length=10)),
                ("closed_by", models.CharField(default="", max_length=10)),
                ("reason", models.CharField(default="", max_length=16)),
                ("disagreements", models.SmallIntegerField(default=0)),
                ("supporters", models.IntegerField(default=0)),
                ("thanked", models.IntegerField(default=0)),
                ("version", models.IntegerField(default=1)),
                (
                    "body",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reports.body",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reports.category",
                    ),
                ),
                (
                    "duplicate_of",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duplicates",
                        to="reports.report",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reports.group",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("stage", ""), _negated=True),
                fields=["-changed_at", "id"],
                name="reports_public_newest",
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("stage", ""), _negated=True),
                fields=["stage", "-changed_at", "id"],
                name="reports_public_stage",
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("stage", ""), _negated=True),
                fields=["group", "-changed_at", "id"],
                name="reports_public_group",
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("stage", ""), _negated=True),
                fields=["place_id", "-changed_at", "id"],
                name="reports_public_place",
            ),
        ),
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
                include=("latitude", "longitude", "id"),
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
                condition=models.Q(("state", "refused")),
                fields=["-changed_at", "id"],
                name="reports_refused",
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
            index=models.Index(
                condition=models.Q(("state", "held")),
                fields=["answer_shown_from"],
                name="reports_answers_held",
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
                condition=models.Q(("stage", ""), _negated=True),
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
                            "held",
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
                    models.Q(("state", "held"), _negated=True),
                    ("answer_shown_from__isnull", False),
                    _connector="OR",
                ),
                name="reports_answer_held_until",
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
    ]
