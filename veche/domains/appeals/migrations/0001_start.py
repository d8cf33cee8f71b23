"""Appeals by law, their steps, and receptions."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import veche.domains.appeals.models
import veche.kernel.ids


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = []

    operations = [
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
                ("kind", models.CharField(default="", max_length=10)),
                ("text", models.TextField(default="", max_length=10000)),
                ("addressee_id", models.UUIDField(null=True)),
                (
                    "files",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, size=None
                    ),
                ),
                ("changed_at", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="Department",
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
                ("is_open", models.BooleanField(default=True)),
            ],
            options={
                "ordering": ["name", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("name",), name="appeals_department_name")
                ],
            },
        ),
        migrations.CreateModel(
            name="Appeal",
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
                        default=veche.domains.appeals.models.appeal_number,
                        max_length=8,
                        unique=True,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("proposal", "proposal"),
                            ("statement", "statement"),
                            ("complaint", "complaint"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("portal", "portal"),
                            ("paper", "paper"),
                            ("reception", "reception"),
                        ],
                        default="portal",
                        max_length=10,
                    ),
                ),
                ("text", models.TextField(max_length=10000)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("filed", "filed"),
                            ("work", "work"),
                            ("signing", "signing"),
                            ("answered", "answered"),
                            ("forwarded", "forwarded"),
                            ("ended", "ended"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="filed",
                        max_length=10,
                    ),
                ),
                ("author_id", models.UUIDField(null=True)),
                ("addressee_id", models.UUIDField(null=True)),
                ("filed_at", models.DateTimeField()),
                ("filed_on", models.DateField()),
                ("registered_on", models.DateField(null=True)),
                ("book_year", models.SmallIntegerField(null=True)),
                ("book_number", models.IntegerField(null=True)),
                ("register_by", models.DateField()),
                ("due_on", models.DateField()),
                ("forward_by", models.DateField(null=True)),
                ("notice_by", models.DateField(null=True)),
                ("extended_on", models.DateField(null=True)),
                ("forwarded_to", models.CharField(default="", max_length=200)),
                ("ground", models.CharField(default="", max_length=12)),
                ("ended_on", models.DateField(null=True)),
                ("overdue_told_for", models.DateField(null=True)),
                ("near_told_for", models.DateField(null=True)),
                ("is_forgotten", models.BooleanField(default=False)),
                ("version", models.IntegerField(default=1)),
                (
                    "department",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="appeals.department",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Letter",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("interim", "interim"),
                            ("extension", "extension"),
                            ("forwarding", "forwarding"),
                            ("ending", "ending"),
                            ("answer", "answer"),
                        ],
                        max_length=10,
                    ),
                ),
                ("position", models.SmallIntegerField()),
                ("text", models.TextField(max_length=10000)),
                ("post", models.CharField(max_length=200)),
                ("signatory", models.CharField(max_length=200)),
                ("written_by", models.UUIDField()),
                ("issued_on", models.DateField(null=True)),
                ("signed_by", models.UUIDField(null=True)),
                ("remark", models.TextField(default="", max_length=300)),
                ("template", models.IntegerField(default=0)),
                ("sent_on", models.DateField(null=True)),
                (
                    "appeal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="letters",
                        to="appeals.appeal",
                    ),
                ),
            ],
            options={
                "ordering": ["appeal", "position"],
            },
        ),
        migrations.CreateModel(
            name="Reception",
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
                ("post", models.CharField(max_length=200)),
                ("host", models.CharField(max_length=200)),
                ("place", models.CharField(max_length=300)),
                ("topics", models.CharField(default="", max_length=300)),
                ("on", models.DateField()),
                ("published_by", models.UUIDField()),
                ("cancelled", models.CharField(default="", max_length=300)),
            ],
            options={
                "indexes": [models.Index(fields=["on", "id"], name="appeals_reception_day")],
            },
        ),
        migrations.CreateModel(
            name="Slot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("minutes", models.SmallIntegerField()),
                (
                    "reception",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="slots",
                        to="appeals.reception",
                    ),
                ),
            ],
            options={
                "ordering": ["starts_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Booking",
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
                ("person_id", models.UUIDField(null=True)),
                ("code", models.CharField(max_length=4)),
                ("topic", models.CharField(max_length=300)),
                (
                    "made_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "appeal",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="appeals.appeal",
                    ),
                ),
                (
                    "reception",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bookings",
                        to="appeals.reception",
                    ),
                ),
                (
                    "slot",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="booking",
                        to="appeals.slot",
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
                            ("coordinator", "coordinator"),
                            ("approver", "approver"),
                        ],
                        max_length=12,
                    ),
                ),
                ("person_id", models.UUIDField(null=True)),
                ("body_name", models.CharField(default="", max_length=200)),
                ("on", models.DateField(null=True)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "appeal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="steps",
                        to="appeals.appeal",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.AddIndex(
            model_name="appeal",
            index=models.Index(
                condition=models.Q(("state__in", ["filed", "signing", "work"])),
                fields=["due_on", "id"],
                name="appeals_urgent",
            ),
        ),
        migrations.AddIndex(
            model_name="appeal",
            index=models.Index(fields=["author_id", "-filed_at", "id"], name="appeals_of_author"),
        ),
        migrations.AddIndex(
            model_name="appeal",
            index=models.Index(fields=["-filed_at", "id"], name="appeals_filed"),
        ),
        migrations.AddIndex(
            model_name="appeal",
            index=models.Index(
                condition=models.Q(("ended_on__isnull", False)),
                fields=["ended_on", "department"],
                name="appeals_ended",
            ),
        ),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=models.UniqueConstraint(
                fields=("book_year", "book_number"), name="appeals_once_in_the_book"
            ),
        ),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ("filed", "withdrawn")),
                    models.Q(
                        ("book_number__isnull", False),
                        ("forward_by__isnull", False),
                        ("registered_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="appeals_work_is_registered",
            ),
        ),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_on", None), ("state__in", ["filed", "signing", "work"])),
                    models.Q(
                        ("ended_on__isnull", False),
                        ("state__in", ["answered", "ended", "forwarded", "withdrawn"]),
                    ),
                    _connector="OR",
                ),
                name="appeals_over_has_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "forwarded"), _negated=True),
                    models.Q(("forwarded_to", ""), _negated=True),
                    _connector="OR",
                ),
                name="appeals_forwarded_to_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "ended"), _negated=True),
                    models.Q(("ground", ""), _negated=True),
                    _connector="OR",
                ),
                name="appeals_ended_on_a_ground",
            ),
        ),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_forgotten", False),
                    models.Q(
                        ("addressee_id", None),
                        ("author_id", None),
                        ("state__in", ["answered", "ended", "forwarded", "withdrawn"]),
                        ("text", ""),
                    ),
                    _connector="OR",
                ),
                name="appeals_forgotten_is_empty",
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.UniqueConstraint(
                fields=("appeal", "position"), name="appeals_letter_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "answer")),
                fields=("appeal",),
                name="appeals_one_answer",
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("sent_on", None), ("issued_on__isnull", False), _connector="OR"
                ),
                name="appeals_sent_was_issued",
            ),
        ),
        migrations.AddConstraint(
            model_name="slot",
            constraint=models.UniqueConstraint(
                fields=("reception", "starts_at"), name="appeals_slot_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="slot",
            constraint=models.CheckConstraint(
                condition=models.Q(("minutes__gt", 0)), name="appeals_slot_lasts"
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.UniqueConstraint(
                fields=("reception", "person_id"), name="appeals_one_slot_a_person"
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.UniqueConstraint(
                fields=("reception", "code"), name="appeals_code_once"
            ),
        ),
    ]
