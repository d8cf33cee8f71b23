"""Codes that were sent, and a visitor walking through the door."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from veche.commons.channels import public as channels


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Messages handed to the provider, instead of sending them."""
    messages: list[Any] = []
    monkeypatch.setitem(channels.PROVIDERS, "inbox", messages.append)
    return messages


@pytest.fixture
def enter(sent: list[Any]) -> Callable[..., Any]:
    """Sign a browser in by a contact through the pages; returns the last answer."""

    def walk(client: Client, contact: str, back: str = "") -> Any:
        client.post("/sign-in/", {"contact": contact, "next": back})
        return client.post("/sign-in/code/", {"code": sent[-1].code})

    return walk
