"""Numbers of messages, and what people report of messages that pretend to be the town's."""

from __future__ import annotations

from datetime import timedelta

from veche.commons.channels import policies
from veche.commons.channels.models import ScamReport, SentMessage
from veche.commons.channels.rules import NUMBER_DIGITS, number_of
from veche.kernel import clock, idempotency, ids, limits

MESSAGES_KEPT_FOR = timedelta(days=90)
REPORTS_KEPT_FOR = timedelta(days=365)
REPORTS_PER_ADDRESS = (10, 3600)
_TRIES = 5


def take_number(kind: str, channel: str) -> str:
    """A fresh number for a message that is about to go out."""
    for _try in range(_TRIES):
        number = ids.digits(NUMBER_DIGITS)
        _kept, is_new = SentMessage.objects.get_or_create(
            number=number, defaults={"kind": kind, "channel": channel}
        )
        if is_new:
            return number
    raise RuntimeError("No free number for a message was found.")


def give_number_back(number: str) -> None:
    """The message did not go out, so the town has not sent it."""
    SentMessage.objects.filter(number=number).delete()


def report_scam(written: str, client: str, key: str) -> None:
    """Note that somebody pretends to be the town; nothing of who tells it is kept."""
    policies.may_report_scam().or_refuse()
    limits.hit(
        f"scam reports from {client}",
        limit=REPORTS_PER_ADDRESS[0],
        seconds=REPORTS_PER_ADDRESS[1],
    )
    number = number_of(written)

    def make() -> bool:
        is_ours = bool(number) and SentMessage.objects.filter(number=number).exists()
        ScamReport.objects.create(number=number, is_ours=is_ours)
        return is_ours

    idempotency.answer_once("visitor", key, number.encode(), make)


def forget_messages() -> int:
    """Drop numbers and reports past their terms; how many."""
    now = clock.now()
    messages = SentMessage.objects.filter(sent_at__lt=now - MESSAGES_KEPT_FOR)
    reports = ScamReport.objects.filter(reported_at__lt=now - REPORTS_KEPT_FOR)
    return sum(rows.delete()[0] for rows in (messages, reports))
