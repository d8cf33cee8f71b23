"""Accounts that may be one person: found by what they wrote, judged by a person.

Nothing of a device is looked at. The same long text from two accounts, minutes in which both
wrote, one house named by both: that is all, and it is counted, not shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import combinations
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.commons.moderation import events, policies, queries, rules
from veche.commons.moderation.models import Item, Twins, Watched
from veche.commons.moderation.rules import Evidence
from veche.kernel import clock, outbox
from veche.kernel.errors import Conflict

# A text that so many sent is a campaign of many people, not one person's.
AUTHORS_MAX = 12
ITEMS_MAX = 20_000


def find_twins() -> None:
    """Look through the texts of the term for pairs of accounts; a known pair is not told again."""
    since = clock.now() - timedelta(days=queries.terms().repeat_days)
    rows = Item.objects.filter(
        submitted_at__gte=since, sameness__isnull=False, author_id__isnull=False
    ).order_by("-submitted_at")
    said: dict[bytes, set[UUID]] = {}
    moments: dict[UUID, list[datetime]] = {}
    for author_id, same, moment in rows.values_list("author_id", "sameness", "submitted_at")[
        :ITEMS_MAX
    ]:
        if author_id is not None and same is not None:
            said.setdefault(bytes(same), set()).add(author_id)
            moments.setdefault(author_id, []).append(moment)
    shared = _shared(said.values())
    houses = identity.housemates({one for pair in shared for one in pair})
    for pair, texts in shared.items():
        one, other = (moments[account] for account in pair)
        evidence = Evidence(
            same_texts=texts,
            same_minutes=rules.same_minutes(one, other),
            same_home=any(set(pair) <= house for house in houses),
        )
        if evidence.is_enough:
            Twins.objects.bulk_create(
                [Twins(one_id=pair[0], other_id=pair[1], **vars(evidence))], ignore_conflicts=True
            )


def _shared(groups: Iterable[set[UUID]]) -> dict[tuple[UUID, UUID], int]:
    """How many texts each pair of accounts has in common."""
    counts: dict[tuple[UUID, UUID], int] = {}
    for group in groups:
        if 1 < len(group) <= AUTHORS_MAX:
            for pair in combinations(sorted(group), 2):
                counts[pair] = counts.get(pair, 0) + 1
    return {pair: count for pair, count in counts.items() if count > 1}


@transaction.atomic
def judge_twins(person: PersonRef, *, twins_id: UUID, verdict: str) -> None:
    """Say whether two accounts are one person; then the texts of both wait for a while.

    The second of two moderators is told, and nothing is overwritten.
    """
    policies.may_judge_twins(person).or_refuse()
    known = queries.twins_pair(person, twins_id)
    row = Twins.objects.select_for_update().get(id=known.id)
    if row.verdict:
        raise Conflict(
            _("Об этих аккаунтах только что решил другой модератор"),
            advice=_("Ваше решение не записано. Откройте следующие."),
            code="changed-meanwhile",
        )
    row.verdict = rules.ONE_PERSON if verdict == rules.ONE_PERSON else rules.DIFFERENT
    row.decided_by_id, row.decided_at = person.id, clock.database_now()
    row.save()
    both = [row.one_id, row.other_id]
    if row.verdict == rules.ONE_PERSON:
        until = queries.today() + timedelta(days=queries.terms().watch_days)
        for account in both:
            Watched.objects.update_or_create(person_id=account, defaults={"until": until})
    audit.record("moderation.twins_judged", person.id, row.id, verdict=row.verdict)
    outbox.put(events.TwinsJudged(row.id, row.verdict))
