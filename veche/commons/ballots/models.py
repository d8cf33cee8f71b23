"""Ballot boxes, ballots and their count. Ballots and published rows are only ever added."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from veche.kernel.ids import new_id


class Mode(models.TextChoices):
    OPEN = "open", _("Открытое")
    SECRET = "secret", _("Тайное")


class Box(models.Model):
    """A ballot box: the paper, the hours, and the secret that makes pseudonyms.

    The secret is wrapped by the vault key and destroyed after the appeal term: from then on nobody
    can tell whose ballot is whose, not even with the database and all keys in hand. A secret box
    has none: its ballots lie with another program, and only their count comes here.
    """

    id = models.UUIDField(primary_key=True)
    mode = models.CharField(
        max_length=6, choices=Mode, default=Mode.OPEN, db_default=Mode.OPEN.value
    )
    paper = models.JSONField()
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    is_revisable = models.BooleanField(default=False)
    wrapped_secret = models.BinaryField(null=True)
    published_at = models.DateTimeField(null=True)
    takes_paper = models.BooleanField(default=False, db_default=False)
    papers_done_at = models.DateTimeField(null=True)
    # Boxes opened before hours were counted have none: a part of them would be a false picture.
    counts_hours = models.BooleanField(default=True, db_default=False)
    # What is left of the hours once the rows are published: the shown bins and nothing finer.
    hour_bins = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")), name="ballots_box_hours"
            )
        ]


class Ballot(models.Model):
    """A ballot under a pseudonym of its box. A changed vote is a further row; the last one stands.

    No id, no time, no person: the key is all that the act needs.
    """

    append_only = True
    pk = models.CompositePrimaryKey("box_id", "pseudonym", "seq")
    box = models.ForeignKey(Box, on_delete=models.PROTECT)
    pseudonym = models.BinaryField(max_length=32)
    seq = models.SmallIntegerField(default=0)
    is_revisable = models.BooleanField()
    choice = models.JSONField()
    channel = models.CharField(max_length=12)
    level = models.SmallIntegerField()
    stratum = models.CharField(max_length=36, default="")
    receipt = models.CharField(max_length=12)
    # Told only to a poll that asks for the age; coarse, and taken when the ballot was dropped.
    age_band = models.CharField(max_length=5, default="", db_default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(seq=0) | models.Q(is_revisable=True, seq__gt=0),
                name="ballots_ballot_once_unless_revisable",
            ),
            models.UniqueConstraint(
                fields=["box", "receipt", "seq"], name="ballots_ballot_receipt"
            ),
        ]


class Retired(models.Model):
    """A pseudonym that drops no more ballots: its person votes here under another of their own.

    When two accounts of one person become one, each open box keeps one of the two pseudonyms, so
    that leave to vote which was given before cannot make a second ballot.
    """

    pk = models.CompositePrimaryKey("box_id", "pseudonym")
    box = models.ForeignKey(Box, on_delete=models.PROTECT)
    pseudonym = models.BinaryField(max_length=32)


class Strike(models.Model):
    """A correction: the ballots of this pseudonym stay in the box and count no more.

    How many there are is public, in the line ("", "struck") of the count.
    """

    append_only = True
    pk = models.CompositePrimaryKey("box_id", "pseudonym")
    box = models.ForeignKey(Box, on_delete=models.PROTECT)
    pseudonym = models.BinaryField(max_length=32)


class Count(models.Model):
    """One line of the count, kept with every ballot in its transaction.

    Spread over shards, so that many ballots at once do not wait for one row; a result is the sum of
    at most SHARDS rows a line, however many ballots there are.
    """

    pk = models.CompositePrimaryKey("box_id", "question", "key", "shard")
    box = models.ForeignKey(Box, on_delete=models.PROTECT)
    question = models.CharField(max_length=36)
    key = models.CharField(max_length=60)
    shard = models.SmallIntegerField()
    votes = models.BigIntegerField()
    points = models.BigIntegerField()


class HourCount(models.Model):
    """How many ballots came within an hour, while the vote runs; folded into bins after it.

    The shard is drawn by lot, not by the pseudonym: nothing here leads to one ballot.
    """

    pk = models.CompositePrimaryKey("box_id", "hour", "shard")
    box = models.ForeignKey(Box, on_delete=models.PROTECT)
    hour = models.DateTimeField()
    shard = models.SmallIntegerField()
    votes = models.BigIntegerField()


class Breakdown(models.Model):
    """Turnout and results by groups of a closed box, small cells hidden. Written once, never
    again: two versions of it could be subtracted from each other."""

    append_only = True
    box = models.OneToOneField(Box, primary_key=True, on_delete=models.PROTECT)
    tables = models.JSONField()


class Draw(models.Model):
    """A draw among the voters of a box that nobody can bend and everybody can repeat.

    The seed is made with the box, before anyone has voted, and its hash shown at once. The marks
    of voters come with the rows; under the box's secret, so that they lead to no ballot once it
    is destroyed.
    """

    box = models.OneToOneField(Box, primary_key=True, on_delete=models.PROTECT)
    commitment = models.CharField(max_length=64)
    wrapped_seed = models.BinaryField()
    seed = models.CharField(max_length=64, default="")
    marks = models.BinaryField(null=True)


class PublishedBallot(models.Model):
    """A row everyone may see after the close: the choice alone, in shuffled order."""

    append_only = True
    pk = models.CompositePrimaryKey("box_id", "position")
    box = models.ForeignKey(Box, on_delete=models.PROTECT)
    position = models.IntegerField()
    choice = models.JSONField()


class RollMark(models.Model):
    """This pseudonym has taken a paper ballot and votes in no other way. Which sheet, nobody knows.

    No clerk and no time stand here: the order of hands beside the order of sheets would tell.
    """

    append_only = True
    pk = models.CompositePrimaryKey("box_id", "pseudonym")
    box = models.ForeignKey(Box, on_delete=models.PROTECT)
    pseudonym = models.BinaryField(max_length=32)


class PaperPack(models.Model):
    """A run of numbered sheets that one clerk printed and answers for."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    box = models.ForeignKey(Box, on_delete=models.PROTECT)
    first = models.IntegerField()
    last = models.IntegerField()
    printed_by = models.UUIDField()
    printed_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["box", "first"], name="ballots_pack_first"),
            models.CheckConstraint(
                condition=models.Q(last__gte=models.F("first"), first__gt=0),
                name="ballots_pack_order",
            ),
        ]


