"""When a person last said where they live and when they were born: it may be said once a term."""

from django.db import migrations, models

# Whoever has said it already is asked to wait from today.
SAID = """
    UPDATE identity_person SET {column} = CURRENT_DATE
     WHERE id IN (SELECT person_id FROM identity_personaldetail WHERE kind = '{kind}')
"""


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [("identity", "0006_document_marks")]
    operations = [
        migrations.AddField("person", "home_declared_on", models.DateField(null=True)),
        migrations.AddField("person", "birth_date_declared_on", models.DateField(null=True)),
        migrations.RunSQL(
            SAID.format(column="home_declared_on", kind="home_place"), migrations.RunSQL.noop
        ),
        migrations.RunSQL(
            SAID.format(column="birth_date_declared_on", kind="birth_date"),
            migrations.RunSQL.noop,
        ),
    ]
