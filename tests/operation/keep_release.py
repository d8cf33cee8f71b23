"""Keep a released state for the tests: `python -m tests.operation.keep_release REF [NAME]`.

The code of that tag or commit makes its own tables in an empty database, fills its own small town,
tells what it holds and makes its own copy; the copy and what was told go into
`releases/NAME.tar.xz`. `test_upgrade.py` brings it back and upgrades it with the code of today.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.running import ROOT, clean_environment
from veche.config.prepare import ensure_database
from veche.kernel.embedded_postgres import EmbeddedPostgres, home_for

RELEASES = Path(__file__).resolve().parent / "releases"
COPY, TOLD = "copy", "told.json"
# Whoever opens the archive opens a made-up town: its keys are no secret.
KEYS = {"VECHE_SECRET_KEY": "s" * 40, "VECHE_VAULT_KEY": "v" * 44}
# What the code of that time has to fill a town with: modules of its own tests.
FILLING = (
    ("tests.journeys.furnish", "furnish"),
    ("tests.journeys.furnish", "counter", "12"),
    ("tests.journeys.furnish", "evidence"),
)


def main() -> None:
    ref = sys.argv[1]
    target = RELEASES / f"{(sys.argv[2:] or [ref])[0]}.tar.xz"
    with tempfile.TemporaryDirectory(prefix="veche-release-") as name:
        folder = Path(name)
        folder.chmod(0o711)  # the server's own user passes through
        code, packed = folder / "code", folder / "packed"
        packed.mkdir()
        check_out(ref, code)
        with database(folder) as dsn:
            told = fill(code, folder / "state", dsn, packed / COPY)
        (packed / TOLD).write_text(json.dumps(told, ensure_ascii=False, indent=1), "utf-8")
        with tarfile.open(target, "w:xz", preset=9) as archive:
            archive.add(packed, arcname=".", filter=nobodys)
    print(f"{target.relative_to(ROOT)}: {target.stat().st_size // 1024} KB")


def check_out(ref: str, code: Path) -> None:
    """The files of a tag or a commit, without the repository."""
    code.mkdir()
    packed = subprocess.run(["git", "archive", ref], cwd=ROOT, check=True, capture_output=True)
    subprocess.run(["tar", "-x", "-C", str(code)], input=packed.stdout, check=True)


@contextmanager
def database(folder: Path) -> Iterator[str]:
    """An empty database of a server of its own, by its administrator's address."""
    server = EmbeddedPostgres(home_for(folder))
    server.start()
    try:
        yield ensure_database(server.url)
    finally:
        server.destroy()


def fill(code: Path, state: Path, dsn: str, copy: Path) -> object:
    """Let that code make its town and copy it; what it tells of it."""
    environment = clean_environment(
        **KEYS, DATABASE_URL=dsn, VECHE_STATE=str(state), VECHE_DEMO="empty"
    )
    state.mkdir()

    def run(*command: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", *command],
            cwd=code,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        return done.stdout

    run("veche.config.prepare")
    for command in FILLING:
        run(*command)
    told = json.loads(run("tests.operation.beside", "fill"))
    run("veche.config.cli", "backup", "--to", str(copy))
    return told


def nobodys(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    """Whose files they were here is of no interest elsewhere."""
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    return entry


if __name__ == "__main__":
    main()
