"""A town is removed with all it holds, its waiting work among it."""

from __future__ import annotations

import os

import psycopg
from django.conf import settings

from veche.commons.towns import provision


def test_a_town_with_work_in_the_queue_is_removed(admin_dsn: str) -> None:
    slug, prefix = f"gone{os.getpid()}", settings.ROLE_PREFIX
    provision.create_town(admin_dsn, slug=slug, name="Уходящий", prefix=prefix)
    with psycopg.connect(admin_dsn, options="-c search_path=shared") as db:
        db.execute(
            "INSERT INTO shared.procrastinate_jobs (queue_name, task_name, args)"
            " VALUES ('default', 'drill', jsonb_build_object('space', %s::text))",
            (slug,),
        )
    provision.drop_town(admin_dsn, slug=slug, prefix=prefix)
    with psycopg.connect(admin_dsn) as db:
        left = db.execute(
            "SELECT count(*) FROM ("
            " SELECT slug FROM shared.municipality WHERE slug = %(slug)s"
            " UNION ALL SELECT args ->> 'space' FROM shared.procrastinate_jobs"
            " WHERE args ->> 'space' = %(slug)s"
            " UNION ALL SELECT nspname FROM pg_namespace WHERE nspname = 't_' || %(slug)s"
            " UNION ALL SELECT rolname FROM pg_roles WHERE rolname LIKE '%%_t_' || %(slug)s || '%%'"
            ") AS everything",
            {"slug": slug},
        ).fetchone()
    assert left == (0,)
