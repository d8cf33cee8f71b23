"""What a town still lacks before anybody can set it up, said once at the start."""

from __future__ import annotations

from dataclasses import dataclass, field

import psycopg
from psycopg import sql

from veche.config import env

ADD_TOWN = """veche towns add zarechye \\
  --name "Заречье" --area "Береговой муниципальный округ" \\
  --region "Заокская область" --time-zone Europe/Moscow \\
  --host ИМЯ-САЙТА"""
LOAD_DEMO = "veche demo load"
NO_TOWN = f"Города ещё нет, жителям показывать нечего. Добавьте его в другом окне:\n  {ADD_TOWN}"
NO_DEMO = f"Демо-города здесь нет. Вернуть его, в другом окне: {LOAD_DEMO}"
ELSEWHERE = "По этому адресу города нет. Города открываются по именам: {hosts}."
NO_ADMIN = (
    "В городе {slug} нет администратора. Назначьте его:\n"
    "  veche manage grant_role --town {slug} --contact ПОЧТА-ИЛИ-ТЕЛЕФОН"
    " --role admin --act «ДОКУМЕНТ»\n"
    "и войдите этим контактом: шаги настройки будут на главной странице."
)


@dataclass(frozen=True)
class FirstSteps:
    """What a start says: whether a town answers at the address it names, and what to do."""

    has_town: bool
    hints: list[str] = field(default_factory=list)


def look(web_dsn: str, prefix: str, host: str) -> FirstSteps:
    """What is lacking, asked of the database; `host` is the name in the address we print."""
    with psycopg.connect(web_dsn, autocommit=True) as db:
        towns = db.execute(
            "SELECT slug, hosts, is_demo FROM shared.municipality WHERE is_ready ORDER BY slug"
        ).fetchall()
        bare = [slug for slug, _hosts, _demo in towns if not _has_admin(db, slug, prefix)]
    hints = [NO_ADMIN.format(slug=slug) for slug in bare] if towns else [NO_TOWN]
    if env.is_production():
        # Names of the internet lead here, not the one we listen at.
        return FirstSteps(bool(towns), hints)
    names = [str(name) for _slug, hosts, _demo in towns for name in hosts]
    if towns and host not in names:
        hints.insert(0, ELSEWHERE.format(hosts=", ".join(names)))
    if not any(is_demo for _slug, _hosts, is_demo in towns):
        hints.append(NO_DEMO)
    return FirstSteps(host in names, hints)


def _has_admin(db: psycopg.Connection, slug: str, prefix: str) -> bool:
    """Asked in the town's own role, as everything of a town is."""
    with db.transaction():
        db.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(f"{prefix}_t_{slug}")))
        found = db.execute(
            sql.SQL(
                "SELECT 1 FROM {}.identity_rolegrant WHERE role = 'admin'"
                " AND (ends_at IS NULL OR ends_at > now()) LIMIT 1"
            ).format(sql.Identifier(f"t_{slug}"))
        )
        return found.fetchone() is not None
