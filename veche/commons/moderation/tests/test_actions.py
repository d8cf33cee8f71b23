"""What becomes of a text: trust, a minute to think, two moderators, an author who argues."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from veche.commons.audit import public as audit
from veche.commons.identity.tests.makers import make_person, merge
from veche.commons.moderation import actions, events, manifest, public, queries, rules
from veche.commons.moderation.actions import deciding
from veche.commons.moderation.actions.ruling import RulesText
from veche.commons.moderation.models import Appeal, Complaint, Item, Twins, Watched
from veche.commons.moderation.tests.makers import (
    KIND,
    Notes,
    administrator,
    again,
    last_item,
    let_minute_pass,
    moderator,
    pass_all,
    remove,
)
from veche.kernel import clock, jobs
from veche.kernel.errors import Conflict, Invalid, Refused, TooMany
from veche.kernel.manifest import Judged
from veche.kernel.models import OutboxEvent

GOOD = "Предлагаю поставить скамейки у пруда, пожилым негде отдохнуть."


def kinds() -> list[str]:
    return list(OutboxEvent.objects.order_by("put_at").values_list("kind", flat=True))


def rules_text(**changes: Any) -> RulesText:
    values = {
        "is_special": False,
        "delay_minutes": 0,
        "trusts_officials": True,
        "trusted_level": 0,
        "note": "Так решил город.",
    }
    return RulesText(**values | changes)  # type: ignore[arg-type]


def test_a_new_person_waits_and_a_trusted_one_does_not(notes: Notes) -> None:
    person, judge = make_person(), moderator()
    for number in range(3):
        assert notes.write(person, f"{GOOD} {number}").state == rules.WAITING
        pass_all(judge)
    standing = notes.write(person, "А ещё нужен свет на аллее.")
    assert standing.is_public
    assert standing.state == rules.PUBLISHED
    assert [passed for _id, passed, _reason in notes.said] == [True] * 3


def test_one_removal_for_a_fault_takes_the_trust_away(notes: Notes) -> None:
    person, judge = make_person(), moderator()
    for number in range(3):
        notes.write(person, f"{GOOD} {number}")
    pass_all(judge)
    for faultless in ("no_photo", rules.DUPLICATE):
        assert notes.write(person, f"Нужен свет на аллее, {faultless}.").is_public
        remove(judge, last_item(), faultless)
    assert notes.write(person, "Нужны лавки на аллее.").is_public
    remove(judge, last_item(), rules.ABUSE)
    assert notes.write(person, "Нужны урны на аллее.").state == rules.WAITING
    let_minute_pass()
    figures = queries.figures()
    assert (figures.read, figures.removed, figures.turned_away) == (6, 1, 2)


def test_a_word_said_elsewhere_is_counted_against_its_term(notes: Notes) -> None:
    today = queries.today()
    for due_on in (today, today - timedelta(days=1), None):
        noted = actions.Noted(
            KIND, uuid4(), None, clock.now() - timedelta(days=3), is_public=True, due_on=due_on
        )
        actions.note(noted, Judged(is_passed=True))
    assert queries.figures().in_time_percent == 50


def test_every_reason_can_be_chosen(notes: Notes) -> None:
    report = public.reasons_of("reports.report")
    assert {"emergency", "not_ours", rules.NO_MATTER, rules.DUPLICATE} <= set(report)


def test_the_trusted_wait_too_when_something_is_found(notes: Notes) -> None:
    official = make_person(roles=("author",))
    assert notes.write(official, GOOD).is_public
    for text in ("Вы все идиоты.", "х*й вам", "Дeньги украли, paзбирайтесь."):
        assert notes.write(official, text).state == rules.WAITING
    assert notes.write(official, "С фото", photos=[uuid4()]).state == rules.WAITING
    assert notes.write(None, GOOD + " Аноним").state == rules.WAITING


def test_what_is_somebodys_own_is_hidden_before_anything_is_kept(notes: Notes) -> None:
    standing = notes.write(make_person(), "Звоните соседу 8 916 123-45-67, кв. 12, там притон")
    assert standing.text == "Звоните соседу [телефон скрыт], [квартира скрыта], там притон"
    assert "телефон, квартира" in standing.note
    assert set(standing.found) == {rules.PHONE, rules.FLAT}


def test_a_moderator_has_a_minute_to_take_a_word_back(notes: Notes) -> None:
    notes.write(make_person(), GOOD)
    judge, row = moderator(), last_item()
    actions.pass_thing(judge, item_id=row.id, version=row.version)
    assert notes.said == []
    assert not again(row).is_public
    actions.take_back(judge, item_id=row.id)
    assert again(row).state == rules.WAITING
    jobs.run_waiting()
    let_minute_pass()
    assert notes.said == []

    row = again(row)
    actions.pass_thing(judge, item_id=row.id, version=row.version)
    let_minute_pass()
    with pytest.raises(Refused):
        actions.take_back(judge, item_id=row.id)
    assert again(row).is_public
    assert notes.said == [(row.subject_id, True, "")]
    let_minute_pass()
    assert kinds().count(events.ThingPassed.kind) == 1


def test_only_who_decided_takes_it_back(notes: Notes) -> None:
    notes.write(make_person(), GOOD)
    row = last_item()
    actions.pass_thing(moderator(), item_id=row.id, version=row.version)
    with pytest.raises(Refused):
        actions.take_back(moderator(), item_id=row.id)


def test_of_two_moderators_the_second_is_told(notes: Notes) -> None:
    notes.write(make_person(), GOOD)
    row = last_item()
    actions.pass_thing(moderator(), item_id=row.id, version=row.version)
    with pytest.raises(Conflict) as refusal:
        actions.remove_thing(
            moderator(), item_id=row.id, version=row.version, reason=rules.NO_MATTER
        )
    assert refusal.value.code == "changed-meanwhile"
    assert again(row).state == rules.PASSED


def test_what_is_public_is_gone_at_once_and_comes_back_within_the_minute(notes: Notes) -> None:
    notes.write(make_person(roles=("author",)), GOOD)
    judge, row = moderator(), last_item()
    actions.remove_thing(judge, item_id=row.id, version=row.version, reason=rules.ADVERTISING)
    assert notes.said == [(row.subject_id, False, rules.ADVERTISING)]
    assert not again(row).is_public
    actions.take_back(judge, item_id=row.id)
    assert again(row).is_public
    assert notes.said[-1] == (row.subject_id, True, "")


def test_nobody_judges_their_own_words_nor_without_the_role(notes: Notes) -> None:
    judge = moderator()
    notes.write(judge, "Вы идиоты")
    row = last_item()
    with pytest.raises(Refused):
        actions.pass_thing(judge, item_id=row.id, version=row.version)
    for stranger in (make_person(), make_person(roles=("author",))):
        with pytest.raises(Refused):
            actions.pass_thing(stranger, item_id=row.id, version=row.version)
    with pytest.raises(Invalid):
        actions.remove_thing(moderator(), item_id=row.id, version=row.version, reason="whim")
    assert queries.queue(judge, "").items == []


def test_marked_names_are_hidden_when_the_moderator_says_so(notes: Notes) -> None:
    notes.write(make_person(), "Соседка Ольга Морозова снова затопила подвал.")
    row = last_item()
    assert "Ольга" in notes.texts[row.subject_id]
    actions.pass_thing(moderator(), item_id=row.id, version=row.version, hides_marked=True)
    assert notes.texts[row.subject_id] == "Соседка [имя скрыто] снова затопила подвал."


def test_the_same_words_again_and_too_many_of_them_are_stopped(notes: Notes) -> None:
    flooder = make_person(roles=("author",))
    assert notes.write(flooder, GOOD).is_public
    standing = notes.write(flooder, GOOD.upper() + "!!")
    assert rules.REPEAT in standing.found
    assert standing.state == rules.WAITING
    for number in range(18):
        notes.write(flooder, f"Мысль номер {number}")
    with pytest.raises(TooMany):
        notes.write(flooder, "И ещё одна")


def test_readers_call_a_moderator_once_each(notes: Notes) -> None:
    author = make_person(roles=("author",))
    notes.write(author, GOOD)
    row = last_item()
    judge, readers = moderator(), [make_person() for _number in range(4)]
    told: dict[str, Any] = {"kind": KIND, "subject_id": row.subject_id, "reason": rules.ABUSE}
    actions.complain(readers[0], **told)
    actions.complain(readers[0], **told)
    assert again(row).complaints == 1
    assert queries.queue(judge, "complaints").items[0].id == row.id
    row = again(row)
    actions.pass_thing(judge, item_id=row.id, version=row.version)
    let_minute_pass()
    assert queries.queue(judge, "").items == []
    actions.complain(readers[1], **told)
    actions.complain(readers[2], **told)
    assert queries.queue(judge, "").items == []
    actions.complain(readers[3], **told)
    assert queries.queue(judge, "").items[0].id == row.id
    for refused in (author, make_person(level=0)):
        with pytest.raises(Refused):
            actions.complain(refused, **told)
    with pytest.raises(Invalid):
        actions.complain(make_person(), **told | {"reason": "dislike"})


def test_other_words_may_be_complained_of_anew(notes: Notes) -> None:
    author, reader = make_person(roles=("author",)), make_person()
    notes.write(author, GOOD)
    row = last_item()
    told: dict[str, Any] = {"kind": KIND, "subject_id": row.subject_id, "reason": rules.ABUSE}
    actions.complain(reader, **told)
    actions.submit(
        kind=KIND, subject_id=row.subject_id, author_id=author.known_id, text="Иначе о парке."
    )
    assert again(row).complaints == 0
    actions.complain(reader, **told)
    assert again(row).complaints == 1


def test_one_owner_that_fails_holds_up_no_other(
    notes: Notes, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge, said = moderator(), []

    def fail_first(row: Item) -> None:
        said.append(row.id)
        if len(said) == 1:
            raise ValueError("no")

    for text in ("Первая мысль о парке.", "Вторая мысль о парке."):
        notes.write(make_person(), text)
    monkeypatch.setattr(deciding, "_tell_passed", fail_first)
    for row in Item.objects.filter(state=rules.WAITING):
        actions.pass_thing(judge, item_id=row.id, version=row.version)
    with pytest.raises(ValueError, match="no"):
        let_minute_pass()
    assert len(set(said)) == 2
    assert Item.objects.filter(settles_at=None).count() == 1


def removed_thing(notes: Notes) -> tuple[Any, Any, Item]:
    """An author, the moderator who removed the text, and the text."""
    author, judge = make_person(), moderator()
    notes.write(author, GOOD)
    row = last_item()
    actions.remove_thing(judge, item_id=row.id, version=row.version, reason=rules.ADVERTISING)
    let_minute_pass()
    return author, judge, again(row)


def test_an_author_argues_and_another_moderator_decides(notes: Notes) -> None:
    author, judge, row = removed_thing(notes)
    appeal_id = actions.file_appeal(author, item_id=row.id, text="Это не реклама")
    with pytest.raises(Refused):
        actions.file_appeal(author, item_id=row.id, text="Ещё раз")
    with pytest.raises(Refused):
        actions.decide_appeal(judge, appeal_id=appeal_id, is_upheld=True, answer="Верно")
    with pytest.raises(Invalid):
        actions.decide_appeal(moderator(), appeal_id=appeal_id, is_upheld=True, answer=" ")
    actions.decide_appeal(administrator(), appeal_id=appeal_id, is_upheld=True, answer="Верно")
    assert again(row).is_public
    assert notes.said[-1] == (row.subject_id, True, "")
    with pytest.raises(Conflict):
        actions.decide_appeal(moderator(), appeal_id=appeal_id, is_upheld=False, answer="Нет")
    assert queries.figures().upheld == 1
    assert queries.removed().items == []


def test_another_removal_may_be_argued_anew(notes: Notes) -> None:
    author, judge, row = removed_thing(notes)
    first = actions.file_appeal(author, item_id=row.id, text="Это не реклама")
    actions.decide_appeal(moderator(), appeal_id=first, is_upheld=True, answer="Верно")
    shown = queries.appeal_of(again(row))
    assert shown is not None
    assert shown.id == first
    actions.remove_thing(judge, item_id=row.id, version=again(row).version, reason=rules.ABUSE)
    assert queries.appeal_of(again(row)) is None
    second = actions.file_appeal(author, item_id=row.id, text="И не брань")
    actions.decide_appeal(moderator(), appeal_id=second, is_upheld=False, answer="Брань")
    with pytest.raises(Refused):
        actions.file_appeal(author, item_id=row.id, text="Нет")


def test_arguing_has_a_term_and_is_the_authors_alone(notes: Notes) -> None:
    author, _judge, row = removed_thing(notes)
    with pytest.raises(Exception, match="not-found"):
        actions.file_appeal(make_person(), item_id=row.id, text="Чужое")
    Item.objects.filter(id=row.id).update(decided_at=clock.now() - timedelta(days=31))
    with pytest.raises(Refused) as refusal:
        actions.file_appeal(author, item_id=row.id, text="Поздно")
    assert refusal.value.code == "late"


def test_the_special_regime_holds_everything_and_holds_back(notes: Notes) -> None:
    official, judge = make_person(roles=("author",)), moderator()
    ruler = make_person(roles=("approver",))
    with pytest.raises(Refused):
        actions.set_moderation_rules(official, text=rules_text())
    actions.set_moderation_rules(ruler, text=rules_text(is_special=True, delay_minutes=30))
    assert public.special_note() == "Так решил город."
    assert notes.write(official, GOOD).state == rules.WAITING
    row = last_item()
    actions.pass_thing(judge, item_id=row.id, version=row.version)
    actions.settle_now(judge)
    assert notes.said == []
    held = again(row).settles_at
    assert held is not None
    assert held > clock.now() + timedelta(minutes=29)
    actions.set_moderation_rules(ruler, text=rules_text(trusted_level=2, trusts_officials=False))
    assert public.special_note() == ""
    assert notes.write(make_person(level=2), GOOD + " Второй").is_public
    assert not notes.write(official, GOOD + " Третий").is_public


def test_a_moderator_may_let_decisions_take_effect_at_once(notes: Notes) -> None:
    notes.write(make_person(), GOOD)
    judge, row = moderator(), last_item()
    actions.pass_thing(judge, item_id=row.id, version=row.version)
    assert actions.settle_now(moderator()) == 0
    assert actions.settle_now(judge) == 1
    assert notes.said == [(row.subject_id, True, "")]


def test_two_accounts_that_write_alike_are_shown_to_a_person(notes: Notes) -> None:
    one, other, third = make_person(), make_person(), make_person()
    for number in range(4):
        text = f"{GOOD} И ещё вот что: {'очень ' * (number + 1)} нужно."
        notes.write(one, text)
        notes.write(other, text + "!")
    notes.write(third, GOOD + " Совсем иначе сказано.")
    actions.find_twins()
    actions.find_twins()
    pair = Twins.objects.get()
    assert {pair.one_id, pair.other_id} == {one.known_id, other.known_id}
    assert pair.same_texts == 4
    with pytest.raises(Refused):
        actions.judge_twins(one, twins_id=pair.id, verdict=rules.ONE_PERSON)
    pass_all(moderator())
    assert notes.write(one, "Новая мысль о парке").is_public
    actions.judge_twins(moderator(), twins_id=pair.id, verdict=rules.ONE_PERSON)
    assert not notes.write(one, "Другая мысль о парке").is_public
    with pytest.raises(Conflict):
        actions.judge_twins(moderator(), twins_id=pair.id, verdict=rules.DIFFERENT)
    assert Watched.objects.count() == 2
    pair.refresh_from_db()
    assert pair.verdict == rules.ONE_PERSON


def test_what_the_author_takes_away_is_read_by_nobody(notes: Notes) -> None:
    notes.write(make_person(), GOOD)
    row = last_item()
    public.withdraw(KIND, row.subject_id)
    judge = moderator()
    assert queries.queue(judge, "").items == []
    with pytest.raises(Refused):
        actions.pass_thing(judge, item_id=row.id, version=row.version)


def test_a_changed_text_is_read_anew(notes: Notes) -> None:
    author = make_person()
    notes.write(author, GOOD)
    row = last_item()
    pass_all(moderator())
    actions.submit(kind=KIND, subject_id=row.subject_id, author_id=author.id, text="Иначе")
    changed = again(row)
    assert changed.state == rules.WAITING
    assert changed.version > row.version
    with pytest.raises(Conflict):
        actions.pass_thing(moderator(), item_id=row.id, version=row.version)


def test_erasing_a_person_leaves_the_log_and_no_name(notes: Notes) -> None:
    author, _judge, row = removed_thing(notes)
    actions.file_appeal(author, item_id=row.id, text="Я, Пётр, против")
    reader = make_person()
    notes.write(make_person(roles=("author",)), GOOD + " Ещё")
    actions.complain(reader, kind=KIND, subject_id=last_item().subject_id, reason=rules.NO_MATTER)
    copied = manifest.MANIFEST.export
    assert copied is not None
    assert copied(author.known_id)[0]["state"] == rules.REMOVED
    assert [one["reason"] for one in copied(reader.known_id)] == [rules.NO_MATTER]
    journalled = audit.history(last_item().id, kinds=["moderation.complaint_made"])
    assert [one.actor_id for one in journalled] == [None]
    for person in (author, reader):
        manifest._erased({"person_id": str(person.id)}, uuid4())
    assert again(row).author_id is None
    assert again(row).state == rules.REMOVED
    assert Appeal.objects.get().text == ""
    assert not Complaint.objects.exists()


def test_two_accounts_that_become_one_keep_one_complaint(notes: Notes) -> None:
    notes.write(make_person(roles=("author",)), GOOD)
    row = last_item()
    one, other = make_person(), make_person(level=2)
    notes.write(one, GOOD + " Моё")
    for person in (one, other):
        actions.complain(person, kind=KIND, subject_id=row.subject_id, reason=rules.ABUSE)
    survivor = merge(one, other)
    assert Complaint.objects.get().person_id == survivor.id
    assert queries.own_items(survivor).items[0].author_id == survivor.id


def test_what_is_past_its_term_is_dropped(notes: Notes) -> None:
    _author, _judge, row = removed_thing(notes)
    assert row.sameness is not None
    Item.objects.update(
        submitted_at=clock.now() - timedelta(days=40), decided_at=clock.now() - timedelta(days=400)
    )
    assert actions.forget_old() == 2
    forgotten = again(row)
    assert forgotten.sameness is None
    assert forgotten.author_id is None
    assert forgotten.decided_by_id is None
    assert queries.removed().items[0].id == row.id


def test_the_journal_tells_the_word_and_not_the_text(notes: Notes) -> None:
    _author, judge, row = removed_thing(notes)
    (entry,) = audit.history(row.id, kinds=["moderation.thing_removed"])
    assert entry.actor_id == judge.id
    assert GOOD not in str(entry)


def test_the_author_is_told_and_then_answered(notes: Notes) -> None:
    author, _judge, row = removed_thing(notes)
    told = {one.event: one.tell for one in manifest.MANIFEST.notices}
    notice = told[events.ThingRemoved.kind]({"item_id": str(row.id)})
    assert notice is not None
    assert notice.people == (author.id,)
    assert "Реклама" in notice.title
    appeal_id = actions.file_appeal(author, item_id=row.id, text="Нет")
    actions.decide_appeal(moderator(), appeal_id=appeal_id, is_upheld=True, answer="Вы правы")
    answer = told[events.AppealDecided.kind]({"appeal_id": str(appeal_id)})
    assert answer is not None
    assert answer.text == "Вы правы"
    assert told[events.ThingRemoved.kind]({"item_id": str(row.id)}) is None
