"""Who may do what with a poll."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from veche.commons.identity import public as identity
from veche.commons.identity.public import ADMIN, APPROVER, AUTHOR, PersonRef
from veche.domains.polls import rules
from veche.domains.polls.models import LegalEffect, Poll, ResultsShown, State
from veche.kernel.errors import Text
from veche.kernel.policies import ALLOWED, Decision, refuse

_LEVELS = {
    1: _("нужен вход по телефону или почте"),
    2: _("нужна личность, проверенная в МФЦ или администрации"),
    3: _("нужен вход через Госуслуги"),
}


def may_see_poll(person: PersonRef, poll: Poll) -> Decision:
    """Everyone sees a published poll; officials who draft or approve also see the others."""
    if poll.state in {State.PUBLISHED, State.CLOSED}:
        return ALLOWED
    is_official = person.has_role(AUTHOR) or person.has_role(APPROVER)
    # While a file is read in, its voters alone may vote: not even officials meet the poll.
    if is_official and poll.state != State.IMPORTING:
        return ALLOWED
    return refuse(_("Этот опрос ещё не опубликован"))


def may_vote(terms: rules.Terms, voter: rules.Voter, phase: rules.Phase) -> Decision:
    """Whether the ballot may be filled in, said before anything is filled in."""
    if phase == "upcoming":
        return refuse(_("Голосование ещё не началось"), code="not-open")
    if phase != "open":
        return refuse(
            _("Голосование закончилось"),
            _("Итоги и решение — на странице опроса."),
            code="closed",
        )
    hurdle = rules.hurdle(terms, voter)
    return ALLOWED if hurdle is None else _hurdle_decision(hurdle, terms)


def _hurdle_decision(hurdle: rules.Hurdle, terms: rules.Terms) -> Decision:
    reasons: dict[str, tuple[Text, Text]] = {
        "sign-in": (_("Чтобы проголосовать, войдите"), _("Пришлём код на телефон или почту.")),
        "level": (
            _("В этом опросе %(what)s") % {"what": _LEVELS.get(terms.min_level, "")},
            _("Читать опрос и следить за итогами можно и так."),
        ),
        "age": (
            _("Голосовать можно с %(age)s лет") % {"age": terms.min_age},
            _("Читать опрос и следить за итогами можно и так."),
        ),
        "territory": (
            _("Голосуют жители другой территории"),
            _("Если вы переехали, измените место жительства в разделе «Я»."),
        ),
        "birth-date": (
            _("Скажите, сколько вам лет"),
            _("Голосовать можно с %(age)s лет.") % {"age": terms.min_age},
        ),
        "home": (_("Скажите, где вы живёте"), _("Опрос проводится не по всему городу.")),
    }
    reason, advice = reasons[hurdle]
    return refuse(reason, advice, code=hurdle)


def may_see_results(poll: Poll, phase: rules.Phase, has_voted: bool) -> Decision:
    """Closed results are everyone's; interim ones only as the poll allows, officials included."""
    if phase == "closed" or poll.results_shown == ResultsShown.LIVE:
        return ALLOWED
    if poll.results_shown == ResultsShown.AFTER_VOTE:
        if has_voted:
            return ALLOWED
        return refuse(_("Промежуточный итог откроется, когда вы проголосуете"))
    return refuse(_("Итог откроется после окончания голосования"))


def may_draft_poll(person: PersonRef) -> Decision:
    """Authors and approvers write drafts."""
    if person.has_role(AUTHOR) or person.has_role(APPROVER):
        return ALLOWED
    return refuse(
        _("Опросы готовят сотрудники администрации"),
        _("Если вы сотрудник, попросите администратора дать вам роль автора."),
    )


def may_change_poll(person: PersonRef, poll: Poll) -> Decision:
    """A draft is changed by authors; what is published is first taken back."""
    decision = may_draft_poll(person)
    if not decision:
        return decision
    if poll.state == State.DRAFT:
        return ALLOWED
    if poll.state == State.REVIEW:
        return refuse(
            _("Опрос ждёт утверждения, менять его нельзя"),
            _("Попросите утверждающего вернуть его или отзовите сами."),
        )
    return refuse(
        _("Опубликованный опрос менять нельзя"),
        _("Пока нет ни одного голоса, его можно снять с публикации; после — только продлить."),
    )


def may_approve_poll(person: PersonRef, poll: Poll) -> Decision:
    """The approver; where the poll has legal effect, not the one who wrote it."""
    if not person.has_role(APPROVER):
        return refuse(_("Утверждать опросы может только утверждающий"))
    if poll.legal_effect != LegalEffect.ADVISORY and poll.author_id == person.id:
        return refuse(
            _("Опрос с правовыми последствиями утверждает не его автор"),
            _("Попросите другого утверждающего."),
        )
    return ALLOWED


def may_upload_census(person: PersonRef) -> Decision:
    """Administrators and those who draft polls bring the town's figures."""
    if person.has_role(ADMIN):
        return ALLOWED
    return may_draft_poll(person)


def may_call_voters(person: PersonRef) -> Decision:
    """Clerks and auditors call voters who were drawn."""
    return identity.may_open_contact(person)


def may_run_poll(person: PersonRef, poll: Poll) -> Decision:
    """Extend a poll that runs, or withdraw it while nobody has voted."""
    if not (person.has_role(APPROVER) or (person.has_role(AUTHOR) and poll.author_id == person.id)):
        return refuse(_("Продлить или снять опрос может его автор или утверждающий"))
    if poll.state != State.PUBLISHED:
        return refuse(_("Опрос не идёт"))
    return ALLOWED
