"""Static files gathered for serving, only when one of them has changed."""

from collections.abc import Callable
from pathlib import Path

from veche.config import env
from veche.config.running import stamps
from veche.config.running.children import run_step
from veche.config.running.trouble import Trouble

Log = Callable[[str], None]


def build_pages(environment: dict[str, str], log: Log) -> None:
    """Build the front end where its sources are; an installed package brings it built."""
    script = env.ROOT / "frontend" / "build.py"
    if script.is_file():
        run_step([str(script)], environment, log)
    elif not (env.ROOT / "veche" / "portal" / "static" / "dist").is_dir():
        raise Trouble("В пакете нет собранных страниц: установите его заново.")


def gather_static(
    state: Path, environment: dict[str, str], log: Log, *, clear: bool = True
) -> None:
    """Copy and compress static files into the state folder when any of them has changed."""
    wanted = stamps.static_digest()
    if stamps.is_fresh(state, "static", wanted) and (state / "static").is_dir():
        return
    command = ["-m", "django", "collectstatic", "--no-input", "--verbosity", "0"]
    run_step([*command, *(["--clear"] if clear else [])], environment, log)
    stamps.keep(state, "static", wanted)
