"""The office is told of a day before it comes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [("appeals", "0001_start")]

    operations = [
        migrations.AddField(
            model_name="appeal",
            name="near_told_for",
            field=models.DateField(null=True),
        ),
    ]
