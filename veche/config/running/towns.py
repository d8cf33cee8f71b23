"""The towns of an installation, for its operator: adding one, listing all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import psycopg
from django.core.management import CommandError

from veche.config.prepare import prepare
from veche.config.running.database import Database
from veche.config.running.trouble import Trouble
from veche.kernel.text import clean_line

SLUG = re.compile(r"[a-z][a-z0-9_]{1,30}")
HOST = re.compile(r"(?=.{1,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.(?!\Z)|\Z))+")
NAME_MAX = 200


@dataclass(frozen=True)
class NewTown:
    """A municipality as the operator names it."""

    slug: str
    name: str
    area: str
    region: str
    hosts: tuple[str, ...]
    time_zone: str

    @classmethod
    def typed(
        cls, slug: str, name: str, area: str, region: str, hosts: Sequence[str], time_zone: str
    ) -> NewTown:
        """Out of words of a command line, host names as browsers send them.

        Trouble names every mistake.
        """
        town = cls(
            slug,
            clean_line(name),
            clean_line(area),
            clean_line(region),
            tuple(dict.fromkeys(_host(host) for host in hosts)),
            time_zone.strip(),
        )
        mistakes = list(_mistakes(town))
        if mistakes:
            raise Trouble("\n".join(mistakes))
        return town


def add(database: Database, town: NewTown, log: Callable[[str], None]) -> None:
    """Make the town, or give a known one these names, hosts and hours."""
    if not database.admin_dsn:
        raise Trouble("Чтобы добавить город, задайте DATABASE_URL администратора базы.")
    try:
        prepare(database.admin_dsn, [{**asdict(town), "hosts": list(town.hosts)}], log)
    except CommandError as error:
        raise Trouble(str(error)) from None
    except psycopg.errors.InsufficientPrivilege as error:
        said = str(error).splitlines()[0]
        raise Trouble(f"DATABASE_URL называет не администратора базы: {said}.") from None


def listing(database: Database) -> Iterator[str]:
    """A line for each town: slug, name, hosts, time zone."""
    try:
        with psycopg.connect(database.admin_dsn or database.web_dsn) as connection:
            rows = connection.execute(
                "SELECT slug, name, hosts, time_zone, is_ready FROM shared.municipality"
                " ORDER BY slug"
            ).fetchall()
    except (psycopg.errors.UndefinedTable, psycopg.errors.InvalidSchemaName):
        rows = []
    for slug, name, hosts, time_zone, is_ready in rows:
        note = "" if is_ready else "  (таблицы не готовы: повторите veche towns add)"
        yield f"{slug}  {name}  {', '.join(hosts)}  {time_zone}{note}"
    if not rows:
        yield "Городов ещё нет: veche towns add добавит."


def _host(typed: str) -> str:
    name = typed.strip().lower().rstrip(".")
    try:
        return name if name.isascii() else name.encode("idna").decode("ascii")
    except UnicodeError:
        return name


def _mistakes(town: NewTown) -> Iterator[str]:
    if not SLUG.fullmatch(town.slug):
        yield (
            f"Короткое имя «{town.slug}» не подходит: нужны от 2 до 31 строчных латинских букв, "
            "цифр и знаков «_», первая — буква."
        )
    named = {"--name": town.name, "--area": town.area, "--region": town.region}
    yield from (f"Не указано {option}." for option, value in named.items() if not value)
    for option, value in named.items():
        if len(value) > NAME_MAX:
            yield f"Слишком длинно: {option} вмещает {NAME_MAX} знаков."
    yield from _mistakes_of_hosts(town.hosts)
    if not town.time_zone:
        yield "Не указано --time-zone: часовой пояс, например Asia/Yekaterinburg."
    elif not _is_zone(town.time_zone):
        yield (
            f"Часового пояса «{town.time_zone}» нет: укажите --time-zone, "
            "например Asia/Yekaterinburg."
        )


def _mistakes_of_hosts(hosts: Sequence[str]) -> Iterator[str]:
    if not hosts:
        yield "Не указано ни одного --host: имя, по которому откроется портал."
    for host in hosts:
        if not HOST.fullmatch(host):
            yield (
                f"Имя «{host}» не подходит для --host: нужно имя без http://, порта и пути, "
                "например veche.gorod.example."
            )


def _is_zone(name: str) -> bool:
    try:
        return bool(name) and ZoneInfo(name).key == name
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
