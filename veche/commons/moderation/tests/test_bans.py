"""What the law forbids to publish: held whoever wrote it, told why, by dated acts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from veche.commons.identity.public import MODERATOR
from veche.commons.identity.tests.makers import make_person, sign_in
from veche.commons.moderation import actions, public, queries, rules
from veche.commons.moderation.models import Ban
from veche.commons.moderation.tests import makers
from veche.kernel.errors import Invalid, Refused

TEXT = "Рядом с домом упали обломки сбитого беспилотника"
GIVEN = {
    "title": "Фото последствий",
    "why": "Так защищают тех, кто рядом.",
    "call": "ЕДДС, 112",
    "act_title": "Постановление",
    "act_number": "7",
    "act_on": "2026-01-01",
    "starts_on": "2026-01-02",
}


def test_words_of_a_line_stand_together_in_any_form(town: Any) -> None:
    makers.make_ban(words=["обломок беспилотник", "прилёт"])
    assert public.held_by_law(TEXT) is not None
    assert public.held_by_law("Слышали ПРИЛЕТ ночью") is not None
    for harmless in ("Обломки кирпича во дворе", "Беспилотник показал мэр", ""):
        assert public.held_by_law(harmless) is None


def test_a_theme_holds_photos_or_all(town: Any) -> None:
    ban = makers.make_ban(topics=["reports.x"])
    assert public.held_by_law("", topic="reports.x") is None
    assert public.held_by_law("", topic="reports.y", has_photos=True) is None
    found = public.held_by_law("", topic="reports.x", has_photos=True)
    assert found is not None
    assert (found.id, found.call) == (ban.id, "ЕДДС, 112")
    Ban.objects.update(photos_only=False)
    assert public.held_by_law("", topic="reports.x") is not None


def test_only_days_of_the_act_count(town: Any) -> None:
    makers.make_ban(words=["обломок"], starts_in=1)
    makers.make_ban(words=["обломок"], starts_in=-5, lasts=4)
    assert public.held_by_law(TEXT) is None
    makers.make_ban(words=["обломок"], starts_in=-5, lasts=5)
    assert public.held_by_law(TEXT) is not None


def test_a_trusted_authors_text_waits_and_they_are_told(notes: makers.Notes) -> None:
    makers.make_ban(words=["обломок"])
    official = make_person(level=2, roles=[MODERATOR])
    standing = notes.write(official, TEXT)
    assert standing.state == rules.WAITING
    assert rules.BANNED in standing.found
    assert "ЕДДС, 112" in standing.note
    assert notes.write(official, "Спасибо за лавку у пруда").is_public


def test_who_may_and_what_a_ban_needs(town: Any) -> None:
    text = actions.BanText("а", "б", "в", ("обломок",), (), True, "А", "1", *[queries.today()] * 2)
    for other in (make_person(), make_person(roles=[MODERATOR])):
        with pytest.raises(Refused):
            actions.set_ban(other, text=text)
    ruler = make_person(level=2, roles=["approver"])
    ban_id = actions.set_ban(ruler, text=text)
    with pytest.raises(Refused):
        actions.end_ban(make_person(), ban_id=ban_id)
    for wrong in (
        {"words": ()},
        {"ends_on": queries.today() - timedelta(days=1)},
    ):
        with pytest.raises(Invalid):
            actions.set_ban(ruler, text=actions.BanText(**{**vars(text), **wrong}))
    assert public.held_by_law(TEXT) is not None
    actions.end_ban(ruler, ban_id=ban_id)
    actions.end_ban(ruler, ban_id=ban_id)
    assert public.held_by_law(TEXT) is None


def test_the_pages(town: Any, client: Client) -> None:
    sign_in(client, make_person(level=2, roles=["approver"]))
    there = reverse("moderation:set-ban")
    assert client.get(there).status_code == 200
    assert client.post(there, {}).status_code == 422
    assert client.post(there, GIVEN).status_code == 422
    assert client.post(there, {**GIVEN, "words": "я" * 130}).status_code == 422
    assert client.post(there, {**GIVEN, "words": "обломок\n\nприлёт"}).status_code == 302
    row = Ban.objects.get()
    assert row.words == ["обломок", "прилёт"]
    listed = reverse("moderation:list-bans")
    assert "действует" in client.get(listed).content.decode()
    client.post(reverse("moderation:end-ban", args=[row.id]))
    assert "закончился" in client.get(listed).content.decode()
