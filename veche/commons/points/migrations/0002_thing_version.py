"""A thing of the shop is changed as it was seen."""

from django.db import migrations, models


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [("points", "0001_points")]
    operations = [
        migrations.AddField(
            model_name="thing",
            name="version",
            field=models.PositiveIntegerField(default=0, db_default=0),
        ),
    ]
