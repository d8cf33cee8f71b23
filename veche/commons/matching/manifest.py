"""What matching tells the shell."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from veche.commons.files import public as files
from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonErased
from veche.commons.matching import (
    actions,
    api,
    demo,
    events,
    jobs,
    journal,
    policies,
    public,
    told,
)
from veche.kernel.manifest import DeskSection, Manifest, NavItem

for shown, sent in actions.SENT.items():
    files.protect(sent, public.may_read_sent)
    files.protect(shown, public.may_read_proof)


def _erased(payload: dict[str, Any], event_id: UUID) -> None:
    person_id = UUID(payload["person_id"])
    public.forget_person([person_id, *identity.earlier_ids(person_id)])


MANIFEST = Manifest(
    slug="matching",
    title=_("Взаимопомощь"),
    icon="people",
    navigation=(
        NavItem(_("Где нужна помощь"), "matching:list-needs", "people", 25, place="footer"),
        NavItem(_("Сделано вместе"), "matching:list-deeds", "check", 26, place="footer"),
    ),
    desk=(
        DeskSection(
            _("Взаимопомощь"),
            "matching:manage-helping",
            "people",
            18,
            policies.may_declare_need,
            waits=public.waiting,
        ),
        DeskSection(
            _("Допуски помощников"),
            "matching:list-licences",
            "shield",
            42,
            policies.may_check_licence,
            waits=public.waiting_licences,
        ),
        DeskSection(
            _("Виды помощи"),
            "matching:list-work-kinds",
            "list",
            60,
            policies.may_save_work_kind,
            "town",
        ),
    ),
    me=public.me_part,
    me_template="matching/_me.html",
    site_pages=public.site_pages,
    export=public.own_part,
    join=public.join_persons,
    api=api.router,
    listens={PersonErased.kind: ("matching.forget_person", _erased)},
    jobs=(
        "matching.cover_photos",
        "matching.drop_skills",
        "matching.lapse_unanswered",
        "matching.mind_talks",
    ),
    topics=told.TOPICS,
    notices=told.NOTICES,
    deeds=told.DEEDS,
    moderated=told.MODERATED,
    load_demo=demo.load,
    demo_acts=demo.acts,
    acts=journal.ACTS,
    events=(
        events.SolverDescribed,
        events.SolverOpened,
        events.SolverClosed,
        events.SolverRested,
        events.LicenceChecked,
        events.WorkKindSaved,
        events.NeedOpened,
        events.NeedClosed,
        events.NeedRanOut,
        events.OwnerNamed,
        events.OwnerAsked,
        events.OwnerReplaced,
        events.SkillDropped,
        events.LicenceWanted,
        events.HelpAsked,
        events.HelpOffered,
        events.MatchAccepted,
        events.MatchDeclined,
        events.MatchWithdrawn,
        events.MatchLapsed,
        events.MatchReminded,
        events.PlanWritten,
        events.PlanAgreed,
        events.WorkAllowed,
        events.WorkForbidden,
        events.WorkHandedOver,
        events.WorkProven,
        events.ProofRefused,
        events.WorkReturned,
        events.WorkConfirmed,
    ),
    policies=(
        policies.may_open_helping,
        policies.may_describe_solver,
        policies.may_open_solver,
        policies.may_close_solver,
        policies.may_check_licence,
        policies.may_save_work_kind,
        policies.may_declare_need,
        policies.may_close_need,
        policies.may_name_owner,
        policies.may_seek_helpers,
        policies.may_read_match,
        policies.may_ask_for_help,
        policies.may_offer_help,
        *policies.STEPS.values(),
    ),
)
__all__ = ["MANIFEST", "jobs"]
