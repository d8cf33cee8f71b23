"""Receivers that hang hold their own slots: the house's work and other receivers go on."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from veche.commons.identity.tests.makers import make_person
from veche.commons.webhooks import announcing
from veche.commons.webhooks.actions import announce
from veche.commons.webhooks.tests.makers import add, receiver
from veche.kernel import jobs
from veche.kernel.manifest import Announcement

KIND = "things.thing_done"


@pytest.fixture
def known(settings: Any) -> Iterator[None]:
    settings.WEBHOOKS_LOCAL = True
    kept = announcing.announcements()
    announcing.use_announcements([Announcement(KIND, "Готово", dict, {"id": "a"})])
    yield
    announcing.use_announcements(kept)


async def _serve_until(is_over: Callable[[], bool], seconds: float) -> bool:
    serving = asyncio.create_task(jobs.serve_queues(jobs.build_app()))
    end = time.monotonic() + seconds
    while time.monotonic() < end and not is_over() and not serving.done():
        await asyncio.sleep(0.05)
    seen = is_over()
    serving.cancel()
    await asyncio.gather(serving, return_exceptions=True)
    return seen


def test_three_that_hang_hold_up_neither_the_fourth_nor_the_house(
    committed_town: Any, known: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of the work below would wait half a minute behind them in a shared queue of two slots."""
    monkeypatch.setattr("veche.kernel.web.outgoing.WHOLE_SECONDS", 8.0)
    monkeypatch.setattr("veche.kernel.web.outgoing.WAIT", 8.0)
    done: list[str] = []
    monkeypatch.setitem(jobs._jobs, "kernel.forget_limits", lambda: done.append("house"))
    admin = make_person(roles=["admin"])
    with ExitStack() as opened:
        hanging = [opened.enter_context(receiver(tmp_path / f"hang{n}", "hang")) for n in range(3)]
        well = opened.enter_context(receiver(tmp_path / "take", "take"))
        for one in (*hanging, well):
            add(admin, one.url, KIND)
        for _ in range(3):
            announce(KIND, {"id": "a"}, uuid4())
        jobs.defer("kernel.forget_limits")

        def is_over() -> bool:
            return bool(done) and len(well.got()) == 3 and all(one.got() for one in hanging)

        began = time.monotonic()
        with ThreadPoolExecutor(1) as apart:
            assert apart.submit(asyncio.run, _serve_until(is_over, 7)).result()
        assert time.monotonic() - began < 30
        assert [len(one.got()) for one in hanging] == [1, 1, 1], "one try each, not one an event"
