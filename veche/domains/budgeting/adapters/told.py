"""What people are told of cycles and projects: authors and followers. Nobody knows who voted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from veche.commons.commitments import public as commitments
from veche.domains.budgeting import events, rules
from veche.domains.budgeting.models import Cycle, Project
from veche.domains.budgeting.queries import cycles, projects, wording
from veche.domains.budgeting.queries.projects import KIND
from veche.domains.budgeting.rules import phases
from veche.kernel.manifest import Notice, NoticeKind, Topic

CYCLE = "budgeting.cycle"
ALL = "budgeting.cycles:all"
Tell = Callable[[Mapping[str, Any]], Notice | None]


def topic_of(thing: Cycle | Project) -> str:
    """By what one cycle or project is followed."""
    return f"{CYCLE if isinstance(thing, Cycle) else KIND}:{thing.id}"


def _url(thing: Cycle | Project) -> str:
    name = "read-cycle" if isinstance(thing, Cycle) else "read-project"
    return reverse(f"budgeting:{name}", args=[thing.slug])


def _find_cycle(key: str) -> tuple[str, str] | None:
    row = cycles.by_id(key)
    return (row.title, _url(row)) if row is not None and row.state != rules.DRAFT else None


def _find_project(key: str) -> tuple[str, str] | None:
    row = projects.by_id(key)
    return (row.title, _url(row)) if row is not None and row.is_public else None


def _find_all(key: str) -> tuple[str, str] | None:
    if key != "all":
        return None
    return gettext("Все голосования за бюджет"), reverse("budgeting:list-cycles")


TOPICS = (
    Topic(CYCLE, _("Бюджетный цикл"), _find_cycle),
    Topic(KIND, _("Проект для голосования"), _find_project),
    Topic("budgeting.cycles", _("Все голосования за бюджет"), _find_all),
)


def _of_cycle(words: Callable[[Cycle], str]) -> Tell:
    def tell(payload: Mapping[str, Any]) -> Notice | None:
        row = cycles.by_id(payload["cycle_id"])
        if row is None or row.state == rules.DRAFT:
            return None
        return Notice(row.title, words(row), _url(row), topics=(topic_of(row), ALL))

    return tell


def _published(row: Cycle) -> str:
    span = phases.of(cycles.spans_of(row), phases.PROPOSALS)
    if span is None:
        return ""
    return gettext("Проекты можно предложить по %(day)s включительно.") % {
        "day": wording.day(wording.last_day(span))
    }


def _settled(row: Cycle) -> str:
    span = phases.of(cycles.spans_of(row), phases.BALLOT)
    if span is None:
        return ""
    return gettext("Список проектов готов. Голосование идёт с %(first)s по %(last)s.") % {
        "first": wording.day(span.starts_at),
        "last": wording.day(wording.last_day(span)),
    }


def _of_project(
    words: Callable[[Project, Mapping[str, Any]], str], *, is_of_all: bool = False
) -> Tell:
    """Told to the author and the followers, once everyone may read it; of what is built also to
    who follows the cycle, since whoever voted could follow it beside their receipt."""

    def tell(payload: Mapping[str, Any]) -> Notice | None:
        row = projects.by_id(payload["project_id"])
        if row is None or not row.is_public:
            return None
        author = (row.author_id,) if row.author_id is not None and not row.is_by_town else ()
        return Notice(
            row.title,
            words(row, payload),
            _url(row),
            topics=(topic_of(row), topic_of(row.cycle)) if is_of_all else (topic_of(row),),
            people=author,
            point=(row.latitude, row.longitude)
            if row.latitude is not None and row.longitude is not None
            else None,
        )

    return tell


def _rejected(payload: Mapping[str, Any]) -> Notice | None:
    row = projects.by_id(payload["project_id"])
    if row is None or row.author_id is None:
        return None
    text = gettext("Модератор не пропустил проект. Его можно поправить и отправить снова.")
    return Notice(row.title, text, reverse("budgeting:list-own"), people=(row.author_id,))


def _judged(row: Project, payload: Mapping[str, Any]) -> str:
    if payload["is_admitted"]:
        return gettext("Проект прошёл проверки, за него можно будет голосовать.")
    return gettext("Проект не допущен к голосованию. Причина — на его странице.")


def _plain(text: Promise) -> Callable[[Project, Mapping[str, Any]], str]:
    return lambda row, payload: str(text)


def _counted(row: Cycle) -> str:
    return gettext("Голоса посчитаны. Посмотрите, что победило и почему.")


def _voided(row: Cycle) -> str:
    return gettext("Город не утвердил список проектов вовремя. Голосования не будет.")


def _overridden(row: Project, payload: Mapping[str, Any]) -> str:
    return gettext("Город отступил от подсчёта. Причина — рядом с итогом.")


def _moved(row: Project, payload: Mapping[str, Any]) -> str:
    return gettext("Работы идут дальше: %(step)s.") % {
        "step": str(wording.STAGES[payload["to"]]).lower()
    }


def _worked(row: Project, payload: Mapping[str, Any]) -> str:
    return gettext("Город рассказал, как идут работы. Фото — на странице проекта.")


def _late(payload: Mapping[str, Any]) -> Notice | None:
    """To those who follow the cycle: who follows the project hears it of the promise itself.

    Nothing before everyone until the town counts its lateness before everyone.
    """
    row = projects.by_id(payload["project_id"])
    known = commitments.of(KIND, row.id) if row is not None else None
    if row is None or not row.is_public or known is None:
        return None
    if not known.days_late(commitments.public_day()):
        return None
    text = gettext("Срок, к которому город обещал это построить, прошёл.")
    return Notice(row.title, text, _url(row), topics=(topic_of(row.cycle),))


def _approved(row: Cycle) -> str:
    signed = cycles.protocol_of(row)
    if signed is None:
        return ""
    return gettext("Список утверждён. Победившее построят до %(day)s.") % {
        "day": wording.day(signed.works_by)
    }


NOTICES = (
    NoticeKind(events.CyclePublished.kind, _("Город делит деньги вместе с жителями"),
               _of_cycle(_published)),
    NoticeKind(events.BallotSettled.kind, _("Список проектов готов"), _of_cycle(_settled)),
    NoticeKind(
        events.ProjectPublished.kind,
        _("Проект опубликован"),
        _of_project(_plain(_("Проект опубликован. Теперь его проверит город."))),
    ),
    NoticeKind(events.ProjectRejected.kind, _("Проект не пропустили"), _rejected),
    NoticeKind(events.ProjectJudged.kind, _("Город решил, идёт ли проект на голосование"),
               _of_project(_judged)),
    NoticeKind(events.CycleVoided.kind, _("Голосование не состоялось"), _of_cycle(_voided)),
    NoticeKind(events.CycleCounted.kind, _("Итог голосования за бюджет"), _of_cycle(_counted)),
    NoticeKind(events.OutcomeOverridden.kind, _("Город отступил от подсчёта"),
               _of_project(_overridden, is_of_all=True)),
    NoticeKind(events.ListApproved.kind, _("Список победителей утверждён"), _of_cycle(_approved)),
    NoticeKind(events.WorksMoved.kind, _("Ход работ по проекту"),
               _of_project(_moved, is_of_all=True)),
    NoticeKind(events.WorksTold.kind, _("Новое в журнале работ"),
               _of_project(_worked, is_of_all=True)),
    NoticeKind(events.WorksLate.kind, _("Работы опаздывают"), _late),
)  # fmt: skip
