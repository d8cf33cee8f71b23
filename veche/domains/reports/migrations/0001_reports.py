"""Categories, bodies, reports with their history and photos, drafts, counts of the map."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import veche.domains.reports.models
import veche.kernel.ids


class Migration(migrations.Migration):
    deploy = "before"
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Category",
            fields=[
                ("code", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=120)),
                ("position", models.SmallIntegerField()),
                ("is_open", models.BooleanField(default=True)),
                ("season_from", models.CharField(default="", max_length=5)),
                ("season_to", models.CharField(default="", max_length=5)),
                ("photo_required", models.BooleanField(default=False)),
                ("visibility", models.CharField(default="public", max_length=8)),
                ("min_level", models.SmallIntegerField(default=1)),
                ("hints", models.TextField(default="")),
                ("stop_question", models.CharField(default="", max_length=200)),
                ("stop_advice", models.CharField(default="", max_length=500)),
                ("duplicate_m", models.SmallIntegerField(default=60)),
                ("pos_code", models.CharField(default="", max_length=40)),
            ],
            options={
                "ordering": ["position", "code"],
            },
        ),
        migrations.CreateModel(
            name="Group",
            fields=[
                ("code", models.CharField(max_length=24, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=80)),
                ("icon", models.CharField(max_length=24)),
                ("position", models.SmallIntegerField()),
            ],
            options={
                "ordering": ["position", "code"],
            },
        ),
        migrations.CreateModel(
            name="Guesser",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("trained_at", models.DateTimeField()),
                ("examples", models.IntegerField()),
                (
                    "labels",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), size=None
                    ),
                ),
                ("weights", models.BinaryField()),
            ],
            options={
                "ordering": ["-trained_at", "-id"],
            },
        ),
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
                    models.CharField(default=veche.kernel.ids.slug_id, max_length=16, unique=True),
                ),
                ("name", models.CharField(max_length=200)),
                ("contact", models.CharField(default="", max_length=200)),
                ("organisation_id", models.UUIDField(null=True)),
                ("is_open", models.BooleanField(default=True)),
            ],
            options={
                "ordering": ["name", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("name",), name="reports_body_name"),
                    models.UniqueConstraint(
                        fields=("organisation_id",), name="reports_body_organisation"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Draft",
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
                ("owner_id", models.UUIDField(unique=True)),
                ("text", models.TextField(default="", max_length=2000)),
                ("is_advised", models.BooleanField(default=False)),
                (
                    "photos",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, size=None
                    ),
                ),
                ("latitude", models.FloatField(null=True)),
                ("longitude", models.FloatField(null=True)),
                ("place_id", models.UUIDField(null=True)),
                ("address", models.CharField(default="", max_length=300)),
                ("changed_at", models.DateTimeField(db_index=True)),
                (
                    "category",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="reports.category",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="category",
            name="group",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="categories",
                to="reports.group",
            ),
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
                    "number",
                    models.CharField(
                        default=veche.domains.reports.models.report_number,
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
                ("overdue_told_for", models.DateField(null=True)),
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
        migrations.CreateModel(
            name="Photo",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("before", "before"), ("after", "after"), ("proof", "proof")],
                        max_length=8,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("blurred", "blurred"),
                            ("shown", "shown"),
                            ("hidden", "hidden"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("blurred_id", models.UUIDField(null=True)),
                ("covered", models.SmallIntegerField(default=0)),
                ("position", models.SmallIntegerField(default=0)),
                (
                    "added_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="photos",
                        to="reports.report",
                    ),
                ),
            ],
            options={
                "ordering": ["added_at", "position", "id"],
            },
        ),
        migrations.CreateModel(
            name="Responsibility",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place_id", models.UUIDField(null=True)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="responsible_for",
                        to="reports.body",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="responsible",
                        to="reports.category",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("verb", models.CharField(max_length=12)),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("author", "author"),
                            ("moderator", "moderator"),
                            ("coordinator", "coordinator"),
                            ("executor", "executor"),
                            ("approver", "approver"),
                            ("controller", "controller"),
                            ("system", "system"),
                        ],
                        max_length=12,
                    ),
                ),
                ("state", models.CharField(max_length=12)),
                ("person_id", models.UUIDField(null=True)),
                ("body_name", models.CharField(default="", max_length=200)),
                ("text", models.TextField(default="", max_length=4000)),
                ("is_inner", models.BooleanField(default=False)),
                ("on", models.DateField(null=True)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="steps",
                        to="reports.report",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Supporter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person_id", models.UUIDField(db_index=True)),
                (
                    "added_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="reports.report",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Thanks",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person_id", models.UUIDField(db_index=True)),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="reports.report",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CellCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("resolution", models.SmallIntegerField()),
                ("cell", models.BigIntegerField()),
                ("stage", models.CharField(max_length=8)),
                ("number", models.IntegerField(default=0)),
                ("latitude", models.FloatField()),
                ("longitude", models.FloatField()),
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
            options={
                "indexes": [
                    models.Index(
                        fields=["resolution", "latitude", "longitude"], name="reports_cells_seen"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("cell", "group", "stage"), name="reports_cell_counted_once"
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="category",
            constraint=models.CheckConstraint(
                condition=models.Q(("visibility__in", ("public", "author"))),
                name="reports_category_visibility",
            ),
        ),
        migrations.AddConstraint(
            model_name="category",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("season_from", ""), ("season_to", "")),
                    models.Q(
                        ("season_from__regex", "^[0-3]\\d\\.[01]\\d$"),
                        ("season_to__regex", "^[0-3]\\d\\.[01]\\d$"),
                    ),
                    _connector="OR",
                ),
                name="reports_category_season",
            ),
        ),
        migrations.AddConstraint(
            model_name="category",
            constraint=models.CheckConstraint(
                condition=models.Q(("duplicate_m__gt", 0)), name="reports_category_radius"
            ),
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
                condition=models.Q(("stage", ""), _negated=True),
                fields=["h8"],
                name="reports_public_cell",
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
        migrations.AddConstraint(
            model_name="responsibility",
            constraint=models.UniqueConstraint(
                fields=("category", "place_id"),
                name="reports_one_responsible",
                nulls_distinct=False,
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
