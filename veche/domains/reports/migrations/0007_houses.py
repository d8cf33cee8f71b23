"""The street of a report, the house of a draft, what a category is about, the Monday's sheet."""

from typing import Any

import django.db.models.functions.datetime
from django.db import migrations, models

# By which outages stand before a form of the same.
TROUBLES = {
    "utilities.no_water": "water heat",
    "utilities.water_quality": "water",
    "utilities.gas": "gas",
    "house.heating": "heat",
    "house.lift": "lift",
    "pavements.lamp_out": "power",
    "roads.potholes": "road",
    "roads.traffic_light": "power road",
}


def say_troubles(apps: Any, schema_editor: Any) -> None:
    """Only where the town has not said anything itself: the column is new."""
    category = apps.get_model("reports", "Category")
    for code, troubles in TROUBLES.items():
        category.objects.filter(code=code).update(troubles=troubles)


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [("reports", "0006_work_indexes")]

    operations = [
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
            options={"ordering": ["-on"]},
        ),
        migrations.AddField(
            "category", "troubles", models.CharField(max_length=60, default="", db_default="")
        ),
        migrations.AddField("draft", "address_id", models.UUIDField(null=True)),
        migrations.AddField("report", "street_id", models.BigIntegerField(null=True)),
        migrations.RunPython(say_troubles, migrations.RunPython.noop),
    ]
