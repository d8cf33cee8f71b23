"""Residents may argue for and against below a poll, when its author lets them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [("polls", "0013_no_editor_id")]
    operations = [
        migrations.AddField(
            "poll", "has_discussion", models.BooleanField(default=False, db_default=False)
        )
    ]
