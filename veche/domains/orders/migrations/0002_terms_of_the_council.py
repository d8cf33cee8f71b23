"""The term of the council's decision, and the act by which it declines."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    deploy = "before"
    excused = {
        "ban-concurrent-index-creation-in-transaction": "the migration is not atomic",
        "ban-drop-default": "no town has this table before its first release",
    }

    dependencies = [("orders", "0001_orders")]

    operations = [
        migrations.AddField("order", "answer_act", models.CharField(default="", max_length=200)),
        AddIndexConcurrently(
            "order",
            models.Index(
                fields=["due_on", "id"],
                name="orders_running",
                condition=models.Q(state__in=("open", "taken")),
            ),
        ),
        RemoveIndexConcurrently("order", "orders_urgent"),
    ]
