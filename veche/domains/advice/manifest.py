"""What advice tells the shell about itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from veche.commons.identity import public as identity
from veche.commons.identity.events import PersonErased
from veche.domains.advice import api, demo, events, jobs, policies, public
from veche.domains.advice.actions import keeping
from veche.domains.advice.adapters import deeds, journalled, judged, told
from veche.kernel.manifest import DeskSection, Manifest, NavItem, Retained


def _forget(payload: dict[str, Any], event_id: UUID) -> None:
    person_id = UUID(payload["person_id"])
    keeping.forget_person([person_id, *identity.earlier_ids(person_id)])


def _join(surviving: Sequence[UUID], joined: Sequence[UUID]) -> None:
    keeping.join_people(surviving, joined=joined)


MANIFEST = Manifest(
    slug="advice",
    title=_("Спросить город"),
    icon="question",
    starts_off=True,
    navigation=(NavItem(_("Спросить город"), "advice:list-guides", "book", 35, place="footer"),),
    desk=(
        DeskSection(
            _("Вопросы городу"),
            "advice:list-unanswered",
            "question",
            18,
            policies.may_speak_for_town,
            waits=public.waiting,
        ),
        DeskSection(
            _("Справки"),
            "advice:list-guides-to-check",
            "book",
            19,
            policies.may_keep_guides,
            waits=public.waiting_guides,
        ),
    ),
    listens={PersonErased.kind: ("advice.forget_person", _forget)},
    home=public.home_part,
    home_template="advice/home.html",
    search=public.search,
    site_pages=public.site_pages,
    share_card=public.share_card,
    me=public.me_part,
    me_template="advice/me.html",
    export=public.own_part,
    join=_join,
    api=api.router,
    jobs=("advice.forget_authors",),
    retained=(
        Retained(
            "advice.forget_authors",
            _("Кто спросил город и кто ответил"),
            norm="advice.author_days",
        ),
    ),
    events=(
        events.QuestionAsked,
        events.QuestionPublished,
        events.QuestionWithdrawn,
        events.AnswerWritten,
        events.AnswerPublished,
        events.AnswerWithdrawn,
        events.AnswerRated,
        events.BestChosen,
        events.GuideSaved,
        events.GuideConfirmed,
        events.GuideOutdated,
        events.GuideDoubted,
    ),
    topics=told.TOPICS,
    notices=told.NOTICES,
    moderated=judged.MODERATED,
    deeds=deeds.DEEDS,
    acts=journalled.ACTS,
    policies=(
        policies.may_read_question,
        policies.may_ask_question,
        policies.may_withdraw_question,
        policies.may_answer_question,
        policies.may_speak_for_town,
        policies.may_withdraw_answer,
        policies.may_rate_answer,
        policies.may_choose_best,
        policies.may_keep_guides,
        policies.may_doubt_guide,
    ),
    load_demo=demo.load,
)
__all__ = ["MANIFEST", "jobs"]
