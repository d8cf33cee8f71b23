-- What all towns of an installation share: their list and the job queue, which holds ids only.
-- Applied by provision.py as the owner, after the queue's own schema; safe to apply again.
CREATE TABLE IF NOT EXISTS shared.municipality (
    id uuid PRIMARY KEY,
    slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z][a-z0-9_]{1,30}$'),
    name text NOT NULL,
    area text NOT NULL DEFAULT '',
    region text NOT NULL DEFAULT '',
    hosts text[] NOT NULL DEFAULT '{}',
    time_zone text NOT NULL DEFAULT 'Europe/Moscow',
    is_demo boolean NOT NULL DEFAULT false,
    is_ready boolean NOT NULL DEFAULT false,
    schema_digest text NOT NULL DEFAULT ''
);

-- The caller's own space goes into the job: `role` is the town's role that the connection has taken.
CREATE OR REPLACE FUNCTION shared.own_space() RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT slug FROM shared.municipality
     WHERE current_setting('role') IN (
         current_setting('veche.role_prefix') || '_t_' || slug,
         current_setting('veche.role_prefix') || '_t_' || slug || '_owner')
$$;

-- `task` is "queue/name": who calls it as the release before did, by the name alone, gets the
-- house's queue.
CREATE OR REPLACE FUNCTION shared.defer_job(
    task text, args jsonb, at timestamptz, job_lock text, once text
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = shared, pg_temp AS $$
DECLARE
    space text := shared.own_space();
    job shared.procrastinate_job_to_defer_v1;
BEGIN
    IF space IS NULL THEN
        RAISE EXCEPTION 'a job belongs to a town';
    END IF;
    job := ROW(
        CASE WHEN task LIKE '%/%' THEN split_part(task, '/', 1) ELSE 'default' END,
        regexp_replace(task, '^[^/]*/', ''), 0,
        space || ':' || job_lock, space || ':' || once,
        args || jsonb_build_object('space', space), at
    );
    IF once IS NULL THEN
        PERFORM shared.procrastinate_defer_jobs_v1(ARRAY[job]);
        RETURN;
    END IF;
    -- A subtransaction, which only these pay for.
    BEGIN
        PERFORM shared.procrastinate_defer_jobs_v1(ARRAY[job]);
    EXCEPTION WHEN unique_violation THEN
        NULL;  -- the same job waits already
    END;
END
$$;

-- Whoever commits with a NOTIFY waits for all others who do, with the disk in between: every act of
-- the house would stand in one line. Workers look for themselves (kernel/jobs.py, POLL_SECONDS).
ALTER TABLE shared.procrastinate_jobs
    DISABLE TRIGGER procrastinate_jobs_notify_queue_job_inserted_v1;

CREATE OR REPLACE FUNCTION shared.take_own_job(OUT task text, OUT args jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = shared, pg_temp AS $$
DECLARE
    space text := shared.own_space();
BEGIN
    DELETE FROM shared.procrastinate_jobs WHERE id = (
        SELECT j.id FROM shared.procrastinate_jobs AS j
         WHERE j.status = 'todo' AND j.args ->> 'space' = space
           AND (j.scheduled_at IS NULL OR j.scheduled_at <= clock_timestamp())
         ORDER BY j.id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING procrastinate_jobs.task_name, procrastinate_jobs.args INTO task, args;
END
$$;
REVOKE ALL ON FUNCTION shared.defer_job, shared.take_own_job FROM PUBLIC;

-- A town sets its own clock and no other's. Executable by any role that can connect at all: who has
-- not taken a town's role has no row here.
CREATE OR REPLACE FUNCTION shared.set_own_time_zone(zone text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = shared, pg_temp AS $$
DECLARE
    space text := shared.own_space();
BEGIN
    IF space IS NULL THEN
        RAISE EXCEPTION 'a time zone belongs to a town';
    END IF;
    IF NOT EXISTS (SELECT FROM pg_timezone_names WHERE name = zone) THEN
        RAISE EXCEPTION 'no such time zone';
    END IF;
    UPDATE shared.municipality SET time_zone = zone WHERE slug = space;
END
$$;
