"""Orders to one deputy that speak of the same, by trigrams of their titles. The database looks."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import connection

from veche.domains.orders import rules
from veche.domains.orders.models import Order

OFFERED = 4
# A deputy has some hundred orders, which an index finds; their titles are then compared.
_ALIKE = """
    SELECT o.id, greatest(ext.similarity(o.title, a.words),
                          ext.strict_word_similarity(a.words, o.title)) AS likeness
      FROM (SELECT %(words)s::text AS words) AS a, orders_order AS o
     WHERE o.is_public AND o.mandate_id = %(mandate)s::uuid AND o.state = ANY(%(states)s::text[])
       AND (a.words OPERATOR(ext.%%) o.title OR a.words OPERATOR(ext.<<%%) o.title)
     ORDER BY likeness DESC, o.support DESC, o.id LIMIT %(limit)s
"""


def alike(title: str, mandate_id: UUID, *, limit: int = OFFERED) -> list[Order]:
    """Public orders to this deputy that neighbours may join, the likest first; two queries."""
    states = sorted(rules.GROWING)
    asked: dict[str, Any] = {
        "words": title,
        "mandate": mandate_id,
        "states": states,
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(_ALIKE, asked)
        ids = [row[0] for row in cursor.fetchall()]
    rows = Order.objects.in_bulk(ids)
    return [rows[one] for one in ids if one in rows]
