"""Who may do what in participatory budgeting; each refusal says what to do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from veche.commons.ballots import public as ballots
from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.domains.budgeting import rules
from veche.domains.budgeting.models import Cycle, Project
from veche.domains.budgeting.policies.counter import (
    may_enter_papers,
    may_print_papers,
    may_run_counter,
    may_serve_counter,
)
from veche.domains.budgeting.policies.roles import (
    MAKERS,
    WORKERS,
    _not_yours,
    may_work_on_projects,
)
from veche.domains.budgeting.policies.works import (
    may_move_works,
    may_pay_share,
    may_print_plate,
    may_set_requisites,
    may_take_gift,
    may_tell_works,
)
from veche.domains.budgeting.rules import phases, templates
from veche.domains.budgeting.rules.phases import Span
from veche.kernel.errors import Text
from veche.kernel.policies import ALLOWED, Decision, refuse

__all__ = [
    "DRAFTS_MAX",
    "LEVELS",
    "LEVEL",
    "MAKERS",
    "WORKERS",
    "may_add_photos",
    "may_add_project",
    "may_approve_list",
    "may_begin_project",
    "may_change_cycle",
    "may_change_project",
    "may_close_scores",
    "may_describe_case",
    "may_draw_area",
    "may_enter_papers",
    "may_export_fund",
    "may_judge_project",
    "may_move_works",
    "may_override_outcome",
    "may_pay_share",
    "may_print_papers",
    "may_print_plate",
    "may_propose",
    "may_publish_cycle",
    "may_read_cycle",
    "may_read_project",
    "may_run_counter",
    "may_score",
    "may_see_results",
    "may_serve_counter",
    "may_set_cycle_up",
    "may_set_requisites",
    "may_settle_ballot",
    "may_take_gift",
    "may_take_state_vote",
    "may_tell_works",
    "may_vote",
    "may_work_on_projects",
]
LEVEL = identity.BY_CONTACT
# As many as somebody may have begun at once in a cycle.
DRAFTS_MAX = 5
LEVELS = {
    1: _("нужен вход по телефону или почте"),
    2: _("нужна личность, проверенная в МФЦ или администрации"),
    3: _("нужен вход через Госуслуги"),
}
_SIGN_IN = refuse(
    _("Сначала войдите"),
    _("Вход по коду из сообщения занимает минуту."),
    code="sign-in-needed",
)
_VOID = refuse(
    _("Голосование не состоялось"),
    _("Город не утвердил список проектов вовремя."),
    code="void",
)


def _contact(person: PersonRef) -> Decision:
    if not person.is_known:
        return _SIGN_IN
    if person.level >= LEVEL:
        return ALLOWED
    return refuse(
        _("Сначала подтвердите телефон или почту"),
        _("Откройте страницу «Я» и укажите контакт."),
        code="level-needed",
    )


def _is_own(person: PersonRef, row: Project) -> bool:
    """Whether the person proposed it, under any account they have had."""
    return row.is_of(person.id, person.earlier_ids)


def may_read_cycle(person: PersonRef, cycle: Cycle) -> Decision:
    """Everyone what is published; who sets cycles up also drafts."""
    if cycle.state != rules.DRAFT or may_set_cycle_up(person):
        return ALLOWED
    return refuse(_("Этот цикл ещё готовят"), _("Открытые циклы — в разделе «Народный бюджет»."))


def may_read_project(person: PersonRef, row: Project) -> Decision:
    """What is public everyone, and what stood on a ballot, whose words may be hidden; the rest its
    author. What a moderator reads comes by moderation."""
    if row.is_public or row.state in rules.STOOD or _is_own(person, row):
        return ALLOWED
    return refuse(_("Этот проект видит только его автор"))


def may_propose(person: PersonRef) -> Decision:
    """Whoever has confirmed a contact has drafts of their own."""
    return _contact(person)


def may_begin_project(
    person: PersonRef, cycle: Cycle, spans: Sequence[Span], moment: datetime
) -> Decision:
    """While proposals are taken."""
    allowed = _contact(person)
    if not allowed:
        return allowed
    if cycle.state == rules.RUNNING and phases.opened(spans, phases.PROPOSE, moment):
        return ALLOWED
    return refuse(
        _("Предложения сейчас не принимают"),
        _("Когда принимают, видно на странице цикла."),
        code="not-proposals",
    )


def may_change_project(person: PersonRef, row: Project) -> Decision:
    """Its author, until it is sent: everyone then reads and checks those very words."""
    if not _is_own(person, row):
        return refuse(_("Это не ваш проект"), code="not-own")
    if row.state in rules.WRITTEN:
        return ALLOWED
    return refuse(
        _("Отправленный проект не меняют"),
        _("Если нашли ошибку, напишите тому, кто отвечает за цикл."),
        code="sent-already",
    )


def may_set_cycle_up(person: PersonRef) -> Decision:
    """Authors and approvers."""
    if person.roles & MAKERS:
        return ALLOWED
    return _not_yours(_("Циклы готовят авторы и утверждающие"))


def may_change_cycle(person: PersonRef, cycle: Cycle) -> Decision:
    """While it is a draft: residents count on what was published."""
    allowed = may_set_cycle_up(person)
    if not allowed or cycle.state == rules.DRAFT:
        return allowed
    return refuse(
        _("Опубликованный цикл не меняют"),
        _("Жители рассчитывают на эти сроки и правила. Можно начать новый цикл."),
        code="published",
    )


def may_publish_cycle(person: PersonRef, cycle: Cycle) -> Decision:
    """The approver puts the town's word under it."""
    if not person.has_role(identity.APPROVER):
        return refuse(
            _("Публикует утверждающий"),
            _("Черновик уже ждёт его на рабочем столе."),
            code="not-approver",
        )
    return may_change_cycle(person, cycle)


