"""Houses, who serves them, outages."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import veche.domains.homes.models
import veche.kernel.ids


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Feed",
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
                ("name", models.CharField(max_length=200, unique=True)),
                ("url", models.CharField(max_length=500)),
                ("is_on", models.BooleanField(default=True)),
                ("fetched_at", models.DateTimeField(null=True)),
                ("trouble", models.CharField(default="", max_length=16)),
                ("made", models.IntegerField(default=0)),
                ("changed", models.IntegerField(default=0)),
                ("skipped", models.IntegerField(default=0)),
            ],
            options={
                "ordering": ["name", "id"],
            },
        ),
        migrations.CreateModel(
            name="Provider",
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
                ("name", models.CharField(max_length=200, unique=True)),
                ("phone", models.CharField(default="", max_length=60)),
                ("emergency_phone", models.CharField(default="", max_length=60)),
                ("address", models.CharField(default="", max_length=300)),
                ("hours", models.CharField(default="", max_length=300)),
                ("site", models.CharField(default="", max_length=300)),
            ],
            options={
                "ordering": ["name", "id"],
            },
        ),
        migrations.CreateModel(
            name="Outage",
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
                        default=veche.domains.homes.models.outage_number, max_length=8, unique=True
                    ),
                ),
                (
                    "trouble",
                    models.CharField(
                        choices=[
                            ("water", "water"),
                            ("heat", "heat"),
                            ("power", "power"),
                            ("gas", "gas"),
                            ("lift", "lift"),
                            ("road", "road"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "nature",
                    models.CharField(
                        choices=[("planned", "planned"), ("accident", "accident")], max_length=8
                    ),
                ),
                ("why", models.CharField(max_length=300)),
                ("answers", models.CharField(max_length=200)),
                ("phone", models.CharField(default="", max_length=60)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("is_cancelled", models.BooleanField(default=False)),
                (
                    "place_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, size=None
                    ),
                ),
                ("where", models.TextField()),
                ("origin", models.CharField(default="", max_length=48)),
                ("outer_key", models.CharField(default="", max_length=120)),
                ("told", models.JSONField(default=dict)),
                ("made_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("version", models.IntegerField(default=1)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["-starts_at", "id"], name="homes_outages_newest"),
                    models.Index(
                        condition=models.Q(("is_cancelled", False)),
                        fields=["ends_at"],
                        name="homes_outages_ahead",
                    ),
                    models.Index(fields=["-changed_at", "id"], name="homes_outages_changed"),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["place_ids"], name="homes_outages_places"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gte", models.F("starts_at"))),
                        name="homes_outage_ends_after",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("trouble__in", ("water", "heat", "power", "gas", "lift", "road"))
                        ),
                        name="homes_outage_trouble_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("outer_key", ""), _negated=True),
                        fields=("origin", "outer_key"),
                        name="homes_outage_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OutageStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("announced", "announced"),
                            ("extended", "extended"),
                            ("shortened", "shortened"),
                            ("changed", "changed"),
                            ("finished", "finished"),
                            ("called_off", "called_off"),
                        ],
                        max_length=12,
                    ),
                ),
                ("reason", models.CharField(default="", max_length=300)),
                ("ends_at", models.DateTimeField()),
                ("left", models.JSONField(default=list)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("person_id", models.UUIDField(null=True)),
                (
                    "outage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="steps",
                        to="homes.outage",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Upload",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("owner_id", models.UUIDField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("servings", "servings"), ("outages", "outages")], max_length=8
                    ),
                ),
                ("token", models.UUIDField(default=veche.kernel.ids.new_id)),
                ("state", models.CharField(default="new", max_length=8)),
                ("packed", models.BinaryField(null=True)),
                (
                    "header",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), db_default=[], default=list, size=None
                    ),
                ),
                ("rows", models.IntegerField(db_default=0, default=0)),
                ("mapping", models.JSONField(default=dict)),
                ("source", models.CharField(default="", max_length=300)),
                ("outcome", models.JSONField(null=True)),
                ("uploaded_at", models.DateTimeField(db_index=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("owner_id", "kind"), name="homes_upload_one"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("packed__isnull", False),
                                ("state__in", ("new", "trying", "tried", "taking")),
                            ),
                            models.Q(("packed", None), ("state", "done")),
                            _connector="OR",
                        ),
                        name="homes_upload_state",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OutageSpot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=300)),
                ("place_id", models.UUIDField(null=True)),
                ("street_id", models.BigIntegerField(null=True)),
                ("address_id", models.UUIDField(null=True)),
                (
                    "outage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="spots",
                        to="homes.outage",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("place_id__isnull", False)),
                        fields=["place_id"],
                        name="homes_spot_place",
                    ),
                    models.Index(
                        condition=models.Q(("street_id__isnull", False)),
                        fields=["street_id"],
                        name="homes_spot_street",
                    ),
                    models.Index(
                        condition=models.Q(("address_id__isnull", False)),
                        fields=["address_id"],
                        name="homes_spot_address",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("address_id", None),
                                ("place_id__isnull", False),
                                ("street_id", None),
                            ),
                            models.Q(
                                ("address_id", None),
                                ("place_id", None),
                                ("street_id__isnull", False),
                            ),
                            models.Q(
                                ("address_id__isnull", False),
                                ("place_id", None),
                                ("street_id", None),
                            ),
                            _connector="OR",
                        ),
                        name="homes_spot_is_one_thing",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Serving",
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
                            ("company", "company"),
                            ("water", "water"),
                            ("heat", "heat"),
                            ("power", "power"),
                            ("gas", "gas"),
                            ("waste", "waste"),
                            ("school", "school"),
                            ("clinic", "clinic"),
                            ("polling", "polling"),
                            ("deputy", "deputy"),
                            ("tos", "tos"),
                        ],
                        max_length=8,
                    ),
                ),
                ("address_id", models.UUIDField(null=True)),
                ("place_id", models.UUIDField(null=True)),
                ("note", models.CharField(default="", max_length=300)),
                ("since_on", models.DateField()),
                ("source", models.CharField(max_length=300)),
                ("kept_at", models.DateTimeField()),
                ("kept_by", models.UUIDField()),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="servings",
                        to="homes.provider",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["address_id"], name="homes_serving_address"),
                    models.Index(fields=["place_id"], name="homes_serving_place"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "address_id", "place_id", "since_on"),
                        name="homes_serving_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("address_id", None), ("place_id", None), _connector="OR"
                        ),
                        name="homes_serving_one_where",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                (
                                    "company",
                                    "water",
                                    "heat",
                                    "power",
                                    "gas",
                                    "waste",
                                    "school",
                                    "clinic",
                                    "polling",
                                    "deputy",
                                    "tos",
                                ),
                            )
                        ),
                        name="homes_serving_kind_known",
                    ),
                ],
            },
        ),
    ]
