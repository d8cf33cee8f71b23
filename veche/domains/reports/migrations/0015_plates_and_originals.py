"""Which categories tell a plate; which photos are left only as their covered copies."""

from typing import Any

from django.db import migrations, models


def say_plates(apps: Any, schema_editor: Any) -> None:
    """An abandoned car is known by its plate alone."""
    category = apps.get_model("reports", "Category")
    category.objects.filter(code="yards.abandoned_car").update(tells_plate=True)


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [("reports", "0014_close_and_over")]

    operations = [
        migrations.AddField(
            "category", "tells_plate", models.BooleanField(default=False, db_default=False)
        ),
        migrations.AddField(
            "photo", "is_original_gone", models.BooleanField(default=False, db_default=False)
        ),
        migrations.RunPython(say_plates, migrations.RunPython.noop),
    ]
