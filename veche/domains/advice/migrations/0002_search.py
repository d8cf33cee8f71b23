"""Search by stems and by typos: kept by the database beside each question and guide."""

from django.db import migrations


def _forward(table: str) -> str:
    return f"""
    ALTER TABLE {table}
        ADD COLUMN search_text text GENERATED ALWAYS AS
            (replace(lower(title || ' ' || text), 'ё', 'е')) STORED,
        ADD COLUMN search_vector tsvector GENERATED ALWAYS AS (
            setweight(to_tsvector('russian', translate(title, 'ёЁ', 'еЕ')), 'A') ||
            setweight(to_tsvector('russian', translate(text, 'ёЁ', 'еЕ')), 'B')
        ) STORED;
    CREATE INDEX {table}_search_vector ON {table} USING gin (search_vector);
    CREATE INDEX {table}_search_text ON {table} USING gin (search_text ext.gin_trgm_ops);
    """


def _back(table: str) -> str:
    return f"ALTER TABLE {table} DROP COLUMN search_vector, DROP COLUMN search_text"


class Migration(migrations.Migration):
    deploy = "before"
    # The tables are made one step before, in the same release: they are empty.
    excused = {
        "require-concurrent-index-creation": "the table is new",
        "adding-field-with-default": "the table is new",
    }
    dependencies = [("advice", "0001_start")]
    operations = [
        migrations.RunSQL(_forward(one), _back(one)) for one in ("advice_question", "advice_guide")
    ]
