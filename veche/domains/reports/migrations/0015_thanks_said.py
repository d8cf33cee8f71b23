"""When a thanks was said."""

from django.db import migrations, models
from django.db.models.functions import Now


class Migration(migrations.Migration):
    deploy = "before"
    excused = {
        "adding-field-with-default": "no town has this table before its first release",
        "require-concurrent-index-creation": "no town has this table before its first release",
    }

    dependencies = [("reports", "0014_close_and_over")]

    operations = [
        migrations.AddField(
            "thanks", "said_at", models.DateTimeField(db_default=Now(), db_index=True)
        )
    ]
