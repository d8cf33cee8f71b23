"""What a table has told last of an outage, where an outage is no longer; tables tried by a job."""

from django.db import migrations, models


class Migration(migrations.Migration):
    deploy = "before"
    excused = {
        "ban-drop-default": "no town has this table before its first release",
        "ban-drop-not-null": "no town has this table before its first release",
        "constraint-missing-not-valid": "no town has this table before its first release",
    }

    dependencies = [("homes", "0001_houses")]

    operations = [
        migrations.AddField("outage", "told", models.JSONField(default=dict)),
        migrations.AddField("outagestep", "left", models.JSONField(default=list)),
        migrations.AlterField(
            "outagestep",
            "verb",
            models.CharField(
                choices=[
                    ("announced", "announced"),
                    ("extended", "extended"),
                    ("shortened", "shortened"),
                    ("changed", "changed"),
                    ("finished", "finished"),
                    ("called_off", "called_off"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField("upload", "packed", models.BinaryField(null=True)),
        migrations.AddField("upload", "state", models.CharField(default="new", max_length=8)),
        migrations.AddField("upload", "mapping", models.JSONField(default=dict)),
        migrations.AddField("upload", "source", models.CharField(default="", max_length=300)),
        migrations.AddField("upload", "outcome", models.JSONField(null=True)),
        migrations.AddConstraint(
            "upload",
            models.CheckConstraint(
                condition=models.Q(
                    state__in=("new", "trying", "tried", "taking"), packed__isnull=False
                )
                | models.Q(state="done", packed=None),
                name="homes_upload_state",
            ),
        ),
    ]
