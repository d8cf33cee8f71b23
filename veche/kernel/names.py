"""Whether words name somebody: initials, patronymics, a first name beside a surname, numbers. Pure.

No dictionary of surnames stands behind it: a surname alone is not told from any other word.
"""
# not shown in this module: words as offices write them

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

# Whoever trades in their own name is a person: their name is personal data.
_TRADER = re.compile(
    r"\bИП\b|индивидуальн\w* предпринимател|самозанят|физическ\w* лиц|\bгр\.", re.I
)
# In a number those two letters alone may mean anything.
_NUMBERED_TRADER = re.compile(r"\bИП\s+[а-яё]{3}", re.I)
# Streets and schools bear names too: «им. Героя Советского Союза …», of which initials may take the
# last word. Without its dot «им» is a word like others, and «площадь» is what people let.
_RANKS = (
    r"(?:(?:(?:дважды|трижды)\s+)?героя(?:\s+(?:советского(?:\s+союза)?|труда|россии|рф"
    r"|социалистического(?:\s+труда)?|российской(?:\s+федерации)?))?\s+"
    r"|(?:маршала(?:\s+советского(?:\s+союза)?)?|генерал[\w-]*|адмирала|академика|профессора"
    r"|поэта|писателя)\s+)*"
)
_RANKED = re.compile(_RANKS, re.I)
_AFTER = re.compile(
    r"\b(?:(?:ул|им|пр|пер)\.|(?:пр-к?т|улиц[аеыу]|имени|проспект[ае]?|переул(?:ок|к[ае])"
    r"|бульвар[ае]?|сквер[ае]?|парк[ае]?|памятник[ау]?|бюст[ау]?)\.?)\s+" + _RANKS + "$",
    re.I,
)
_CAPITAL = "[А-ЯЁӘӨҮҖҢҺ]"
_SMALL = "[а-яёәөүҗңһ]"
# Treasuries write whole registers in capitals; «в т.ч.» and «и т.д.» are nobody's initials.
_SURNAME, _BOTH = rf"(?:{_CAPITAL}{_SMALL}+|{_CAPITAL}{{2,}})", rf"{_CAPITAL}\.\s?{_CAPITAL}\."
_INITIALS = re.compile(rf"\b(?:{_CAPITAL}{_SMALL}+\s+{_CAPITAL}\.|{_CAPITAL}{{2,}}\s+{_BOTH})")
_INITIALS_FIRST = re.compile(rf"\b(?!Т\.\s?[ЧД]\.){_BOTH}\s?{_SURNAME}")
# A shop may be called «Петрович». Some words only end like a woman's patronymic:
# «в деревне», «на уровне», «основной», «дневной».
_NO_PATRONYMIC = (
    r"(?!\w*(?:осн|сл|гол|дух|церк|верх|кр|остр|чин)овн)"
    r"(?!(?:не|у|жа)?ровн|(?:не)?виновн|(?:по)?любовн|сановн|часовн|царевн)"
)
_PATRONYMIC = re.compile(
    rf"(?<![«„“\"])\b{_NO_PATRONYMIC}"
    r"(?:\w+(?:ов|ев|ь)|никит|кузьм|фом|лук|савв)ич(?:а|у|ем|ом|е)?\b"
    rf"|\b{_NO_PATRONYMIC}"
    r"(?:\w+(?:ов|(?:[аеёиоуыэюяь]|[оа]р|ковл|[иеэ]л)ев)"
    r"|(?:ильин|кузьмин|фомин|лукин|никит|савв)ич)"
    r"н(?:а|ы|е|у|ой|ою)\b"
    r"|\b(?:улы|кызы|оглы)\b",
    re.I,
)
# Most words have nothing of the kind, and are not looked through letter by letter.
_MAY_BE_PATRONYMIC = re.compile(r"ич|вн|улы|кызы|оглы", re.I)
# Telephones, accounts of people, numbers of pensions and of those who pay taxes.
_NUMBERS = re.compile(
    r"(?:\+7|\b8)[\s(-]*9\d{2}[\s)-]*\d{3}[\s-]*\d{2}[\s-]*\d{2}\b"
    r"|\b\d{3}-\d{3}-\d{3}[ -]\d{2}\b|\b40817\d{15}\b|\bИНН\W*\d{12}\b",
    re.I,
)
# Common first names by the way they are declined. Names that are words besides («роман», «вера»,
# «лев», «роза», «марта») would refuse books, months and flowers.
_FIRST_NAMES = (
    (
        "александр антон артем артур айрат азат айдар борис вадим виктор владимир владислав глеб "
        "вячеслав данил даниил денис егор иван ильдар ильнур ильшат ильяс искандер кирилл леонид "
        "константин максим марат марсель михаил олег радик ринат руслан рустам рустем рустэм федор "
        "станислав степан тимур тагир фарид хасан эдуард эльдар юсуф ярослав ришат ренат ильгиз",
        ("", "а", "у", "ом", "е"),
    ),
    ("павл петр", ("", "а", "у", "ом", "е")),
    (
        "алексе андре матве серге тимофе никола анатоли аркади валери васили витали геннади "
        "георги григори дмитри евгени юри арсени",
        ("й", "я", "ю", "ем", "е", "и"),
    ),
    ("игор рамил наил равил шамил камил эмил", ("ь", "я", "ю", "ем", "е")),
    (
        "анн алин алл альбин анжел антонин валентин галин гузел диан динар дин екатерин елен "
        "зинаид ирин кристин ларис людмил маргарит марин нин оксан полин рамил римм светлан тамар "
        "татьян фарид эльвир эльмир лейсан венер ольг никит кузьм",
        ("а", "ы", "и", "е", "у", "ой", "ою"),
    ),
    (
        "анастаси валери виктори евгени ксени лиди мари натали софи юли али дарь наталь иль",
        ("я", "и", "ю", "ей", "е"),
    ),
    ("павел айгуль гульназ гузель лейсан", ("",)),
)
_FIRST = frozenset(
    stem + end for stems, ends in _FIRST_NAMES for stem in stems.split() for end in ends
)
_FAMILY = re.compile(
    r"[а-яәөүҗңһ]{2,}(?:(?:[ое]в|[иы]н)(?:а|у|ым|ом|е|ой|ою)?"
    r"|(?:ск|цк)(?:ий|ого|ому|им|ом|ая|ой|ую)|енко|швили)"
)
_WORD = re.compile(r"[^\W\d_]+")
# Help is given to somebody: what stands behind the word and ends like a surname is one.
_HELPED = re.compile(
    r"\b(?:матпомощ\w*|материальн\w* помощ\w*)\s+"
    r"(?!граждан|крестьян|магазин|разов|целев|годов|базов|типов|трудов|правов|бытов|рядов|планов)"
    r"[а-яёәөүҗңһ]{2,}(?:[оеё]ву|ину|[оеё]вой)\b",
    re.I,
)


