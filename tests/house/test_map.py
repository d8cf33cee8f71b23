"""docs/build/map.md shows the house as it is."""

from pathlib import Path

from tests.house.checks.tree import Fault, Tree, assert_none
from tools import draw_map


def test_map_is_fresh(house: Tree) -> None:
    page = house.root / draw_map.PAGE
    if not page.is_file() or page.read_text("utf-8") != draw_map.drawing(house.root):
        assert_none([Fault(str(draw_map.PAGE), "is stale", "python tools/draw_map.py")])


def test_map_shows_what_is_in_the_sources(tmp_path: Path) -> None:
    folder = tmp_path / "veche/domains/polls"
    (folder / "actions").mkdir(parents=True)
    (tmp_path / "veche/kernel").mkdir()
    (tmp_path / "veche/kernel/__init__.py").write_text('"""No civic words."""\n')
    (folder / "__init__.py").touch()
    (folder / "README.md").write_text("# polls\n\nThe town asks. People answer.\n")
    (folder / "actions/closing.py").write_text(
        "from veche.kernel import clock\n\n\ndef close_poll(person):\n    '''Stop it.'''\n"
    )
    (folder / "jobs.py").write_text("@jobs.job('polls.count')\ndef count():\n    '''Count.'''\n")
    drawn = draw_map.drawing(tmp_path)
    assert "| `domains/polls` | The town asks. | kernel |" in drawn
    assert "| verb | `close_poll` | Stop it. |" in drawn
    assert "| job | `polls.count` | Count. |" in drawn
