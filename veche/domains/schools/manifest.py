"""What school polls tell the shell about themselves."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from veche.domains.schools import api, demo, events, jobs, policies, public
from veche.domains.schools.adapters import journalled, told
from veche.kernel.manifest import Manifest, NavItem, Retained

MANIFEST = Manifest(
    slug="schools",
    title=_("Школьные опросы"),
    icon="people",
    starts_off=True,
    navigation=(NavItem(_("Школьные опросы"), "schools:index", "people", 24, place="footer"),),
    site_pages=public.site_pages,
    me=public.me_part,
    me_template="schools/me.html",
    api=api.router,
    acts=journalled.ACTS,
    jobs=("schools.close_due_polls", "schools.close_poll", "schools.forget_consents"),
    retained=(
        Retained(
            "schools.forget_consents",
            _("Согласия родителей на участие в школьных опросах"),
            norm="school_poll.consent_keep_days",
        ),
    ),
    events=(events.SchoolPollClosed, events.SchoolPollStopped),
    topics=told.TOPICS,
    notices=told.NOTICES,
    load_demo=demo.load,
    policies=(
        policies.may_open_school_office,
        policies.may_work_for_school,
        policies.may_read_poll,
        policies.may_change_poll,
        policies.may_open_poll,
        policies.may_run_poll,
        policies.may_stop_polls,
        policies.may_stop_poll,
        policies.may_answer_poll,
        policies.may_read_result,
    ),
)
__all__ = ["MANIFEST", "jobs"]
