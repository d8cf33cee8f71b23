"""The ballot box and the signer that run beside the town, and what they know of each other.

The town has the registrar's key and shares the secret of passes; the box has a state folder, keys
and a database of its own, and is told nothing else. The signer has a folder, and is told nothing.
"""

from __future__ import annotations

from pathlib import Path

from veche.ballotbox import canonical, keys, surroundings
from veche.config import env
from veche.config.running.children import Child, environment_with
from veche.config.running.place import Address, free_port, probe_port
from veche.config.running.trouble import Trouble

FOLDER = "box"
REGISTRAR_KEY, PASS_SECRET = "registrar.ed25519", "passes"


def is_wanted() -> bool:
    """VECHE_BOX: `yes` (default in a demo), or `no` where the box stands elsewhere."""
    value = env.text("VECHE_BOX", "no" if env.is_production() else "yes")
    if value not in {"yes", "no"}:
        raise env.SettingsError(f"VECHE_BOX бывает yes или no, а не «{value}».")
    return value == "yes"


def address(town: Address) -> Address:
    """BOX_PORT, which must be free; else the next free port after the town's."""
    if env.text("BOX_PORT"):
        port = env.number("BOX_PORT", 0)
        if not 0 < port < 65536 or port == town.port:
            raise Trouble(f"BOX_PORT — число от 1 до 65535, не PORT ({town.port}), а не {port}.")
        where = Address(env.text("BOX_HOST", town.host), port)
        probe_port(where)
        return where
    return Address(env.text("BOX_HOST", town.host), free_port(town))


def url(where: Address) -> str:
    """BOX_URL, the box's public address; else what this machine calls it."""
    return env.text("BOX_URL") or where.url.rstrip("/")


def registrar_key(state: Path) -> str:
    """The public half of the key that the town signs its messages to the box with."""
    path = state / "keys" / REGISTRAR_KEY
    keys.make_once(path)
    return canonical.to_base64(keys.read_key(path).public_key().public_bytes_raw())


def pass_secret(state: Path) -> Path:
    """The file of the secret that town and box share for passes."""
    path = state / "keys" / PASS_SECRET
    keys.make_once(path)
    return path


def ballot_box(state: Path, where: Address) -> Child:
    """The box's process, which has not been started; keys are made where there are none."""
    told = {
        "BOX_STATE": str(state / FOLDER),
        "BOX_HOST": where.host,
        "BOX_PORT": str(where.port),
        "BOX_URL": url(where),
        "BOX_REGISTRAR_KEY": registrar_key(state),
        "BOX_PASS_SECRET_FILE": str(pass_secret(state)),
        "BOX_PG_BIN": env.text("BOX_PG_BIN") or env.text("VECHE_PG_BIN"),
    }
    # So that `veche box status` finds it; there is nothing secret in it.
    folder = state / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    lines = (f"{name}={text}\n" for name, text in told.items() if name != "BOX_STATE")
    (folder / surroundings.FILE).write_text("".join(lines), "utf-8")
    command = ["-m", "veche.config.running.ballotbox", "run", "--with-parent"]
    return Child("Процесс урны", command, {**_nothing_of_the_town(), **told})


def signer(state: Path) -> Child | None:
    """The signer's process, not started yet; None where VECHE_SIGNER_SOCKET names another's."""
    if env.text("VECHE_SIGNER_SOCKET"):
        return None
    command = ["-m", "veche.signer", "run", str(state / "signer")]
    return Child("Процесс подписи", command, _nothing_of_the_town())


def _nothing_of_the_town() -> dict[str, str]:
    foreign = ("VECHE_", "DJANGO_", "DATABASE_URL")
    known = environment_with({})
    return {name: text for name, text in known.items() if not name.startswith(foreign)}
