"""When a thanks was said."""

from django.db import migrations, models
from django.db.models.functions import Now


class Migration(migrations.Migration):
    deploy = "before"

    dependencies = [("reports", "0014_close_and_over")]

    operations = [
        migrations.AddField(
            "thanks", "said_at", models.DateTimeField(db_default=Now(), db_index=True)
        )
    ]
