"""An import killed in the middle is finished by the same command, and nothing is counted twice."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.environment import STATE
from veche.commons.ballots.models import Ballot
from veche.commons.ballots.tests.makers_pb import election
from veche.config import env
from veche.domains.polls.models import Poll, State

pytestmark = [
    pytest.mark.soak,
    pytest.mark.faults,
    pytest.mark.timeout(600),
    pytest.mark.usefixtures("committed_town"),
]
VOTES = 3000


def test_an_import_killed_in_the_middle_is_finished(tmp_path: Path, admin_dsn: str) -> None:
    path = tmp_path / "killed.pb"
    votes = [f"{number};{'abc'[number % 3]}" for number in range(VOTES)]
    path.write_bytes(election("approval", votes))
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "veche.config.settings",
        "VECHE_STATE": str(STATE),
        "VECHE_DSN": env.dsn_for(admin_dsn, "web"),
    }
    command = [sys.executable, "-m", "django", "import_pb", str(path), "--town", "zarechye"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as process:
        deadline = time.monotonic() + 120
        while Ballot.objects.count() < 300 and time.monotonic() < deadline:
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    assert 300 <= Ballot.objects.count() < VOTES
    assert Poll.objects.get().state == State.IMPORTING
    out = io.StringIO()
    call_command("import_pb", str(path), town="zarechye", stdout=out, stderr=io.StringIO())
    told = json.loads(out.getvalue())
    assert told["ballots"] == Ballot.objects.count() == VOTES
    assert [option["votes"] for option in told["options"]] == [VOTES / 3] * 3
