"""Who changed a draft last counts as an author of it; of earlier changes nothing is known."""

from django.db import migrations, models


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [
        ("polls", "0010_opened_at"),
    ]

    operations = [
        migrations.AddField("poll", "editor_id", models.UUIDField(null=True)),
        migrations.AlterField(
            "poll",
            "legal_effect",
            models.CharField(
                choices=[
                    ("advisory", "Рекомендация"),
                    ("commission", "Довод для комиссии"),
                    ("binding", "Обязательство по акту"),
                ],
                default="advisory",
                max_length=12,
            ),
        ),
    ]
