"""Norms of time are counted in minutes."""

from django.db import migrations, models

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


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [("norms", "0002_shipped_values")]
    operations = [
        migrations.AlterField("norm", "unit", models.CharField(choices=UNITS, max_length=20)),
    ]
