"""Adding a town from the command line: by the real command, against the real database."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest

from tests.database import ROOT
from veche.commons.towns.tests.makers import remove_town
from veche.config import env
from veche.config.running.towns import NewTown
from veche.config.running.trouble import Trouble

GOOD: dict[str, Any] = {
    "slug": "gorod_2",
    "name": " Город\u200b ",
    "area": "Городской округ",
    "region": "Область",
    "hosts": ["Veche.Gorod.Example.", "вече.город.рф", "veche.gorod.example", "localhost"],
    "time_zone": "Asia/Yekaterinburg",
}


def test_names_and_hosts_are_tidied() -> None:
    town = NewTown.typed(**GOOD)
    assert town.name == "Город"
    assert town.hosts == ("veche.gorod.example", "xn--b1aga5e.xn--c1ac3aaj.xn--p1ai", "localhost")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"slug": "Gorod"}, "Короткое имя «Gorod»"),
        ({"slug": "g"}, "Короткое имя «g»"),
        ({"slug": "1gorod"}, "Короткое имя"),
        ({"slug": "g" * 32}, "Короткое имя"),
        ({"name": "\u200b"}, "Не указано --name"),
        ({"area": ""}, "Не указано --area"),
        ({"region": " "}, "Не указано --region"),
        ({"name": "я" * 201}, "--name вмещает 200 знаков"),
        ({"hosts": []}, "ни одного --host"),
        ({"hosts": ["https://gorod.example/"]}, "Имя «https://gorod.example/»"),
        ({"hosts": ["gorod.example:8000"]}, "без http://, порта"),
        ({"hosts": ["a..example"]}, "не подходит для --host"),
        ({"hosts": ["-a.example"]}, "не подходит для --host"),
        ({"hosts": ["a" * 64 + ".example"]}, "не подходит для --host"),
        ({"hosts": [""]}, "не подходит для --host"),
        ({"time_zone": ""}, "Не указано --time-zone"),
        ({"time_zone": "Asia/Berezovsk"}, "Часового пояса «Asia/Berezovsk»"),
        ({"time_zone": "../etc/passwd"}, "Часового пояса"),
    ],
)
def test_each_mistake_is_a_sentence(change: dict[str, Any], words: str) -> None:
    with pytest.raises(Trouble) as trouble:
        NewTown.typed(**{**GOOD, **change})
    (sentence,) = str(trouble.value).splitlines()
    assert words in sentence
    assert sentence.endswith(".")


def test_all_mistakes_are_told_at_once() -> None:
    with pytest.raises(Trouble) as trouble:
        NewTown.typed("Город", "", "", "", [], "")
    assert len(str(trouble.value).splitlines()) == 6


Veche = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def veche(admin_dsn: str) -> Veche:
    """Runs the command of an operator who holds the administrator's address."""

    def run(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "DATABASE_URL": admin_dsn, **more}
        # The settings of the tests would take the address away again.
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        command = [sys.executable, "-m", "veche.config.cli", *arguments]
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)

    return run


@pytest.fixture
def slug(admin_dsn: str) -> Iterator[str]:
    """A name no other process of the tests gives: roles belong to the whole cluster."""
    name = f"nova{os.getpid()}"
    yield name
    remove_town(admin_dsn, name)


def options(host: str, **more: str) -> list[str]:
    given = {"name": "Новый", "area": "Округ", "region": "Область", "host": host}
    given |= {"time-zone": "Asia/Omsk", **more}
    return [word for key, value in given.items() for word in (f"--{key}", value)]


@pytest.mark.soak
def test_a_town_is_added_changed_and_listed(veche: Veche, slug: str, admin_dsn: str) -> None:
    done = veche("towns", "add", slug, *options("nova.example"))
    assert (done.returncode, done.stderr) == (0, "")
    changed = options("nova.example", region="Край", **{"time-zone": "Asia/Tomsk"})
    for _again in range(2):
        assert veche("towns", "add", slug, *changed).returncode == 0
    with psycopg.connect(admin_dsn) as db:
        row = db.execute(
            "SELECT region, time_zone, hosts, is_ready, is_demo FROM shared.municipality"
            " WHERE slug = %s",
            (slug,),
        ).fetchone()
    assert row == ("Край", "Asia/Tomsk", ["nova.example"], True, False)
    listed = veche("towns", "list").stdout.splitlines()
    assert f"{slug}  Новый  nova.example  Asia/Tomsk" in listed
    assert any(line.startswith("zarechye  ") for line in listed)


def test_a_host_of_another_town_is_refused(veche: Veche, slug: str, admin_dsn: str) -> None:
    with psycopg.connect(admin_dsn) as db:
        hosts = db.execute("SELECT hosts[1] FROM shared.municipality WHERE slug = 'gorka'")
        (host,) = hosts.fetchone() or ("",)
    done = veche("towns", "add", slug, *options(host))
    assert done.returncode == 1
    assert f"Эти имена уже заняты: {host} (город gorka)." in done.stderr
    assert slug not in veche("towns", "list").stdout


def test_only_the_administrator_adds_towns(veche: Veche, admin_dsn: str) -> None:
    login = {"DATABASE_URL": "", "VECHE_DSN": env.dsn_for(admin_dsn, "web")}
    done = veche("towns", "add", "nova", *options("nova.example"), **login)
    assert done.returncode == 1
    assert done.stderr == "✗ Чтобы добавить город, задайте DATABASE_URL администратора базы.\n"
