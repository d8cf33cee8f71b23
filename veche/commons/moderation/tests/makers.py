"""A kind of thing for tests: words in memory, judged as an owner does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID, uuid4

from veche.commons.identity.public import ADMIN, MODERATOR, PersonRef
from veche.commons.identity.tests.makers import make_person
from veche.commons.moderation import actions, queries, registry
from veche.commons.moderation.actions.ruling import RulesText
from veche.commons.moderation.models import Ban, Item
from veche.kernel import clock
from veche.kernel.manifest import Exhibit, Judged, Moderated

KIND = "tests.note"


@dataclass
class Notes:
    """An owner that keeps texts in memory and writes down every word about them."""

    texts: dict[UUID, str] = field(default_factory=dict)
    said: list[tuple[UUID, bool, str]] = field(default_factory=list)

    def show(self, ids: Sequence[UUID]) -> dict[UUID, Exhibit]:
        return {one: Exhibit("Записка", self.texts[one], "/") for one in ids if one in self.texts}

    def judge(self, subject_id: UUID, judged: Judged) -> None:
        self.said.append((subject_id, judged.is_passed, judged.reason))

    def rewrite(self, subject_id: UUID, text: str) -> None:
        self.texts[subject_id] = text

    @property
    def kind(self) -> Moderated:
        return Moderated(
            KIND,
            "Записка",
            self.show,
            self.judge,
            reasons={"no_photo": "Нет фото"},
            rewrite=self.rewrite,
        )

    def write(self, author: PersonRef | None, text: str, **more: object) -> actions.Standing:
        """Hand a text over as an owner does: what may be kept is kept."""
        subject_id = uuid4()
        standing = actions.submit(
            kind=KIND,
            subject_id=subject_id,
            author_id=author.known_id if author else None,
            text=text,
            **more,  # type: ignore[arg-type]
        )
        self.texts[subject_id] = standing.text
        return standing


def declare(notes: Notes) -> None:
    """Put the made kind beside those of the installation."""
    registry.use_moderated([*registry.all_kinds(), notes.kind])


def last_item() -> Item:
    """The thing handed over last."""
    found = Item.objects.order_by("-submitted_at").first()
    assert found is not None
    return found


def again(row: Item) -> Item:
    """The same row as it is now."""
    return Item.objects.get(id=row.id)


def moderator(*roles: str) -> PersonRef:
    """A person who moderates."""
    return make_person(roles=roles or (MODERATOR,))


def administrator() -> PersonRef:
    """A person who stands in for moderators."""
    return make_person(roles=(ADMIN,))


def remove(person: PersonRef, row: Item, reason: str) -> None:
    """Take a thing away, as a moderator does."""
    actions.remove_thing(person, item_id=row.id, version=row.version, reason=reason)


def let_minute_pass() -> None:
    """As if every decision had been made some minutes ago."""
    Item.objects.filter(settles_at__isnull=False).update(settles_at=clock.now())
    actions.settle_due()


def pass_all(person: PersonRef, number: int = 0) -> None:
    """Read everything that waits, or so much of it, and let it stand."""
    rows = Item.objects.filter(state="waiting").order_by("submitted_at")
    for row in rows[: number or 100]:
        actions.pass_thing(person, item_id=row.id, version=row.version)
    let_minute_pass()


def make_ban(
    *,
    words: Sequence[str] = (),
    topics: Sequence[str] = (),
    starts_in: int = 0,
    lasts: int | None = None,
) -> Ban:
    """What the law forbids to publish, from so many days on, for so many."""
    starts_on = queries.today() + timedelta(days=starts_in)
    return Ban.objects.create(
        title="Фото последствий атак",
        why="Так защищают тех, кто рядом.",
        call="ЕДДС, 112",
        words=list(words),
        topics=list(topics),
        act_title="Постановление губернатора",
        act_number="77-пг",
        act_on=starts_on,
        starts_on=starts_on,
        ends_on=None if lasts is None else starts_on + timedelta(days=lasts),
        set_by_id=uuid4(),
    )


def make_special(delay_minutes: int = 0) -> None:
    """Switch the special regime on."""
    ruler = make_person(level=2, roles=[ADMIN])
    text = RulesText(True, delay_minutes, True, 0, "Тревожные дни")
    actions.set_moderation_rules(ruler, text=text)
