"""Hours that few would learn of are advised against, never forbidden."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from veche.commons.identity.tests.makers import make_person, sign_in
from veche.domains.polls.rules.timing import remarks
from veche.domains.polls.tests import office_pages as pages


@pytest.mark.parametrize(
    ("opens", "closes", "found"),
    [
        ("2026-06-01 10:00", "2026-06-10 20:00", []),
        ("2026-06-01 10:00", "2026-06-04 10:00", []),
        ("2026-06-01 10:00", "2026-06-04 09:59", ["short"]),
        ("2026-06-01 01:13", "2026-06-01 01:20", ["short", "opens-at-night", "closes-at-night"]),
        ("2026-06-01 00:00", "2026-06-10 23:59", []),
        ("2026-06-01 07:00", "2026-06-10 22:00", ["closes-at-night"]),
        ("2026-06-05 10:00", "2026-06-01 10:00", []),
        (None, None, []),
    ],
)
def test_odd_hours(opens: str | None, closes: str | None, found: list[str]) -> None:
    moments = [datetime.fromisoformat(m) if m else None for m in (opens, closes)]
    assert remarks(moments[0], moments[1], 3) == found


def test_the_check_advises_and_lets_go(town) -> None:
    author = sign_in(Client(), make_person(roles=["author"]))
    poll = pages.ready(author)
    pages.schedule(author, poll, closes=1)
    check = f"/office/polls/{poll.slug}/check/"
    text = author.get(check).content.decode()
    assert "Голосование короче 3 дней" in text
    assert "Нет ни одного материала" in text
    assert author.post(check).status_code == 302
