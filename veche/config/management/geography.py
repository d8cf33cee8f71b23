"""What the two commands that read a town's geography have in common."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from veche.commons.identity import public as identity
from veche.commons.places import public as places
from veche.commons.towns import public as towns
from veche.kernel.errors import NotFound


class GeographyCommand(BaseCommand):
    """Reads a file into a town, lets residents' homes follow, prints JSON."""

    row_title: str

    def import_file(self, data: bytes) -> places.Imported:
        """Write the file's rows into the town that was entered."""
        raise NotImplementedError

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--town", required=True, help="короткое имя города")

    def handle(self, *args: Any, **options: Any) -> None:
        data = _read(options["file"])
        try:
            with towns.enter(options["town"]):
                # Two transactions: homes are read through in batches, and following again is free.
                imported = self.import_file(data)
                followed = identity.follow_addresses()
        except NotFound:
            known = ", ".join(towns.slugs()) or "ни одного"
            raise CommandError(f"Города «{options['town']}» здесь нет. Есть: {known}.") from None
        except places.FileRefused as refused:
            raise CommandError(self._explain(refused)) from None
        report = {"town": options["town"], **asdict(imported), "residents": asdict(followed)}
        self.stdout.write(json.dumps(report, ensure_ascii=False))
        if imported.moved and followed.left:
            self.stderr.write(
                f"Жителей, которые указали только район или точку на карте: {followed.left}. "
                "Их дом по новым границам не найти: остаётся то, что они указали."
            )

    def _explain(self, refused: places.FileRefused) -> str:
        lines = [f"Файл не принят, ничего не записано. Ошибок: {refused.count}."]
        for error in refused.errors:
            where = f"{self.row_title} {error.number}" if error.number else "файл"
            lines.append(f"  {where}: {error.message}")
        if refused.count > len(refused.errors):
            lines.append(f"  и ещё {refused.count - len(refused.errors)}")
        return "\n".join(lines)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"Файл {path} не читается: {error.strerror}.") from None
