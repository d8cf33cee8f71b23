"""A right that begins on a day to come."""

from django.db import migrations, models


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [("organisations", "0001_start")]

    operations = [
        migrations.AddField(
            model_name="membership", name="starts_on", field=models.DateField(null=True)
        )
    ]
