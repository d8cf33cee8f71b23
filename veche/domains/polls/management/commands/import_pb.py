"""`veche polls import-pb FILE`: a poll out of a participatory-budgeting file."""

from __future__ import annotations

import json
import time
from argparse import ArgumentParser
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from veche.commons.ballots import public as ballots
from veche.commons.ballots.public import pabulib
from veche.commons.towns import public as towns
from veche.domains.polls.actions import importing
from veche.domains.polls.management import pb_poll, pb_texts
from veche.domains.polls.management.pb_casting import cast_all
from veche.domains.polls.models import Poll, State
from veche.kernel.errors import NotFound, Problem


class Command(BaseCommand):
    help = "Сделать закрытый опрос из файла .pb (pabulib): голоса подаются обычным путём."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--town", default="", help="имя города (slug)")

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        data = _read(options["file"])
        try:
            election = pabulib.parse(data)
        except pabulib.BadFile as bad:
            lines = (ballots.explain_flaw(flaw) for flaw in bad.flaws)
            raise CommandError("\n".join(lines)) from None
        for note in election.notes:
            self.stderr.write(pb_texts.explain_note(note))
        key = pb_poll.key_of(data)
        try:
            with towns.enter(_town(options["town"])), importing.sole_import(key):
                poll, counted = self._import(election, key)
        except Problem as problem:
            raise CommandError(problem.words) from None
        except BrokenProcessPool:
            raise CommandError(
                "Процесс, подававший голоса, остановлен. Запустите загрузку ещё раз: "
                "она продолжится с того же места."
            ) from None
        seconds = round(time.monotonic() - started, 2)
        self.stdout.write(json.dumps(_report(election, poll, counted, seconds), ensure_ascii=False))

    def _import(self, election: pabulib.Election, key: str) -> tuple[Poll, ballots.Results]:
        poll = importing.begin_import(pb_poll.listed_poll(election, key))
        if poll.state == State.IMPORTING:
            voters = list(pb_poll.listed_voters(election, key))
            done = 0
            for more in cast_all(poll.id, voters):
                done += more
                self.stderr.write(f"Подано {done} из {len(voters)} голосов")
        return poll, importing.finish_import(poll.id, expected=len(election.votes))


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > pabulib.BYTES_MAX:
            raise CommandError(f"Файл {path.name} слишком велик.")
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"Файл {path} не читается: {error.strerror}.") from None


def _town(slug: str) -> towns.Town:
    if slug:
        try:
            return towns.by_slug(slug)
        except NotFound:
            raise CommandError(f"Города «{slug}» здесь нет.") from None
    known = towns.all_towns()
    if len(known) != 1:
        names = ", ".join(town.slug for town in known) or "ни одного"
        raise CommandError(f"Назовите город: --town ИМЯ. Есть: {names}.")
    return known[0]


def _report(
    election: pabulib.Election, poll: Poll, counted: ballots.Results, seconds: float
) -> dict[str, Any]:
    """`votes` are the points where people gave points: what the file calls the score."""
    with_points = election.vote_type in pabulib.WITH_POINTS
    options = []
    for project in election.projects:
        line = counted.line(importing.QUESTION, project.id)
        option: dict[str, Any] = {"id": project.id, "votes": line.votes}
        if with_points:
            option.update(votes=line.points, voters=line.votes)
        elif election.vote_type == pabulib.ORDINAL:
            option.update(borda=line.points)
        options.append(option)
    return {
        "poll": poll.slug,
        "ballots": counted.ballots,
        "seconds": seconds,
        "options": options,
    }
