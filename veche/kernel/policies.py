"""The answer of a policy: allowed, or refused with a reason and a way out."""

from __future__ import annotations

from dataclasses import dataclass

from veche.kernel.errors import Refused, Text


@dataclass(frozen=True)
class Decision:
    """What a policy says of one person and one act."""

    allowed: bool
    reason: Text = ""
    advice: Text = ""
    code: str = "refused"

    def __bool__(self) -> bool:
        return self.allowed

    def or_refuse(self) -> None:
        """Raise `Refused` with the reason unless the act is allowed."""
        if not self.allowed:
            raise Refused(self.reason, advice=self.advice, code=self.code)


ALLOWED = Decision(True)


def refuse(reason: Text, advice: Text = "", code: str = "refused") -> Decision:
    """A refusal that says why and what to do."""
    return Decision(False, reason, advice, code)