def is_person(words: str) -> bool:
    """Whether words look like somebody's name, or like a number that leads to somebody."""
    return _TRADER.search(words) is not None or _leads_to(words)


def names_person(number: str) -> bool:
    """The same of the number of a contract or an order, or of a file's name."""
    words = number.replace("_", " ")
    return _NUMBERED_TRADER.search(words) is not None or _leads_to(words)


def is_name(words: str, *, is_place: bool = False) -> bool:
    """Whether words name somebody: «Иванов Иван», «И. И. Иванов», «Анна Сергеевна».

    What is said to be a place bears the name it begins with.
    """
    return any(not _is_named_after(words[:start], is_place) for start in _starts(words))


def _leads_to(words: str) -> bool:
    return _NUMBERS.search(words) is not None or is_name(words)


def _is_named_after(before: str, is_place: bool) -> bool:
    if is_place and _RANKED.fullmatch(before.lstrip()) is not None:
        return True
    return _AFTER.search(before) is not None


def _starts(words: str) -> Iterator[int]:
    """Where what looks like a name begins."""
    looked = [_INITIALS, _INITIALS_FIRST, _HELPED]
    if _MAY_BE_PATRONYMIC.search(words) is not None:
        looked.append(_PATRONYMIC)
    for pattern in looked:
        yield from (match.start() for match in pattern.finditer(words))
    parts = [(one, one[0].lower().replace("ё", "е")) for one in _WORD.finditer(words)]
    for (left, one), (right, other) in pairwise(parts):
        if _is_pair(one, other) and not words[left.end() : right.start()].strip():
            yield left.start()


def _is_pair(one: str, other: str) -> bool:
    """A first name beside a surname, in either order and any case."""
    if one in _FIRST:
        return _FAMILY.fullmatch(other) is not None
    return other in _FIRST and _FAMILY.fullmatch(one) is not None
