"""People too many to be listed are read by what they have in common."""

from django.db import migrations, models


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [("notifications", "0001_start")]
    operations = [
        migrations.AddField(
            model_name="notice",
            name="crowd",
            field=models.CharField(max_length=120, default="", db_default=""),
        ),
    ]
