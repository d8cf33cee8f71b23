"""Tables of public reports: bodies, their plan, reports in versions, questions."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import veche.kernel.ids


class Migration(migrations.Migration):
    """New tables."""

    deploy = "before"
    excused = {
        "require-concurrent-index-creation": "the tables are new",
        "constraint-missing-not-valid": "the tables are new",
        "disallowed-unique-constraint": "the tables are new",
    }
    dependencies = [
        ("transparency", "0001_start"),
    ]

    operations = [
        migrations.CreateModel(
            name="Body",
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
                ("name", models.CharField(max_length=200, unique=True)),
                ("is_outside", models.BooleanField(default=False)),
                ("site", models.URLField(default="", max_length=500)),
                ("organisation_id", models.UUIDField(null=True)),
                (
                    "added_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
            ],
            options={
                "ordering": ["is_outside", "name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_outside", False),
                            models.Q(("site", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="transparency_outside_has_site",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanLine",
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
                ("kind", models.CharField(max_length=12)),
                ("period", models.CharField(max_length=8)),
                ("days_after", models.PositiveSmallIntegerField()),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(null=True)),
                ("legal_ref", models.CharField(max_length=300)),
                ("planner_id", models.UUIDField()),
                (
                    "planned_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="transparency.body",
                    ),
                ),
            ],
            options={
                "ordering": ["body", "kind", "starts_on"],
            },
        ),
        migrations.CreateModel(
            name="Due",
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
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("due_on", models.DateField()),
                ("is_done", models.BooleanField(default=False)),
                ("is_overdue_told", models.BooleanField(default=False)),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dues",
                        to="transparency.planline",
                    ),
                ),
            ],
            options={
                "ordering": ["due_on", "id"],
            },
        ),
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
                    "slug",
                    models.CharField(
                        default=veche.kernel.ids.slug_id, editable=False, max_length=16, unique=True
                    ),
                ),
                ("kind", models.CharField(max_length=12)),
                ("title", models.CharField(max_length=300)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("year", models.PositiveSmallIntegerField()),
                ("number", models.PositiveSmallIntegerField(default=1)),
                ("summary", models.TextField(max_length=1200)),
                ("published_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("words", models.TextField(default="")),
                ("text_state", models.CharField(default="reading", max_length=8)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="transparency.body",
                    ),
                ),
                (
                    "due",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="report",
                        to="transparency.due",
                    ),
                ),
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
                ("state", models.CharField(default="waiting", max_length=10)),
                ("author_id", models.UUIDField(db_index=True, null=True)),
                ("text", models.TextField(max_length=1000)),
                ("asked_at", models.DateTimeField()),
                ("shown_at", models.DateTimeField(null=True)),
                ("due_on", models.DateField(null=True)),
                ("answer", models.TextField(default="", max_length=4000)),
                ("answerer_id", models.UUIDField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions",
                        to="transparency.report",
                    ),
                ),
            ],
            options={
                "ordering": ["shown_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Version",
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
                ("number", models.PositiveSmallIntegerField()),
                ("summary", models.TextField(max_length=1200)),
                ("reason", models.TextField(default="", max_length=1000)),
                ("file_id", models.UUIDField(null=True)),
                ("file_name", models.CharField(default="", max_length=120)),
                ("sha256", models.CharField(default="", max_length=64)),
                ("size_bytes", models.PositiveIntegerField(default=0)),
                ("link", models.URLField(default="", max_length=500)),
                ("publisher_id", models.UUIDField()),
                ("published_at", models.DateTimeField()),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="transparency.report",
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
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
                ("position", models.PositiveSmallIntegerField()),
                ("file_id", models.UUIDField()),
                ("file_name", models.CharField(max_length=120)),
                ("size_bytes", models.PositiveIntegerField()),
                ("headings", models.JSONField()),
                ("rows", models.JSONField()),
                ("rows_number", models.PositiveIntegerField()),
                ("is_cut", models.BooleanField(default=False)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tables",
                        to="transparency.version",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
            },
        ),
        migrations.AddConstraint(
            model_name="planline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        (
                            "head",
                            "indicators",
                            "budget",
                            "programme",
                            "appeals",
                            "inspections",
                            "audit",
                            "police",
                            "health",
                            "other",
                        ),
                    )
                ),
                name="transparency_line_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="planline",
            constraint=models.CheckConstraint(
                condition=models.Q(("period__in", ("year", "quarter"))),
                name="transparency_line_period",
            ),
        ),
        migrations.AddConstraint(
            model_name="planline",
            constraint=models.CheckConstraint(
                condition=models.Q(("days_after__range", (1, 366))), name="transparency_line_days"
            ),
        ),
        migrations.AddConstraint(
            model_name="planline",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ends_on", None)),
                fields=("body", "kind"),
                name="transparency_line_in_force_once",
            ),
        ),
        migrations.AddIndex(
            model_name="due",
            index=models.Index(
                condition=models.Q(("is_done", False)),
                fields=["due_on", "id"],
                name="transparency_owed",
            ),
        ),
        migrations.AddConstraint(
            model_name="due",
            constraint=models.UniqueConstraint(
                fields=("line", "starts_on"), name="transparency_due_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="due",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("due_on__gt", models.F("ends_on")), ("ends_on__gt", models.F("starts_on"))
                ),
                name="transparency_due_order",
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                fields=["-ends_on", "-published_at", "id"], name="transparency_reports"
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.search.SearchVector("words", config="russian"),
                name="transparency_report_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        (
                            "head",
                            "indicators",
                            "budget",
                            "programme",
                            "appeals",
                            "inspections",
                            "audit",
                            "police",
                            "health",
                            "other",
                        ),
                    )
                ),
                name="transparency_report_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(("text_state__in", ("reading", "read", "mute"))),
                name="transparency_report_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_on__gte", models.F("starts_on")),
                    models.Q(("summary", ""), _negated=True),
                    ("number__gt", 0),
                ),
                name="transparency_report_whole",
            ),
        ),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(
                condition=models.Q(("answered_at", None), ("state", "shown")),
                fields=["due_on", "id"],
                name="transparency_unanswered",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ("waiting", "shown", "removed", "withdrawn"))),
                name="transparency_question_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "shown"), _negated=True),
                    models.Q(("due_on__isnull", False), ("shown_at__isnull", False)),
                    _connector="OR",
                ),
                name="transparency_question_has_term",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", ""), ("answered_at", None)),
                    models.Q(
                        ("answered_at__isnull", False), models.Q(("answer", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="transparency_question_answered",
            ),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.UniqueConstraint(
                fields=("report", "number"), name="transparency_version_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("file_id__isnull", False),
                    models.Q(("link", ""), _negated=True),
                    _connector="OR",
                ),
                name="transparency_version_file_or_link",
            ),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("number", 1), models.Q(("reason", ""), _negated=True), _connector="OR"
                ),
                name="transparency_version_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.UniqueConstraint(
                fields=("version", "position"), name="transparency_table_once"
            ),
        ),
    ]
