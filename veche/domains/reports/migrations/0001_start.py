"""Categories, reports and their steps, bodies, clocks, registers."""

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
                ("troubles", models.CharField(db_default="", default="", max_length=60)),
                ("tells_plate", models.BooleanField(db_default=False, default=False)),
                ("pos_code", models.CharField(default="", max_length=40)),
                ("is_for_neighbours", models.BooleanField(db_default=False, default=False)),
                ("work_kind", models.CharField(db_default="", default="", max_length=40)),
                ("is_dangerous", models.BooleanField(db_default=False, default=False)),
                ("kept_in", models.CharField(db_default="here", default="here", max_length=4)),
                ("outside_url", models.CharField(db_default="", default="", max_length=300)),
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
            name="Sheet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(unique=True)),
                ("facts", models.JSONField()),
                (
                    "made_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
            ],
            options={
                "ordering": ["-on"],
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
                ("address_id", models.UUIDField(null=True)),
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
            name="CatalogueVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.SmallIntegerField()),
                ("text", models.JSONField()),
                ("person_id", models.UUIDField(null=True)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "category",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="reports.category",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="reports.group",
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
            },
        ),
        migrations.CreateModel(
            name="AnswerTemplate",
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
                ("title", models.CharField(max_length=120, unique=True)),
                ("text", models.TextField(max_length=4000)),
                ("outcome", models.CharField(max_length=10)),
                (
                    "group",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reports.group",
                    ),
                ),
            ],
            options={
                "ordering": ["title"],
            },
        ),
        migrations.CreateModel(
            name="PublicClock",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_on", models.BooleanField()),
                ("starts_on", models.DateField()),
                ("act_title", models.CharField(max_length=300)),
                ("act_number", models.CharField(max_length=60)),
                ("act_on", models.DateField()),
                (
                    "set_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reports.category",
                    ),
                ),
            ],
            options={
                "ordering": ["-starts_on", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Register",
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
                ("title", models.CharField(max_length=120, unique=True)),
                ("home", models.CharField(max_length=4)),
                ("mapping", models.JSONField(default=dict)),
                ("stages", models.JSONField(default=dict)),
            ],
            options={
                "ordering": ["title"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("home__in", ("pos", "docs"))),
                        name="reports_register_outside",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RegisterImport",
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
                ("owner_id", models.UUIDField()),
                ("name", models.CharField(max_length=120)),
                ("state", models.CharField(default="uploaded", max_length=8)),
                ("sealed", models.BinaryField(null=True)),
                ("mapping", models.JSONField(default=dict)),
                ("stages", models.JSONField(default=dict)),
                ("is_whole", models.BooleanField(default=False)),
                ("total", models.IntegerField(default=0)),
                ("done", models.IntegerField(default=0)),
                ("new", models.IntegerField(default=0)),
                ("changed", models.IntegerField(default=0)),
                ("same", models.IntegerField(default=0)),
                ("refused", models.IntegerField(default=0)),
                ("gone", models.IntegerField(default=0)),
                ("problems", models.JSONField(default=list)),
                ("made_at", models.DateTimeField(db_index=True)),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "register",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="imports",
                        to="reports.register",
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at"],
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
        migrations.AddConstraint(
            model_name="category",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_for_neighbours", False),
                    models.Q(("work_kind", ""), _negated=True),
                    _connector="OR",
                ),
                name="reports_category_helped_how",
            ),
        ),
        migrations.AddConstraint(
            model_name="category",
            constraint=models.CheckConstraint(
                condition=models.Q(("kept_in__in", ("here", "pos", "docs"))),
                name="reports_category_kept_in",
            ),
        ),
        migrations.AddConstraint(
            model_name="category",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kept_in", "pos"), _negated=True),
                    ("outside_url__startswith", "https://"),
                    _connector="OR",
                ),
                name="reports_category_leads_on",
            ),
        ),
        migrations.AddConstraint(
            model_name="catalogueversion",
            constraint=models.UniqueConstraint(
                fields=("group", "category", "number"),
                name="reports_version_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="catalogueversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("category__isnull", False), ("group__isnull", True)),
                    models.Q(("category__isnull", True), ("group__isnull", False)),
                    _connector="OR",
                ),
                name="reports_version_of_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="answertemplate",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ("solved", "declining"))),
                name="reports_template_outcome",
            ),
        ),
        migrations.AddConstraint(
            model_name="registerimport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ("uploaded", "checking", "checked", "running", "done", "failed"))
                ),
                name="reports_import_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="registerimport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("done", "failed")), _negated=True),
                    ("sealed", None),
                    _connector="OR",
                ),
                name="reports_import_forgotten",
            ),
        ),
    ]
