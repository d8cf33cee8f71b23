"""A moderator's no to a proof stands with the talk, which stays where it was."""

from django.db import migrations, models


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [("matching", "0003_start_set")]
    operations = [
        migrations.AddField(
            "match", "is_proof_refused", models.BooleanField(default=False, db_default=False)
        ),
    ]
