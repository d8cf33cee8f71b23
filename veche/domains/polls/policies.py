"""Who may do what with a poll."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from veche.commons.ballots import public as ballots
from veche.commons.identity import public as identity
from veche.commons.identity.public import (
    ADMIN,
    APPROVER,
    AUTHOR,
    CLERK,
    LAWYER,
    PersonRef,
)
from veche.domains.polls import rules
from veche.domains.polls.models import Poll, ResultsShown, State
from veche.kernel.errors import Text
from veche.kernel.policies import ALLOWED, Decision, refuse

LEVELS = {
    1: _("нужен вход по телефону или почте"),
    2: _("нужна личность, проверенная в МФЦ или администрации"),
    3: _("нужен вход через Госуслуги"),
}


def may_see_poll(person: PersonRef, poll: Poll) -> Decision:
    """Everyone sees a published poll; officials who prepare polls also see the others."""
    if poll.state in {State.PUBLISHED, State.CLOSED}:
        return ALLOWED
    # While a file is read in, its voters alone may vote: not even officials meet the poll.
    if may_open_office(person) and poll.state != State.IMPORTING:
        return ALLOWED
    return refuse(
        _("Этот опрос ещё не опубликован"), _("Опубликованные опросы — в разделе «Опросы».")
    )


def may_vote(
    terms: ballots.Terms, voter: ballots.Voter, phase: rules.Phase, where: str = ""
) -> Decision:
    """Whether the ballot may be filled in, said before anything is filled in.

    `where` names the places whose residents vote, for a refusal that says whom the poll is for.
    """
    if phase == "upcoming":
        return refuse(
            _("Голосование ещё не началось"),
            _("Когда начнётся, написано на странице опроса."),
            code="not-open",
        )
    if phase in {"draft", "review"}:
        return refuse(
            _("Этот опрос ещё не опубликован"),
            _("Опубликованные опросы — в разделе «Опросы»."),
            code="not-open",
        )
    if phase != "open":
        return refuse(
            _("Голосование закончилось"),
            _("Итоги и решение — на странице опроса."),
            code="closed",
        )
    hurdle = ballots.hurdle(terms, voter)
    return ALLOWED if hurdle is None else _hurdle_decision(hurdle, terms, where)


def _hurdle_decision(hurdle: ballots.Hurdle, terms: ballots.Terms, where: str) -> Decision:
    age = terms.min_age or 0
    reasons: dict[str, tuple[Text, Text]] = {
        "sign-in": (_("Чтобы проголосовать, войдите"), _("Пришлём код на телефон или почту.")),
        "level": (
            _("В этом опросе %(what)s") % {"what": LEVELS.get(terms.min_level, "")},
            _("Читать опрос и следить за итогами можно и так."),
        ),
        "age": (
            ngettext_lazy("Голосовать можно с %(age)s года", "Голосовать можно с %(age)s лет", age)
            % {"age": age},
            _("Читать опрос и следить за итогами можно и так."),
        ),
        "territory": (
            _("Голосуют жители другой территории: %(where)s") % {"where": where}
            if where
            else _("Голосуют жители другой территории"),
            _("Если вы переехали, посмотрите, когда и как изменить место жительства."),
        ),
        "birth-date": (
            _("Скажите, сколько вам лет"),
            ngettext_lazy(
                "Голосовать можно с %(age)s года.", "Голосовать можно с %(age)s лет.", age
            )
            % {"age": age},
        ),
        "home": (_("Скажите, где вы живёте"), _("Опрос проводится не по всему городу.")),
    }
    reason, advice = reasons[hurdle]
    return refuse(reason, advice, code=hurdle)


def may_see_results(
    poll: Poll, phase: rules.Phase, has_voted: bool, is_counting: bool = False
) -> Decision:
    """Closed results are everyone's; interim ones only as the poll allows, officials included.

    While paper is still typed in (`is_counting`) the result is an interim one: who types must not
    know which way it leans.
    """
    if (phase == "closed" and not is_counting) or poll.results_shown == ResultsShown.LIVE:
        return ALLOWED
    if poll.results_shown == ResultsShown.AFTER_VOTE:
        if has_voted:
            return ALLOWED
        if is_counting:
            return _NOT_COUNTED
        return refuse(_("Промежуточный итог откроется, когда вы проголосуете"), _TURNOUT_ONLY)
    if is_counting:
        return _NOT_COUNTED
    return refuse(_("Итог откроется после окончания голосования"), _TURNOUT_ONLY)


_TURNOUT_ONLY = _("Пока видно только, сколько человек проголосовало.")
_NOT_COUNTED = refuse(
    _("Бумажные бюллетени ещё вводят"),
    _("Итог откроется, когда введут последний."),
    code="papers-waiting",
)


LOG_WAITS = refuse(
    _("Урна закрылась, журнал ещё читают"),
    _("Итог откроется, когда мы пересчитаем каждую подпись: обычно через несколько минут."),
    code="log-waits",
)


def may_open_office(person: PersonRef) -> Decision:
    """Those who prepare polls: authors, lawyers, approvers."""
    if person.roles & {AUTHOR, LAWYER, APPROVER}:
        return ALLOWED
    return refuse(
        _("Опросы готовят сотрудники администрации"),
        _("Если вы сотрудник, попросите администратора дать вам роль автора."),
    )


def may_draft_poll(person: PersonRef) -> Decision:
    """Authors and approvers write drafts."""
    if person.has_role(AUTHOR) or person.has_role(APPROVER):
        return ALLOWED
    return refuse(
        _("Черновики пишут авторы опросов"),
        _("Если вы сотрудник, попросите администратора дать вам роль автора."),
    )


def may_change_poll(person: PersonRef, poll: Poll) -> Decision:
    """A draft is changed by authors; what is published is first taken back."""
    decision = may_draft_poll(person)
    if not decision:
        return decision
    if poll.state == State.DRAFT:
        return _may_write(person, poll)
    if poll.state == State.LEGAL:
        return refuse(
            _("Опрос у юриста, менять его нельзя"),
            _("Дождитесь ответа юриста или отзовите опрос сами."),
        )
    if poll.state == State.REVIEW:
        return refuse(
            _("Опрос ждёт утверждения, менять его нельзя"),
            _("Попросите утверждающего вернуть его или отзовите сами."),
        )
    return refuse(
        _("Опубликованный опрос менять нельзя"),
        _("Пока нет ни одного голоса, его можно снять с публикации; после — только продлить."),
    )


def _may_write(person: PersonRef, poll: Poll) -> Decision:
    """Whoever only approves judges other people's words and does not write them."""
    if person.has_role(AUTHOR) or poll.author_id == person.id:
        return ALLOWED
    return refuse(
        _("Черновик меняют авторы опросов"),
        _("Когда автор отправит его на утверждение, опубликуйте или верните с замечаниями."),
    )


