"""Lines that stand twice lie apart from totals that are no sums: the office alone is told them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [("transparency", "0006_registers")]

    operations = [
        migrations.AddField(
            model_name="source",
            name="repeats",
            field=models.JSONField(db_default=[], default=list),
        ),
        migrations.AddField(
            model_name="source",
            name="repeats_number",
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        # They lay among the totals, and only the first of them were kept.
        migrations.RunSQL(
            """
            UPDATE transparency_source
               SET repeats = jsonb_path_query_array(doubts, '$[*] ? (exists(@.of))'),
                   repeats_number = jsonb_array_length(
                       jsonb_path_query_array(doubts, '$[*] ? (exists(@.of))')),
                   doubts = jsonb_path_query_array(doubts, '$[*] ? (!exists(@.of))')
             WHERE jsonb_path_exists(doubts, '$[*].of')
            """,
            migrations.RunSQL.noop,
        ),
    ]
