"""A lawyer looks at a poll between its author and its approver."""

from django.db import migrations, models

STATES = [
    ("draft", "Черновик"),
    ("legal", "У юриста"),
    ("review", "На утверждении"),
    ("importing", "Загружается из файла"),
    ("published", "Опубликован"),
    ("closed", "Завершён"),
]


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [("polls", "0004_no_early_close")]
    operations = [
        migrations.AddField("poll", "lawyer_id", models.UUIDField(null=True)),
        migrations.AlterField(
            "poll",
            "state",
            models.CharField(max_length=12, choices=STATES, default="draft"),
        ),
        migrations.CreateModel(
            name="LegalCheckRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("covers_all", models.BooleanField()),
                ("act", models.CharField(max_length=300)),
                ("valid_from", models.DateField()),
                ("set_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={"ordering": ["-valid_from", "-id"]},
        ),
    ]
