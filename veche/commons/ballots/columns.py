"""What the columns of the boxes hold: choices, nobody who made them."""

from veche.kernel.columns import Column, public, restricted

_UNLINKED = "ballot under a pseudonym; its secret is destroyed after the appeal term"

COLUMNS: dict[str, Column] = {
    "Box.id": public("opaque id"),
    "Box.paper": public("what is asked"),
    "Box.opens_at": public("hours"),
    "Box.closes_at": public("hours"),
    "Box.closed_at": public("hours"),
    "Box.is_revisable": public("rule"),
    "Box.wrapped_secret": restricted("makes pseudonyms; wrapped, destroyed after the appeal term"),
    "Box.published_at": public("when the rows were published"),
    "Box.counts_hours": public("whether the hours were counted from its first ballot"),
    "Box.hour_bins": public("the published series of turnout"),
    "Ballot.box": public("opaque id"),
    "Ballot.pseudonym": restricted(_UNLINKED),
    "Ballot.seq": restricted("how often the vote was changed"),
    "Ballot.is_revisable": public("rule of the box, for the constraint"),
    "Ballot.choice": restricted("published after the close, without the pseudonym"),
    "Ballot.channel": restricted("how the ballot came; published as a sum"),
    "Ballot.level": restricted("how sure the town was of the voter"),
    "Ballot.stratum": restricted("territory of the voter"),
    "Ballot.receipt": restricted("number that only the voter knows"),
    "Ballot.age_band": restricted(
        "one of six ages, in polls that ask for the age; published as sums"
    ),
    "HourCount.box": public("opaque id"),
    "HourCount.hour": restricted("shown merged into bins; removed when the rows are published"),
    "HourCount.shard": restricted("drawn by lot"),
    "HourCount.votes": restricted("shown merged into bins; removed when the rows are published"),
    "Breakdown.box": public("opaque id"),
    "Breakdown.tables": public("turnout and results by groups, small cells hidden"),
    "Draw.box": public("opaque id"),
    "Draw.commitment": public("hash of the seed, shown from the opening on"),
    "Draw.wrapped_seed": restricted("the seed until it is revealed; wrapped"),
    "Draw.seed": public("the seed once it was revealed"),
    "Draw.marks": public("marks of voters; they lead to no ballot once the secret is destroyed"),
    "Count.box": public("opaque id"),
    "Count.question": public("line of the count"),
    "Count.key": public("line of the count"),
    "Count.shard": public("part of a line"),
    "Count.votes": public("sum"),
    "Count.points": public("sum"),
    "PublishedBallot.box": public("opaque id"),
    "PublishedBallot.position": public("shuffled place"),
    "PublishedBallot.choice": public("published row"),
}
