"""The drill: a copy brought into an empty database counts the same, to the last ballot."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import psycopg
import pytest

from tests.operation.conftest import Copied, Installation
from veche.config.keeping import parts
from veche.config.running import marks
from veche.config.running.trouble import Trouble

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults"), pytest.mark.timeout(600)]


@pytest.mark.soak
def test_the_drill(copied: Copied, filled: Installation, empty: Installation) -> None:
    before = filled.told
    assert len(before["boxes"]) == 2
    assert len(before["contacts"]) == 3
    assert before["files"]
    keys = ["--datakeys", str(copied.keys)]
    done = empty.veche("restore", str(copied.main), *keys)
    assert (done.returncode, done.stderr) == (0, "")
    assert empty.beside("tell") == before

    # A town that stands is not overwritten; with --replace it is kept aside under another name.
    again = ["restore", str(copied.main), *keys]
    refused = empty.veche(*again)
    assert refused.returncode == 1
    assert "не пуста" in refused.stderr
    unconfirmed = empty.veche(*again, "--replace", "--confirm", "veche")
    assert unconfirmed.returncode == 1
    assert "не подтверждена" in unconfirmed.stderr
    replaced = empty.veche(*again, "--replace", "--confirm", empty.prefix)
    assert replaced.returncode == 0, replaced.stderr
    assert f"{empty.prefix}_before_" in replaced.stdout
    assert empty.beside("tell") == before
    _walls_stand(empty)


def _walls_stand(town: Installation) -> None:
    """The roles made anew are as narrow as they were."""
    with psycopg.connect(town.admin_dsn, autocommit=True) as db:
        db.execute(f"SET SESSION AUTHORIZATION {town.prefix}_web".encode())
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            db.execute("SELECT 1 FROM t_zarechye.identity_person")
        db.execute(f"SET ROLE {town.prefix}_t_zarechye".encode())
        assert db.execute("SELECT count(*) FROM t_zarechye.ballots_ballot").fetchone() == (130,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            db.execute("DELETE FROM t_zarechye.ballots_ballot")


def test_without_the_keys_of_persons_nothing_personal_opens(
    copied: Copied, filled: Installation, empty: Installation
) -> None:
    told = empty.veche("restore", str(copied.main))
    assert told.returncode == 1
    assert "--without-datakeys" in told.stderr
    assert empty.veche("restore", str(copied.main), "--without-datakeys").returncode == 0
    after = empty.beside("tell")
    assert after["boxes"] == filled.told["boxes"]
    assert after["files"] == filled.told["files"]
    assert after["contacts"] == []


def test_the_long_lived_part_holds_no_key(
    copied: Copied, filled: Installation, tmp_path: Path
) -> None:
    manifest = json.loads((copied.main / "manifest.json").read_text("utf-8"))
    town = next(town for town in manifest["towns"] if town["slug"] == "zarechye")
    assert town["rows"]["identity_datakey"] == 3
    assert town["rows"]["ballots_ballot"] == 130
    assert not list(copied.main.rglob("*.key"))
    assert [path.name for path in copied.keys.iterdir()] == [f"{copied.main.name}-datakeys"]
    asked = filled.veche("backup", "--to", str(tmp_path), "--with-vault")
    assert asked.returncode == 0, asked.stderr
    (vault,) = tmp_path.glob("*-vault")
    assert (vault / "vault.key").is_file()


def test_keys_of_another_installation_are_never_written_over(
    filled: Installation, empty: Installation, tmp_path: Path
) -> None:
    """It is said before anything moves, so nothing is half restored."""
    asked = filled.veche("backup", "--to", str(tmp_path), "--with-vault")
    assert asked.returncode == 0, asked.stderr
    (main,) = (one for one in tmp_path.glob("veche-*") if parts.NAME.fullmatch(one.name)[2] is None)
    own = empty.state / "keys" / "vault.key"
    own.parent.mkdir(exist_ok=True)
    own.write_bytes(b"another key of thirty-two bytes!")
    refused = empty.veche("restore", str(main))
    assert refused.returncode == 1
    assert "другой vault.key" in refused.stderr
    assert own.read_bytes() == b"another key of thirty-two bytes!"
    with psycopg.connect(empty.admin_dsn) as db:
        assert not db.execute("SELECT 1 FROM pg_namespace WHERE nspname = 'shared'").fetchone()


def test_a_spoilt_or_half_copy_is_refused(
    copied: Copied, empty: Installation, tmp_path: Path
) -> None:
    copy = tmp_path / copied.main.name
    shutil.copytree(copied.main, copy)
    dump = copy / parts.DATABASE_FILE
    whole = dump.read_bytes()
    dump.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    spoilt = empty.veche("restore", str(copy), "--without-datakeys")
    assert spoilt.returncode == 1
    assert "испорчен" in spoilt.stderr
    dump.write_bytes(whole)
    (copy / parts.SUMS).unlink()
    half = empty.veche("restore", str(copy), "--without-datakeys")
    assert half.returncode == 1
    assert "не закончена" in half.stderr
    with psycopg.connect(empty.admin_dsn) as db:
        assert not db.execute("SELECT 1 FROM pg_namespace WHERE nspname = 'shared'").fetchone()


@pytest.mark.soak
def test_a_restore_that_fails_leaves_everything_as_it_was(
    copied: Copied, filled: Installation, empty: Installation, tmp_path: Path
) -> None:
    keys = ["--datakeys", str(copied.keys)]
    assert empty.veche("restore", str(copied.main), *keys).returncode == 0
    # This copy says that there was one ballot more, and its checksums agree.
    copy = tmp_path / copied.main.name
    shutil.copytree(copied.main, copy)
    manifest = json.loads((copy / parts.MANIFEST).read_text("utf-8"))
    town = next(town for town in manifest["towns"] if town["slug"] == "zarechye")
    town["rows"]["ballots_ballot"] += 1
    (copy / parts.MANIFEST).write_text(json.dumps(manifest), "utf-8")
    (copy / parts.SUMS).unlink()
    parts.seal(copy)
    failed = empty.veche("restore", str(copy), *keys, "--replace", "--confirm", empty.prefix)
    assert failed.returncode == 1
    assert "ballots_ballot" in failed.stderr
    assert empty.beside("tell") == filled.told
    assert not list(empty.state.glob("files.before-*"))


def test_a_half_restored_database_is_not_served(empty: Installation) -> None:
    with psycopg.connect(empty.admin_dsn, autocommit=True) as db:
        db.execute(f"CREATE SCHEMA {marks.RESTORE}".encode())
    done = empty.veche("run")
    assert done.returncode == 1
    assert "не закончено" in done.stderr


def test_names_of_copies_are_never_overwritten(tmp_path: Path) -> None:
    with parts.whole_or_nothing(tmp_path, "veche-20270201T030000Z") as half:
        (half / "one").write_bytes(b"1")
    with (
        pytest.raises(Trouble, match="уже есть"),
        parts.whole_or_nothing(tmp_path, "veche-20270201T030000Z"),
    ):
        pass
    with pytest.raises(RuntimeError), parts.whole_or_nothing(tmp_path, "veche-20270202T030000Z"):
        raise RuntimeError
    assert [path.name for path in tmp_path.iterdir()] == ["veche-20270201T030000Z"]
    parts.verify(tmp_path / "veche-20270201T030000Z")


def test_only_old_parts_of_the_right_kind_are_removed(tmp_path: Path) -> None:
    names = [
        "veche-20270101T030000Z",
        "veche-20270101T030000Z-datakeys",
        "veche-20270120T030000Z",
        "photos-20270101T030000Z",
    ]
    for name in names:
        (tmp_path / name).mkdir()
    now = parts.moment_of("veche-20270131T030000Z")
    assert parts.remove_old(tmp_path, ("",), 20, now) == ["veche-20270101T030000Z"]
    assert parts.remove_old(tmp_path, (parts.DATAKEYS,), 20, now) == [names[1]]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(names[2:])
