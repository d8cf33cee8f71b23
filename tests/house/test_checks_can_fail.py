"""Each check finds the fault it is for, and lets its mending be."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.house.checks import (
    danger,
    documents,
    migration_files,
    secrets,
    templates,
    tidy,
    walls,
    words,
)
from tests.house.checks.tree import Fault, Tree

POLLS = "veche/domains/polls"
PAGE = f"{POLLS}/templates/polls/page.html"
MARK = "TO" + "DO"
HOST = "py" + "pi.org"


@dataclass(frozen=True)
class Sample:
    """A file with the fault and the same file without it."""

    check: Callable[[Tree], Iterator[Fault]]
    path: str
    bad: str
    good: str


SAMPLES = [
    Sample(
        walls.lazy_imports,
        f"{POLLS}/views.py",
        "def index():\n    import json\n",
        "import json\n",
    ),
    Sample(
        walls.loading_by_name,
        f"{POLLS}/views.py",
        "from importlib import import_module\nimport_module('json')\n",
        "import json\n",
    ),
    Sample(
        walls.faces,
        f"{POLLS}/actions.py",
        "from veche.commons.places.models import Place\n",
        "from veche.commons.places.public import places\n",
    ),
    Sample(
        walls.faces,
        f"{POLLS}/actions.py",
        "from veche.commons import places\n",
        "from veche.commons.places import public\n",
    ),
    Sample(
        walls.faces,
        "veche/commons/places/public.py",
        "from veche.domains.polls import manifest\n",
        "from veche.commons.places import models\n",
    ),
    Sample(
        walls.faces,
        f"{POLLS}/actions.py",
        "from veche.commons.places.demo import streets\n",
        "from veche.commons.places.public import streets\n",
    ),
    Sample(
        walls.signals,
        f"{POLLS}/jobs.py",
        "from django.db.models.signals import post_save\n",
        "from veche.kernel import outbox\n",
    ),
    Sample(
        walls.save_overrides,
        f"{POLLS}/models.py",
        "class Poll:\n    def save(self):\n        pass\n",
        "class Poll:\n    def __str__(self):\n        return ''\n",
    ),
    Sample(
        walls.generic_relations,
        f"{POLLS}/models.py",
        "from django.contrib.contenttypes.fields import GenericForeignKey\n",
        "from django.db import models\n",
    ),
    Sample(
        walls.objects_in_views,
        f"{POLLS}/views.py",
        "def index(request):\n    return Poll.objects.all()\n",
        "def index(request):\n    return queries.open_polls(request.person)\n",
    ),
    Sample(
        walls.pure_rules,
        f"{POLLS}/rules.py",
        "from django.db import connection\n",
        "from fractions import Fraction\n",
    ),
    Sample(
        walls.pure_rules,
        f"{POLLS}/rules.py",
        "from veche.kernel import bound\n",
        "from veche.kernel import pure\n",
    ),
    Sample(
        walls.pure_rules,
        f"{POLLS}/rules.py",
        "from veche.kernel.bound import now\n",
        "from veche.kernel.pure import half\n",
    ),
    # A module of the house that is as pure but lies elsewhere, and one that is not there.
    Sample(
        walls.pure_rules,
        f"{POLLS}/rules.py",
        "from veche.commons.places.public import places\n",
        "",
    ),
    Sample(walls.pure_rules, f"{POLLS}/rules.py", "from veche.kernel.gone import half\n", ""),
    Sample(
        walls.own_clock,
        f"{POLLS}/actions.py",
        "import datetime\nat = datetime.datetime.now(datetime.UTC)\n",
        "from veche.kernel import clock\nat = clock.now()\n",
    ),
    Sample(
        walls.keyword_only_actions,
        f"{POLLS}/actions.py",
        "def close_poll(person, poll_id):\n    '''Close.'''\n",
        "def close_poll(person, *, poll_id):\n    '''Close.'''\n",
    ),
    Sample(
        walls.one_error_shape,
        f"{POLLS}/views.py",
        "def poll(request):\n    raise Http404('no poll')\n",
        "def poll(request):\n    raise NotFound()\n",
    ),
    Sample(
        walls.one_error_shape,
        f"{POLLS}/api.py",
        "JsonResponse({'error': 'no'}, status=409)\n",
        "JsonResponse({'polls': []}, status=200)\n",
    ),
    Sample(
        danger.built_sql,
        f"{POLLS}/queries.py",
        "cursor.execute(f'SELECT {name} FROM x')\n",
        "cursor.execute('SELECT name FROM x WHERE id = %s', [name])\n",
    ),
    Sample(
        danger.built_sql,
        f"{POLLS}/queries.py",
        "cursor.execute('SELECT * FROM x WHERE name = ' + name)\n",
        "cursor.execute(sql.SQL('SELECT {}').format(sql.Identifier(name)))\n",
    ),
    Sample(
        danger.chosen_order,
        f"{POLLS}/views.py",
        "polls.order_by(request.GET['sort'])\n",
        "polls.order_by(ORDERS[sort])\n",
    ),
    Sample(
        danger.trusted_markup,
        f"{POLLS}/views.py",
        "mark_safe(poll.text)\n",
        "format_html('<b>{}</b>', poll.text)\n",
    ),
    Sample(danger.trusted_markup_in_templates, PAGE, "{{ poll.text|safe }}\n", "{{ poll.text }}\n"),
    Sample(
        danger.open_redirects,
        f"{POLLS}/views.py",
        "redirect(request.GET['next'])\n",
        "redirect('polls:index')\nredirect(identity.local_path(request.GET['next'], '/'))\n",
    ),
    Sample(
        danger.dangerous_calls,
        f"{POLLS}/views.py",
        "@csrf_exempt\ndef vote(request):\n    pass\n",
        "def vote(request):\n    pass\n",
    ),
    Sample(
        danger.dangerous_calls,
        f"{POLLS}/jobs.py",
        "pickle.loads(data)\n",
        "json.loads(data)\n",
    ),
    Sample(tidy.long_files, f"{POLLS}/views.py", "a = 1\n" * 501, "a = 1\n" * 500),
    Sample(tidy.long_files, "veche/bridges/a_to_b.py", "a = 1\n" * 101, "a = 1\n" * 100),
    Sample(tidy.wide_lines, f"{POLLS}/views.py", f"a = '{'x' * 100}'\n", "a = 'x'\n"),
    Sample(
        tidy.long_functions,
        f"{POLLS}/views.py",
        "def a():\n" + "    b()\n" * 71,
        "def a():\n" + "    b()\n" * 60,
    ),
    Sample(
        tidy.knotted_functions,
        f"{POLLS}/views.py",
        "def a(x):\n" + "    if x:\n        b()\n" * 8,
        "def a(x):\n" + "    if x:\n        b()\n" * 7,
    ),
    Sample(tidy.banned_names, f"{POLLS}/utils.py", "a = 1\n", ""),
    Sample(
        tidy.banned_names,
        f"{POLLS}/views.py",
        "class PollService:\n    pass\n",
        "class Poll:\n    pass\n",
    ),
    Sample(tidy.unfinished, f"{POLLS}/views.py", f"a = 1  # {MARK}: b\n", "a = 1\n"),
    Sample(
        tidy.english_comments,
        f"{POLLS}/views.py",
        "a = 1  # голос\n",
        "a = 1  # the button «Проголосовать», 59-ФЗ\n",
    ),
    Sample(
        tidy.documented_functions,
        f"{POLLS}/actions.py",
        "def close_poll(person):\n    return 1\n",
        "def close_poll(person):\n    '''Close it.'''\n",
    ),
    Sample(tidy.documented_modules, f"{POLLS}/views.py", "a = 1\n", '"""Pages."""\n\na = 1\n'),
    Sample(
        tidy.policy_names,
        f"{POLLS}/policies.py",
        "def can_close(person):\n    '''May.'''\n",
        "def may_close_poll(person):\n    '''May.'''\n",
    ),
    Sample(
        tidy.event_shapes,
        f"{POLLS}/events.py",
        "@dataclass\nclass PollClosed:\n    '''It closed.'''\n\n    kind = 'polls.poll_closed'\n",
        "@dataclass(frozen=True)\nclass PollClosed:\n    '''It closed.'''\n\n"
        "    kind: ClassVar[str] = 'polls.poll_closed'\n",
    ),
    Sample(templates.own_folder, f"{POLLS}/templates/other/page.html", "<p></p>\n", ""),
    Sample(
        templates.taken_parts,
        PAGE,
        '{% include "places/_map.html" %}\n',
        '{% extends "portal/page.html" %}{% include "polls/_part.html" with a=b %}\n',
    ),
    Sample(templates.taken_parts, PAGE, "{% include part %}\n", "{# {% include part %} #}\n"),
    Sample(
        templates.named_addresses,
        PAGE,
        "<a href=\"{% url 'budgeting:index' %}\"></a>\n",
        "<a href=\"{% url 'places:map' %}\"></a>{% url 'polls:poll' slug %}\n",
    ),
    Sample(
        templates.strict_policy,
        PAGE,
        '<p style="color: red"></p>\n',
        '<p class="red"></p>\n',
    ),
    Sample(
        templates.strict_policy,
        PAGE,
        "<script>alert(1)</script>\n",
        '<script src="{% static "a.js" %}" defer></script>\n',
    ),
    Sample(
        templates.strict_policy,
        PAGE,
        '<button onclick="a()">',
        '<button data-action="{% if a %}once{% endif %}">',
    ),
    Sample(templates.strict_policy, PAGE, '<p hx-on:click="a()">', '<p hx-get="/a/">'),
    Sample(
        templates.strict_policy,
        PAGE,
        '<img src="https://elsewhere.example/a.png" alt="">',
        '<a href="https://elsewhere.example/">x</a>',
    ),
    Sample(
        templates.guarded_forms,
        PAGE,
        '<form method="post"><button></button></form>',
        '<form method="post">{% csrf_token %}<button></button></form><form></form>',
    ),
    Sample(
        templates.guarded_forms,
        PAGE,
        '<button hx-post="/vote/">',
        '<form method="post">{% csrf_token %}<button hx-post="/vote/"></form>',
    ),
    Sample(
        templates.plain_names_in_sentences,
        PAGE,
        "{% blocktranslate %}Дом {{ name|upper }}{% endblocktranslate %}",
        "{% blocktranslate with name=name|upper %}Дом {{ name }}{% endblocktranslate %}",
    ),
    Sample(templates.described_images, PAGE, '<img src="/a.png">', '<img src="/a.png" alt="">'),
    Sample(
        documents.documented_settings,
        "veche/config/env.py",
        "os.environ['VECHE_NEW']\n",
        "os.environ['HOME']\n",
    ),
    Sample(
        documents.scattered_settings,
        f"{POLLS}/jobs.py",
        "os.environ['VECHE_NEW']\n",
        "settings.NEW\n",
    ),
    Sample(documents.described_apps, f"{POLLS}/README.md", "# polls\n", ""),
    Sample(documents.justified_dependencies, "requirements/run.in", "Django>=5.2\n", "# none\n"),
    Sample(
        documents.justified_dependencies,
        "frontend/package.json",
        '{"dependencies": {"leaflet": "1"}}\n',
        '{"name": "veche"}\n',
    ),
    Sample(documents.numbered_decisions, "docs/decisions/0003-queue.md", "# Queue\n", ""),
    Sample(documents.live_links, "docs/a.md", "[b](b.md)\n", "[a](a.md#top) [c](https://c.ru)\n"),
    Sample(
        documents.proofs,
        "docs/build/bad-input.md",
        "| a | `tests/faults/test_a.py::test_b` |\n",
        "| a | `veche/__init__.py` |\n",
    ),
    Sample(
        documents.proofs,
        "docs/build/bad-input.md",
        "| attack | proof |\n|---|---|\n| a vote too many | |\n",
        "| attack | proof |\n|---|---|\n| **Votes** | |\n",
    ),
    Sample(
        migration_files.names,
        f"{POLLS}/migrations/0001_auto_20260101.py",
        "a = 1\n",
        "",
    ),
    Sample(migration_files.one_line, f"{POLLS}/migrations/0002_photos.py", "a = 1\n", ""),
    Sample(
        migration_files.deploy_marks,
        f"{POLLS}/migrations/0001_polls.py",
        "class Migration:\n    atomic = False\n",
        "class Migration:\n    deploy = 'before'\n",
    ),
    Sample(
        migration_files.concurrent_indexes,
        f"{POLLS}/migrations/0001_polls.py",
        "migrations.AddIndex(model_name='poll', index=a)\n",
        "migrations.CreateModel(name='Poll')\nmigrations.AddIndex(model_name='poll', index=a)\n",
    ),
    Sample(words.bare_words_in_code, f"{POLLS}/a.py", "a = 'голос'\n", "a = _('голос')\n"),
    Sample(
        words.bare_words_in_code,
        f"{POLLS}/a.py",
        "a = {'ё': f'{a} голос'}\n",
        '"""A."""\n# not shown: searched in texts\na = {\n    "голос": 1,\n}\n',
    ),
    Sample(
        words.bare_words_in_templates,
        PAGE,
        "<p>Голос</p>\n",
        '<p>{% translate "Голос" %} {# голос #}</p>\n',
    ),
    Sample(
        words.bare_words_in_templates,
        PAGE,
        '{% include "a" with a="Голос" %}\n',
        '{% include "a" with a=_("Голос") %}{% blocktranslate %}голос{% endblocktranslate %}\n',
    ),
    Sample(
        words.bare_words_in_scripts,
        "frontend/src/a.ts",
        "const a = 'Голос';\n",
        "const a = node.dataset.word; // «Голос»\n",
    ),
    Sample(secrets.hosts, "docs/a.md", f"See {HOST}/simple\n", "See the registry\n"),
    Sample(
        secrets.machine_paths,
        "docs/a.md",
        "Look into /home/" + "anna/veche.\n",
        "Look into `var/`, https://example.org/work/ or <state>/work/.\n",
    ),
    Sample(secrets.machine_paths, "veche/kernel/a.py", "A = '/t" + "mp/a'\n", "A = 'tmp/a'\n"),
    Sample(
        secrets.keys, "docs/a.md", "-----BEGIN RSA PRIVATE" + " KEY-----\n", "-----BEGIN KEY-----\n"
    ),
    Sample(
        secrets.locked_requirements,
        "requirements/run.txt",
        "django==5.2\n",
        f"django==5.2 \\\n    --hash=sha256:{'0' * 64}\n",
    ),
    Sample(
        secrets.locked_requirements,
        "requirements/run.txt",
        "--index-url address\n",
        f"# a comment\ndjango==5.2 \\\n    --hash=sha256:{'0' * 64}\n",
    ),
    Sample(
        secrets.locked_node_packages,
        "frontend/package-lock.json",
        '{"packages": {"node_modules/a": {"resolved": "x", "integrity": "y"}}}',
        '{"packages": {"node_modules/a": {"integrity": "y"}}}',
    ),
]


def plant(root: Path, path: str, text: str) -> Tree:
    """A small house with two apps and a kernel, and in it one file."""
    floors = ("veche/domains", "veche/commons", "veche/kernel", "veche")
    for app in (POLLS, "veche/commons/places", *floors):
        (root / app).mkdir(parents=True, exist_ok=True)
        (root / app / "__init__.py").touch()
    for module in ("manifest", "events"):
        (root / POLLS / f"{module}.py").touch()
    for module in ("public", "models"):
        (root / "veche/commons/places" / f"{module}.py").touch()
    for module, foreign in (("pure", "math"), ("bound", "django")):
        (root / "veche/kernel" / f"{module}.py").write_text(f'"""A."""\n\nimport {foreign}\n')
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
    return Tree(root)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.check.__name__)
def test_check_finds_the_fault_and_only_it(sample: Sample, tmp_path: Path) -> None:
    found = list(sample.check(plant(tmp_path / "bad", sample.path, sample.bad)))
    assert found, "the check let the fault pass"
    assert all(fault.wrong and fault.mend for fault in found)
    if sample.good:
        assert not list(sample.check(plant(tmp_path / "good", sample.path, sample.good)))


def test_every_check_has_a_sample() -> None:
    pages = (walls, danger, tidy, templates, documents, migration_files, secrets, words)
    checks = {check for page in pages for check in page.CHECKS}
    assert checks - {sample.check for sample in SAMPLES} == set()
