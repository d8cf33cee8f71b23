"""Until when an appeal had to stand in the book, kept once it does."""

from datetime import date

from django.db import migrations, models


class Migration(migrations.Migration):
    deploy = "before"
    excused = {
        "ban-drop-default": "no town has this table before its first release",
    }

    dependencies = [("appeals", "0001_appeals")]

    operations = [
        migrations.AddField(
            "appeal", "register_by", models.DateField(default=date.max), preserve_default=False
        )
    ]
