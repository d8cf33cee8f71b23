"""A draft, its group, sending it, a moderator's word."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from veche.commons.identity.tests.makers import make_person
from veche.commons.moderation import public as moderation
from veche.domains.initiatives import events, rules
from veche.domains.initiatives.actions import drafting, filing
from veche.domains.initiatives.adapters import told
from veche.domains.initiatives.models import Member, Proposal, Support
from veche.domains.initiatives.queries import reading, terms
from veche.domains.initiatives.queries.onward import KIND
from veche.domains.initiatives.tests import makers
from veche.kernel.errors import Conflict, Invalid, NotFound, Refused
from veche.kernel.manifest import Judged

pytestmark = pytest.mark.usefixtures("places_town")


def test_the_same_form_sent_twice_is_one_draft(town: Any) -> None:
    author = makers.resident()
    matter = drafting.Matter("Скамейки", "Негде сидеть")
    made = [drafting.start_proposal(author, matter=matter, key="a" * 20) for _n in range(2)]
    assert made[0] == made[1]
    assert Proposal.objects.count() == 1


def test_a_draft_is_its_authors_alone(town: Any) -> None:
    draft_id = makers.make_draft(makers.resident())
    plan = drafting.Plan("Чужое", "Чужое")
    with pytest.raises(NotFound):
        drafting.describe_proposal(makers.resident(), draft_id=draft_id, part=plan)
    with pytest.raises(NotFound):
        drafting.discard_proposal(makers.resident(), draft_id=draft_id)


def test_there_is_an_end_to_drafts(town: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("veche.domains.initiatives.policies.DRAFTS_MAX", 1)
    author = makers.resident()
    makers.make_draft(author)
    with pytest.raises(Conflict):
        makers.make_draft(author, "Другое")


def test_a_group_of_grown_up_people_sends_it(town: Any) -> None:
    author = makers.resident()
    draft_id = makers.make_draft(author)
    row = Proposal.objects.get(id=draft_id)
    with pytest.raises(Refused) as small:
        filing.file_proposal(author, draft_id=draft_id)
    assert small.value.code == "group-small"
    with pytest.raises(Refused) as young:
        drafting.join_group(makers.resident(birth_year=2015), token=row.invite)
    assert young.value.code == "age"
    with pytest.raises(Refused) as untold:
        drafting.join_group(make_person(), token=row.invite)
    assert untold.value.code == "birth-date"
    neighbours = makers.gather(draft_id)
    drafting.join_group(neighbours[0], token=row.invite)
    assert Member.objects.filter(proposal=row).count() == 3
    slug = filing.file_proposal(author, draft_id=draft_id)
    assert filing.file_proposal(author, draft_id=draft_id) == slug
    assert makers.fresh(slug).state == rules.MODERATION
    with pytest.raises(NotFound):
        drafting.join_group(makers.resident(), token=row.invite)


def test_whoever_joined_other_words_is_asked_again(town: Any) -> None:
    author = makers.resident()
    draft_id = makers.make_draft(author)
    row = Proposal.objects.get(id=draft_id)
    first, second = makers.gather(draft_id)
    same = drafting.Matter(row.title, row.problem, row.place_id, row.spot)
    drafting.describe_proposal(author, draft_id=draft_id, part=same)
    assert reading.is_member(first, row)
    other = drafting.Matter("Снести теплицу", row.problem, row.place_id, row.spot)
    drafting.describe_proposal(author, draft_id=draft_id, part=other)
    assert not reading.is_member(first, row)
    assert reading.is_member(author, row)
    (kind,) = (one for one in told.NOTICES if one.event == events.GroupAskedAnew.kind)
    notice = kind.tell({"proposal_id": str(row.id)})
    assert notice is not None
    assert set(notice.people) == {first.id, second.id}
    with pytest.raises(Refused) as small:
        filing.file_proposal(author, draft_id=draft_id)
    assert small.value.code == "group-small"
    drafting.join_group(first, token=row.invite)
    drafting.join_group(first, token=row.invite)
    assert len(reading.joined_at(row)) == 2
    third = makers.resident()
    drafting.join_group(third, token=row.invite)
    filing.file_proposal(author, draft_id=draft_id)
    # Who has not agreed to these words proposes nothing.
    assert set(reading.group_of(row)) == {author.id, first.id, third.id}
    assert Member.objects.filter(proposal=row).count() == 3


def test_money_and_days_that_cannot_be(town: Any) -> None:
    author = makers.resident()
    draft_id = makers.make_draft(author)
    gone = terms.today() - timedelta(days=1)
    dear = drafting.Means(cost_kopecks=100, budget_kopecks=200, starts_on=gone, ends_on=gone)
    with pytest.raises(Invalid) as wrong:
        drafting.describe_proposal(author, draft_id=draft_id, part=dear)
    assert set(wrong.value.fields) == {"budget_kopecks", "starts_on"}


def test_who_leaves_is_of_the_group_no_more_and_an_author_cannot(town: Any) -> None:
    author = makers.resident()
    draft_id = makers.make_draft(author)
    row = Proposal.objects.get(id=draft_id)
    (one,) = makers.gather(draft_id, 1)
    drafting.leave_group(one, token=row.invite)
    assert Member.objects.filter(proposal=row).count() == 1
    with pytest.raises(Conflict):
        drafting.leave_group(author, token=row.invite)


def test_all_seven_fields_are_asked_for(town: Any) -> None:
    author = makers.resident()
    matter = drafting.Matter("Скамейки", "Негде сидеть")
    draft_id = drafting.start_proposal(author, matter=matter, key="b" * 20)
    makers.gather(draft_id)
    with pytest.raises(Invalid) as problem:
        filing.file_proposal(author, draft_id=draft_id)
    assert set(problem.value.fields) == {
        "grounds",
        "result",
        "cost_kopecks",
        "starts_on",
        "ends_on",
        "budget_kopecks",
    }


def test_a_neighbours_phone_is_hidden_before_anything_is_kept(town: Any) -> None:
    author = makers.resident()
    draft_id = makers.make_draft(author)
    plan = drafting.Plan("Звоните Марии, +7 900 123-45-67", "Станет лучше")
    drafting.describe_proposal(author, draft_id=draft_id, part=plan)
    makers.gather(draft_id)
    row = makers.fresh(filing.file_proposal(author, draft_id=draft_id))
    assert "123-45-67" not in row.grounds
    assert row.result == "Станет лучше"
    assert row.title == makers.TITLE
    assert row.own_labour == ""


def test_a_moderator_lets_it_through_and_the_group_supports_first(town: Any) -> None:
    row = makers.make_filed()
    state = moderation.state_of(KIND, [row.id])[row.id]
    assert not state.is_public
    filing.judge_proposal(proposal_id=row.id, judged=Judged(is_passed=True))
    row = makers.fresh(row)
    assert (row.state, row.is_public, row.threshold, row.support) == (
        rules.COLLECTING,
        True,
        6,
        3,
    )
    assert Support.objects.filter(proposal=row).count() == 3
    assert row.milestone == 33
    filing.judge_proposal(proposal_id=row.id, judged=Judged(is_passed=False, reason="rude"))
    row = makers.fresh(row)
    assert (row.state, row.is_public) == (rules.COLLECTING, False)
    filing.judge_proposal(proposal_id=row.id, judged=Judged(is_passed=True))
    assert makers.fresh(row).support == 3


def test_what_is_turned_down_is_mended_and_sent_again(town: Any) -> None:
    author = makers.resident()
    row = makers.make_filed(author)
    filing.judge_proposal(proposal_id=row.id, judged=Judged(is_passed=False, reason="rude"))
    row = makers.fresh(row)
    assert row.state == rules.REJECTED
    plan = drafting.Plan("Спокойными словами", "Лучше всем")
    drafting.describe_proposal(author, draft_id=row.id, part=plan)
    # An appeal won late must not publish words that nobody has read.
    filing.judge_proposal(proposal_id=row.id, judged=Judged(is_passed=True))
    assert makers.fresh(row).state == rules.DRAFT
    makers.agree_again(row)
    filing.file_proposal(author, draft_id=row.id)
    filing.judge_proposal(proposal_id=row.id, judged=Judged(is_passed=True))
    assert makers.fresh(row).grounds == "Спокойными словами"


def test_a_moderator_hides_more(town: Any) -> None:
    row = makers.make_filed()
    text = filing.as_text(row).replace("школы", "█████")
    filing.rewrite_proposal(proposal_id=row.id, text=text)
    row = makers.fresh(row)
    assert row.title == "Поставить скамейки у █████ № 3"
    assert row.problem == "Родители ждут детей стоя."


def test_a_territory_has_its_own_threshold(town: Any) -> None:
    from_list = terms.territories()[0]
    row = makers.make_proposal(place_id=from_list.id)
    assert row.threshold == 4
    with pytest.raises(Invalid):
        makers.make_draft(makers.resident(), place_id=row.id)


def test_what_did_not_come_through_is_taken_up_anew(town: Any) -> None:
    place = terms.territories()[0]
    row = makers.make_proposal(place_id=place.id)
    person = makers.resident()
    with pytest.raises(Refused):
        drafting.begin_anew(person, slug=row.slug)
    better: dict[str, Any] = {
        "outcome": rules.DECLINED,
        "ground": rules.BETTER,
        "promised_on": None,
    }
    makers.answered(makers.reached(row), **better)
    Proposal.objects.filter(id=row.id).update(starts_on=terms.today() - timedelta(days=9))
    begun = [drafting.begin_anew(person, slug=row.slug) for _n in range(2)]
    assert begun[0].id == begun[1].id
    draft = begun[0]
    assert (draft.state, draft.title, draft.place_id) == (rules.DRAFT, row.title, place.id)
    assert (draft.result, draft.cost_kopecks) == (row.result, row.cost_kopecks)
    # Days gone by and what another has promised to give do not come along.
    assert (draft.starts_on, draft.ends_on, draft.own_kopecks) == (None, None, None)
    assert reading.grown_of(row) == []
    ahead = date(2027, 5, 1)
    means = drafting.Means(100, "смета", ahead, ahead, own_labour="Сами", budget_kopecks=100)
    drafting.describe_proposal(person, draft_id=draft.id, part=means)
    makers.gather(draft.id)
    anew = makers.fresh(filing.file_proposal(person, draft_id=draft.id))
    filing.judge_proposal(proposal_id=anew.id, judged=Judged(is_passed=True))
    assert reading.grown_of(row) == [anew]
    shown = Client().get(reverse("initiatives:read-proposal", args=[anew.slug])).content.decode()
    assert reverse("initiatives:read-proposal", args=[row.slug]) in shown
