"""Tables of the catalogue of open data."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import veche.kernel.ids


class Migration(migrations.Migration):
    """New tables."""

    deploy = "before"
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Watched",
            fields=[
                ("code", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("first_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("structured_at", models.DateTimeField()),
                ("looked_at", models.DateTimeField()),
                ("sha256", models.CharField(max_length=64)),
                ("fields_sha256", models.CharField(max_length=64)),
                ("rows_number", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="OwnSet",
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
                ("code", models.CharField(max_length=40, unique=True)),
                ("title", models.CharField(max_length=200)),
                ("text", models.CharField(max_length=2000)),
                ("theme", models.CharField(max_length=4)),
                ("period", models.CharField(max_length=9)),
                ("licence", models.CharField(default="CC-BY-4.0", max_length=10)),
                ("source", models.CharField(default="", max_length=500)),
                ("valid_until", models.DateField(null=True)),
                ("author_id", models.UUIDField()),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("code__regex", "^[a-z][a-z0-9-]{2,39}$")),
                        name="opendata_set_code_form",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("title", ""), _negated=True),
                            models.Q(("text", ""), _negated=True),
                        ),
                        name="opendata_set_told",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "theme__in",
                                (
                                    "GOVE",
                                    "ECON",
                                    "ENVI",
                                    "EDUC",
                                    "HEAL",
                                    "JUST",
                                    "REGI",
                                    "SOCI",
                                    "TECH",
                                    "TRAN",
                                ),
                            ),
                            (
                                "period__in",
                                (
                                    "CONT",
                                    "DAILY",
                                    "WEEKLY",
                                    "MONTHLY",
                                    "QUARTERLY",
                                    "ANNUAL",
                                    "IRREG",
                                ),
                            ),
                            ("licence__in", ["CC-BY-4.0", "CC0-1.0"]),
                        ),
                        name="opendata_set_known_words",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Publisher",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("name", models.CharField(db_default="", default="", max_length=200)),
                ("inn", models.CharField(db_default="", default="", max_length=10)),
                ("phone", models.CharField(db_default="", default="", max_length=40)),
                ("email", models.CharField(db_default="", default="", max_length=120)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("id", 1)), name="opendata_publisher_is_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("inn", ""), ("inn__regex", "^\\d{10}$"), _connector="OR"
                        ),
                        name="opendata_publisher_inn",
                    ),
                ],
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
                ("code", models.CharField(max_length=40)),
                ("number", models.PositiveIntegerField()),
                ("state", models.CharField(default="draft", max_length=9)),
                ("fields", models.JSONField(default=list)),
                ("rows_number", models.PositiveIntegerField(default=0)),
                ("sha256", models.CharField(default="", max_length=64)),
                ("faults", models.JSONField(default=list)),
                ("faults_number", models.PositiveIntegerField(default=0)),
                ("doubts", models.JSONField(default=list)),
                ("note", models.CharField(default="", max_length=500)),
                ("file_name", models.CharField(default="", max_length=120)),
                ("uploader_id", models.UUIDField(null=True)),
                ("made_at", models.DateTimeField()),
                ("publisher_id", models.UUIDField(null=True)),
                ("published_at", models.DateTimeField(null=True)),
                ("withdrawer_id", models.UUIDField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("withdrawn_reason", models.CharField(default="", max_length=1000)),
                (
                    "own",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="opendata.ownset",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Row",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("position", models.PositiveIntegerField()),
                ("line", models.PositiveIntegerField()),
                ("cells", models.JSONField()),
                (
                    "version",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="opendata.version",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.UniqueConstraint(
                fields=("code", "number"), name="opendata_version_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ("draft", "ready", "published", "withdrawn"))),
                name="opendata_version_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("published", "withdrawn")), _negated=True),
                    models.Q(("faults_number", 0), ("published_at__isnull", False)),
                    _connector="OR",
                ),
                name="opendata_version_published_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "withdrawn"), _negated=True),
                    models.Q(("withdrawn_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="opendata_version_withdrawn_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="row",
            constraint=models.UniqueConstraint(
                fields=("version", "position"), name="opendata_row_once"
            ),
        ),
    ]
