"""How ballots are kept: open, with the town, or secret, in the box of another program."""

from django.db import migrations, models


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [("polls", "0015_poll_origin")]
    operations = [
        migrations.AddField(
            "poll",
            "mode",
            models.CharField(
                blank=True,
                choices=[
                    ("", "Ещё не выбрано"),
                    ("open", "Открытое голосование"),
                    ("secret", "Тайное голосование"),
                ],
                db_default="open",
                default="open",
                max_length=8,
            ),
        ),
    ]
