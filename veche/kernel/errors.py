"""One shape for everything that can be refused: what happened, why, and what to do instead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


class Problem(Exception):
    """A refusal a person can read. `message` says why, `advice` what to do; never personal data."""

    status = 400
    code = "bad-request"

    def __init__(
        self,
        message: Text,
        *,
        advice: Text = "",
        code: str = "",
        status: int = 0,
        fields: Mapping[str, Text] | None = None,
        context: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(code or self.code)
        self.message = message
        self.advice = advice
        self.code = code or self.code
        self.status = status or self.status
        self.fields = dict(fields or {})
        self.context = dict(context or {})

    @property
    def words(self) -> str:
        """Why and what to do, as sentences one after the other."""
        said = [str(one).rstrip(".") for one in (self.message, self.advice) if one]
        return ". ".join(said) + ("." if self.advice else "")


class NotFound(Problem):
    """There is nothing here for this person; whether it exists at all is not said."""

    status = 404
    code = "not-found"

    def __init__(self, message: Text = "", *, advice: Text = "", **rest: Any) -> None:
        super().__init__(
            message or _("Такой страницы нет"),
            advice=advice or _("Проверьте адрес или начните с главной страницы."),
            **rest,
        )


class Refused(Problem):
    status = 403
    code = "refused"


class Unauthorized(Problem):
    """A program's key is missing or is not good for this; `challenge` says so to the program."""

    status = 401
    code = "token-needed"
    challenge = 'Bearer realm="veche"'

    def __init__(self, message: Text, *, asks: str = "", **rest: Any) -> None:
        super().__init__(message, **rest)
        self.challenge = ", ".join(filter(None, (self.challenge, asks)))


class Conflict(Problem):
    status = 409
    code = "conflict"


class Invalid(Problem):
    status = 422
    code = "invalid"


class TooMany(Problem):
    status = 429
    code = "too-many"

    def __init__(self, message: Text, *, retry_after: int, **rest: Any) -> None:
        super().__init__(message, **rest)
        self.retry_after = retry_after
