"""Addresses of residents; rest for receivers that do not answer; two secrets for a day."""

from django.db import migrations, models


class Migration(migrations.Migration):
    deploy = "before"
    excused = {"require-concurrent-index-creation": "a town has some twenty addresses so far"}

    dependencies = [("webhooks", "0001_start")]

    operations = [
        migrations.AddField("endpoint", "owner_id", models.UUIDField(db_index=True, null=True)),
        migrations.AddField(
            "endpoint", "silent_tries", models.SmallIntegerField(db_default=0, default=0)
        ),
        migrations.AddField("endpoint", "silent_since", models.DateTimeField(null=True)),
        migrations.AddField("endpoint", "quiet_until", models.DateTimeField(null=True)),
        migrations.AddField("endpoint", "sealed_earlier_secret", models.BinaryField(null=True)),
        migrations.AddField("endpoint", "earlier_until", models.DateTimeField(null=True)),
    ]
