"""Everything the installation reads from its environment, in one place.

Each variable is described in docs/operate/settings.md. Secrets that nobody set are made once and
kept in the state folder, readable by its owner alone; in production mode they must be given.
"""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import os
import secrets
from pathlib import Path

from psycopg import conninfo

ROOT = Path(__file__).resolve().parents[2]


class SettingsError(Exception):
    """The environment cannot be used; the message says what to change."""


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def words(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def numbers(name: str, default: str) -> list[int]:
    """Whole numbers, each of one or more."""
    given = words(name, default)
    if not all(word.isascii() and word.isdigit() and int(word) > 0 for word in given):
        raise SettingsError(f"{name}: нужны целые числа больше нуля через запятую.")
    return [int(word) for word in given]


def local_webhooks() -> bool:
    """Whether events may be sent to this very machine: to try a receiver out, never in earnest."""
    is_wanted = text("VECHE_WEBHOOKS_LOCAL", "no") == "yes"
    if is_wanted and is_production():
        raise SettingsError("VECHE_WEBHOOKS_LOCAL нельзя включать в рабочем режиме.")
    return is_wanted


def number(name: str, default: int) -> int:
    raw = text(name, str(default))
    try:
        return int(raw)
    except ValueError:
        raise SettingsError(f"{name} должно быть целым числом, а не «{raw}».") from None


def mode() -> str:
    """`demo` (default: everything on this machine, codes on a local page) or `production`."""
    value = text("VECHE_MODE", "demo")
    if value not in {"demo", "production"}:
        raise SettingsError(f"VECHE_MODE бывает demo или production, а не «{value}».")
    return value


def is_production() -> bool:
    return mode() == "production"


def log_form() -> str:
    """`json` (default in production: one object a line) or `line`."""
    value = text("VECHE_LOG", "json" if is_production() else "line")
    if value not in {"json", "line"}:
        raise SettingsError(f"VECHE_LOG бывает json или line, а не «{value}».")
    return value


def demo_wanted() -> str:
    """`yes` (default in demo mode), `empty` (the demo town without people and polls), or `no`."""
    value = text("VECHE_DEMO", "no" if is_production() else "yes")
    if value not in {"yes", "empty", "no"}:
        raise SettingsError(f"VECHE_DEMO бывает yes, empty или no, а не «{value}».")
    return value


def state_dir() -> Path:
    """Folder of all that this installation keeps outside the database."""
    given = text("VECHE_STATE")
    if given:
        return Path(given).expanduser().resolve()
    if (ROOT / "pyproject.toml").is_file():
        return ROOT / "var"
    return Path.home() / ".local" / "share" / "veche"


def secret(name: str, file_name: str) -> str:
    """A secret of 32 characters or more: of the environment, else made once in the state folder."""
    given = text(name)
    if given:
        if len(given) < 32:
            raise SettingsError(f"{name} короче 32 знаков. Задайте случайную строку длиннее.")
        return given
    if is_production():
        raise SettingsError(f"В рабочем режиме задайте {name}: случайную строку от 32 знаков.")
    path = state_dir() / "keys" / file_name
    if not path.exists():
        _make_secret(path)
    kept = path.read_text(encoding="ascii").strip()
    if len(kept) < 32:
        raise SettingsError(f"Ключ в {path} повреждён: верните его из копии.")
    return kept


def _make_secret(path: Path) -> None:
    """A random secret in this file, whole or not at all; of two makers at once the first wins."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        if path.exists():
            return
        draft = path.with_name(f".{path.name}.draft")
        draft.unlink(missing_ok=True)
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as stream:
            stream.write(secrets.token_urlsafe(48))
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(draft, path)
        os.fsync(folder)
    finally:
        os.close(folder)


def secret_key() -> str:
    return secret("VECHE_SECRET_KEY", "secret.key")


def vault_key() -> str:
    """Key-encryption key of personal data; it never enters the database or its backups."""
    return secret("VECHE_VAULT_KEY", "vault.key")


def role_prefix(dsn: str) -> str:
    """Roles are shared by a whole PostgreSQL cluster, so their names start with the database's."""
    return text("VECHE_ROLE_PREFIX") or str(conninfo.conninfo_to_dict(dsn)["dbname"])


def role_password(role: str) -> str:
    """Passwords of database roles derive from the secret key: nothing more to keep or to lose."""
    message = f"database role {role}".encode()
    return hmac.new(secret_key().encode(), message, hashlib.sha256).hexdigest()


def dsn_for(admin_dsn: str, role: str) -> str:
    """The same database, as another login: role is `web` or `owner`."""
    name = f"{role_prefix(admin_dsn)}_{role}"
    return conninfo.make_conninfo(admin_dsn, user=name, password=role_password(name))


def dsn() -> str:
    """Connection string of this process: VECHE_DSN is set by the supervisor for its children."""
    given = text("VECHE_DSN")
    if given:
        return given
    admin = text("DATABASE_URL")
    if admin:
        return dsn_for(admin, "web")
    return "host=/nonexistent dbname=veche user=veche_web"
