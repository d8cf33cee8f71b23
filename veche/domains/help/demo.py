"""Questions of the demo town: one waits, one is answered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from veche.domains.help.models import Inquiry
from veche.kernel import clock

# not shown in this module: words of made-up people
TEXTS = (
    ("100000000001", "polls:vote", "Отметила три двора, а четвёртый не даёт. Так и надо?", ""),
    (
        "100000000002",
        "identity:enter-code",
        "Код пришёл, но говорит, что не подходит.",
        "Подходит только код из последнего сообщения. Попросите новый и возьмите самый свежий.",
    ),
)


def load(people: Any, log: Callable[[str], None]) -> None:
    """Ask what is not asked yet."""
    now = clock.now()
    for number, screen, text, answer in TEXTS:
        told: dict[str, Any] = {"screen": screen, "text": text, "asked_at": now - timedelta(days=1)}
        if answer:
            told |= {"answer": answer, "answered_at": now}
        Inquiry.objects.get_or_create(number=number, defaults=told)
