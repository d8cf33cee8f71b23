"""Every test here has a made service and nothing that leaves the machine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from veche.commons.notifications.tests.makers import made_kinds


@pytest.fixture(autouse=True)
def made(settings: Any) -> Iterator[None]:
    settings.WEBHOOKS_LOCAL = True
    settings.CODE_CHANNELS = {"phone": "inbox", "email": "inbox"}
    with made_kinds():
        yield
