"""How addresses are written and typed: one normal form for both, so that they meet. Pure."""

# not shown in this module: words and shortenings people type, compared and never displayed

import re
from dataclasses import dataclass

LONGEST_QUERY = 100
MOST_WORDS = 8

# Only the shortenings that are not simply the beginning of the full word: «ул», «пер», «наб», «пл»,
# «ш» are found by prefix anyway, and spelling them out would hide «Первомайская» behind «пер».
_SHORT = {
    "пр-т": "проспект",
    "пр-кт": "проспект",
    "прт": "проспект",
    "пркт": "проспект",
    "пр-д": "проезд",
    "прд": "проезд",
    "б-р": "бульвар",
    "бр": "бульвар",
    "мкр": "микрорайон",
    "мкрн": "микрорайон",
    "р-н": "район",
    "дер": "деревня",
}
# Words people write that tell nothing here.
_EMPTY = frozenset(
    ("г", "город", "им", "имени", "рф", "россия", "кв", "квартира", "обл", "область")
)
# What kind of street it is: too common to tell one from another.
STREET_TYPES = frozenset(
    ("улица", "ул", "переулок", "пер", "проспект", "проезд", "шоссе", "площадь", "бульвар")
)
# Letters people mistake for each other: unstressed vowels become one, soft and hard signs vanish.
SOUND_FROM, SOUND_TO = "оеэяыйьъ", "аиииии"
SOUND = str.maketrans(SOUND_FROM[:6], SOUND_TO, SOUND_FROM[6:])
_HOUSE_WORDS = frozenset(("д", "дом", "вл", "владение"))
_BLOCK_WORDS = frozenset(("к", "корп", "корпус", "стр", "строение"))
_WORD = re.compile(r"[а-яa-z0-9]+(?:[-/][а-яa-z0-9]+)*")
_HOUSE = re.compile(r"(\d{1,5})([а-яa-z]?)(?:[-/к](\d{1,4})([а-яa-z]?))?")
_HOUSE_LETTER = re.compile(r"[а-яa-z]")


@dataclass(frozen=True)
class Query:
    """What a person typed: words of the street, and the beginning of a house number or ""."""

    words: tuple[str, ...]
    house: str


def fold(text: str) -> str:
    """Lower case, «ё» as «е», dots and other marks gone, single spaces."""
    return " ".join(_words(text))


def search_text(*parts: str) -> str:
    """The text a street is found by: a space before every word."""
    words = [word for part in parts for word in _words(part)]
    return " " + " ".join(words) if words else ""


def house_key(text: str) -> str:
    """One spelling of a house number: «54 А» is «54а»; «54 корп. 2», «54/2» are «54к2».

    Whatever does not look like a number is only folded.
    """
    return _join_house([word for word in _words(text) if word not in _HOUSE_WORDS])


def house_order(key: str) -> int:
    """The leading number, so that 9 stands before 10; 0 when there is none."""
    match = re.match(r"\d{1,5}", key)
    return int(match.group()) if match else 0


def read_query(text: str) -> list[Query]:
    """What may have been meant, likeliest first: the last number a house, or part of a name."""
    words = _words(text[:LONGEST_QUERY])[: MOST_WORDS + 4]
    words = [word for index, word in enumerate(words) if not _is_house_word(words, index)]
    start = _house_start(words)
    readings = []
    if start is not None:
        house = _join_house(words[start:])
        readings.append(Query(_street_words(words[:start]), house))
    if start is None or (start > 0 and len(words) - start == 1) or len(words) == 1:
        readings.append(Query(_street_words(words), ""))
    return [reading for reading in readings if reading.words]


def house_guesses(typed: str) -> list[str]:
    """The house as typed, then its number alone: in «54-17» the 17 may be a flat."""
    number = str(house_order(typed)) if typed else ""
    return [typed] if number in (typed, "0", "") else [typed, number]


def _words(text: str) -> list[str]:
    lowered = text.lower().replace("ё", "е")
    # A dot between letters ends a word («ул.Луговая»); so do quotes, commas and «№».
    found = _WORD.findall(lowered)
    words: list[str] = []
    for word in found:
        if word in _SHORT:
            words.append(_SHORT[word])
        elif re.search(r"[а-яa-z]-[а-яa-z]", word):
            words.extend(word.split("-"))
        else:
            words.append(word)
    return words


def _street_words(words: list[str]) -> tuple[str, ...]:
    return tuple(word for word in words if word not in _EMPTY)[:MOST_WORDS]


def _is_house_word(words: list[str], index: int) -> bool:
    following = words[index + 1] if index + 1 < len(words) else ""
    return words[index] in _HOUSE_WORDS and following[:1].isdigit()


def _house_start(words: list[str]) -> int | None:
    """Where the house number begins at the end of the words; None when there is none."""
    tail = len(words)
    while tail > 0 and (
        words[tail - 1] in _BLOCK_WORDS
        or _HOUSE.fullmatch(words[tail - 1])
        or (tail > 1 and _HOUSE_LETTER.fullmatch(words[tail - 1]) and words[tail - 2].isdigit())
    ):
        tail -= 1
    rest = words[tail:]
    # «8 Марта» never ends in a number; «54 корп 2» does, and begins at the 54.
    while rest and not rest[0][0].isdigit():
        rest, tail = rest[1:], tail + 1
    if len(rest) > 1 and rest[1] not in _BLOCK_WORDS and rest[1][0].isdigit():
        tail += 1
    return tail if tail < len(words) else None


def _join_house(words: list[str]) -> str:
    joined = "".join("к" if word in _BLOCK_WORDS else word for word in words)
    match = _HOUSE.fullmatch(joined)
    if match is None:
        return joined[:20]
    number, letter, block, block_letter = match.groups()
    tail = f"к{int(block)}{block_letter or ''}" if block else ""
    return f"{int(number)}{letter}{tail}"
