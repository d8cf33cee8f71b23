"""What people are told of matching, what may be followed, and what a moderator reads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from veche.commons.files import public as files
from veche.commons.matching import actions, events, public
from veche.commons.matching.models import Match, Need
from veche.commons.matching.queries import matches, needs, solvers
from veche.commons.matching.queries.standing import standing_of
from veche.commons.matching.rules import states
from veche.commons.organisations import public as organisations
from veche.kernel.manifest import Deed, Doer, Exhibit, Moderated, Notice, NoticeKind, Topic

NEED = "matching.need"
Text = str | Promise
Tell = Callable[[Mapping[str, Any]], Notice | None]
_SIDES = (states.ASKER, states.SOLVER)


def find_need(slug: str) -> tuple[str, str] | None:
    """Title and address of a need that somebody follows."""
    row = needs.need_by_id(UUID(slug))
    return None if row is None else (row.title, reverse("matching:read-need", args=[row.slug]))


TOPICS = (Topic(NEED, _("Где нужна помощь"), find_need),)


def need_opened(payload: Mapping[str, Any]) -> Notice | None:
    """To those who live or follow near: hands are wanted."""
    row = needs.need_by_id(UUID(payload["need_id"]))
    if row is None or row.state != states.OPEN:
        return None
    return Notice(
        title=gettext("Рядом нужна помощь: %(title)s") % {"title": row.title},
        text=row.work_kind.title,
        url=reverse("matching:read-need", args=[row.slug]),
        topics=_source_topics(row),
        point=(row.latitude, row.longitude),
        besides=(row.raised_by,) if row.raised_by is not None else (),
    )


def _source_topics(row: Need) -> tuple[str, ...]:
    """Who follows what a need came from hears of it; a need of the office came from nothing."""
    return () if row.source_kind == actions.BY_OFFICE else (f"{row.source_kind}:{row.source_id}",)


def need_closed(payload: Mapping[str, Any]) -> Notice | None:
    """To those who were on the way: nobody is needed any more. Where the town has refused, that is
    said, to who asked as well."""
    row = needs.need_by_id(UUID(payload["need_id"]))
    if row is None:
        return None
    if any(one.ended_by == states.TOWN for one in matches.ended_above(row)):
        text = gettext("Город отказал и объяснил почему, поэтому договорённость остановлена.")
        return _no_more(row, text, *_askers(row))
    return _no_more(row, gettext("Помощь больше не нужна. Спасибо, что откликнулись."))


def need_ran_out(payload: Mapping[str, Any]) -> Notice | None:
    """To them and to who asked: whether to call again is theirs to say."""
    row = needs.need_by_id(UUID(payload["need_id"]))
    if row is None:
        return None
    text = gettext("День прошёл, помощников больше не ищем. Кто просил, может позвать снова.")
    return _no_more(row, text, *_askers(row))


def _askers(row: Need) -> tuple[UUID, ...]:
    asker = row.raised_by or row.declared_by
    return (asker,) if asker else ()


def _no_more(row: Need, text: str, *besides: UUID) -> Notice:
    ended = matches.ended_above(row)
    people = {person for one in ended for person in matches.people_of(one.solver)}
    return Notice(
        title=row.title,
        text=text,
        url=reverse("matching:read-need", args=[row.slug]),
        topics=(f"{NEED}:{row.id}",),
        people=tuple(sorted({*people, *besides})),
    )


def licence_checked(payload: Mapping[str, Any]) -> Notice | None:
    """To the organisation: the answer stands on its page."""
    row = solvers.by_ids([UUID(payload["solver_id"])]).get(UUID(payload["solver_id"]))
    if row is None:
        return None
    return Notice(
        title=gettext("Допуск посмотрели"),
        text=gettext("Ответ на странице «Могу помочь»."),
        url=reverse("matching:own-helping"),
        people=matches.people_of(row),
    )


def owner_named(payload: Mapping[str, Any]) -> Notice | None:
    """To both sides; whose the place is hears of it when a plan waits for their word."""
    held = matches.of_need(UUID(payload["need_id"]), states.HOLDING)
    if not held:
        return None
    row = held[0]
    owner = row.need.owner_name or gettext("Администрация города")
    return Notice(
        title=row.need.title,
        text=gettext("Хозяин места: %(owner)s. До его согласия ничего не трогаем.")
        % {"owner": owner},
        url=reverse("matching:read-match", args=[row.slug]),
        people=tuple(sorted(_people_of(row, _SIDES))),
    )


def owner_replaced(payload: Mapping[str, Any]) -> Notice | None:
    """To the organisation whose place it was said to be: its word is not waited for any more."""
    row = needs.need_by_id(UUID(payload["need_id"]))
    if row is None:
        return None
    return Notice(
        title=row.title,
        text=gettext("Сотрудник указал другого хозяина места. Вашего слова больше не ждут."),
        url=reverse("matching:read-need", args=[row.slug]),
        people=tuple(organisations.acting_ids(UUID(payload["organisation_id"]))),
    )


def skill_dropped(payload: Mapping[str, Any]) -> Notice | None:
    """To the resident: the work needs a paper now, which organisations alone show."""
    row = solvers.by_ids([UUID(payload["solver_id"])]).get(UUID(payload["solver_id"]))
    if row is None:
        return None
    kind = solvers.work_kind(payload["code"])
    text = gettext("На «%(kind)s» теперь нужен документ о допуске, жителей на такое не зовём.")
    if not solvers.does_anything(row.id):
        text = gettext(
            "На «%(kind)s» теперь нужен документ о допуске. Других дел вы не выбрали, поэтому "
            "вас пока не предлагаем. Умеете другое — отметьте."
        )
    return Notice(
        title=gettext("В «Могу помочь» стало на одно дело меньше"),
        text=text % {"kind": kind.title},
        url=reverse("matching:own-helping"),
        people=matches.people_of(row),
    )


def solver_rested(payload: Mapping[str, Any]) -> Notice | None:
    """To who left some requests without a word: one press brings them back."""
    row = solvers.by_ids([UUID(payload["solver_id"])]).get(UUID(payload["solver_id"]))
    if row is None:
        return None
    return Notice(
        title=gettext("Вас трижды просили помочь. Отдыхаете?"),
        text=gettext("Пока никому вас не предлагаем. Снова можете — нажмите «Снова могу»."),
        url=reverse("matching:own-helping"),
        people=matches.people_of(row),
    )


def _people_of(row: Match, parties: Iterable[str]) -> set[UUID]:
    found: set[UUID] = set()
    wanted = set(parties)
    asker = row.need.raised_by or row.need.declared_by
    if wanted & {states.ASKER, states.RAISER} and asker is not None:
        found.add(asker)
    if states.SOLVER in wanted:
        found.update(matches.people_of(row.solver))
    if states.OWNER in wanted and row.need.owner_organisation_id is not None:
        found.update(organisations.acting_ids(row.need.owner_organisation_id))
    return found


def _to(parties: Sequence[str], words: Text, *, besides: str = "") -> Tell:
    """Told to these parties; who has just acted hears nothing."""

    def tell(payload: Mapping[str, Any]) -> Notice | None:
        row = matches.match_by_id(UUID(payload["match_id"]))
        if row is None:
            return None
        acted = row.ended_by if besides == "ended" else row.planned_by if besides else ""
        told = [one for one in parties if one != acted]
        return Notice(
            title=row.need.title,
            text=str(words),
            url=reverse("matching:read-match", args=[row.slug]),
            people=tuple(sorted(_people_of(row, told))),
        )

    return tell


def waits_for_you(payload: Mapping[str, Any]) -> Notice | None:
    """To those whose turn it is."""
    row = matches.match_by_id(UUID(payload["match_id"]))
    if row is None:
        return None
    turn = states.waits_for(standing_of(row, is_verified=False))
    if not turn:
        return None
    return Notice(
        title=row.need.title,
        text=public.next_words(row),
        url=reverse("matching:read-match", args=[row.slug]),
        people=tuple(sorted(_people_of(row, turn))),
    )


def reminded(payload: Mapping[str, Any]) -> Notice | None:
    """To both sides and whose turn it is: nothing has moved for long, and what comes of it."""
    row = matches.match_by_id(UUID(payload["match_id"]))
    if row is None or row.state not in states.HOLDING:
        return None
    if row.state == states.PROVEN:
        people, text = _reminded_of_proof(row)
    else:
        people = _people_of(row, (*_SIDES, *states.waits_for(standing_of(row, is_verified=False))))
        text = gettext("Давно тихо. Сделайте следующий шаг или отмените: иначе закроем сами.")
    return Notice(
        title=row.need.title,
        text=text,
        url=reverse("matching:read-match", args=[row.slug]),
        people=tuple(sorted(people)),
    )


def proof_refused(payload: Mapping[str, Any]) -> Notice | None:
    """To the helpers, and to whoever raised it: they may confirm without a photo."""
    row = matches.match_by_id(UUID(payload["match_id"]))
    if row is not None and row.state == states.PROVEN:
        return waits_for_you(payload)
    return _to((states.SOLVER,), _("Модератор не пропустил фото. Покажите другое."))(payload)


def _reminded_of_proof(row: Match) -> tuple[set[UUID], str]:
    """Who says a word of what was shown; whether silence is one is a moderator's to say first."""
    both = _people_of(row, (states.RAISER, states.SOLVER))
    if row.is_proof_shown:
        return both, gettext("Ждём слова того, кто попросил. Промолчит — засчитаем сами.")
    if row.is_proof_refused:
        return both, gettext("Покажите другое фото или подтвердите без него: иначе закроем сами.")
    text = gettext("Посмотрите, что вышло. Подтвердить можно, не дожидаясь модератора.")
    return _people_of(row, (states.RAISER,)), text


