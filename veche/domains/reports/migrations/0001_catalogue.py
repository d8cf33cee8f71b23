"""Categories, bodies, and who answers for what."""

import django.db.models.deletion
from django.db import migrations, models

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
            model_name="responsibility",
            constraint=models.UniqueConstraint(
                fields=("category", "place_id"),
                name="reports_one_responsible",
                nulls_distinct=False,
            ),
        ),
    ]
