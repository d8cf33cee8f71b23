"""What stands beside the town's own reports: a register of «ПОС», and one held by a ban."""
# not shown in this module: data of a made-up town

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterator
from datetime import date, timedelta

from veche.commons.identity import demo as people
from veche.commons.identity import public as identity
from veche.commons.moderation import public as moderation
from veche.domains.reports.actions import registers
from veche.domains.reports.demo.course import Case, Desk
from veche.domains.reports.demo.spots import Ground
from veche.domains.reports.models import RegisterImport
from veche.domains.reports.queries import wording
from veche.domains.reports.rules import homes
from veche.domains.reports.rules import registers as rules
from veche.kernel import sheets

SEED, CASES = 5917, 64
TITLE, FILE = "ПОС", "reestr-pos.csv"
HEADINGS = ("Номер", "Статус", "Срок", "Дата поступления", "Категория", "Исполнитель", "Адрес")
COLUMNS = (*HEADINGS, "Суть")
# The state in the words of «ПОС», how often, and whether it is over.
STATES = (
    ("В работе", 5, False),
    ("На согласовании", 2, False),
    ("Передано исполнителю", 3, False),
    ("Решено", 9, True),
    ("Закрыто", 6, True),
    ("Отказано", 2, True),
)
TOPICS = (
    ("Яма на дороге", "Дорожное управление", "Яма на проезжей части"),
    ("Не горит фонарь", "ООО «Горсвет»", "Нет освещения у дома"),
    ("Нет воды или тепла", "Водоканал", "Отключение без объявления"),
    ("Не вывезли мусор", "Чистый берег", "Переполнена площадка"),
    ("Автобус не по расписанию", "Автотранспортное предприятие", "Интервал больше часа"),
    ("Кровля и фасад", "Управляющая компания «Заречье»", "Протечка кровли"),
    ("Территория школы", "Управление образования", "Сломана калитка школы"),
)


def load(desk: Desk) -> None:
    """A register as a coordinator brings it in: uploaded, matched, tried, taken."""
    admin = identity.person_by_id(people.DemoPeople.admin_id)
    if admin is None:
        return
    data = _table(desk.today)
    upload = registers.Upload(data, FILE, title=TITLE, home=homes.POS)
    import_id = registers.upload_register(admin, upload=upload)
    sheet = sheets.read(data)
    mapping = rules.guessed(sheet.headings)
    registers.match_columns(admin, import_id=import_id, mapping=mapping)
    lines = rules.read(sheet.headings, sheet.rows, mapping)
    registers.note_check(import_id=import_id, lines=lines, why=wording.why_refused)
    registers.run_import(admin, import_id=import_id)
    registers.take_in(import_id=import_id, lines=lines)
    RegisterImport.objects.filter(id=import_id).update(
        made_at=desk.now - timedelta(days=2), finished_at=desk.now - timedelta(days=2)
    )


def _table(today: date) -> bytes:
    kept = io.StringIO()
    table = csv.writer(kept, delimiter=";")
    table.writerow(COLUMNS)
    table.writerows(_lines(today))
    return kept.getvalue().encode()


def _lines(today: date) -> Iterator[tuple[str, ...]]:
    draw = random.Random(SEED)  # noqa: S311  a demo, not a secret
    ground = Ground(draw)
    for number in range(CASES):
        category, body, topic = draw.choice(TOPICS)
        state, _often, is_over = draw.choices(STATES, [often for _s, often, _o in STATES])[0]
        filed = today - timedelta(days=draw.randint(20, 90) if is_over else draw.randint(1, 25))
        due = filed + timedelta(days=draw.choice((10, 10, 20, 30)))
        house = draw.choice(ground.houses)
        yield (
            f"{31_400_000 + number * 37}", state, f"{due:%d.%m.%Y}", f"{filed:%d.%m.%Y}",
            category, body, house.text, topic,
        )  # fmt: skip


def hold(case: Case) -> None:
    """A report that a ban of the law holds: nobody sees it until a moderator has decided."""
    ban = moderation.held_by_law(case.row.text, topic=f"reports.{case.row.category_id}")
    case.row.held_by_id = ban.id if ban is not None else None
