"""The database: version, extensions, roles, connections, clock, time zones, half-done work."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import psycopg

from veche.commons.towns.digest import migrations_digest
from veche.config import env
from veche.config.doctor.findings import Finding, good, judged, level_of
from veche.config.running import fitness, marks, migrations
from veche.config.running.database import Database
from veche.kernel import clock

EXTENSIONS = {"pg_trgm", "unaccent", "btree_gist"}
# Nothing of ours is in the database yet, not even the login that everything else asks by.
NO_TABLES = "no-tables"
CLOCK_LOOK, CLOCK_WRONG = 2.0, 30.0
# Each web process holds one, the worker up to six, a command or a copy some more.
CONNECTIONS_BESIDE_WEB = 12


def answer(database: Database) -> Iterator[Finding]:
    yield good("database", f"База данных: {database.title}")


def half_done(database: Database) -> Iterator[Finding]:
    """A restore or an upgrade cut off, an index left broken, a database newer than this code."""
    dsn = database.admin_dsn or database.web_dsn
    mark = marks.standing(dsn)
    if mark:
        yield Finding("wrong", "half-done", fitness.HALF[mark])
    with psycopg.connect(dsn) as db:
        broken = db.execute(
            "SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid"
        ).fetchall()
    for (index,) in broken:
        yield Finding(
            "wrong",
            "index",
            f"Индекс {index} недостроен",
            f"прерванное обновление: DROP INDEX {index}, затем veche upgrade",
        )


def tables(database: Database) -> Iterator[Finding]:
    """Whether each town's tables are those of this code."""
    try:
        with psycopg.connect(database.web_dsn) as db:
            rows = db.execute(
                "SELECT slug, name, is_ready, schema_digest = %s FROM shared.municipality"
                " ORDER BY slug",
                (migrations_digest(),),
            ).fetchall()
        applied = migrations.applied(database.web_dsn)
    except psycopg.Error:
        yield Finding("wrong", NO_TABLES, "Таблицы ещё не созданы", "veche run создаст их")
        return
    if not rows:
        yield Finding("wrong", "tables", "Ни одного города ещё нет", "veche towns add добавит")
    for slug, name, is_ready, is_fresh in rows:
        newer = migrations.foreign(applied.get(slug, []))
        if newer:
            advice = f"в базе есть {newer[0]}: поставьте более новую версию Вече"
            yield Finding("wrong", "tables", f"{name}: таблицы новее программы", advice)
        elif not (is_ready and is_fresh):
            yield Finding("wrong", "tables", f"{name}: таблицы устарели", "veche upgrade обновит")
        else:
            yield good("tables", f"{name}: таблицы свежие")


def roles(database: Database) -> Iterator[Finding]:
    """Extensions are there; the login that serves owns nothing and commands nobody."""
    with psycopg.connect(database.web_dsn) as db:
        present = {row[0] for row in db.execute("SELECT extname FROM pg_extension").fetchall()}
        missing = ", ".join(sorted(EXTENSIONS - present))
        row = db.execute(
            "SELECT rolname, rolsuper OR rolcreaterole OR rolbypassrls OR rolinherit,"
            " EXISTS (SELECT 1 FROM pg_class WHERE relowner = r.oid)"
            " FROM pg_roles AS r WHERE rolname = current_user"
        ).fetchone()
    yield judged(
        level_of(wrong=bool(missing)),
        "extensions",
        f"Нет расширений: {missing}" if missing else "Расширения базы на месте",
        "veche run с DATABASE_URL администратора поставит их",
    )
    name, is_mighty, is_owner = row or ("?", True, True)
    yield judged(
        level_of(wrong=bool(is_mighty or is_owner)),
        "roles",
        f"Роль {name}: " + ("прав больше, чем нужно" if is_mighty or is_owner else "прав в меру"),
        "сайт должен работать под ролью …_web: уберите VECHE_DSN или исправьте его",
    )


def connections(database: Database) -> Iterator[Finding]:
    """Whether all our processes find a place."""
    with psycopg.connect(database.web_dsn) as db:
        row = db.execute(
            "SELECT current_setting('max_connections')::int"
            " - current_setting('superuser_reserved_connections')::int,"
            " (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend')"
        ).fetchone()
    most, used = row or (0, 0)
    needed = env.number("VECHE_WEB_PROCESSES", 4) + CONNECTIONS_BESIDE_WEB
    yield judged(
        level_of(wrong=most < needed, look=used > most * 0.8),
        "connections",
        f"Соединений с базой: занято {used} из {most}, нужно до {needed}",
        "поднимите max_connections или уменьшите VECHE_WEB_PROCESSES",
    )


def clocks(database: Database) -> Iterator[Finding]:
    """Hours of votes are judged by the database's clock, limits and tokens by ours."""
    with psycopg.connect(database.web_dsn, autocommit=True) as db:
        before = clock.now()
        row = db.execute("SELECT clock_timestamp()").fetchone()
        after = clock.now()
    there = row[0] if row else after
    apart = max((before - there).total_seconds(), (there - after).total_seconds(), 0.0)
    yield judged(
        level_of(wrong=apart > CLOCK_WRONG, look=apart > CLOCK_LOOK),
        "clock",
        f"Часы программы и базы расходятся на {apart:.1f} с".replace(".", ","),
        "включите NTP на обеих машинах",
    )


def time_zones(database: Database) -> Iterator[Finding]:
    """Each town's zone is known to both sides, and they agree about its present hour."""
    with psycopg.connect(database.web_dsn, autocommit=True) as db:
        towns = db.execute("SELECT name, time_zone FROM shared.municipality ORDER BY slug")
        for name, zone in towns.fetchall():
            yield _zone(db, str(name), str(zone))


def _zone(db: psycopg.Connection, name: str, zone: str) -> Finding:
    try:
        moment = clock.now().replace(microsecond=0)
        here = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    except (ZoneInfoNotFoundError, ValueError):
        advice = "поставьте пакет tzdata"
        return Finding("wrong", "tzdata", f"{name}: пояс {zone} неизвестен программе", advice)
    try:
        row = db.execute("SELECT %s::timestamptz AT TIME ZONE %s", (moment, zone)).fetchone()
    except psycopg.Error:
        return Finding("wrong", "tzdata", f"{name}: пояс {zone} неизвестен базе", "обновите tzdata")
    agreed = row is not None and row[0] == here
    return judged(
        level_of(wrong=not agreed),
        "tzdata",
        f"{name}: {zone}, " + ("час один и тот же" if agreed else "у программы и базы разный час"),
        "обновите tzdata на обеих машинах",
    )
