"""Norms for the tests of other parts."""

from __future__ import annotations

from veche.commons.norms.models import Norm


def set_norm(code: str, value: int) -> None:
    """Let a norm have another value."""
    assert Norm.objects.filter(code=code).update(value=value)
