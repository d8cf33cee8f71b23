"""For taking part in a poll a town may give points: read of the box once, when it is closed.

How and when anybody voted is not looked at. The service proposes no points: whoever gives them lets
a line say that its owner took part in some vote of those days.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from veche.commons.ballots import public as ballots
from veche.commons.identity import public as identity
from veche.domains.polls import events
from veche.kernel.manifest import Deed, Doer


def _took_part(payload: Mapping[str, Any]) -> Sequence[Doer]:
    poll_id = UUID(payload["poll_id"])
    voters = ballots.voters_among(poll_id, identity.accounts())
    return tuple(Doer(one, str(poll_id)) for one in voters)


DEEDS = (
    Deed(
        "polls.took_part",
        (events.PollClosed.kind,),
        _("Участие в голосовании"),
        0,
        _took_part,
        is_roll=True,
    ),
)
