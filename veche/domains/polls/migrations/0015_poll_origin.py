"""What a poll has grown from: a thing of another service, by its kind and id."""

from django.db import migrations, models


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [("polls", "0014_has_discussion")]
    operations = [
        migrations.AddField(
            "poll",
            "origin_kind",
            models.CharField(blank=True, db_default="", default="", editable=False, max_length=60),
        ),
        migrations.AddField("poll", "origin_id", models.UUIDField(editable=False, null=True)),
    ]
