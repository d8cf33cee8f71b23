"""Freezing a secret poll: its paper, hours and voters become bytes that nobody can change."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from veche.ballotbox import manifest as manifests
from veche.ballotbox import note, roll
from veche.ballotbox.faults import Fault
from veche.ballotbox.manifest import ASSISTED, Manifest
from veche.commons.audit import public as audit
from veche.commons.ballots import rules
from veche.commons.ballots.models import Box, Count, Mode, Roll, SecretPoll, StratumKey
from veche.commons.ballots.rules import Question
from veche.commons.ballots.secrecy import boxlink, papers
from veche.commons.ballots.secrecy.papers import Labels, Texts
from veche.commons.norms import public as norms
from veche.commons.towns import public as towns
from veche.kernel import clock, jobs, locks
from veche.kernel.errors import Conflict, Invalid, NotFound, Problem
from veche.signer import client as signer

FLOOR, ADVISED = "poll.secret_stratum_floor", "poll.secret_stratum_advised"
# After the close: counted by a job, which waits for a box that is down.
INCLUDED_WITHIN = timedelta(hours=24)
BATCH = 5000
# not shown to anybody here: a name in the manifest, which has one form in all languages.
ASSISTED_LABEL = "Бланки, которые заполняет сервер или сотрудник"  # not shown: see above


@dataclass(frozen=True)
class Floors:
    """How many voters a stratum has at least: fewer than `floor` are refused, than `advised` are
    warned of."""

    floor: int
    advised: int


class SignerSilent(Problem):
    """No signer: blank ballots are not given out for now."""

    status = 503
    code = "signer-silent"

    def __init__(self) -> None:
        super().__init__(
            _("Бланки сейчас не выдаются"),
            advice=_("Попробуйте через минуту. Если бланк уже ваш, его выдадут снова."),
        )


def floors() -> Floors:
    """Both numbers by the norms in force today."""
    day = clock.today(towns.current().time_zone)
    return Floors(norms.value(FLOOR, day).value, norms.value(ADVISED, day).value)


def freeze(
    box_id: UUID,
    *,
    paper: Sequence[Question],
    strata: Sequence[tuple[str, Sequence[UUID]]],
    opens_at: datetime,
    closes_at: datetime,
    is_revisable: bool,
    labels: Labels | None = None,
    texts: Texts | None = None,
    client_sha384: Sequence[str] = (),
) -> bytes:
    """Make a secret box and its manifest, whose hash is returned; joins the caller's transaction.

    Harmless to repeat: what is frozen stays, whoever may vote by now. Strata are numbered from 1 on
    as they are given, each with its people; a key takes a tenth of a second each. Invalid for a
    question that no secret ballot can ask or a stratum too small, Conflict when another poll has
    been frozen under this id.
    """
    rules.require_countable(paper)
    hours = opens_at.replace(microsecond=0), closes_at.replace(microsecond=0)
    with transaction.atomic():
        locks.take(exclusive=[f"box:{box_id}"])
        known = Box.objects.filter(id=box_id).first()
        if known is not None:
            return _known_hash(known, paper)
        _require_secret(paper)
        questions = tuple(papers.written(one, labels or {}, texts) for one in paper)
        _require_large([people for _label, people in strata])
        box = Box.objects.create(
            id=box_id,
            mode=Mode.SECRET,
            paper=rules.paper_to_json(paper),
            opens_at=hours[0],
            closes_at=hours[1],
            is_revisable=is_revisable,
            counts_hours=False,
        )
        roll_root = _write_roll(box, [people for _label, people in strata])
        made = _write_keys(box, strata)
        manifest = _manifest(box, questions, made, roll_root, client_sha384)
        try:
            data = manifests.write(manifest)
        except Fault as fault:
            raise Invalid(
                _("Такой бюллетень не помещается в тайное голосование"),
                advice=_("Сократите вопросы или варианты, или проведите голосование открыто."),
                code=fault.code,
            ) from None
        digest = manifests.manifest_hash(data)
        SecretPoll.objects.create(box=box, manifest=data, manifest_hash=digest)
        # Whoever asks for the count finds the box by this line before anything is counted.
        Count.objects.create(box=box, question="", key="ballots", shard=0, votes=0, points=0)
        people = sum(one.eligible for one in manifest.strata if one.id != ASSISTED)
        audit.record("ballots.poll_frozen", None, box_id, strata=len(strata), people=people)
        audit.record("ballots.keys_made", None, box_id, keys=len(made))
        jobs.defer("ballots.register_poll", box_id=str(box_id))
    return digest


def _known_hash(box: Box, paper: Sequence[Question]) -> bytes:
    poll = SecretPoll.objects.filter(box=box).first()
    if poll is None or rules.paper_from_json(box.paper) != tuple(paper):
        raise Conflict(
            _("Урна этого опроса уже открыта с другими вопросами"),
            advice=_("Скопируйте опрос и задайте новые вопросы в копии."),
            code="other-paper",
        )
    return bytes(poll.manifest_hash)


def _require_secret(paper: Sequence[Question]) -> None:
    wrong = [question.id for question in paper if not papers.is_writable(question)]
    if wrong:
        raise Invalid(
            _("Тайно нельзя спросить своими словами, о месте на карте или в зависимости от ответа"),
            advice=_("Уберите такие вопросы или проведите голосование открыто."),
            fields={name: _("Так в тайном голосовании спросить нельзя.") for name in wrong},
            code="not-secret-kind",
        )


def _require_large(strata: Sequence[Sequence[UUID]]) -> None:
    floor = floors().floor
    if not strata or min(map(len, strata)) < floor:
        raise Invalid(
            _("В группе меньше %(least)s имеющих право голоса") % {"least": floor},
            advice=_("Объедините её с соседней или проведите голосование открыто."),
            code="stratum-too-small",
            context={"floor": floor},
        )
    people = [person for stratum in strata for person in stratum]
    if len(set(people)) != len(people):
        raise ValueError("Somebody stands in two strata, or twice in one.")


def _write_roll(box: Box, strata: Sequence[Sequence[UUID]]) -> bytes:
    rows = [
        Roll(box=box, person_id=person, stratum=number, salt=secrets.token_bytes(roll.SALT_SIZE))
        for number, people in enumerate(strata, start=1)
        for person in people
    ]
    Roll.objects.bulk_create(rows, batch_size=BATCH)
    return roll.root(roll.roll_leaf(box.id, row.stratum, bytes(row.salt)) for row in rows)


def _write_keys(box: Box, strata: Sequence[tuple[str, Sequence[UUID]]]) -> list[StratumKey]:
    numbered = [(label, len(people)) for label, people in strata]
    numbered.insert(ASSISTED, (ASSISTED_LABEL, sum(people for _label, people in numbered)))
    try:
        made = signer.make(settings.SIGNER_SOCKET, box.id, range(len(numbered)))
    except signer.Unreachable:
        raise SignerSilent() from None
    rows = [
        StratumKey(
            box=box,
            stratum=number,
            label=label,
            eligible=eligible,
            spki=made[number].spki,
            wrapped=made[number].wrapped,
        )
        for number, (label, eligible) in enumerate(numbered)
    ]
    StratumKey.objects.bulk_create(rows)
    return rows


def _manifest(
    box: Box,
    questions: tuple[manifests.Question, ...],
    strata: Sequence[StratumKey],
    roll_root: bytes,
    client_sha384: Sequence[str],
) -> Manifest:
    keys = boxlink.box_keys()
    origin = f"{boxlink.host()}/p/{box.id}"
    people = sum(one.eligible for one in strata if one.stratum != ASSISTED)
    # Sealed once, at its close: each seal parts those before from those after.
    seconds = int((box.closes_at - box.opens_at).total_seconds())
    return Manifest(
        poll=box.id,
        origin=origin,
        questions=questions,
        body_len=manifests.body_length(questions),
        opens=_instant(box.opens_at),
        closes=_instant(box.closes_at),
        publish="at_close",
        change_allowed=box.is_revisable,
        epoch_seconds=seconds,
        epoch_min_ballots=people + 1,
        include_by=_instant(box.closes_at + INCLUDED_WITHIN),
        strata=tuple(
            manifests.Stratum(one.stratum, one.label, one.eligible, bytes(one.spki))
            for one in strata
        ),
        roll_root=roll_root,
        log=note.Verifier(origin, keys.log),
        promise=note.Verifier(note.promise_name(origin), keys.promise),
        client_sha384=tuple(client_sha384),
    )


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True)
class Frozen:
    """A manifest as it was frozen: read, its bytes, their hash."""

    manifest: Manifest
    data: bytes
    hash: bytes


@lru_cache(maxsize=64)
def frozen(box_id: UUID) -> Frozen:
    """The manifest of a secret poll, which never changes; NotFound for a box of another mode."""
    found = SecretPoll.objects.filter(box_id=box_id).values_list("manifest", "manifest_hash")
    for data, digest in found:
        return Frozen(manifests.read(bytes(data)), bytes(data), bytes(digest))
    raise NotFound()


def manifest_of(box_id: UUID) -> bytes:
    """The bytes that the box serves, for checking that it serves the same; NotFound."""
    return frozen(box_id).data


def register(box_id: UUID) -> None:
    """Have the box begin the poll's log; harmless to repeat."""
    boxlink.register(frozen(box_id).data)
    with transaction.atomic():
        if SecretPoll.objects.filter(box_id=box_id, is_registered=False).update(is_registered=True):
            audit.record("ballots.poll_registered", None, box_id)
