"""Norms of time are counted in minutes; what this release ships is written at once, since its
pages ask for norms that were not there before."""

from typing import Any

from django.db import migrations, models

from veche.commons.norms import loading

UNITS = [
    ("calendar_days", "календарные дни"),
    ("working_days", "рабочие дни"),
    ("hours", "часы"),
    ("minutes", "минуты"),
    ("years", "годы"),
    ("age", "лет от роду"),
    ("percent", "проценты"),
    ("people", "человек"),
]


def load(apps: Any, schema_editor: Any) -> None:
    """Bring the shipped norms up to this release; what the town took over is left alone."""
    loading.load_norms(apps.get_model("norms", "Norm"))


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [("norms", "0002_shipped_values")]
    operations = [
        migrations.AlterField("norm", "unit", models.CharField(choices=UNITS, max_length=20)),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
