"""The command `veche`: run, check, backup, restore, demo, erase, towns, places, polls, box."""

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

import django
import psycopg
from django.core.management import CommandError, call_command, execute_from_command_line

from veche import __version__
from veche.config import env
from veche.config.keeping import commands as keeping
from veche.config.running import ballotbox, demo, erase, reload, supervisor, towns
from veche.config.running.children import environment_with
from veche.config.running.command import as_typed, here
from veche.config.running.database import Database, open_database, prepare_tables
from veche.config.running.place import make_state_folder
from veche.config.running.progress import Progress
from veche.config.running.trouble import (
    OUT_OF_SPACE,
    Trouble,
    explain_os_error,
    explain_silence,
)
from veche.kernel import jobs
from veche.kernel.embedded_postgres import EmbeddedPostgresError


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out one command; known trouble is one sentence and exit code 1."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    if given[:1] == ["box"]:
        # A process that has never seen Django, nor anything that knows people.
        command = [sys.executable, "-m", "veche.config.running.ballotbox", *given[1:]]
        os.execve(sys.executable, command, environment_with({}))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "veche.config.settings")
    try:
        return _carry_out(given)
    except (Trouble, EmbeddedPostgresError, env.SettingsError) as trouble:
        sentence = str(trouble)
    except psycopg.errors.DiskFull:
        sentence = OUT_OF_SPACE
    except psycopg.OperationalError as error:
        sentence = explain_silence(str(error))
    except OSError as error:
        sentence = explain_os_error(error)
    except KeyboardInterrupt:
        sentence = "Прервано."
    print(f"✗ {as_typed(sentence)}", file=sys.stderr)
    return 1