def may_judge_project(
    person: PersonRef, row: Project, spans: Sequence[Span], moment: datetime
) -> Decision:
    """Officials, of what is not their own, until the ballot is settled; of what a moderator has
    hidden too, so that it gets its refusal."""
    allowed = may_work_on_projects(person)
    if not allowed:
        return allowed
    if _is_own(person, row):
        return refuse(
            _("Это ваш собственный проект"),
            _("Пусть проверит другой сотрудник."),
            code="own-project",
        )
    if row.state not in rules.JUDGED:
        return refuse(
            _("Проект уже прошёл проверки"),
            _("Обновите страницу: на ней видно, что с проектом сейчас."),
            code="wrong-state",
        )
    if not phases.opened(spans, phases.JUDGE, moment):
        return refuse(
            _("Проверки уже закончились"),
            _("Сроки стоят на странице цикла."),
            code="not-checks",
        )
    return ALLOWED


def may_describe_case(
    person: PersonRef, row: Project, spans: Sequence[Span], moment: datetime
) -> Decision:
    """Officials, of what is entered in the town's name, while projects are judged; residents'
    words are their own."""
    allowed = may_work_on_projects(person)
    if not allowed:
        return allowed
    if not row.is_by_town:
        return refuse(
            _("Этот проект написали жители"),
            _("Их слова не меняют. Исправить можно только смету."),
            code="not-town",
        )
    if row.state in rules.JUDGED and phases.opened(spans, phases.JUDGE, moment):
        return ALLOWED
    return refuse(
        _("Проверки уже закончились"),
        _("Сроки стоят на странице цикла."),
        code="not-checks",
    )


def may_add_photos(person: PersonRef, row: Project) -> Decision:
    """Its author shows how it is there, until the ballot is settled."""
    if row.is_by_town or not _is_own(person, row):
        return refuse(
            _("Это не ваш проект"), _("Свои проекты вы найдёте в разделе «Я»."), code="not-own"
        )
    if row.cycle.state == rules.VOID:
        return _VOID
    is_waiting = row.state in rules.WRITTEN | {rules.MODERATION, rules.PROPOSED, rules.ADMITTED}
    if is_waiting and row.cycle.state == rules.RUNNING and row.cycle.settled_at is None:
        return ALLOWED
    return refuse(
        _("Бюллетень уже утверждён"),
        _("Фото добавляют и убирают до этого."),
        code="settled",
    )


