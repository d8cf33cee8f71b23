"""What neighbours' days tell the shell about themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from veche.commons.files import public as files
from veche.commons.identity import public as identity
from veche.commons.identity.public import APPROVER, CLERK, PersonErased
from veche.domains.workdays import api, datasets, demo, events, policies, public
from veche.domains.workdays.actions import keeping
from veche.domains.workdays.adapters import journalled, judged, told
from veche.domains.workdays.queries import reading
from veche.kernel.manifest import DeskSection, Duty, Gatherings, Manifest, NavItem

files.protect(reading.SENT_FILES, reading.may_read_sent)
files.protect(reading.SHOWN_FILES, reading.may_read_shown)


def _forget(payload: dict[str, Any], event_id: UUID) -> None:
    """An erased person calls nobody and comes nowhere; a second telling finds nothing."""
    person_id = UUID(payload["person_id"])
    keeping.forget_person([person_id, *identity.earlier_ids(person_id)])


def _join(surviving: Sequence[UUID], joined: Sequence[UUID]) -> None:
    keeping.join_people(surviving=surviving, joined=joined)


MANIFEST = Manifest(
    slug="workdays",
    title=_("Сделаем сами"),
    icon="people",
    starts_off=True,
    navigation=(NavItem(_("Сделаем сами"), "workdays:list-days", "people", 21, place="footer"),),
    desk=(
        DeskSection(
            _("Соседские дни"),
            "workdays:list-all",
            "people",
            17,
            policies.may_work_on_days,
            waits=public.waiting,
        ),
        DeskSection(
            _("Склад инструмента"),
            "workdays:list-tools",
            "works",
            32,
            policies.may_keep_tools,
            waits=public.waiting_tools,
        ),
        DeskSection(
            _("Работы для соседей"),
            "workdays:list-works",
            "check",
            49,
            policies.may_save_work,
            "town",
        ),
    ),
    listens={PersonErased.kind: ("workdays.forget_person", _forget)},
    home=public.home_part,
    home_template="workdays/home.html",
    search=public.search,
    pins=public.pins,
    site_pages=public.site_pages,
    share_card=public.share_card,
    me=public.me_part,
    me_template="workdays/me.html",
    export=public.own_part,
    join=_join,
    api=api.router,
    acts=journalled.ACTS,
    duties={
        "workdays.day_allowed": Duty(APPROVER, _("Разрешить соседям работать")),
        "workdays.tools_given_back": Duty(CLERK, _("Принять инструмент на склад")),
    },
    jobs=("workdays.blur_photo", "workdays.mind_days"),
    events=(
        events.DayCalled,
        events.OwnerAsked,
        events.DayAllowed,
        events.DayForbidden,
        events.DayTurnedOver,
        events.DayCancelled,
        events.DayLapsed,
        events.DayNear,
        events.DayOver,
        events.DayDone,
        events.DayJoined,
        events.DayLeft,
        events.ToolsHeld,
        events.ToolsGivenBack,
        events.PhotosAdded,
        events.HoursTaken,
        events.ToolSaved,
        events.WorkSaved,
    ),
    topics=told.TOPICS,
    notices=told.NOTICES,
    moderated=judged.MODERATED,
    gatherings=Gatherings(
        _("Сделаем сами"),
        "workdays:list-days",
        coming=public.coming,
        done=public.done,
        grown=public.grown,
        begin_url=public.begin_url,
    ),
    deeds=told.DEEDS,
    load_demo=demo.load,
    datasets=datasets.DATASETS,
    policies=(
        policies.may_read_day,
        policies.may_come,
        policies.may_call_day,
        policies.may_allow_day,
        policies.may_forbid_day,
        policies.may_turn_over_day,
        policies.may_work_on_days,
        policies.may_cancel_day,
        policies.may_join_day,
        policies.may_leave_day,
        policies.may_hold_tools,
        policies.may_add_photos,
        policies.may_sum_up_day,
        policies.may_take_hours,
        policies.may_open_own_days,
        policies.may_keep_tools,
        policies.may_save_work,
    ),
)
