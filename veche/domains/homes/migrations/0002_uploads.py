"""What the page of an uploaded table says of it."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [("homes", "0001_start")]

    operations = [
        migrations.AddField(
            model_name="upload",
            name="header",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.TextField(), db_default=[], default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="upload",
            name="rows",
            field=models.IntegerField(db_default=0, default=0),
        ),
    ]
