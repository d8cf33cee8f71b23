"""Packs that collectors carry."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [("ballots", "0004_hours_groups_draw")]
    operations = [
        migrations.CreateModel(
            name="PaperBatch",
            fields=[
                (
                    "pack",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        serialize=False,
                        to="ballots.paperpack",
                    ),
                ),
                ("collector_id", models.UUIDField(db_index=True)),
                ("handed_on", models.DateField()),
                ("unused", models.IntegerField(null=True)),
                ("returned_on", models.DateField(null=True)),
                ("returned_to", models.UUIDField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(unused=None, returned_on=None, returned_to=None)
                        | models.Q(
                            unused__gte=0, returned_on__isnull=False, returned_to__isnull=False
                        ),
                        name="ballots_batch_back",
                    )
                ]
            },
        )
    ]