class PaperBatch(models.Model):
    """A pack that a collector carries among people: to whom it went, how many came back blank.

    Who put a sheet of it into an envelope stands nowhere; the collector is an opaque id.
    """

    pack = models.OneToOneField(PaperPack, primary_key=True, on_delete=models.PROTECT)
    collector_id = models.UUIDField(db_index=True)
    handed_on = models.DateField()
    unused = models.IntegerField(null=True)
    returned_on = models.DateField(null=True)
    returned_to = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(unused=None, returned_on=None, returned_to=None)
                | models.Q(unused__gte=0, returned_on__isnull=False, returned_to__isnull=False),
                name="ballots_batch_back",
            )
        ]


class PaperSheet(models.Model):
    """One numbered sheet. Its number is the bearer's right to one ballot, once."""

    pk = models.CompositePrimaryKey("box_id", "serial")
    box = models.ForeignKey(Box, on_delete=models.PROTECT)
    serial = models.IntegerField()
    number = models.CharField(max_length=12)
    is_spoiled = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["box", "number"], name="ballots_sheet_number")
        ]


class StackState(models.TextChoices):
    OPEN = "open", _("Вводят")
    CHECKING = "checking", _("Сверяют")
    COUNTED = "counted", _("В урне")


class PaperStack(models.Model):
    """Sheets typed in by one clerk; another types a drawn share again before they are counted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    box = models.ForeignKey(Box, on_delete=models.PROTECT)
    state = models.CharField(max_length=8, choices=StackState, default=StackState.OPEN)
    entered_by = models.UUIDField()
    checked_by = models.UUIDField(null=True)
    opened_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["box", "entered_by"],
                condition=models.Q(state="open"),
                name="ballots_stack_one_open",
            ),
            models.CheckConstraint(
                condition=models.Q(checked_by=None) | ~models.Q(checked_by=models.F("entered_by")),
                name="ballots_stack_two_persons",
            ),
        ]


class PaperEntry(models.Model):
    """A sheet as it was typed; the marks are forgotten here once they lie in the box.

    `marks` is a list of one choice, or an empty one for a sheet that says nothing countable.
    """

    pk = models.CompositePrimaryKey("box_id", "serial")
    box = models.ForeignKey(Box, on_delete=models.PROTECT)
    serial = models.IntegerField()
    stack = models.ForeignKey(PaperStack, on_delete=models.PROTECT)
    key = models.UUIDField(unique=True)
    is_invalid = models.BooleanField(default=False)
    marks = models.JSONField(null=True)
    is_drawn = models.BooleanField(default=False)
    is_agreed = models.BooleanField(null=True)
    second_marks = models.JSONField(null=True)


class CounterTally(models.Model):
    """How many acts of one kind a clerk did in a day: the journal of the counter, without hours."""

    pk = models.CompositePrimaryKey("box_id", "day", "clerk_id", "act")
    box = models.ForeignKey(Box, on_delete=models.PROTECT)
    day = models.DateField()
    clerk_id = models.UUIDField()
    act = models.CharField(max_length=10)
    amount = models.IntegerField()


class SecretPoll(models.Model):
    """What the registrar has told the box of a secret poll, and what it has read there.

    Numbers are by stratum: tokens issued as they were last told, ballots as the log closed. They
    stay when rolls and keys are destroyed.
    """

    box = models.OneToOneField(Box, primary_key=True, on_delete=models.PROTECT)
    manifest = models.BinaryField()
    manifest_hash = models.BinaryField(max_length=32)
    is_registered = models.BooleanField(default=False)
    counted_on = models.DateField(null=True)
    issued = models.JSONField(default=dict)
    issued_root = models.BinaryField(max_length=32, null=True)
    ballots = models.JSONField(null=True)
    checkpoint = models.TextField(default="")
    is_destroyed = models.BooleanField(default=False)


class StratumKey(models.Model):
    """Voters who are counted apart, and the key that signs their tokens.

    `wrapped` is of no use without a file of the signer's, which is destroyed after the appeal term.
    """

    pk = models.CompositePrimaryKey("box_id", "stratum")
    box = models.ForeignKey(Box, on_delete=models.PROTECT)
    stratum = models.IntegerField()
    label = models.CharField(max_length=500)
    eligible = models.IntegerField()
    spki = models.BinaryField()
    wrapped = models.BinaryField(null=True)


class Roll(models.Model):
    """Who may vote in a secret poll; frozen with its manifest, which has the root over all salts.

    `is_retired` is set where two accounts have become one person, who votes by the other row.
    """

    pk = models.CompositePrimaryKey("box_id", "person_id")
    box = models.ForeignKey(Box, on_delete=models.PROTECT)
    person_id = models.UUIDField()
    stratum = models.IntegerField()
    salt = models.BinaryField(max_length=32)
    is_retired = models.BooleanField(default=False)


class Issuance(models.Model):
    """This person has taken a token; which one, nobody can tell.

    No id, no time: the row says that somebody took part, and the order of rows is wiped with each
    count that is told to the box.
    """

    pk = models.CompositePrimaryKey("box_id", "person_id")
    box = models.ForeignKey(Box, on_delete=models.PROTECT)
    person_id = models.UUIDField()
    blinded_sha256 = models.BinaryField(max_length=32)
    is_assisted = models.BooleanField(default=False)


class AssistedSeed(models.Model):
    """A ballot that the server is about to drop for somebody: removed once the box has it.

    The seed is wrapped by the vault key; out of it comes the ballot's key, not the choice.
    """

    pk = models.CompositePrimaryKey("box_id", "person_id")
    box = models.ForeignKey(Box, on_delete=models.PROTECT)
    person_id = models.UUIDField()
    wrapped = models.BinaryField()
