"""Proposals that speak of the same: titles by trigrams, words by stems. The database looks."""

from __future__ import annotations

from uuid import UUID

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import connection

from veche.domains.initiatives.models import Proposal

OFFERED = 4
# What was turned down or given up is no company to join.
_ALIVE = ("collecting", "considered", "answered")
# The title of the one against the words of the other, whatever the order of the words.
_ALIKE = """
    SELECT p.id, greatest(ext.similarity(p.title, a.words),
                          ext.strict_word_similarity(a.words, p.title)) AS likeness
      FROM (SELECT %(words)s::text AS words) AS a, initiatives_proposal AS p
     WHERE p.is_public AND p.state = ANY(%(states)s::text[]) AND p.outcome <> 'declined'
       AND p.id IS DISTINCT FROM %(besides)s::uuid
       AND (a.words OPERATOR(ext.%%) p.title OR a.words OPERATOR(ext.<<%%) p.title)
     ORDER BY p.state = 'collecting' DESC, likeness DESC, p.support DESC, p.id LIMIT %(limit)s
"""


def alike(title: str, *, besides: UUID | None = None, limit: int = OFFERED) -> list[Proposal]:
    """Public proposals with a title like this one: those that can be supported, then the others,
    the likest first; two queries."""
    asked = {"words": title, "states": list(_ALIVE), "besides": besides, "limit": limit}
    with connection.cursor() as cursor:
        cursor.execute(_ALIKE, asked)
        ids = [row[0] for row in cursor.fetchall()]
    rows = Proposal.objects.in_bulk(ids)
    return [rows[one] for one in ids if one in rows]


def about(words: str, limit: int = 10) -> list[Proposal]:
    """Public proposals that speak of these words, whatever their forms; one query."""
    query = SearchQuery(words, config="russian", search_type="websearch")
    vector = SearchVector("title", "problem", config="russian")
    rows = Proposal.objects.filter(is_public=True).annotate(vector=vector)
    return list(rows.filter(vector=query).order_by("-support", "id")[:limit])
