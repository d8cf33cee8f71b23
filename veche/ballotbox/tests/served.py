"""What Granian serves in `test_killed`: the box of the makers' poll, on the database of BOX_DSN."""

import os

from veche.ballotbox.app import Box, Settings
from veche.ballotbox.tests.makers import PASS_SECRET, PROMISE_KEY

DURING = 1_796_500_000.0  # 2026-12-05


def make() -> Box:
    """The application, which Granian's lifespan enters and leaves."""
    return Box(Settings(os.environ["BOX_DSN"], PROMISE_KEY, PASS_SECRET, clock=lambda: DURING))
