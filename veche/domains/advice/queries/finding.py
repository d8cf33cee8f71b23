"""Search by words: stems of each word, and typos by trigrams."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from veche.domains.advice import rules
from veche.domains.advice.models import Guide, Question

# Of a long question not every word stands in one that asks the same.
LEAST_SHARE = 0.5
_FOUND = """
    WITH asked AS (
        SELECT word, plainto_tsquery('russian', word) AS query
          FROM unnest(%(words)s::text[]) AS word
         WHERE numnode(plainto_tsquery('russian', word)) > 0
    ), hits AS (
        SELECT t.id, a.word, ts_rank(t.search_vector, a.query) AS rank
          FROM asked AS a
          JOIN {table} AS t
            ON t.is_public AND (t.search_vector @@ a.query
               OR length(a.word) >= %(word_min)s AND a.word OPERATOR(ext.<<%%) t.search_text)
    )
    SELECT id, count(*)::float8 / (SELECT count(*) FROM asked) AS share, sum(rank) AS rank
      FROM hits
     GROUP BY id
    HAVING count(*)::float8 / (SELECT count(*) FROM asked) >= %(share)s
     ORDER BY share DESC, rank DESC, id
     LIMIT %(limit)s
"""
# Two constants: the name of a table cannot be a parameter.
_QUESTIONS = _FOUND.format(table="advice_question")
_GUIDES = _FOUND.format(table="advice_guide")


@dataclass(frozen=True)
class Found:
    """What was found, and how well it fits, 0 to 1."""

    questions: list[tuple[Question, float]]
    guides: list[tuple[Guide, float]]

    def __bool__(self) -> bool:
        return bool(self.questions or self.guides)


def about(asked: str, limit: int = 5) -> Found:
    """Public questions and guides that speak of these words, best first; four queries."""
    words = rules.words_of(asked)
    if not words:
        return Found([], [])
    guide_ids, question_ids = _ids(_GUIDES, words, limit), _ids(_QUESTIONS, words, limit)
    guides = Guide.objects.in_bulk(list(guide_ids))
    questions = Question.objects.in_bulk(list(question_ids))
    shown = {row.question_id for row in guides.values()}
    return Found(
        [
            (questions[one], share)
            for one, share in question_ids.items()
            if one in questions and one not in shown
        ],
        [(guides[one], share) for one, share in guide_ids.items() if one in guides],
    )


def _ids(statement: str, words: list[str], limit: int) -> dict[object, float]:
    values: dict[str, list[str] | int | float] = {
        "words": words,
        "word_min": rules.WORD_MIN,
        "share": LEAST_SHARE,
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return {row[0]: float(row[1]) for row in cursor.fetchall()}
