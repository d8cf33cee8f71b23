"""Whom a poll of one group asks, in words."""

from django.db import migrations, models


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [("polls", "0006_campaigns")]
    operations = [
        migrations.AddField(
            "poll",
            "audience",
            models.CharField(blank=True, db_default="", default="", max_length=300),
        ),
    ]
