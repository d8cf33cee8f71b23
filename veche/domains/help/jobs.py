"""Background work of help."""

from __future__ import annotations

from datetime import timedelta

from veche.commons.norms import public as norms
from veche.commons.towns import public as towns
from veche.domains.help import actions, queries
from veche.kernel import clock
from veche.kernel.retention import retained


@retained("help.forget_inquiries", every_minutes=1440)
def forget_inquiries() -> int:
    """Delete questions whose term of keeping has ended."""
    days = norms.value("help.keep_days", clock.today(towns.current().time_zone)).value
    numbers = queries.answered_before(clock.now() - timedelta(days=days))
    for number in numbers:
        actions.forget_inquiry(number=number)
    return len(numbers)