def lapsed(payload: Mapping[str, Any]) -> Notice | None:
    """To both sides: of what was agreed on nobody took the next step, else nobody answered."""
    row = matches.match_by_id(UUID(payload["match_id"]))
    text: Text = _("Ответа не дождались.")
    if row is not None and matches.was_agreed(row):
        text = _("Дело долго стояло, договорённость закрыли. Просьба снова открыта другим.")
    return _to(_SIDES, text)(payload)


def confirmed(payload: Mapping[str, Any]) -> Notice | None:
    """To the helpers and who followed the need; of a case above its owner tells the rest."""
    row = matches.match_by_id(UUID(payload["match_id"]))
    if row is None:
        return None
    is_of_office = row.need.source_kind == actions.BY_OFFICE
    return Notice(
        title=row.need.title,
        text=gettext("Дело сделано. Спасибо!"),
        url=reverse("matching:read-need", args=[row.need.slug]),
        topics=(f"{NEED}:{row.need_id}",),
        people=tuple(sorted(_people_of(row, (states.SOLVER,)))),
        point=(row.need.latitude, row.need.longitude) if is_of_office else None,
    )


NOTICES = (
    NoticeKind(events.NeedOpened.kind, _("Рядом нужна помощь"), need_opened),
    NoticeKind(events.NeedClosed.kind, _("Помощников больше не ищут"), need_closed),
    NoticeKind(events.NeedRanOut.kind, _("День прошёл, помощь не нашлась"), need_ran_out),
    NoticeKind(events.OwnerNamed.kind, _("Назван хозяин места"), owner_named),
    NoticeKind(events.OwnerAsked.kind, _("Место назвали вашим"), waits_for_you),
    NoticeKind(events.OwnerReplaced.kind, _("Хозяин места другой"), owner_replaced),
    NoticeKind(events.SkillDropped.kind, _("Дело стало опасным"), skill_dropped),
    NoticeKind(
        events.LicenceWanted.kind,
        _("Теперь нужен допуск"),
        _to(_SIDES, _("Работа стала опасной: без проверенного допуска дальше нельзя.")),
    ),
    NoticeKind(events.LicenceChecked.kind, _("Допуск посмотрели"), licence_checked),
    NoticeKind(events.SolverRested.kind, _("Отдыхаете от просьб"), solver_rested),
    NoticeKind(events.HelpAsked.kind, _("Вас просят помочь"), waits_for_you),
    NoticeKind(events.HelpOffered.kind, _("Вам предлагают помощь"), waits_for_you),
    NoticeKind(
        events.MatchAccepted.kind,
        _("Согласились помочь"),
        _to(_SIDES, _("Договорились. Теперь нужен план.")),
    ),
    NoticeKind(
        events.MatchDeclined.kind,
        _("Отказались"),
        _to(_SIDES, _("В этот раз не получится."), besides="ended"),
    ),
    NoticeKind(
        events.MatchWithdrawn.kind,
        _("Отменили помощь"),
        _to(_SIDES, _("Договорённость отменили."), besides="ended"),
    ),
    NoticeKind(events.MatchLapsed.kind, _("Не ответили в срок"), lapsed),
    NoticeKind(events.MatchReminded.kind, _("Дело стоит без движения"), reminded),
    NoticeKind(events.PlanWritten.kind, _("План ждёт согласия"), waits_for_you),
    NoticeKind(events.PlanAgreed.kind, _("План ждёт хозяина места"), waits_for_you),
    NoticeKind(
        events.WorkAllowed.kind,
        _("Хозяин места согласен"),
        _to(_SIDES, _("Хозяин места согласен: осталось принять место.")),
    ),
    NoticeKind(
        events.WorkForbidden.kind,
        _("Хозяин места не разрешил"),
        _to(_SIDES, _("Хозяин места не разрешил и объяснил, почему.")),
    ),
    NoticeKind(events.WorkHandedOver.kind, _("Можно начинать"), waits_for_you),
    NoticeKind(events.WorkProven.kind, _("Показали, что вышло"), waits_for_you),
    NoticeKind(
        events.ProofRefused.kind,
        _("Нужно другое фото"),
        proof_refused,
    ),
    NoticeKind(
        events.WorkReturned.kind,
        _("Просят доделать"),
        _to((states.SOLVER,), _("Осталось доделать: посмотрите, что именно.")),
    ),
    NoticeKind(events.WorkConfirmed.kind, _("Дело сделано"), confirmed),
)


