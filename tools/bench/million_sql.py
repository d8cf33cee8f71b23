"""The statements that make a million reports and what stands behind them; see `million`."""

from __future__ import annotations

LISTS = """
    CREATE TEMP TABLE bench_category (slot int, code text, group_id text, visibility text,
        body_id uuid, term_days int, term_unit text,
        ways int);
    CREATE TEMP TABLE bench_words (code text, place int, words text);
    CREATE TEMP TABLE bench_spot (spot int, latitude float8, longitude float8, h6 bigint,
        h7 bigint, h8 bigint, h9 bigint, h10 bigint, place_id uuid, street_id bigint,
        address text, block_latitude float8, block_longitude float8, block bigint)
"""
INDEXES = """
    SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid)
      FROM pg_index AS i JOIN pg_class AS t ON t.oid = i.indrelid
     WHERE t.relname = ANY(%(tables)s) AND t.relnamespace = current_schema()::regnamespace
       AND NOT i.indisunique
"""
# Half of them are of the last ten months; what is old is over, but for one in forty.
_REPORTS = """
    INSERT INTO reports_report (
        id, number, category_id, group_id, text, state, stage, visibility, author_id, body_id,
        forwarded_to, place_id, street_id, address, latitude, longitude, h6, h7, h8, h9, h10,
        filed_at, changed_at, started_on, term_days, term_unit, pauses, due_on, planned_on,
        silent_on, overdue_told_for, answered_on, outcome, closed_by, reason, disagreements,
        supporters, thanked, version)
    WITH drawn AS MATERIALIZED (
        SELECT n, random() AS fate, random() AS luck, random() AS crowd,
               %(now)s::timestamptz - interval '730 days' * power(random(), 1.4) AS filed_at,
               floor(-ln(1 - random()) * 5)::int + 1 AS took
          FROM generate_series(%(first)s::int, %(last)s::int) AS n
    ), aged AS (
        SELECT *, extract(epoch FROM %(now)s::timestamptz - filed_at) / 86400 AS age FROM drawn
    ), told AS (
        SELECT a.*, c.*, CASE
            WHEN age < 0.5 THEN 'moderation'
            WHEN age < 1 THEN 'coordination'
            WHEN age < 4 THEN CASE WHEN fate < 0.15 THEN 'coordination' WHEN fate < 0.25
                THEN 'clarifying' ELSE 'in_work' END
            WHEN age < 40 AND fate < 0.20 THEN 'in_work'
            WHEN age < 40 AND fate < 0.26 THEN 'planned'
            WHEN age < 40 AND fate < 0.30 THEN 'approval'
            WHEN age < 40 AND fate < 0.33 THEN 'forwarded'
            WHEN age < 20 AND fate < 0.48 THEN 'asked'
            WHEN age >= 40 AND fate < 0.020 THEN 'in_work'
            WHEN age >= 40 AND fate < 0.025 THEN 'planned'
            WHEN luck < 0.09 THEN 'refused'
            WHEN luck < 0.13 THEN 'rejected'
            ELSE 'closed' END AS state
          FROM aged AS a JOIN bench_category AS c ON c.slot = (a.n::bigint * 7919) %% 997
    )
    SELECT gen_random_uuid(), lpad((10000000 + t.n::bigint * 79 %% 90000000)::text, 8, '0'),
           t.code, t.group_id, w.words, t.state,
           CASE WHEN t.visibility <> 'public' OR t.state IN ('moderation', 'rejected') THEN ''
                WHEN t.state IN ('closed', 'asked') THEN 'done'
                WHEN t.state = 'refused' THEN 'declined' ELSE 'open' END,
           t.visibility,
           ('00000000-0000-4000-8000-' || lpad(to_hex(
               (power(t.crowd, 2) * %(residents)s)::int), 12, '0'))::uuid,
           CASE WHEN t.state IN ('moderation', 'coordination', 'forwarded', 'rejected')
                THEN NULL ELSE t.body_id END,
           CASE WHEN t.state = 'forwarded' THEN 'Минтранс' ELSE '' END,
           s.place_id, s.street_id, s.address, s.latitude, s.longitude, s.h6, s.h7, s.h8, s.h9,
           s.h10, t.filed_at,
           least(%(now)s::timestamptz, t.filed_at + interval '1 day' * CASE
               WHEN t.state = 'moderation' THEN 0 WHEN t.state IN ('coordination', 'rejected')
               THEN 0.4 WHEN t.state IN ('in_work', 'forwarded') THEN 1 WHEN t.state IN
               ('clarifying', 'planned') THEN 2 ELSE t.took + 4 END),
           t.filed_at::date, t.term_days, t.term_unit,
           CASE WHEN t.state IN ('forwarded', 'clarifying') THEN ARRAY[t.filed_at::date + 1]
                ELSE ARRAY[]::date[] END,
           CASE WHEN t.state = 'planned' THEN %(today)s::date - 4 + (t.luck * 40)::int
                ELSE t.filed_at::date + (t.term_days * 1.4)::int END,
           CASE WHEN t.state = 'planned' THEN %(today)s::date - 4 + (t.luck * 40)::int END,
           CASE WHEN t.state IN ('asked', 'clarifying') THEN %(today)s::date + 5
                WHEN t.state IN ('moderation', 'coordination', 'approval', 'forwarded')
                THEN %(today)s::date + 1 END, NULL,
           CASE WHEN t.state IN ('asked', 'closed', 'refused')
                THEN least(%(today)s::date, t.filed_at::date + t.took + 2) END,
           CASE WHEN t.state IN ('closed', 'asked', 'approval') THEN 'solved'
                WHEN t.state = 'refused' THEN 'declining' ELSE '' END,
           CASE WHEN t.state = 'closed' THEN CASE WHEN t.n %% 5 < 3 THEN 'author'
                ELSE 'silence' END ELSE '' END,
           CASE WHEN t.state = 'rejected' THEN 'no_matter' ELSE '' END, 0,
           CASE WHEN t.state IN ('moderation', 'rejected') OR t.visibility <> 'public' THEN 0
                ELSE least(40, floor(-ln(1 - t.crowd * 0.999) * 0.8))::int END,
           CASE WHEN t.state = 'closed' AND t.luck > 0.9 THEN 1 ELSE 0 END, 5
      FROM told AS t
      JOIN bench_spot AS s ON s.spot = (t.n::bigint * 104729) %% 20000
      JOIN bench_words AS w ON w.code = t.code AND w.place = t.n %% t.ways
"""
# Each state's way to it: verb, part, state after it, days since the filing (`took` is of the row).
_STEPS = """
    INSERT INTO reports_step (report_id, verb, part, state, person_id, body_name, text, is_inner,
                              "on", at)
    SELECT r.id, w.verb, w.part,
           CASE WHEN w.verb = 'approve' AND r.state = 'refused' THEN 'refused' ELSE w.state END,
           NULL,
           CASE WHEN w.verb = 'assign' THEN b.name ELSE '' END,
           CASE WHEN w.verb = 'answer' THEN 'Сделано: приехала бригада, всё на месте.'
                WHEN w.verb = 'ask' THEN 'Уточните, пожалуйста, у какого подъезда?'
                ELSE '' END,
           w.verb = 'answer', CASE WHEN w.verb = 'plan' THEN r.planned_on END,
           least(r.changed_at, r.filed_at + w.after)
      FROM reports_report AS r
      LEFT JOIN reports_body AS b ON b.id = r.body_id
      JOIN (VALUES
        ('file', 'author', 'moderation', interval '0', ARRAY['moderation', 'coordination',
            'in_work', 'clarifying', 'planned', 'forwarded', 'approval', 'asked', 'refused',
            'rejected', 'closed']),
        ('reject', 'moderator', 'rejected', '6 hours', ARRAY['rejected']),
        ('pass', 'moderator', 'coordination', '6 hours', ARRAY['coordination', 'in_work',
            'clarifying', 'planned', 'forwarded', 'approval', 'asked', 'refused', 'closed']),
        ('forward', 'coordinator', 'forwarded', '1 day', ARRAY['forwarded']),
        ('assign', 'coordinator', 'in_work', '1 day', ARRAY['in_work', 'clarifying', 'planned',
            'approval', 'asked', 'refused', 'closed']),
        ('ask', 'executor', 'clarifying', '2 days', ARRAY['clarifying']),
        ('plan', 'executor', 'planned', '2 days', ARRAY['planned']),
        ('answer', 'executor', 'approval', '4 days', ARRAY['approval', 'asked', 'refused',
            'closed']),
        ('approve', 'approver', 'asked', '5 days', ARRAY['asked', 'refused', 'closed']),
        ('confirm', 'author', 'closed', '12 days', ARRAY['closed'])
      ) AS w(verb, part, state, after, of) ON r.state = ANY(w.of)
"""
# Of each the entry of its filing: the rest of the journal is read by nothing that is measured.
_JOURNAL = """
    INSERT INTO audit_auditentry (kind, actor_id, subject, reason, details, recorded_at)
    SELECT 'reports.report_filed', author_id, id::text, '', '{}', filed_at FROM reports_report
"""
# Two in five have a photo: what was sent and its covered copy.
_PHOTOS = """
    INSERT INTO reports_photo (id, report_id, kind, state, blurred_id, covered, position, added_at)
    SELECT gen_random_uuid(), id, 'before', 'shown', gen_random_uuid(), 0, 0, filed_at
      FROM reports_report WHERE stage <> '' AND number::int %% 5 < 2
"""
_FILES = """
    INSERT INTO files_storedfile (id, owner_id, purpose, visibility, kind, content_type, size_bytes,
        sha256, width, height, widths, name, alt, subject_kind, subject_id, created_at)
    SELECT blurred_id, NULL, 'reports.shown', 'public', 'photo', 'image/webp', 90000,
           sha256(id::text::bytea), 1600, 1200, ARRAY[320, 800, 1600], '', '', 'reports.shown',
           report_id::text, added_at
      FROM reports_photo
"""
_SUPPORTERS = """
    INSERT INTO reports_supporter (report_id, person_id, added_at)
    SELECT r.id, ('00000000-0000-4000-9000-' || lpad(to_hex(
               (r.number::int + one * 7919) %% %(residents)s), 12, '0'))::uuid,
           r.filed_at + interval '1 day'
      FROM reports_report AS r, generate_series(1, r.supporters) AS one
"""
_THANKS = """
    INSERT INTO reports_thanks (report_id, person_id)
    SELECT id, author_id FROM reports_report WHERE thanked > 0
"""
# Followed are single reports by those who joined, streets and categories by others.
_FOLLOWINGS = """
    INSERT INTO notifications_following (person_id, topic, title, url)
    SELECT person_id, 'reports.report:' || report_id, 'Bench', '/reports/'
      FROM reports_supporter WHERE id %% 3 = 0
     UNION ALL
    SELECT ('00000000-0000-4000-a000-' || lpad(to_hex(n), 12, '0'))::uuid, CASE WHEN n %% 3 = 0
           THEN 'reports.category:' || c.code ELSE 'places.street:' || s.street_id END, 'Bench',
           '/reports/'
      FROM generate_series(1, %(residents)s::int / 2) AS n
      JOIN bench_spot AS s ON s.spot = n %% 20000
      JOIN bench_category AS c ON c.slot = n %% 997
"""
_AREAS = """
    INSERT INTO notifications_area (id, person_id, slot, place_name, latitude, longitude, radius_m,
                                    cell)
    SELECT gen_random_uuid(), gen_random_uuid(), 1, '', block_latitude, block_longitude,
           300 + spot %% 10 * 250, block
      FROM bench_spot WHERE spot < %(areas)s
"""
STATEMENTS = {
    "reports": _REPORTS,
    "steps": _STEPS,
    "journal": _JOURNAL,
    "photos": _PHOTOS,
    "files": _FILES,
    "supporters": _SUPPORTERS,
    "thanks": _THANKS,
    "followings": _FOLLOWINGS,
    "areas": _AREAS,
}