def may_draw_area(
    person: PersonRef, row: Project, spans: Sequence[Span], moment: datetime
) -> Decision:
    """Who judges a public project, until the ballot is settled: who votes knows the ground."""
    if may_work_on_projects(person) and row.cycle.settled_at is not None:
        return refuse(
            _("Бюллетень уже утверждён"),
            _("Место проекта больше не меняется."),
            code="settled",
        )
    allowed = may_judge_project(person, row, spans, moment)
    if not allowed or row.is_public:
        return allowed
    return refuse(
        _("Текст проекта скрыл модератор"),
        _("Пока он скрыт, можно только отказать с причиной."),
        code="hidden",
    )


def may_add_project(person: PersonRef, *, is_open: bool) -> Decision:
    """Officials enter projects in the town's name while a cycle takes any."""
    allowed = may_work_on_projects(person)
    if not allowed or is_open:
        return allowed
    return refuse(
        _("Проекты сейчас не принимают"),
        _("Когда примут снова, видно на страницах циклов."),
        code="not-proposals",
    )


def may_settle_ballot(
    person: PersonRef, cycle: Cycle, spans: Sequence[Span], moment: datetime
) -> Decision:
    """The approver, once proposals are over and until the vote ends; once."""
    if not person.has_role(identity.APPROVER):
        return _not_yours(_("Бюллетень утверждает утверждающий"))
    if cycle.state == rules.DRAFT:
        return refuse(
            _("Цикл ещё не опубликован"),
            _("Сначала опубликуйте его: бюллетень утверждают после приёма предложений."),
            code="draft",
        )
    if cycle.state != rules.RUNNING or cycle.settled_at is not None:
        return refuse(
            _("Бюллетень уже утверждён"),
            _("Список проектов больше не меняется."),
            code="settled",
        )
    if not phases.opened(spans, phases.SETTLE, moment):
        return refuse(
            _("Бюллетень утверждают после приёма предложений"),
            _("Сроки стоят на странице цикла."),
            code="not-checks",
        )
    return ALLOWED


def may_vote(
    cycle: Cycle,
    terms: ballots.Terms,
    voter: ballots.Voter,
    spans: Sequence[Span],
    moment: datetime,
) -> Decision:
    """Whether the ballot may be filled in, said before anything is filled in."""
    span = phases.of(spans, phases.BALLOT)
    if cycle.state == rules.VOID:
        return _VOID
    if cycle.votes_at == rules.STATE and cycle.state not in rules.VOTED:
        return refuse(
            _("Это голосование идёт на Госуслугах"),
            _("Голос там считают один раз. Итог с источником появится здесь."),
            code="state-vote",
        )
    if cycle.state in rules.VOTED or (span is not None and moment >= span.ends_at):
        return refuse(_("Голосование закончилось"), _("Итоги — на странице цикла."), code="closed")
    if span is None or not span.holds(moment):
        return refuse(
            _("Голосование ещё не началось"),
            _("Когда начнётся, написано на странице цикла."),
            code="not-open",
        )
    if cycle.settled_at is None:
        return refuse(
            _("Город ещё не утвердил список проектов"),
            _("Голосование начнётся сразу, как утвердит. Следите за циклом, мы скажем."),
            code="not-settled",
        )
    hurdle = ballots.hurdle(terms, voter)
    return ALLOWED if hurdle is None else _hurdle(hurdle, terms)


def _hurdle(hurdle: ballots.Hurdle, terms: ballots.Terms) -> Decision:
    age = terms.min_age or 0
    anyway = _("Читать проекты и следить за ними можно и так.")
    reasons: dict[str, tuple[Text, Text]] = {
        "sign-in": (_("Чтобы проголосовать, войдите"), _("Пришлём код на телефон или почту.")),
        "level": (
            _("В этом голосовании %(what)s") % {"what": LEVELS.get(terms.min_level, "")},
            anyway,
        ),
        "age": (
            ngettext_lazy("Голосовать можно с %(age)s года", "Голосовать можно с %(age)s лет", age)
            % {"age": age},
            anyway,
        ),
        "territory": (
            _("Голосуют жители другой территории"),
            _("Если вы переехали, посмотрите, когда и как изменить место жительства."),
        ),
        "birth-date": (
            _("Скажите, сколько вам лет"),
            ngettext_lazy(
                "Голосовать можно с %(age)s года.", "Голосовать можно с %(age)s лет.", age
            )
            % {"age": age},
        ),
        "home": (_("Скажите, где вы живёте"), _("Деньги разделены по районам.")),
    }
    reason, advice = reasons[hurdle]
    return refuse(reason, advice, code=hurdle)


