"""Consents signed at the counter; what the jobs of retention destroy, told apart."""

from django.db import migrations, models


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [("privacy", "0003_leaks")]
    operations = [
        migrations.AlterField(
            "consent",
            "channel",
            models.CharField(choices=[("site", "site"), ("counter", "counter")], max_length=16),
        ),
        migrations.AlterField(
            "destruction",
            "ground",
            models.CharField(
                choices=[
                    ("erased", "erased"),
                    ("withdrawn", "withdrawn"),
                    ("term", "term"),
                    ("codes", "codes"),
                    ("browsers", "browsers"),
                ],
                max_length=16,
            ),
        ),
    ]
