"""What a finder finds, what becomes of a text, and how states follow each other. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

# Of somebody's life: hidden at once where it is sure, marked for a moderator where it is not.
PHONE, EMAIL, CARD, ACCOUNT = "phone", "email", "card", "account"
SNILS, PASSPORT, INN, PLATE, FLAT, NAME = "snils", "passport", "inn", "plate", "flat", "name"
PERSONAL = (PHONE, EMAIL, CARD, ACCOUNT, SNILS, PASSPORT, INN, PLATE, FLAT, NAME)
# What a moderator sees before anybody else does, whoever wrote it.
OBSCENE, INSULT, THREAT = "obscene", "insult", "threat"
ADVERT, FLOOD, LOOKALIKE, REPEAT = "advert", "flood", "lookalike", "repeat"
# What the law forbids to publish now, likely: only a person can tell.
BANNED = "banned"
STOPPING = (OBSCENE, INSULT, THREAT, ADVERT, FLOOD, LOOKALIKE, REPEAT, BANNED)
# Said to a moderator, by itself no trouble.
LINK = "link"
FOUND_KINDS = (*PERSONAL, *STOPPING, LINK)

# Not public until a moderator has read it; public and to be read; what a moderator said; gone.
WAITING, PUBLISHED, PASSED, REMOVED, WITHDRAWN = (
    "waiting",
    "published",
    "passed",
    "removed",
    "withdrawn",
)
STATES = (WAITING, PUBLISHED, PASSED, REMOVED, WITHDRAWN)
TO_READ = (WAITING, PUBLISHED)
DECIDED = (PASSED, REMOVED)

# Reasons that every kind shares; a kind adds its own (a report: not the town's, no photo…).
ABUSE, THIRD_PERSON, ADVERTISING = "abuse", "personal", "advert"
DUPLICATE, NO_MATTER, FORBIDDEN = "duplicate", "no_matter", "forbidden"
SHARED_REASONS = (ABUSE, THIRD_PERSON, ADVERTISING, DUPLICATE, NO_MATTER, FORBIDDEN)
# What speaks against who wrote it. Any other reason, a kind's own ones too, is about the matter.
FAULTS = (ABUSE, THIRD_PERSON, ADVERTISING, FORBIDDEN)

UNDO = timedelta(seconds=60)
ONE_PERSON, DIFFERENT = "one", "different"


@dataclass(frozen=True)
class Finding:
    """Something at [start, end) of a text. What is `sure` is hidden without asking anybody."""

    kind: str
    start: int
    end: int
    sure: bool = True


@dataclass(frozen=True)
class Examined:
    """A text as everyone may see it, and what was found: spans are those of the first text."""

    text: str
    findings: tuple[Finding, ...]

    @property
    def kinds(self) -> tuple[str, ...]:
        """What was found, each kind once, in the order of FOUND_KINDS."""
        found = {one.kind for one in self.findings}
        return tuple(kind for kind in FOUND_KINDS if kind in found)

    @property
    def hidden(self) -> tuple[str, ...]:
        """Kinds of what was hidden."""
        found = {one.kind for one in self.findings if one.sure and one.kind in PERSONAL}
        return tuple(kind for kind in PERSONAL if kind in found)


def hide(text: str, findings: Iterable[Finding], words: Mapping[str, object]) -> str:
    """The text with what is sure and personal replaced by words that say what stood there."""
    spans = sorted(
        (one for one in findings if one.sure and one.kind in PERSONAL),
        key=lambda one: (one.start, -one.end),
    )
    parts, place = [], 0
    for one in spans:
        if one.start < place:  # inside what is hidden already
            continue
        parts += [text[place : one.start], str(words[one.kind])]
        place = one.end
    return "".join([*parts, text[place:]])


def without_overlaps(findings: Iterable[Finding]) -> list[Finding]:
    """Of two findings on one place the first found stays, so finders run from sure to unsure."""
    kept: list[Finding] = []
    for one in findings:
        if not any(one.start < other.end and other.start < one.end for other in kept):
            kept.append(one)
    return kept


def surely(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The same findings, each to be hidden: a moderator has looked at them."""
    return tuple(Finding(one.kind, one.start, one.end) for one in findings)


@dataclass(frozen=True)
class Regime:
    """What the town has set: who is trusted, whether everything waits, how long it is held back."""

    is_special: bool = False
    delay_minutes: int = 0
    note: str = ""
    trusts_officials: bool = True
    trusted_level: int = 0
    starts_at: datetime | None = None

    @property
    def delay(self) -> timedelta:
        """How long a passed text is held back; only the special regime does so."""
        return timedelta(minutes=self.delay_minutes) if self.is_special else timedelta()


@dataclass(frozen=True)
class Record:
    """What an author has behind them: passed, removed for a fault, whether they are watched."""

    passed: int = 0
    removed: int = 0
    is_watched: bool = False


@dataclass(frozen=True)
class Author:
    """What of an author decides on trust; nobody for a text without an account."""

    is_known: bool = False
    is_official: bool = False
    level: int = 0
    record: Record = field(default_factory=Record)


@dataclass(frozen=True)
class Line:
    """One line of a ban: the dictionary forms that stand together in a text."""

    lemmas: tuple[frozenset[str], ...]

    def is_in(self, said: Collection[str]) -> bool:
        """Whether each of its words stands in a text of these dictionary forms."""
        return bool(self.lemmas) and all(not forms.isdisjoint(said) for forms in self.lemmas)


def is_trusted(author: Author, regime: Regime, needed: int) -> bool:
    """Whether an author's texts are public before a moderator has read them."""
    if not author.is_known or author.record.is_watched or author.record.removed:
        return False
    if author.is_official and regime.trusts_officials:
        return True
    if regime.trusted_level and author.level >= regime.trusted_level:
        return True
    return author.record.passed >= needed


def first_state(author: Author, regime: Regime, needed: int, kinds: Collection[str]) -> str:
    """PUBLISHED for the trusted, unless the regime is special or something stops the text."""
    if regime.is_special or not is_trusted(author, regime, needed):
        return WAITING
    return WAITING if any(kind in STOPPING for kind in kinds) else PUBLISHED


def urgency(state: str, kinds: Collection[str], complaints: int) -> int:
    """How soon a moderator should read it: complaints, then what waits, then what is public."""
    heavy = any(kind in (THREAT, OBSCENE, NAME) for kind in kinds)
    if state == PUBLISHED and (complaints or heavy):
        return 3
    if state == WAITING:
        return 2
    return 1 if kinds else 0


def takes_effect_at(
    state_before: str, is_passed: bool, now: datetime, delay: timedelta
) -> datetime:
    """When the owner is told: a minute to think again, and the delay of the special regime."""
    if is_passed and state_before == WAITING:
        return now + UNDO + delay
    return now + UNDO


@dataclass(frozen=True)
class Evidence:
    """What two accounts have in common, counted; nothing of a device is ever kept."""

    same_texts: int = 0
    same_minutes: int = 0
    same_home: bool = False

    @property
    def is_enough(self) -> bool:
        """Whether a person should look: the same words more than once, and one thing besides."""
        if self.same_texts >= 4:
            return True
        return self.same_texts >= 2 and (self.same_home or self.same_minutes >= 2)


def same_minutes(one: Sequence[datetime], other: Sequence[datetime]) -> int:
    """In how many minutes both wrote something."""
    floor = [{moment.replace(second=0, microsecond=0) for moment in row} for row in (one, other)]
    return len(floor[0] & floor[1])
