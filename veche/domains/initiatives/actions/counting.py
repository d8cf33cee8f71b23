"""What follows when support grows: milestones, the town's term. Joins the caller's transaction,
which holds the row."""

from __future__ import annotations

from veche.commons.audit import public as audit
from veche.domains.initiatives import events, rules
from veche.domains.initiatives.models import Member, Proposal, Support
from veche.domains.initiatives.queries import terms
from veche.kernel import clock, outbox

_KEPT = ["online", "paper", "support", "milestone", "state", "reached_on", "due_on", "changed_at",
         "version"]  # fmt: skip


def count_support(row: Proposal, *, online: int = 0, paper: int = 0) -> None:
    """Add to the sums; tell of a milestone once; at the threshold the town's term begins."""
    row.online += online
    row.paper += paper
    row.support = row.online + row.paper
    reached = rules.crossed(row.milestone, row.support, row.threshold)
    if reached:
        _reach(row, reached)
    row.save(update_fields=_KEPT)


def _reach(row: Proposal, percent: int) -> None:
    row.milestone = percent
    if percent == rules.MILESTONES[-1]:
        row.state, row.reached_on = rules.CONSIDERED, terms.today()
        row.due_on = terms.due_on("decision_days", row.reached_on)
        row.changed_at = clock.now()
        row.version += 1
    audit.record("initiatives.milestone_reached", None, row.id, percent=percent)
    outbox.put(events.MilestoneReached(proposal_id=row.id, percent=percent))


def publish(row: Proposal) -> None:
    """Everyone may read it from now on; its group are the first who support it."""
    day = terms.today()
    row.state, row.is_public = rules.COLLECTING, True
    row.published_at = row.changed_at = clock.database_now()
    row.remarks_until = terms.due_on("remarks_days", day)
    row.support_until = terms.due_on("support_days", day)
    row.threshold = terms.threshold(row.place_id)
    row.version += 1
    row.save()
    audit.record("initiatives.proposal_published", None, row.id)
    outbox.put(events.ProposalPublished(proposal_id=row.id))
    group = Member.objects.filter(proposal=row).values_list("person_id", flat=True)
    made = Support.objects.bulk_create([Support(proposal=row, person_id=one) for one in group])
    count_support(row, online=len(made))
