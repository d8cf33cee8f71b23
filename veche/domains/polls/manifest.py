"""What polls bring to the house."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from veche.domains.polls import api, demo, events, jobs, policies, public
from veche.kernel.jobs import defer
from veche.kernel.manifest import Manifest, NavItem


def _publish(payload: dict[str, Any], event_id: UUID) -> None:
    """A closed poll's rows are published by a job of their own, which may be asked again."""
    defer("polls.publish_count", poll_id=payload["poll_id"], once=f"publish:{payload['poll_id']}")


MANIFEST = Manifest(
    slug="polls",
    title=_("Опросы"),
    icon="vote",
    navigation=(NavItem(_("Опросы"), "polls:list", "vote", 10),),
    listens={events.PollClosed.kind: ("polls.publish_count", _publish)},
    home=public.home_part,
    home_template="polls/_home.html",
    home_aside_template="polls/_home_aside.html",
    search=public.search,
    pins=public.pins,
    me=public.own_part,
    me_template="polls/_me.html",
    export=public.own_votes_export,
    jobs=(
        "polls.close_due_polls",
        "polls.publish_count",
        "polls.publish_waiting",
        "polls.destroy_secrets",
    ),
    events=(
        events.PollSubmitted,
        events.PollPublished,
        events.PollExtended,
        events.PollClosed,
        events.CensusUploaded,
        events.CallsBegun,
        events.ContactShown,
        events.CallRecorded,
    ),
    policies=(
        policies.may_see_poll,
        policies.may_vote,
        policies.may_see_results,
        policies.may_draft_poll,
        policies.may_change_poll,
        policies.may_approve_poll,
        policies.may_run_poll,
        policies.may_call_voters,
        policies.may_upload_census,
    ),
    exports=(
        "ballots.csv",
        "ballots.json",
        "hours.csv",
        "groups.csv",
        "groups.json",
        "control.json",
    ),
    api=api.router,
    load_demo=demo.load,
)
__all__ = ["MANIFEST", "jobs"]
