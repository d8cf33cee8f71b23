"""Helpers, needs and matches for tests, made the ordinary way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

from PIL import Image

from veche.commons.files import public as files
from veche.commons.identity.public import PersonRef
from veche.commons.identity.tests.makers import make_person
from veche.commons.matching import actions, told
from veche.commons.matching.models import Match, Need, Skill, Solver
from veche.commons.matching.queries.standing import today
from veche.commons.matching.rules import states
from veche.kernel import clock
from veche.kernel.manifest import Judged, Notice

# Inside the town that tests make.
POINT = (54.5, 36.5)
ALL_DAYS = 0b1111111
OPEN, CLOSED = states.OPEN, states.CLOSED
ALLOWED, PROVEN, WITHDRAWN = states.ALLOWED, states.PROVEN, states.WITHDRAWN


def make_solver(person: PersonRef | None = None, *, is_read: bool = True, **given: Any) -> Solver:
    """Somebody who cleans up in the whole town on any day, read by a moderator."""
    person = person or make_person()
    values = {
        "name": "Сосед с дрелью",
        "about": "",
        "kinds": ["cleanup"],
        "hands": 2,
        **{key: value for key, value in given.items() if key != "organisation_id"},
    }
    where = values.pop("where", actions.Territory())
    when = values.pop("when", actions.Time(ALL_DAYS))
    slug = actions.describe_skills(
        person,
        given=actions.Described(**values),
        organisation_id=given.get("organisation_id"),
    )
    actions.describe_territory(person, slug=slug, given=where)
    actions.describe_time(person, slug=slug, given=when)
    row = Solver.objects.get(slug=slug)
    if is_read:
        actions.judge_solver(row.id, Judged(True))
        row.refresh_from_db()
    return row


def make_need(raised_by: UUID | None = None, **given: Any) -> Need:
    """A clean-up declared by an owner above."""
    values: dict[str, Any] = {
        "title": "Убрать двор",
        "work_kind": "cleanup",
        "latitude": POINT[0],
        "longitude": POINT[1],
        "owner_name": "Администрация города",
        "raised_by": raised_by,
        **given,
    }
    source = values.pop("source_id", str(uuid4()))
    need_id = actions.open_need(
        source_kind="reports.report", source_id=source, given=actions.NewNeed(**values)
    )
    return Need.objects.get(id=need_id)


def verify(solver: Solver, code: str) -> None:
    """An official has looked at the licence."""
    skill = Skill.objects.get(solver=solver, work_kind=code)
    actions.check_licence(make_person(roles=["clerk"]), skill_id=skill.pk, is_good=True)


def picture() -> bytes:
    """A small photo."""
    out = BytesIO()
    Image.new("RGB", (400, 300), (20, 120, 60)).save(out, "PNG")
    return out.getvalue()


def tell(event: str, payload: dict[str, Any]) -> Notice | None:
    """What is told of an event, and to whom."""
    (found,) = (one for one in told.NOTICES if one.event == event)
    return found.tell(payload)


def need_of(source_kind: str, source_id: object) -> Need:
    """The need of a source."""
    found: Need = Need.objects.get(source_kind=source_kind, source_id=str(source_id))
    return found


def needs() -> int:
    """How many needs there are."""
    return Need.objects.count()


def close(need: Need) -> None:
    """Its owner has closed it."""
    actions.close_need_of(source_kind=need.source_kind, source_id=need.source_id)


def show_proof(talk: Talk) -> None:
    """A moderator lets the proof through, and the photo of who confirmed it."""
    actions.judge_proof(talk.row.id, Judged(True))
    actions.judge_after(talk.row.id, Judged(True))


def cover(talk: Talk, kind: str) -> None:
    """What the job does with photos of a talk, without looking for faces."""
    row = talk.row
    author = talk.helper if kind == actions.PROOF_TEXT else talk.asker
    for one in files.of(actions.SENT[kind], str(row.id)):
        actions.keep_covered(
            match_id=row.id, kind=kind, photo_id=one.id, data=picture(), author_id=author.known_id
        )


def keep_silent(talk: Talk) -> None:
    """Whoever asked says nothing of what a moderator has let through, until the term is over."""
    show_proof(talk)
    long_ago = today() - timedelta(days=60)
    Match.objects.filter(id=talk.row.id).update(
        changed_at=clock.now() - timedelta(days=60), reminded_on=long_ago
    )
    actions.end_stuck(talk.row.id)


class Talk:
    """A need, its two sides and whose the place is, and the steps between them."""

    def __init__(
        self,
        asker: PersonRef | None = None,
        owner: PersonRef | None = None,
        *,
        of: Need | None = None,
        solver: tuple[PersonRef, Solver] | None = None,
        **need: Any,
    ) -> None:
        self.asker = asker or make_person()
        self.official = owner or make_person(roles=["author"])
        self.helper, self.solver = solver or self._helper()
        self.need = of or make_need(self.asker.id, **need)
        self.slug = actions.offer_help(
            self.helper, slug=self.need.slug, solver_slug=self.solver.slug, words="Могу в субботу"
        )

    @staticmethod
    def _helper() -> tuple[PersonRef, Solver]:
        person = make_person()
        return person, make_solver(person)

    @property
    def row(self) -> Match:
        return Match.objects.select_related("need", "solver").get(slug=self.slug)

    def plan(self, person: PersonRef) -> None:
        plan = actions.Plan(today() + timedelta(days=2), 2, "В десять у подъезда")
        actions.write_plan(person, slug=self.slug, plan=plan)

    def until(self, state: str) -> Talk:
        """Take the steps that lead to a state, each by who takes it."""
        steps: dict[str, Callable[[], None]] = {
            states.OFFERED: lambda: actions.accept_match(self.asker, slug=self.slug),
            states.AGREED: lambda: self.plan(self.helper),
            states.DRAFTED: lambda: actions.agree_plan(self.asker, slug=self.slug),
            states.PLANNED: lambda: actions.allow_work(self.official, slug=self.slug),
            states.ALLOWED: lambda: actions.hand_over_work(self.asker, slug=self.slug),
            states.HANDED: self.prove,
            states.PROVEN: lambda: actions.confirm_work(self.asker, slug=self.slug),
        }
        while self.row.state != state:
            steps[self.row.state]()
        return self

    def confirm(self) -> None:
        """The one who asked says that it is done, with a photo of their own."""
        photo = self.photo(self.asker, actions.AFTER_PHOTOS)
        actions.confirm_work(self.asker, slug=self.slug, photo_ids=[photo])
        cover(self, actions.AFTER_PHOTOS)

    def prove(self) -> None:
        actions.prove_work(
            self.helper,
            slug=self.slug,
            words="Собрали мусор",
            photo_ids=[self.photo(self.helper)],
        )
        cover(self, actions.PROOF_TEXT)

    @staticmethod
    def photo(person: PersonRef, purpose: str = actions.PROOF_TEXT) -> UUID:
        """A photo of theirs, not hung on anything yet."""
        return files.save_photo(picture(), owner=person.id, purpose=purpose).id
