"""Who may do what with proposals; each refusal says what to do."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.domains.initiatives import rules
from veche.domains.initiatives.models import Proposal
from veche.domains.initiatives.rules import Participant
from veche.kernel.errors import Text
from veche.kernel.policies import ALLOWED, Decision, refuse

LEVEL = identity.BY_CONTACT
# As many as somebody may have begun at once.
DRAFTS_MAX = 10
CALLERS = frozenset({identity.AUTHOR, identity.APPROVER, identity.COORDINATOR})
WORKERS = CALLERS | {identity.ADMIN}
_SIGN_IN = refuse(
    _("Сначала войдите"),
    _("Вход по коду из сообщения занимает минуту."),
    code="sign-in-needed",
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


def _of_age(who: Participant, min_age: int) -> Decision:
    """The law's age; whoever has not told it is asked to."""
    found = rules.hurdle(who, LEVEL, min_age)
    if found == "birth-date":
        return refuse(
            _("Скажите, сколько вам лет"),
            ngettext_lazy(
                "В предложениях участвуют с %(age)s года.",
                "В предложениях участвуют с %(age)s лет.",
                min_age,
            )
            % {"age": min_age},
            code="birth-date",
        )
    if found == "age":
        return refuse(
            ngettext_lazy(
                "В предложениях участвуют с %(age)s года",
                "В предложениях участвуют с %(age)s лет",
                min_age,
            )
            % {"age": min_age},
            _("Читать и следить можно в любом возрасте."),
            code="age",
        )
    return ALLOWED


def _is_own(person: PersonRef, row: Proposal) -> bool:
    return row.author_id is not None and row.author_id in (person.id, *person.earlier_ids)


def may_read_proposal(person: PersonRef, row: Proposal, *, is_member: bool = False) -> Decision:
    """What is public everyone; the rest its group. What a moderator reads comes by moderation."""
    if row.is_public or is_member or _is_own(person, row):
        return ALLOWED
    return refuse(_("Это предложение видит только его группа"))


def may_propose(person: PersonRef) -> Decision:
    """Whoever has confirmed a contact begins a draft; age is asked for before it is sent."""
    return _contact(person)


def may_begin_anew(person: PersonRef, row: Proposal) -> Decision:
    """Whoever proposes takes up what found no support, or for what the town has a better way."""
    allowed = _contact(person)
    is_open = row.state == rules.EXPIRED or row.ground == rules.BETTER
    if not allowed or (row.is_public and is_open):
        return allowed
    return refuse(
        _("Заново вносят то, что не набрало голосов или что город предложил доработать"),
        _("Можно начать своё предложение с чистого листа."),
        code="wrong-state",
    )


def may_change_proposal(person: PersonRef, row: Proposal) -> Decision:
    """Its author, until it is sent; supporters have supported those very words."""
    if not _is_own(person, row):
        return refuse(_("Это не ваше предложение"), code="not-own")
    if row.state in rules.WRITTEN:
        return ALLOWED
    return refuse(
        _("Отправленное предложение не меняют"),
        _("Люди поддерживают именно эти слова. Уточнить можно доводом ниже."),
        code="sent-already",
    )


def may_join_group(
    person: PersonRef, row: Proposal, who: Participant | None = None, min_age: int = 0
) -> Decision:
    """Whoever has confirmed a contact and is old enough, while the words are still written."""
    allowed = _contact(person)
    if not allowed:
        return allowed
    if row.state not in rules.WRITTEN:
        return refuse(
            _("Группа уже собрана"),
            _("Предложение отправлено. Его можно поддержать."),
            code="sent-already",
        )
    return _of_age(who, min_age) if who is not None else ALLOWED


def may_file_proposal(
    person: PersonRef,
    row: Proposal,
    *,
    who: Participant,
    min_age: int,
    group: int,
    group_min: int,
) -> Decision:
    """The author, old enough, once the group is large enough."""
    for allowed in (may_change_proposal(person, row), _contact(person), _of_age(who, min_age)):
        if not allowed:
            return allowed
    if group < group_min:
        return refuse(
            ngettext_lazy(
                "В группе должен быть хотя бы %(n)s человек",
                "В группе должно быть не меньше %(n)s человек",
                group_min,
            )
            % {"n": group_min},
            _("Отправьте соседям ссылку: вступить можно в одно нажатие."),
            code="group-small",
        )
    return ALLOWED


def may_support_proposal(
    person: PersonRef, row: Proposal, who: Participant | None = None, min_age: int = 0
) -> Decision:
    """Whoever is old enough, while support is collected; the group supports it anyway."""
    allowed = _contact(person)
    if not allowed:
        return allowed
    if not row.is_public or row.state != rules.COLLECTING:
        return refuse(
            _("Сбор поддержки закончился"),
            _("Следите за предложением: ответ города появится на его странице."),
            code="not-collecting",
        )
    return _of_age(who, min_age) if who is not None else ALLOWED


def may_withdraw_support(person: PersonRef, row: Proposal) -> Decision:
    """Whoever supports, until the threshold is reached."""
    allowed = _contact(person)
    if allowed and row.state != rules.COLLECTING:
        return refuse(
            _("Сбор поддержки закончился"),
            _("Голоса уже посчитаны. Своё мнение можно сказать доводом."),
            code="not-collecting",
        )
    return allowed


