"""Cases of registers from outside, and what a report keeps of bans, escalation and delay."""

import django.db.models.deletion
from django.db import migrations, models

import veche.kernel.ids


class Migration(migrations.Migration):
    deploy = "before"

    dependencies = [
        ("reports", "0009_categories_of_the_town"),
    ]

    operations = [
        migrations.CreateModel(
            name="OutsideCase",
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
                ("number", models.CharField(max_length=60)),
                ("topic", models.CharField(default="", max_length=300)),
                ("address", models.CharField(default="", max_length=300)),
                ("stage", models.CharField(default="open", max_length=8)),
                ("state", models.CharField(default="", max_length=120)),
                ("filed_on", models.DateField(null=True)),
                ("due_on", models.DateField(null=True)),
                ("urgent_on", models.DateField()),
                ("changed_at", models.DateTimeField()),
            ],
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
            ],
            options={
                "ordering": ["title"],
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
                ("total", models.IntegerField(default=0)),
                ("done", models.IntegerField(default=0)),
                ("new", models.IntegerField(default=0)),
                ("changed", models.IntegerField(default=0)),
                ("same", models.IntegerField(default=0)),
                ("refused", models.IntegerField(default=0)),
                ("problems", models.JSONField(default=list)),
                ("made_at", models.DateTimeField(db_index=True)),
                ("finished_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-made_at"],
            },
        ),
        migrations.AddField(
            model_name="report",
            name="escalated",
            field=models.SmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="report",
            name="held_by_id",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="report",
            name="shown_from",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="outsidecase",
            name="body",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="reports.body",
            ),
        ),
        migrations.AddField(
            model_name="outsidecase",
            name="category",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="reports.category",
            ),
        ),
        migrations.AddField(
            model_name="outsidecase",
            name="report",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="outside",
                to="reports.report",
            ),
        ),
        migrations.AddConstraint(
            model_name="register",
            constraint=models.CheckConstraint(
                condition=models.Q(("home__in", ("pos", "docs"))), name="reports_register_outside"
            ),
        ),
        migrations.AddField(
            model_name="outsidecase",
            name="register",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reports.register"
            ),
        ),
        migrations.AddField(
            model_name="registerimport",
            name="register",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="imports",
                to="reports.register",
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
