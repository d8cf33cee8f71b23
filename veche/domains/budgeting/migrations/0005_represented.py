"""Who is represented by each rule, kept with the count of a cycle."""

from django.db import migrations, models


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [("budgeting", "0004_shares")]

    operations = [
        migrations.AddField(
            model_name="cycle",
            name="represented",
            field=models.JSONField(null=True),
        ),
    ]
