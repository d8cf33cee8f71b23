"""Search by stems and by typos: the text of a poll and of its options, kept by the database."""

from django.db import migrations, models

FORWARD = """
    ALTER TABLE polls_poll
        ADD COLUMN search_text text GENERATED ALWAYS AS
            (replace(lower(title || ' ' || summary || ' ' || options_text), 'ё', 'е')) STORED,
        ADD COLUMN search_vector tsvector GENERATED ALWAYS AS (
            setweight(to_tsvector('russian', translate(title, 'ёЁ', 'еЕ')), 'A') ||
            setweight(to_tsvector('russian',
                translate(summary || ' ' || options_text, 'ёЁ', 'еЕ')), 'B')
        ) STORED;
    CREATE INDEX polls_poll_search_vector ON polls_poll USING gin (search_vector);
    CREATE INDEX polls_poll_search_text ON polls_poll USING gin (search_text ext.gin_trgm_ops);
"""
BACK = "ALTER TABLE polls_poll DROP COLUMN search_vector, DROP COLUMN search_text"


class Migration(migrations.Migration):
    deploy = "before"
    # The table is made one step before, in the same release: it is empty.
    excused = {
        "require-concurrent-index-creation": "the table is new",
        "adding-field-with-default": "the table is new",
    }
    dependencies = [("polls", "0001_polls")]
    operations = [
        migrations.AddField(
            "poll",
            "options_text",
            models.TextField(blank=True, default="", db_default="", editable=False),
        ),
        migrations.RunSQL(FORWARD, BACK),
    ]
