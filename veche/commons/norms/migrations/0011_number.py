"""A norm may be the number of an act; what this release ships of them is written at once."""

from typing import Any

from django.db import migrations, models

from veche.commons.norms import loading


def load(apps: Any, schema_editor: Any) -> None:
    """Bring the shipped norms up to this release; what the town took over is left alone."""
    loading.load_norms(apps.get_model("norms", "Norm"))


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [("norms", "0010_times")]
    operations = [
        migrations.AlterField(
            "norm",
            "unit",
            models.CharField(
                choices=[
                    ("calendar_days", "календарные дни"),
                    ("working_days", "рабочие дни"),
                    ("hours", "часы"),
                    ("minutes", "минуты"),
                    ("years", "годы"),
                    ("age", "лет от роду"),
                    ("percent", "проценты"),
                    ("people", "человек"),
                    ("sheets", "листов"),
                    ("texts", "текстов"),
                    ("level", "уровень подтверждения личности"),
                    ("points", "баллов"),
                    ("times", "раз"),
                    ("number", "номер"),
                ],
                max_length=20,
            ),
        ),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