def may_retire_proposal(person: PersonRef, row: Proposal) -> Decision:
    """Its author, while support is collected."""
    if not _is_own(person, row):
        return refuse(_("Это не ваше предложение"), code="not-own")
    if row.is_public and row.state == rules.COLLECTING:
        return ALLOWED
    return refuse(
        _("Уступить другому можно, пока идёт сбор поддержки"),
        _("Сейчас предложение уже у города или закрыто."),
        code="not-collecting",
    )


def may_add_photos(person: PersonRef, row: Proposal) -> Decision:
    """Its author shows how it is there, until the town has answered."""
    if not _is_own(person, row):
        return refuse(_("Это не ваше предложение"), code="not-own")
    if row.is_public and row.state in rules.DISCUSSED:
        return ALLOWED
    return refuse(
        _("Фото добавляют к опубликованному предложению"),
        _("Пока город не ответил."),
        code="wrong-state",
    )


def may_work_on_proposals(person: PersonRef) -> Decision:
    """Officials who answer, and those who make polls."""
    if person.roles & WORKERS:
        return ALLOWED
    return _not_yours(_("Здесь работают с предложениями жителей"))


def may_answer_proposal(
    person: PersonRef, row: Proposal, today: date | None = None, *, is_member: bool = False
) -> Decision:
    """Whoever approves speaks for the town, once remarks have had their days, of what is not
    their own."""
    if not person.has_role(identity.APPROVER):
        return _not_yours(_("Отвечает за город утверждающий"))
    if is_member or _is_own(person, row):
        return refuse(
            _("Вы сами в группе, которая предложила"),
            _("Пусть ответит другой утверждающий."),
            code="own-proposal",
        )
    if row.state != rules.CONSIDERED:
        return refuse(
            _("Сейчас ответ не нужен"),
            _("Обновите страницу: на ней видно, что с предложением сейчас."),
            code="wrong-state",
        )
    if today is not None and row.remarks_until is not None and today <= row.remarks_until:
        return refuse(
            _("Замечания ещё принимают"),
            _("По закону ответ даётся после этого срока."),
            code="remarks-open",
        )
    return ALLOWED


def may_hand_on_proposal(person: PersonRef, row: Proposal) -> Decision:
    """Officials, of what has support enough or an answer that is no refusal."""
    allowed = may_work_on_proposals(person)
    if not allowed:
        return allowed
    is_ready = row.state == rules.CONSIDERED or (
        row.state == rules.ANSWERED and row.outcome != rules.DECLINED
    )
    if row.is_public and is_ready:
        return ALLOWED
    return refuse(
        _("Передать дальше можно то, что набрало поддержку и не отклонено"),
        _("Дождитесь порога или ответа."),
        code="wrong-state",
    )


def may_seek_help(person: PersonRef, row: Proposal) -> Decision:
    """Its author and officials call neighbours, until the town has answered."""
    if not _is_own(person, row) and not may_name_owner(person):
        return refuse(
            _("Зовёт тот, кто предложил"),
            _("Вы можете предложить свою помощь или позвать соседей на свой день."),
            code="not-own",
        )
    if row.call == rules.DUTY:
        return refuse(
            _("Это обязан сделать город"),
            _("Добровольцев на такую работу не зовут. Ответ города появится здесь."),
            code="town-duty",
        )
    if row.is_public and row.state in rules.DISCUSSED:
        return ALLOWED
    return refuse(
        _("Сейчас помощников не зовут"),
        _("Зовут, пока идёт сбор поддержки и пока город готовит ответ."),
        code="wrong-state",
    )


def may_judge_call(person: PersonRef, row: Proposal, *, is_member: bool = False) -> Decision:
    """Officials say whether neighbours may do it or the town must itself, until it has answered;
    not of what is their own."""
    if not (allowed := may_name_owner(person)):
        return allowed
    if is_member or _is_own(person, row):
        return refuse(
            _("Вы сами в группе, которая предложила"),
            _("Пусть скажет другой сотрудник."),
            code="own-proposal",
        )
    if row.is_public and row.state in rules.DISCUSSED:
        return ALLOWED
    return refuse(
        _("Сейчас помощников не зовут"),
        _("Обновите страницу: на ней видно, что с предложением сейчас."),
        code="wrong-state",
    )


def may_name_owner(person: PersonRef) -> Decision:
    """Whose a place is officials say, who also ask for helpers in the town's name."""
    if person.roles & CALLERS:
        return ALLOWED
    return _not_yours(_("Хозяина места называют сотрудники"))


def may_set_thresholds(person: PersonRef) -> Decision:
    """An approver or the administrator enters the town's act."""
    if person.has_role(identity.APPROVER) or person.has_role(identity.ADMIN):
        return ALLOWED
    return _not_yours(_("Пороги поддержки вносят утверждающий и администратор"))


def may_take_signatures(person: PersonRef, row: Proposal | None = None) -> Decision:
    """Clerks, while support is collected."""
    if not person.has_role(identity.CLERK):
        return _not_yours(_("Подписные листы печатает и вводит оператор приёма"))
    if row is not None and (not row.is_public or row.state != rules.COLLECTING):
        return refuse(
            _("Сбор поддержки закончился"),
            _("Новые подписи уже не считают."),
            code="not-collecting",
        )
    return ALLOWED


def _not_yours(reason: Text) -> Decision:
    return refuse(
        reason,
        _("Если это ваша работа, попросите администратора дать вам роль."),
        code="not-yours",
    )
