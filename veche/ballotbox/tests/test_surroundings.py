"""What the box is told by its environment and its own file."""

from pathlib import Path

import pytest

from veche.ballotbox import canonical, surroundings
from veche.ballotbox.faults import Fault
from veche.ballotbox.tests.makers import LOG_KEY

KEY = canonical.to_base64(LOG_KEY.public_key().public_bytes_raw())


def given(state: Path, **more: str) -> dict[str, str]:
    return {"BOX_STATE": str(state), "BOX_REGISTRAR_KEY": KEY, **more}


def test_little_need_be_told(tmp_path):
    box = surroundings.read(surroundings.gather(given(tmp_path)))
    assert (box.host, box.port, box.url) == ("127.0.0.1", 8001, "http://127.0.0.1:8001")
    assert box.origin == "127.0.0.1:8001"
    assert box.dsn == ""
    assert box.pass_secret == tmp_path / "keys" / "passes"
    public = surroundings.read(given(tmp_path, BOX_URL="https://ballot.example/"))
    assert (public.url, public.origin) == ("https://ballot.example", "ballot.example")
    assert surroundings.read(given(tmp_path, BOX_HOST="::1")).url == "http://[::1]:8001"


def test_the_environment_wins_over_the_file_and_nothing_else_is_read(tmp_path):
    (tmp_path / "box.env").write_text("# ours\nBOX_PORT=9000\nBOX_HOST=0.0.0.0\n\n")
    told = {**given(tmp_path, BOX_PORT="9001"), "DATABASE_URL": "postgresql://town"}
    found = surroundings.gather(told)
    assert (found["BOX_PORT"], found["BOX_HOST"]) == ("9001", "0.0.0.0")
    assert "DATABASE_URL" not in found
    for line in ("DATABASE_URL=x", "BOX_PORT"):
        (tmp_path / "box.env").write_text(line)
        with pytest.raises(Fault, match=r"box\.env"):
            surroundings.gather(told)
    with pytest.raises(Fault, match="BOX_STATE"):
        surroundings.gather({})


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("BOX_PORT", "0"),
        ("BOX_PORT", "65536"),
        ("BOX_PORT", "²"),
        ("BOX_PROCESSES", "0"),
        ("BOX_PROCESSES", "65"),
        ("BOX_PROCESSES", "two"),
        ("BOX_URL", "ballot.example"),
        ("BOX_URL", "https://ballot.example/path"),
        ("BOX_REGISTRAR_KEY", ""),
        ("BOX_REGISTRAR_KEY", KEY[:-4]),
    ],
)
def test_what_is_wrong_is_named(tmp_path, name, text):
    with pytest.raises(Fault, match=name):
        surroundings.read(given(tmp_path, **{name: text}))


def test_keys_are_made_once_and_lax_ones_refused(tmp_path):
    box = surroundings.read(given(tmp_path))
    surroundings.make_keys(box)
    kept = [path.read_bytes() for path in (box.log_key, box.promise_key, box.pass_secret)]
    surroundings.make_keys(box)
    assert [path.read_bytes() for path in (box.log_key, box.promise_key, box.pass_secret)] == kept
    assert len(set(kept)) == 3
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700
    box.log_key.chmod(0o604)
    with pytest.raises(Fault, match="key-mode"):
        surroundings.make_keys(box)
