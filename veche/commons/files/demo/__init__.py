"""Pictures of the demo town, drawn here: nothing is downloaded, no photograph is made up as real.

They are kept the way an official's upload is, and their alt says that they are drawings.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from uuid import UUID

from veche.commons.files import actions, storage
from veche.commons.files.demo import parks, streets, yards
from veche.commons.files.demo.brush import Brush

Painter = Callable[[], Brush]


def _pair(
    name: str, paint: Callable[[bool], Brush], worn: str, mended: str
) -> dict[str, tuple[Painter, str]]:
    """The same scene twice, before and after the work."""
    return {
        f"{name}-before": (partial(paint, False), worn),
        f"{name}-after": (partial(paint, True), mended),
    }


PICTURES: dict[str, tuple[Painter, str]] = {
    **_pair(
        "square",
        parks.square,
        "голый сквер с треснувшей плиткой, лужей и сломанной скамейкой",
        "сквер с клумбой, деревьями, фонарями и скамейками",
    ),
    **_pair(
        "embankment",
        parks.embankment,
        "глиняный берег реки с лужами",
        "набережная с перилами, фонарями и велодорожкой",
    ),
    **_pair(
        "skate",
        parks.skate,
        "пустырь с треснувшим асфальтом",
        "скейт-площадка с рампами и перилами",
    ),
    **_pair(
        "road",
        streets.road,
        "улица с ямами и трещинами",
        "ровная улица с разметкой, деревьями и фонарями",
    ),
    **_pair(
        "crossing",
        streets.crossing,
        "перекрёсток со стёртой «зеброй», без светофора",
        "«зебра» и светофор с кнопкой, дети переходят дорогу",
    ),
    **_pair(
        "stop",
        streets.stop,
        "старая железная остановка со сломанной скамейкой",
        "деревянная остановка со скамейкой и расписанием",
    ),
    **_pair(
        "avenue",
        streets.avenue,
        "пни тополей вдоль шоссе",
        "ряд молодых лип вдоль шоссе",
    ),
    **_pair(
        "corner",
        streets.corner,
        "старые киоски на углу",
        "сквер с деревьями и клумбами на месте киосков",
    ),
    **_pair(
        "path",
        streets.path,
        "тёмная дорожка между соснами",
        "освещённая дорожка между соснами",
    ),
    **_pair(
        "yard",
        yards.yard,
        "двор с лужей, трещинами и сломанной скамейкой",
        "двор с деревьями, цветником, скамейкой и фонарём",
    ),
    **_pair(
        "playground",
        yards.playground,
        "ржавые качели и песочница на голой земле",
        "детская площадка с горкой и качелями",
    ),
    "garden": (parks.garden, "сад с фонтаном перед вокзалом"),
    "grove": (parks.grove, "вход в новый парк у речки"),
    "river": (parks.river, "мост через реку и песчаный берег"),
    "panorama": (parks.panorama, "город над рекой: дома, часовня, деревья"),
    "evening-bus": (streets.evening_bus, "автобус на вечерней улице"),
    "library": (streets.library, "библиотека с колоннами"),
    "school-bus": (streets.school_bus, "школьный автобус у сельской школы"),
    "market": (streets.market, "ярмарка: прилавки под навесами"),
    "snow": (streets.snow, "трактор чистит тротуар от снега"),
    "rink": (streets.rink, "каток вечером под фонарями"),
    "fir": (streets.fir, "ёлка и гирлянды на зимней площади"),
    "parking": (yards.parking, "размеченная стоянка между деревьями"),
    "bins": (yards.bins, "контейнеры под крышей"),
    "stadium": (yards.stadium, "спортивная площадка с кольцом"),
    "bench-wood": (partial(yards.bench, "wood"), "деревянная скамейка со спинкой"),
    "bench-concrete": (
        partial(yards.bench, "concrete"),
        "бетонная скамейка с деревянным верхом",
    ),
    "bench-swing": (partial(yards.bench, "swing"), "скамейка-качели"),
}


def hang(name: str, *, subject_kind: str, subject_id: str, is_public: bool) -> UUID:
    """Keep one more copy of a picture for a subject; joins the caller's transaction.

    Nobody owns it, so no official's hourly share of uploads is spent. Each subject has its own
    copy, for a cover changed in the office takes its old file away.
    """
    return actions.hang_photo(
        png(name),
        subject_kind=subject_kind,
        subject_id=subject_id,
        alt=alt(name),
        is_public=is_public,
    )


def alt(name: str) -> str:
    """What stands for the picture."""
    return f"Рисунок: {PICTURES[name][1]}"


@cache
def png(name: str) -> bytes:
    """The picture as a file; drawn once for each run of the loader."""
    return PICTURES[name][0]().png()


def sweeper() -> Callable[[], None]:
    """Takes away every file of this town, uploads too; may be called when the town is gone."""
    store = storage.of_town()

    def sweep() -> None:
        for key, _written_at in list(store.listing()):
            store.delete(key)

    return sweep
