"""Who agreed to words that have been changed since is asked again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [("initiatives", "0003_title_search")]

    operations = [
        migrations.AddField(
            model_name="member",
            name="is_asked_anew",
            field=models.BooleanField(db_default=False, default=False),
        )
    ]
