"""Until when an appeal had to stand in the book, kept once it does."""

from datetime import date

from django.db import migrations, models


class Migration(migrations.Migration):
    deploy = "before"

    dependencies = [("appeals", "0001_appeals")]

    operations = [
        migrations.AddField(
            "appeal", "register_by", models.DateField(default=date.max), preserve_default=False
        )
    ]
