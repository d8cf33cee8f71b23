"""Static files gathered for serving, only when one of them has changed."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

from veche import __version__
from veche.config import env
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


def gather_static(state: Path, environment: dict[str, str], log: Log) -> None:
    """Copy and compress static files into the state folder when any of them has changed."""
    stamp, wanted = state / "static.stamp", _digest()
    if stamp.is_file() and stamp.read_text("ascii") == wanted and (state / "static").is_dir():
        return
    command = ["-m", "django", "collectstatic", "--no-input", "--clear", "--verbosity", "0"]
    run_step(command, environment, log)
    stamp.write_text(wanted, "ascii")


def _digest() -> str:
    """Names, sizes and times of all our static files."""
    total = hashlib.sha256(__version__.encode())
    for path in sorted(_static_files()):
        facts = path.stat()
        total.update(f"{path}\0{facts.st_size}\0{facts.st_mtime_ns}\n".encode())
    return total.hexdigest()


def _static_files() -> Iterator[Path]:
    for folder in (env.ROOT / "veche").rglob("static"):
        yield from (path for path in folder.rglob("*") if path.is_file())
