"""A consent taken back by whoever answers a request for it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [("privacy", "0004_counter_consents")]
    operations = [
        migrations.AlterField(
            "consent",
            "channel",
            models.CharField(
                choices=[("site", "site"), ("counter", "counter"), ("request", "request")],
                max_length=16,
            ),
        ),
    ]