def may_score(person: PersonRef, cycle: Cycle) -> Decision:
    """Members of the commission, once the ballot is settled, until the marking is closed."""
    allowed = may_work_on_projects(person)
    if not allowed:
        return allowed
    is_open = cycle.state in (rules.RUNNING, rules.CLOSED) and cycle.scored_at is None
    if cycle.rule == templates.SCORES and cycle.settled_at is not None and is_open:
        return ALLOWED
    return refuse(
        _("Баллы сейчас не ставят"),
        _("Их ставят, когда список проектов утверждён, и пока оценка не закончена."),
        code="not-scoring",
    )


def may_close_scores(person: PersonRef, cycle: Cycle) -> Decision:
    """The approver, of a marking that goes on."""
    if not person.has_role(identity.APPROVER):
        return _not_yours(_("Оценку заканчивает утверждающий"))
    return may_score(person, cycle)


def may_take_state_vote(person: PersonRef, cycle: Cycle) -> Decision:
    """The approver, once the vote elsewhere is over; once."""
    if not person.has_role(identity.APPROVER):
        return _not_yours(_("Итоги с Госуслуг загружает утверждающий"))
    if cycle.votes_at == rules.STATE and cycle.state == rules.CLOSED:
        return ALLOWED
    return refuse(
        _("Итоги с Госуслуг здесь не ждут"),
        _("Их загружают один раз, когда голосование там закончилось."),
        code="wrong-state",
    )


def may_see_results(person: PersonRef, cycle: Cycle) -> Decision:
    """Everyone, once the ballots were counted; nobody before, officials included."""
    if cycle.state in rules.RESULTS:
        return ALLOWED
    return refuse(
        _("Итог откроется после подсчёта"),
        _("Пока видно только, сколько человек проголосовало."),
        code="not-counted",
    )


def may_export_fund(person: PersonRef, cycle: Cycle, voters: int, least: int) -> Decision:
    """Everyone, once the ballots were counted, unless so few chose that rows would tell on them."""
    allowed = may_see_results(person, cycle)
    if allowed and cycle.votes_at == rules.STATE:
        return refuse(
            _("Бюллетеней здесь нет"),
            _("Голоса считали на Госуслугах, их источник стоит рядом с итогом."),
            code="state-vote",
        )
    if not allowed or voters >= least:
        return allowed
    return refuse(
        _("Эти бюллетени не публикуются"),
        ngettext_lazy(
            "Голосовало меньше %(n)s человека: по строкам было бы видно, кто что выбрал.",
            "Голосовало меньше %(n)s человек: по строкам было бы видно, кто что выбрал.",
            least,
        )
        % {"n": least},
        code="too-few",
    )


def may_override_outcome(person: PersonRef, row: Project) -> Decision:
    """The approver, of what is not their own, until the list is approved by an act."""
    if not person.has_role(identity.APPROVER):
        return _not_yours(_("Отступить от подсчёта может только утверждающий"))
    if _is_own(person, row):
        return refuse(
            _("Это ваш собственный проект"),
            _("Пусть решит другой утверждающий."),
            code="own-project",
        )
    if row.cycle.state != rules.COUNTED:
        return refuse(
            _("Итог уже утверждён или ещё не посчитан"),
            _("Обновите страницу: на ней видно, что можно сделать."),
            code="wrong-state",
        )
    return ALLOWED


def may_approve_list(person: PersonRef, cycle: Cycle) -> Decision:
    """The approver, once the ballots were counted; once."""
    if not person.has_role(identity.APPROVER):
        return _not_yours(_("Итог утверждает утверждающий"))
    if cycle.state != rules.COUNTED:
        return refuse(
            _("Итог уже утверждён или ещё не посчитан"),
            _("Обновите страницу: на ней видно, что можно сделать."),
            code="wrong-state",
        )
    return ALLOWED