def show_solvers(ids: Sequence[UUID]) -> Mapping[UUID, Exhibit]:
    """How people describe themselves, for a moderator."""
    return {
        key: Exhibit(
            title=row.name,
            text=row.about if row.organisation_id else f"{row.name}\n{row.about}".strip(),
            url=public.solver_url(row),
        )
        for key, row in solvers.by_ids(ids).items()
    }


def show_proofs(ids: Sequence[UUID]) -> Mapping[UUID, Exhibit]:
    """Words and photos of proofs, for a moderator."""
    return {
        key: Exhibit(
            title=row.need.title,
            text=row.proof,
            url=reverse("matching:read-need", args=[row.need.slug]),
            photos=tuple(row.photo_ids),
        )
        for key, row in matches.by_ids(ids).items()
    }


def show_after(ids: Sequence[UUID]) -> Mapping[UUID, Exhibit]:
    """Photos of who confirmed, for a moderator."""
    return {
        key: Exhibit(
            title=row.need.title,
            text="",
            url=reverse("matching:read-need", args=[row.need.slug]),
            photos=tuple(one.id for one in files.of(actions.AFTER_PHOTOS, str(key))),
        )
        for key, row in matches.by_ids(ids).items()
    }


MODERATED = (
    Moderated(
        actions.SOLVER_TEXT,
        _("Кто может помочь"),
        show_solvers,
        actions.judge_solver,
        rewrite=actions.rewrite_solver,
    ),
    Moderated(
        actions.PROOF_TEXT,
        _("Фото сделанного"),
        show_proofs,
        actions.judge_proof,
        rewrite=actions.rewrite_proof,
    ),
    Moderated(
        actions.AFTER_PHOTOS, _("Фото того, кто принял работу"), show_after, actions.judge_after
    ),
)


def _helped(payload: Mapping[str, Any]) -> Sequence[Doer]:
    """The resident whose hands they were; an organisation has no points of its own from this."""
    match = matches.match_by_id(UUID(payload["match_id"]))
    if match is None or match.solver.person_id is None:
        return ()
    return (Doer(match.solver.person_id, str(match.id)),)


DEEDS = (Deed("matching.helped", (events.WorkConfirmed.kind,), _("Помогли делом"), 10, _helped),)
