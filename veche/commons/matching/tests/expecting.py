"""What tests expect of acts that are not theirs to take."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from veche.kernel.errors import Problem


def refused(act: Callable[[], Any], code: str) -> None:
    """An act is refused with that code."""
    with pytest.raises(Problem) as told_why:
        act()
    assert told_why.value.code == code
