"""The reason of an early close is told to everyone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [("polls", "0002_search")]
    operations = [
        migrations.AddField(
            "poll",
            "closed_because",
            models.CharField(blank=True, db_default="", default="", max_length=1000),
        ),
    ]
