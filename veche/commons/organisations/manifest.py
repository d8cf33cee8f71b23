"""What organisations tell the shell."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from veche.commons.identity.public import ADMIN, CLERK, PersonErased
from veche.commons.organisations import api, demo, events, journal, policies, public, told
from veche.kernel.manifest import DeskSection, Duty, Manifest, NavItem, Retained


def _erased(payload: dict[str, Any], event_id: UUID) -> None:
    public.forget_person(UUID(payload["person_id"]))


MANIFEST = Manifest(
    slug="organisations",
    title=_("Организации и старосты"),
    acts=journal.ACTS,
    icon="building",
    api=api.router,
    navigation=(
        NavItem(
            _("Организации"), "organisations:list-organisations", "building", 20, place="footer"
        ),
        NavItem(
            _("Представители жителей"), "organisations:list-mandates", "pin", 30, place="footer"
        ),
    ),
    desk=(
        DeskSection(
            _("Заявки организаций"),
            "organisations:read-requests",
            "building",
            40,
            policies.may_read_requests,
            waits=public.waiting,
        ),
        DeskSection(
            _("Представители жителей"),
            "organisations:manage-mandates",
            "people",
            41,
            policies.may_manage_mandates,
            "town",
        ),
        DeskSection(
            _("Объявления на территориях"),
            "organisations:list-announcements",
            "bell",
            52,
            policies.may_take_down_announcement,
            "town",
        ),
    ),
    topics=told.TOPICS,
    notices=told.NOTICES,
    home=public.home_part,
    home_aside_template="organisations/_home.html",
    search=public.search,
    site_pages=public.site_pages,
    me=public.me_part,
    me_template="organisations/_me.html",
    export=public.own_part,
    join=public.join_persons,
    listens={PersonErased.kind: ("organisations.forget_person", _erased)},
    retained=(
        Retained(
            "organisations.forget_refused",
            _("Заявки организаций, в которых отказано"),
            norm="organisation.refused_keep_days",
        ),
    ),
    jobs=("organisations.forget_refused",),
    duties={
        "organisations.member_admitted": Duty(
            CLERK, _("Проверить документы участника организации")
        ),
        "organisations.request_refused": Duty(CLERK, _("Отказать в заявке с объяснением")),
        "organisations.mandate_given": Duty(ADMIN, _("Внести старосту или председателя")),
    },
    events=(
        events.MembershipAsked,
        events.MemberAdmitted,
        events.RequestRefused,
        events.MembershipEnded,
        events.OrganisationClosed,
        events.MandateGiven,
        events.MandateEnded,
        events.AnnouncementWritten,
        events.AnnouncementTakenDown,
    ),
    policies=(
        policies.may_open_own_organisations,
        policies.may_add_organisation,
        policies.may_ask_to_join,
        policies.may_read_requests,
        policies.may_admit_member,
        policies.may_refuse_request,
        policies.may_close_organisation,
        policies.may_end_membership,
        policies.may_write_announcement,
        policies.may_take_down_announcement,
        policies.may_manage_mandates,
        policies.may_give_mandate,
        policies.may_end_mandate,
    ),
    load_demo=demo.load,
)
