"""The opening of a poll is told once; of polls that had begun before, nothing is told."""

from django.db import migrations, models

_TOLD = """
    UPDATE polls_poll SET opened_at = opens_at
     WHERE opened_at IS NULL AND opens_at <= now() AND state IN ('published', 'closed')
"""


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [
        ("polls", "0009_control_calls_and_census"),
    ]

    operations = [
        migrations.AddField("poll", "opened_at", models.DateTimeField(null=True)),
        migrations.RunSQL(_TOLD, migrations.RunSQL.noop),
    ]
