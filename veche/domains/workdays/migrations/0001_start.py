"""Neighbours' days, tools and hours."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import veche.kernel.ids


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Tool",
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
                ("title", models.CharField(max_length=80, unique=True)),
                ("note", models.CharField(default="", max_length=200)),
                ("count", models.PositiveSmallIntegerField()),
            ],
            options={
                "ordering": ["title"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("count__lte", 500)), name="workdays_tool_count"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Work",
            fields=[
                ("code", models.SlugField(max_length=40, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=80, unique=True)),
                ("icon", models.CharField(default="works", max_length=24)),
                ("position", models.SmallIntegerField()),
                ("standing", models.CharField(default="neighbours", max_length=10)),
                ("whom", models.CharField(default="", max_length=500)),
                ("bring", models.CharField(default="", max_length=300)),
                ("sheet_number", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["position", "code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("standing__in", ("neighbours", "duty", "danger"))),
                        name="workdays_work_standing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sheet_number__gt", 0), ("standing", "neighbours")),
                            models.Q(
                                models.Q(("standing", "neighbours"), _negated=True),
                                models.Q(("whom", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="workdays_work_is_safe_or_refused",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Sheet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("text", models.TextField(max_length=3000)),
                ("set_by_id", models.UUIDField(null=True)),
                (
                    "set_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "work",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="sheets",
                        to="workdays.work",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Day",
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
                ("state", models.CharField(default="asking", max_length=10)),
                ("is_shown", models.BooleanField(default=False)),
                ("is_public", models.BooleanField(default=False)),
                ("caller_id", models.UUIDField(null=True)),
                ("title", models.CharField(max_length=120)),
                ("text", models.TextField(default="", max_length=2000)),
                ("bring", models.CharField(default="", max_length=300)),
                ("latitude", models.FloatField()),
                ("longitude", models.FloatField()),
                ("place_id", models.UUIDField(null=True)),
                ("address", models.CharField(max_length=300)),
                ("on", models.DateField()),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("hands_needed", models.PositiveSmallIntegerField()),
                ("hands", models.PositiveSmallIntegerField(default=0)),
                ("owner_organisation_id", models.UUIDField(null=True)),
                ("owner_name", models.CharField(max_length=200)),
                ("allowed_by_id", models.UUIDField(null=True)),
                ("allowed_at", models.DateTimeField(null=True)),
                ("reason", models.CharField(default="", max_length=600)),
                ("origin_kind", models.CharField(default="", max_length=60)),
                ("origin_id", models.CharField(default="", max_length=64)),
                ("origin_title", models.CharField(default="", max_length=200)),
                ("origin_url", models.CharField(default="", max_length=300)),
                ("is_near_told", models.BooleanField(default=False)),
                ("is_over_told", models.BooleanField(default=False)),
                ("result", models.TextField(default="", max_length=2000)),
                ("is_result_shown", models.BooleanField(default=False)),
                ("came", models.PositiveSmallIntegerField(default=0)),
                ("minutes", models.PositiveIntegerField(default=0)),
                (
                    "asked_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "work",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workdays.work",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Photo",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=8)),
                ("state", models.CharField(default="waiting", max_length=8)),
                ("blurred_id", models.UUIDField(null=True)),
                ("by_id", models.UUIDField(null=True)),
                ("position", models.SmallIntegerField(default=0)),
                (
                    "added_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "day",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="photos",
                        to="workdays.day",
                    ),
                ),
            ],
            options={
                "ordering": ["added_at", "position", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ("before", "after"))),
                        name="workdays_photo_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ("waiting", "hidden")),
                            models.Q(
                                ("blurred_id__isnull", False), ("state__in", ("blurred", "shown"))
                            ),
                            _connector="OR",
                        ),
                        name="workdays_photo_blurred",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Hand",
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
                ("person_id", models.UUIDField(db_index=True, null=True)),
                ("badge", models.PositiveSmallIntegerField()),
                ("hands", models.PositiveSmallIntegerField(default=1)),
                ("shares_name", models.BooleanField(default=False)),
                (
                    "joined_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("came", models.BooleanField(default=False)),
                ("minutes", models.PositiveSmallIntegerField(default=0)),
                ("number", models.CharField(max_length=12, null=True, unique=True)),
                (
                    "day",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="helpers",
                        to="workdays.day",
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="workdays.sheet",
                    ),
                ),
            ],
            options={
                "ordering": ["badge"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("day", "person_id"), name="workdays_helper_once"
                    ),
                    models.UniqueConstraint(fields=("day", "badge"), name="workdays_badge_once"),
                    models.CheckConstraint(
                        condition=models.Q(("hands__range", (1, 10))), name="workdays_helper_hands"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("came", True), ("minutes__gt", 0)),
                            ("minutes", 0),
                            _connector="OR",
                        ),
                        name="workdays_hours_of_who_came",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number", None), ("minutes__gt", 0), _connector="OR"),
                        name="workdays_certified_hours",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Hold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField()),
                ("number", models.PositiveSmallIntegerField()),
                ("is_back", models.BooleanField(default=False)),
                (
                    "day",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="holds",
                        to="workdays.day",
                    ),
                ),
                (
                    "tool",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holds",
                        to="workdays.tool",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("is_back", False)),
                        fields=["tool", "on"],
                        name="workdays_held",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("day", "tool"), name="workdays_hold_once"),
                    models.CheckConstraint(
                        condition=models.Q(("number__gt", 0)), name="workdays_hold_some"
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="sheet",
            constraint=models.UniqueConstraint(
                fields=("work", "number"), name="workdays_sheet_once"
            ),
        ),
        migrations.AddIndex(
            model_name="day",
            index=models.Index(
                condition=models.Q(("is_public", True), ("state", "called")),
                fields=["starts_at", "id"],
                name="workdays_coming",
            ),
        ),
        migrations.AddIndex(
            model_name="day",
            index=models.Index(
                condition=models.Q(("is_public", True), ("state", "called")),
                fields=["place_id", "starts_at", "id"],
                name="workdays_coming_here",
            ),
        ),
        migrations.AddIndex(
            model_name="day",
            index=models.Index(
                condition=models.Q(("is_public", True), ("state", "done")),
                fields=["-done_at", "id"],
                name="workdays_done",
            ),
        ),
        migrations.AddIndex(
            model_name="day",
            index=models.Index(
                condition=models.Q(("state", "asking")),
                fields=["starts_at", "id"],
                name="workdays_asking",
            ),
        ),
        migrations.AddIndex(
            model_name="day",
            index=models.Index(
                condition=models.Q(("state__in", ("asking", "called"))),
                fields=["on"],
                name="workdays_live",
            ),
        ),
        migrations.AddIndex(
            model_name="day",
            index=models.Index(fields=["caller_id", "-starts_at", "id"], name="workdays_of_caller"),
        ),
        migrations.AddIndex(
            model_name="day",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.search.SearchVector("title", "text", config="russian"),
                name="workdays_words",
            ),
        ),
        migrations.AddIndex(
            model_name="day",
            index=models.Index(fields=["origin_kind", "origin_id"], name="workdays_of_origin"),
        ),
        migrations.AddConstraint(
            model_name="day",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ("asking", "called", "done", "forbidden", "cancelled", "lapsed"))
                ),
                name="workdays_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="day",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("called", "done")), _negated=True),
                    ("allowed_at__isnull", False),
                    _connector="OR",
                ),
                name="workdays_owner_agreed",
            ),
        ),
        migrations.AddConstraint(
            model_name="day",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_public", False),
                    models.Q(
                        ("is_shown", True),
                        ("state__in", ("called", "done", "cancelled")),
                        ("allowed_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="workdays_public_was_passed",
            ),
        ),
        migrations.AddConstraint(
            model_name="day",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "done"), _negated=True),
                    ("done_at__isnull", False),
                    _connector="OR",
                ),
                name="workdays_done_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="day",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "forbidden"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="workdays_refusal_is_reasoned",
            ),
        ),
        migrations.AddConstraint(
            model_name="day",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                name="workdays_ends_later",
            ),
        ),
        migrations.AddConstraint(
            model_name="day",
            constraint=models.CheckConstraint(
                condition=models.Q(("hands_needed__range", (1, 200))), name="workdays_needed"
            ),
        ),
        migrations.AddConstraint(
            model_name="day",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("latitude__range", (-90, 90)), ("longitude__range", (-180, 180))
                ),
                name="workdays_on_earth",
            ),
        ),
        migrations.AddConstraint(
            model_name="day",
            constraint=models.CheckConstraint(
                condition=models.Q(("title", ""), _negated=True), name="workdays_title_given"
            ),
        ),
    ]
