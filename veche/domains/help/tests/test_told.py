"""Whoever asked may hear of the answer, by their own press."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.test import Client

from veche.commons.identity.tests.makers import make_person, sign_in
from veche.domains.help import actions, queries
from veche.domains.help.adapters import told


def test_the_answer_is_told_to_who_follows_and_only_once_it_is_there(town: Any) -> None:
    number = actions.ask_support(visitor="a", screen="", text="Как войти?", key=uuid4().hex)
    inquiry = queries.inquiry_by_number(number)
    assert inquiry is not None
    (kind,) = told.NOTICES
    assert kind.tell({"inquiry_id": str(inquiry.id)}) is None
    inquiry.answer, inquiry.answered_at = "Нажмите «Войти».", inquiry.asked_at
    inquiry.save()
    notice = kind.tell({"inquiry_id": str(inquiry.id)})
    assert notice is not None
    assert notice.topics == (told.topic_of(inquiry.id),)
    assert number not in notice.title + notice.text + notice.url


def test_following_is_offered_to_who_has_signed_in(town: Any) -> None:
    number = actions.ask_support(visitor="a", screen="", text="Как войти?", key=uuid4().hex)
    inquiry = queries.inquiry_by_number(number)
    assert inquiry is not None
    topic = told.topic_of(inquiry.id)
    stranger = Client().post("/help/answer/", {"number": number}).content.decode()
    assert topic not in stranger
    browser = sign_in(Client(), make_person())
    assert topic in browser.post("/help/answer/", {"number": number}).content.decode()
    (topics,) = told.TOPICS
    assert topics.find(str(uuid4())) is None
    assert topics.find("not-an-id") is None
    assert topics.find(str(inquiry.id)) is not None