def may_agree_poll(person: PersonRef, poll: Poll) -> Decision:
    """The lawyer; where the poll has legal effect, not one who wrote it."""
    if not person.has_role(LAWYER):
        return refuse(_("Ответ даёт юрист"), _("Дождитесь его ответа или попросите поторопиться."))
    return _second_pair_of_eyes(
        person, poll, _("Опрос с правовыми последствиями согласует не тот, кто его писал")
    )


def _second_pair_of_eyes(person: PersonRef, poll: Poll, reason: Text) -> Decision:
    is_own = not {person.id, *person.earlier_ids}.isdisjoint({poll.author_id, *poll.writer_ids})
    if is_own and rules.has_legal_effect(poll.kind, poll.legal_effect):
        return refuse(reason, _("Попросите сотрудника с такой же ролью."), code="own-poll")
    return ALLOWED


def may_approve_poll(person: PersonRef, poll: Poll) -> Decision:
    """The approver; where the poll has legal effect, not one who wrote it."""
    if not person.has_role(APPROVER):
        return refuse(
            _("Утверждать опросы может только утверждающий"),
            _("Отправьте ему опрос на утверждение."),
        )
    return _second_pair_of_eyes(
        person, poll, _("Опрос с правовыми последствиями утверждает не тот, кто его писал")
    )


def may_issue_protocol(person: PersonRef, poll: Poll, is_published: bool) -> Decision:
    """The approver, or the poll's own author, once the last ballot of it is counted."""
    if not (person.has_role(APPROVER) or (person.has_role(AUTHOR) and poll.author_id == person.id)):
        return refuse(
            _("Протокол оформляет автор опроса или утверждающий"), _("Попросите одного из них.")
        )
    if poll.state != State.CLOSED:
        return refuse(
            _("Протокол оформляют, когда голосование закончилось"),
            _("Дождитесь итога: он появится через несколько минут после окончания."),
        )
    if not is_published:
        return refuse(
            _("Голоса ещё считают"),
            _("Протокол можно оформить, когда бюллетени опубликованы."),
            code="not-counted",
        )
    return ALLOWED


def may_set_rules(person: PersonRef) -> Decision:
    """The town's rules for its polls are entered by whoever answers for them."""
    if person.roles & {ADMIN, LAWYER, APPROVER}:
        return ALLOWED
    return refuse(
        _("Правила подготовки опросов меняет не автор"),
        _("Попросите юриста, утверждающего или администратора."),
    )


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
        return refuse(
            _("Продлить или снять опрос может его автор или утверждающий"),
            _("Попросите одного из них."),
        )
    if poll.state != State.PUBLISHED:
        return refuse(_("Опрос не идёт"), _("Обновите страницу: на ней видно, что можно сделать."))
    return ALLOWED


def may_serve_counter(person: PersonRef) -> Decision:
    """Clerks help at the counter: on the screen and on paper."""
    if person.has_role(CLERK):
        return ALLOWED
    return refuse(
        _("Приём ведут операторы"),
        _("Если вы ведёте приём, попросите администратора дать вам роль оператора."),
    )


def may_run_counter(person: PersonRef, poll: Poll, phase: rules.Phase) -> Decision:
    """Help to vote, give out a ballot, spoil one: while the vote goes on."""
    decision = may_serve_counter(person)
    if not decision:
        return decision
    if phase != "open":
        return refuse(
            _("Голосование не идёт, бюллетени не выдаются"),
            _("Введите те, что успели отдать до окончания."),
            code="not-open",
        )
    return ALLOWED


def may_give_batch(
    person: PersonRef, poll: Poll, phase: rules.Phase, *, is_own: bool = False
) -> Decision:
    """Clerks give sheets to elders, never to themselves."""
    decision = may_run_counter(person, poll, phase)
    if decision and is_own:
        return refuse(
            _("Самому себе листы передать нельзя"),
            _("Попросите другого оператора."),
            code="own-batch",
        )
    return decision


def may_print_papers(person: PersonRef, poll: Poll, phase: rules.Phase) -> Decision:
    """Number sheets: before the vote, so that they are ready, and while it goes on."""
    return may_run_counter(person, poll, "open" if phase == "upcoming" else phase)


def may_enter_papers(person: PersonRef, poll: Poll) -> Decision:
    """Type handed-in sheets: while the vote goes on and for a term after it."""
    decision = may_serve_counter(person)
    if not decision:
        return decision
    if poll.state not in {State.PUBLISHED, State.CLOSED}:
        return refuse(
            _("У этого опроса нет бумажных бюллетеней"), _("Их разрешают, когда готовят опрос.")
        )
    return ALLOWED
