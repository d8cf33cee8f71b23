"""With what neighbours may help; to begin with, with very little: the rest is the town's duty."""

from typing import Any

from django.db import migrations, models

HELPED = {
    "yards.playground": "carpentry",
    "yards.mowing": "greening",
    "trade.adverts": "cleanup",
}


def load(apps: Any, schema_editor: Any) -> None:
    """Benches, grass, glued adverts: what neighbours do anyway."""
    category = apps.get_model("reports", "Category")
    for code, kind in HELPED.items():
        category.objects.filter(code=code).update(is_for_neighbours=True, work_kind=kind)


class Migration(migrations.Migration):
    deploy = "before"
    excused = {"constraint-missing-not-valid": "the table has some sixty rows"}
    dependencies = [("reports", "0011_held_back"), ("matching", "0003_start_set")]

    operations = [
        migrations.AddField(
            "category", "is_for_neighbours", models.BooleanField(default=False, db_default=False)
        ),
        migrations.AddField(
            "category", "work_kind", models.CharField(default="", db_default="", max_length=40)
        ),
        migrations.AddField(
            "category", "is_dangerous", models.BooleanField(default=False, db_default=False)
        ),
        migrations.AddConstraint(
            "category",
            models.CheckConstraint(
                condition=models.Q(is_for_neighbours=False) | ~models.Q(work_kind=""),
                name="reports_category_helped_how",
            ),
        ),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
