"""What a town still lacks before anybody can set it up, said once at the start."""

from __future__ import annotations

import psycopg
from psycopg import sql

ADD_TOWN = """veche towns add zarechye \\
  --name "Заречье" --area "Береговой муниципальный округ" \\
  --region "Заокская область" --time-zone Europe/Moscow \\
  --host ИМЯ-САЙТА"""
NO_TOWN = f"Города ещё нет, жителям показывать нечего. Добавьте его в другом окне:\n  {ADD_TOWN}"
NO_ADMIN = (
    "В городе {slug} нет администратора. Назначьте его:\n"
    "  veche manage grant_role --town {slug} --contact ПОЧТА-ИЛИ-ТЕЛЕФОН"
    " --role admin --act «ДОКУМЕНТ»\n"
    "и войдите этим контактом: шаги настройки будут на главной странице."
)


def hints(web_dsn: str, prefix: str) -> list[str]:
    """A line for each town without an administrator; one line when there is no town at all."""
    with psycopg.connect(web_dsn, autocommit=True) as db:
        rows = db.execute("SELECT slug FROM shared.municipality WHERE is_ready ORDER BY slug")
        slugs = [row[0] for row in rows.fetchall()]
        bare = [slug for slug in slugs if not _has_admin(db, slug, prefix)]
    return [NO_ADMIN.format(slug=slug) for slug in bare] if slugs else [NO_TOWN]


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
