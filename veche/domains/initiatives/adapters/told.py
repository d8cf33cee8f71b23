"""What people are told of proposals: the group, who supports, who follows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from veche.commons.matching import public as matching
from veche.domains.initiatives import events, rules
from veche.domains.initiatives.models import Proposal
from veche.domains.initiatives.queries import onward, reading, wording
from veche.domains.initiatives.queries.onward import KIND
from veche.kernel.manifest import Notice, NoticeKind, Topic

ALL = "initiatives.proposals:all"
Tell = Callable[[Mapping[str, Any]], Notice | None]
Words = Callable[[Proposal, Mapping[str, Any]], str]


def topic_of(row: Proposal) -> str:
    """By what one proposal is followed."""
    return f"{KIND}:{row.id}"


def _find(key: str) -> tuple[str, str] | None:
    row = reading.by_id(key)
    return (row.title, _url(row)) if row is not None and row.is_public else None


def _find_all(key: str) -> tuple[str, str] | None:
    if key != "all":
        return None
    return gettext("Все новые предложения"), reverse("initiatives:list-proposals")


TOPICS = (
    Topic(KIND, _("Предложение"), _find),
    Topic("initiatives.proposals", _("Все новые предложения"), _find_all),
)


def _url(row: Proposal) -> str:
    return reverse("initiatives:read-proposal", args=[row.slug])


def _tell(words: Words, *, supporters: bool = False, all_too: bool = False) -> Tell:
    """Told to the group and the followers; to supporters when it asks something of them."""

    def tell(payload: Mapping[str, Any]) -> Notice | None:
        row = reading.by_id(payload["proposal_id"])
        if row is None or not row.is_public:
            return None
        topics = (topic_of(row), ALL) if all_too else (topic_of(row),)
        return Notice(
            title=row.title,
            text=words(row, payload),
            url=_url(row),
            topics=topics,
            people=tuple(reading.group_of(row)),
            crowd=str(row.id) if supporters else "",
        )

    return tell


def _asked_anew(payload: Mapping[str, Any]) -> Notice | None:
    row = reading.by_id(payload["proposal_id"])
    if row is None or row.state not in rules.WRITTEN:
        return None
    return Notice(
        row.title,
        gettext("Автор изменил предложение. Прочтите и вступите снова, если согласны."),
        reverse("initiatives:join-group", args=[row.invite]),
        people=tuple(reading.asked_anew_of(row)),
    )


def _rejected(payload: Mapping[str, Any]) -> Notice | None:
    row = reading.by_id(payload["proposal_id"])
    if row is None:
        return None
    text = gettext("Модератор не пропустил предложение. Автор может поправить и отправить снова.")
    return Notice(
        row.title, text, reverse("initiatives:list-own"), people=tuple(reading.group_of(row))
    )


def _milestone(row: Proposal, payload: Mapping[str, Any]) -> str:
    percent = int(payload["percent"])
    if percent < rules.MILESTONES[-1]:
        return gettext("Набрано %(percent)s %% поддержки.") % {"percent": percent}
    return gettext("Порог набран. Город ответит до %(day)s.") % {"day": wording.day(row.due_on)}


def _answered(row: Proposal, payload: Mapping[str, Any]) -> str:
    said = wording.OUTCOMES.get(row.outcome, "")
    return gettext("Город ответил: %(outcome)s.") % {"outcome": said}


def _handed_on(row: Proposal, payload: Mapping[str, Any]) -> str:
    """What is made of it, in the word of the service that makes it."""
    noun = next((one.noun for one in onward.ways() if one.kind == payload["to"]), None)
    if noun is None:
        return gettext("Сотрудники взяли его в дальнейшую работу.")
    return gettext("Сотрудники готовят по нему: %(what)s.") % {"what": str(noun).lower()}


def _retired(row: Proposal, payload: Mapping[str, Any]) -> str:
    other = row.retired_for
    assert other is not None  # given up for something
    if other.state == rules.COLLECTING:
        words = gettext(
            "Автор уступил другому предложению: «%(title)s». Ваш голос туда не перешёл: решайте "
            "сами."
        )
    else:
        words = gettext(
            "Автор уступил другому предложению: «%(title)s». Там сбор уже закончен, следите за "
            "ответом."
        )
    return words % {"title": other.title}


def _sought(payload: Mapping[str, Any]) -> Notice | None:
    """To the group, when an official has called; the neighbours hear from matching."""
    row = reading.by_id(payload["proposal_id"])
    if row is None or not row.is_public or payload["is_by_author"]:
        return None
    text = gettext("Позвали помощников. Кто откликнется, увидите здесь.")
    return Notice(row.title, text, _url(row), people=tuple(reading.group_of(row)))


def _judged(payload: Mapping[str, Any]) -> Notice | None:
    """To the group, when the town must do it itself."""
    row = reading.by_id(payload["proposal_id"])
    if row is None or not row.is_public or not payload["is_duty"]:
        return None
    text = gettext("Соседей больше не зовут: это обязан сделать город.")
    return Notice(row.title, text, _url(row), people=tuple(reading.group_of(row)))


def _helped(payload: Mapping[str, Any]) -> Notice | None:
    """To all but those who did it and who has just confirmed it to them, if anybody has."""
    told = _tell(_plain(_("Соседи помогли делом. Посмотрите, что вышло.")))(payload)
    row = reading.by_id(payload["proposal_id"])
    if told is None or row is None:
        return None
    knowing = set(matching.helper_ids(KIND, str(row.id)))
    need = matching.need_of(KIND, str(row.id))
    if row.author_id and need is not None and not need.is_by_silence:
        knowing.add(row.author_id)
    return replace(told, besides=tuple(sorted(knowing)))


def _plain(text: Promise) -> Words:
    return lambda row, payload: str(text)


NOTICES = (
    NoticeKind(
        events.ProposalPublished.kind,
        _("Новое предложение"),
        _tell(_plain(_("Предложение опубликовано, его можно поддержать.")), all_too=True),
    ),
    NoticeKind(events.GroupAskedAnew.kind, _("Предложение вашей группы изменили"), _asked_anew),
    NoticeKind(events.ProposalRejected.kind, _("Предложение не пропустили"), _rejected),
    NoticeKind(
        events.MilestoneReached.kind,
        _("Поддержка: треть, две трети, весь порог"),
        _tell(_milestone, supporters=True),
        crowd=reading.supporters_after,
    ),
    NoticeKind(
        events.ProposalAnswered.kind,
        _("Город ответил на предложение"),
        _tell(_answered, supporters=True),
        crowd=reading.supporters_after,
    ),
    NoticeKind(
        events.ProposalOverdue.kind,
        _("Город не ответил в срок"),
        _tell(_plain(_("Срок ответа прошёл, ответа нет."))),
    ),
    NoticeKind(
        events.ProposalRetired.kind,
        _("Предложение уступило другому"),
        _tell(_retired, supporters=True),
        crowd=reading.supporters_after,
    ),
    NoticeKind(
        events.ProposalExpired.kind,
        _("Предложение не набрало поддержки"),
        _tell(_plain(_("Срок вышел, поддержки не хватило.")), supporters=True),
        crowd=reading.supporters_after,
    ),
    NoticeKind(events.HelpSought.kind, _("Позвали помощников"), _sought),
    NoticeKind(events.CallJudged.kind, _("Это обязан сделать город"), _judged),
    NoticeKind(events.HelpGiven.kind, _("Соседи помогли с предложением"), _helped),
    NoticeKind(
        events.ProposalHandedOn.kind,
        _("Предложение пошло дальше"),
        _tell(_handed_on, supporters=True),
        crowd=reading.supporters_after,
    ),
)
