"""Templates of papers that the town writes itself."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="TemplateVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=40)),
                ("number", models.PositiveIntegerField()),
                ("text", models.TextField(max_length=40_000)),
                ("author_id", models.UUIDField()),
                ("saved_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "number"), name="documents_version_once"
                    )
                ],
            },
        ),
    ]