def _carry_out(given: list[str]) -> int:
    if given[:1] == ["manage"]:
        # Not through argparse: every option belongs to the command of Django.
        return _manage(given[1:])
    options = _parser().parse_args(given)
    return _ACTS.get(options.command, _import)(options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=here(),
        description="Вече: открытая цифровая городская площадь.",
        epilog="Настройки читаются из окружения: docs/operate/settings.md.",
    )
    parser.add_argument("--version", action="version", version=f"veche {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="КОМАНДА")
    run = commands.add_parser("run", help="подготовить всё и открыть город (HOST, PORT)")
    run.add_argument("--with-parent", action="store_true", help=argparse.SUPPRESS)
    commands.add_parser("reload", help="сменить код работающего Вече, не роняя запросов")
    doctor = commands.add_parser("doctor", aliases=["check"], help="что не так и что с этим делать")
    doctor.add_argument("--json", action="store_true", help="для программ")
    keeping.add_backup(commands.add_parser("backup", help="копия базы данных, файлов и ключей"))
    keeping.add_restore(commands.add_parser("restore", help="вернуть город из копии"))
    keeping.add_upgrade(
        commands.add_parser("upgrade", help="копия, новые таблицы, новый код работающего Вече")
    )
    demo = commands.add_parser("demo", help="вымышленный город для знакомства")
    demo.add_argument("verb", choices=["load", "remove"], help="загрузить или удалить")
    erasing = commands.add_parser(
        "erase", help="удалить всё: города, файлы, ключи, встроенную базу"
    )
    erasing.add_argument("--yes", action="store_true", required=True, help="да, безвозвратно")
    _add_towns(commands.add_parser("towns", help="муниципалитеты этой установки"))
    _add_places(commands.add_parser("places", help="границы и адреса города"))
    polls = commands.add_parser("polls", help="опросы").add_subparsers(
        dest="verb", required=True, metavar="ДЕЙСТВИЕ"
    )
    importing = polls.add_parser("import-pb", help="сделать опрос из файла .pb (pabulib)")
    importing.add_argument("file", type=Path, metavar="ФАЙЛ")
    importing.add_argument("--town", default="", metavar="ГОРОД", help="имя города (slug)")
    signer = commands.add_parser("signer", help="ключи тайных голосований")
    signer.add_argument("verb", choices=["run", "rotate"], help="держать ключи; сменить главный")
    commands.add_parser("manage", help="команды Django: veche manage help", add_help=False)
    commands.add_parser("worker", help="выполнять фоновые задания")
    ballotbox.add_verbs(commands.add_parser("box", help="урна: отдельная программа"))
    return parser


def _add_towns(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="ДЕЙСТВИЕ")
    adding = verbs.add_parser("add", help="добавить город или изменить его названия и адреса")
    adding.add_argument("slug", metavar="ИМЯ", help="короткое имя латиницей, навсегда")
    # Nothing is required here: what is missing is told together with all other mistakes.
    adding.add_argument("--name", default="", help="название города, обязательно")
    adding.add_argument("--area", default="", help="название муниципалитета, обязательно")
    adding.add_argument("--region", default="", help="область, край или республика, обязательно")
    adding.add_argument("--host", action="append", default=[], help="имя сайта; можно несколько")
    adding.add_argument(
        "--time-zone", default="", help="часовой пояс, обязательно: например Asia/Yekaterinburg"
    )
    verbs.add_parser("list", help="какие города есть")


def _add_places(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="ДЕЙСТВИЕ")
    kinds = {"import-outlines": "границы из GeoJSON", "import-addresses": "адреса из CSV"}
    for verb, words in kinds.items():
        importing = verbs.add_parser(verb, help=words)
        importing.add_argument("file", type=Path, metavar="ФАЙЛ")
        importing.add_argument(
            "--town", required=True, metavar="ГОРОД", help="короткое имя города (slug)"
        )


@contextmanager
def _installation() -> Iterator[Database]:
    """The installation's database, answering, and our own environment pointed at it."""
    state = env.state_dir()
    make_state_folder(state)
    with open_database(state) as database:
        os.environ.update(database.environment)
        yield database


def _reload(_options: argparse.Namespace) -> int:
    reload.ask(env.state_dir())
    print("✓ Код сменился.")
    return 0


def _run(options: argparse.Namespace) -> int:
    return supervisor.run(with_parent=options.with_parent)


def _keep(options: argparse.Namespace) -> int:
    """Copies, restores and upgrades."""
    with _installation() as database:
        return keeping.ACTS[options.command](options, env.state_dir(), database)


def _erase(_options: argparse.Namespace) -> int:
    for folder in erase.erase(env.state_dir()):
        print(f"✓ Удалено: {folder}")
    return 0


def _doctor(options: argparse.Namespace) -> int:
    """Look at everything; its modules know the models, so they are loaded after the settings."""
    with _installation() as database:
        django.setup()
        return int(import_module("veche.config.doctor.report").tell(database, as_json=options.json))


def _manage(arguments: list[str]) -> int:
    """Any command of Django."""
    with _installation():
        execute_from_command_line([f"{here()} manage", *arguments])
    return 0


def _import(options: argparse.Namespace) -> int:
    """A file into a town by a command of Django's kind; prints JSON."""
    command = options.verb.replace("-", "_")
    town = ["--town", options.town] if options.town else []
    with _installation() as database:
        state = env.state_dir()
        _prepare(state, database, environment_with({"VECHE_DEMO": demo.wanted(state, database)}))
        django.setup()
        try:
            call_command(command, str(options.file.absolute()), *town)
        except CommandError as error:
            raise Trouble(str(error)) from None
    return 0


def _towns(options: argparse.Namespace) -> int:
    """Add a town, or list all."""
    if options.verb == "list":
        with _installation() as database:
            for line in towns.listing(database):
                print(as_typed(line))
        return 0
    given = (options.name, options.area, options.region, options.host, options.time_zone)
    town = towns.NewTown.typed(options.slug, *given)
    with _installation() as database:
        progress = Progress()
        with progress.step(f"Город «{town.name}»"):
            towns.add(database, town, progress.detail)
    return 0


def _demo(options: argparse.Namespace) -> int:
    """Load or remove the fictional town, with progress."""
    state = env.state_dir()
    with _installation() as database:
        progress, environment = Progress(), environment_with({"VECHE_DEMO": "yes"})
        if options.verb == "remove":
            with progress.step("Демо-город удалён"):
                demo.remove(state, database, environment, progress.detail)
            return 0
        with progress.step("Таблицы и роли"):
            _prepare(state, database, environment)
        with progress.step("Демо-город"):
            demo.load(state, database, environment, progress.detail)
    return 0


def _prepare(state: Path, database: Database, environment: dict[str, str]) -> None:
    if database.admin_dsn:
        prepare_tables(state, database, environment, lambda line: None)


def _work(_options: argparse.Namespace) -> int:
    """Background jobs, until told to stop; the supervisor has opened the database."""
    with open_database(env.state_dir()) as database:
        os.environ.update(database.environment)
        django.setup()
        jobs.run_worker()
    return 0


def _sign(options: argparse.Namespace) -> int:
    """The signer, in a fresh process: nothing that is loaded here may stand beside its keys."""
    folder = str(env.state_dir() / "signer")
    os.execv(sys.executable, [sys.executable, "-m", "veche.signer", options.verb, folder])


_ACTS: dict[str, Callable[[argparse.Namespace], int]] = {
    "run": _run,
    "doctor": _doctor,
    "check": _doctor,
    "erase": _erase,
    "reload": _reload,
    "worker": _work,
    "backup": _keep,
    "restore": _keep,
    "upgrade": _keep,
    "demo": _demo,
    "towns": _towns,
    "signer": _sign,
}


if __name__ == "__main__":
    sys.exit(main())
