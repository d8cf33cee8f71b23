"""What polls bring to the house."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from veche.commons.identity.public import APPROVER, AUDITOR, AUTHOR, CLERK, LAWYER
from veche.domains.polls import api, datasets, demo, events, jobs, policies, public
from veche.domains.polls.adapters import (
    announced,
    deeds,
    discussed,
    journal,
    paper_kinds,
    told,
    waiting,
)
from veche.kernel.jobs import defer
from veche.kernel.manifest import DeskSection, Discussed, Duty, Manifest, NavItem, Retained


def _publish(payload: dict[str, Any], event_id: UUID) -> None:
    """A closed poll's rows are published by a job of their own, which may be asked again."""
    poll_id = payload["poll_id"]
    defer("polls.publish_count", poll_id=poll_id, once=f"publish:{poll_id}")


MANIFEST = Manifest(
    slug="polls",
    title=_("Опросы"),
    icon="vote",
    navigation=(NavItem(_("Опросы"), "polls:list", "vote", 10),),
    desk=(
        DeskSection(
            _("Подготовка опросов"),
            "polls:desk",
            "vote",
            10,
            policies.may_open_office,
            waits=waiting.at_desk,
        ),
        DeskSection(
            _("Приём"),
            "polls:counter",
            "people",
            30,
            policies.may_serve_counter,
            waits=waiting.at_counter,
        ),
        DeskSection(
            _("Контрольный обзвон"),
            "polls:list-calls",
            "phone",
            35,
            policies.may_call_voters,
            waits=waiting.at_calls,
        ),
        DeskSection(
            _("Правила опросов"), "polls:read-rules", "book", 70, policies.may_set_rules, "town"
        ),
        DeskSection(
            _("Кто живёт в городе"),
            "polls:upload-census",
            "table",
            20,
            policies.may_upload_census,
            "records",
        ),
    ),
    listens={
        events.PollClosed.kind: ("polls.publish_count", _publish),
        events.PapersCounted.kind: ("polls.publish_count", _publish),
    },
    home=public.home_part,
    home_template="polls/_home.html",
    home_aside_template="polls/_home_aside.html",
    search=public.search,
    pins=public.pins,
    site_pages=public.site_pages,
    share_card=public.share_card,
    me=public.own_part,
    me_template="polls/_me.html",
    export=public.own_votes_export,
    asks=public.asked_for,
    jobs=(
        "polls.open_due_polls",
        "polls.open_secret_poll",
        "polls.close_due_polls",
        "polls.close_poll",
        "polls.publish_count",
        "polls.publish_waiting",
        "polls.finish_due_papers",
        "polls.finish_papers",
        "polls.destroy_secrets",
        "polls.destroy_secret",
    ),
    events=(
        events.PollSubmitted,
        events.PollAgreed,
        events.PollReturned,
        events.PollPublished,
        events.PollOpened,
        events.PollExtended,
        events.PollClosed,
        events.ProtocolIssued,
        events.LegalCheckSet,
        events.CampaignSaved,
        events.CampaignRemoved,
        events.PapersCounted,
        events.CensusUploaded,
        events.CallsBegun,
        events.ContactShown,
        events.CallRecorded,
    ),
    datasets=datasets.DATASETS,
    policies=(
        policies.may_see_poll,
        policies.may_vote,
        policies.may_see_results,
        policies.may_open_office,
        policies.may_draft_poll,
        policies.may_change_poll,
        policies.may_agree_poll,
        policies.may_approve_poll,
        policies.may_issue_protocol,
        policies.may_set_rules,
        policies.may_run_poll,
        policies.may_serve_counter,
        policies.may_run_counter,
        policies.may_give_batch,
        policies.may_print_papers,
        policies.may_enter_papers,
        policies.may_call_voters,
        policies.may_upload_census,
    ),
    retained=(
        Retained(
            "polls.destroy_secrets",
            _("Связь бюллетеня с человеком и кому звонили для проверки"),
            norm="poll.appeal_days",
        ),
    ),
    acts=journal.ACTS,
    duties={
        "polls.poll_started": Duty(AUTHOR, _("Начать черновик опроса")),
        "polls.question_saved": Duty(AUTHOR, _("Написать вопрос")),
        "polls.material_saved": Duty(AUTHOR, _("Подготовить материал")),
        "polls.poll_submitted": Duty(AUTHOR, _("Проверить и отправить опрос")),
        "polls.protocol_issued": Duty(AUTHOR, _("Оформить протокол")),
        "polls.poll_agreed": Duty(LAWYER, _("Проверить и согласовать опрос")),
        "polls.remarks_given": Duty(LAWYER, _("Проверить опрос и написать замечания")),
        "polls.poll_approved": Duty(APPROVER, _("Проверить и утвердить опрос")),
        "polls.poll_returned": Duty(APPROVER, _("Вернуть опрос с причиной")),
        "polls.poll_extended": Duty(APPROVER, _("Продлить голосование")),
        "polls.papers_printed": Duty(CLERK, _("Напечатать пачку бюллетеней")),
        "polls.paper_spoiled": Duty(CLERK, _("Погасить лист и выдать другой")),
        "polls.stack_handed_over": Duty(CLERK, _("Набрать пачку и передать на сверку")),
        "polls.stack_counted": Duty(CLERK, _("Сверить пачку и опустить в урну")),
        "polls.papers_counted": Duty(CLERK, _("Закончить ввод бумажных бюллетеней")),
        "polls.calls_begun": Duty(AUDITOR, _("Потянуть жребий для контрольного обзвона")),
        "polls.call_recorded": Duty(AUDITOR, _("Позвонить проголосовавшему и записать ответ")),
    },
    exports=(
        "ballots.csv",
        "ballots.json",
        "hours.csv",
        "groups.csv",
        "groups.json",
        "control.json",
    ),
    announces=announced.ANNOUNCEMENTS,
    topics=told.TOPICS,
    notices=told.NOTICES,
    deeds=deeds.DEEDS,
    documents=(paper_kinds.PROTOCOL, paper_kinds.BALLOT),
    api=api.router,
    discussed=(Discussed(discussed.KIND, _("Опрос"), public.discussed),),
    load_demo=demo.load,
)
__all__ = ["MANIFEST", "jobs"]
