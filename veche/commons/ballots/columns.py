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
    "Ballot.box": public("opaque id"),
    "Ballot.pseudonym": restricted(_UNLINKED),
    "Ballot.seq": restricted("how often the vote was changed"),
    "Ballot.is_revisable": public("rule of the box, for the constraint"),
    "Ballot.choice": restricted("published after the close, without the pseudonym"),
    "Ballot.channel": restricted("how the ballot came; published as a sum"),
    "Ballot.level": restricted("how sure the town was of the voter"),
    "Ballot.stratum": restricted("territory of the voter"),
    "Ballot.receipt": restricted("number that only the voter knows"),
    "Retired.box": public("opaque id"),
    "Retired.pseudonym": restricted(_UNLINKED),
    "Strike.box": public("opaque id"),
    "Strike.pseudonym": restricted(_UNLINKED),
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
