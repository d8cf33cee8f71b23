"""Norms may count sheets of paper."""

from django.db import migrations, models


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [("norms", "0003_minutes")]
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
                ],
                max_length=20,
            ),
        ),
    ]
