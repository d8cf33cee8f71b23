"""Numbers and addresses that are somebody's own, told from other numbers by their check digits.

«СНИЛС»: the sum of digits times their place from the right, modulo 101 (order of the Pension Fund
of 21.10.1996). Card: Luhn (ISO/IEC 7812-1). «ИНН» of a person: two check digits (order of the
tax service «ММВ-7-6/435@»). Phone: the Russian numbering plan, codes 3, 4, 8 and 9.
"""

# not shown in this module: patterns of numbers

from __future__ import annotations

import re
from collections.abc import Iterator

from veche.commons.moderation.rules import (
    ACCOUNT,
    CARD,
    EMAIL,
    FLAT,
    INN,
    PASSPORT,
    PHONE,
    PLATE,
    SNILS,
    Finding,
)

_BETWEEN = r"[\s\-\u2010-\u2015\u2212()._]{0,3}"
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63})+")
# Written apart so that no program reads it: «ivan собака mail точка ru».
_SAID_EMAIL = re.compile(
    r"(?<!\w)[\w.+-]{2,64}\s?[\[(]?(?:собака|@|at)[\])]?\s?[\w-]{2,40}\s?(?:точка|\.|dot)\s?"
    r"(?:ru|com|рф|org|net|su|ру|ком)(?!\w)",
    re.IGNORECASE,
)
_STATE_MAIL = re.compile(r"[@.](?:gov\.ru|gosuslugi\.ru|mos\.ru|tatar\.ru)$", re.IGNORECASE)
_LONG_NUMBER = re.compile(rf"(?<!\d)(?:\d{_BETWEEN}){{9,25}}\d(?!\d)")
_PHONE = re.compile(rf"(?<![\d+])(?:\+?{_BETWEEN}7|8)(?:{_BETWEEN}\d){{10}}(?!\d)")
_SHORT_MOBILE = re.compile(r"(?<!\d)\(?9\d{2}\)?[\s\-]?\d{3}[\s\-]?\d{2}[\s\-]?\d{2}(?!\d)")
_CITY_PHONE = re.compile(
    r"(?:тел(?:ефон\w*)?|т|звон\w+|номер\w*)[.:\s]{1,3}(?:по\s|на\s)?"
    r"(?P<number>\d{2,3}[\s\-]\d{2}[\s\-]\d{2})(?!\d)"
    r"|(?:тел(?:ефон\w*)?|звон\w+)[^\d\n]{1,25}(?P<far>\d{2,3}-\d{2}-\d{2})(?!\d)",
    re.IGNORECASE,
)
_REACHING = re.compile(r"тел\b|телеф|звон|номер|пиш|набер|whatsapp|в[оа]тсап|\bmax\b|\bмакс\b")
_CITY_FREE = frozenset(("800", "804"))
_PASSPORT = re.compile(r"(?<!\d)\d{2}\s\d{2}\s(?:№\s?)?\d{6}(?!\d)")
_SAID_PASSPORT = re.compile(
    r"(?:паспорт\w*|сери[яиюей]\w*)[^\d\n]{0,25}(?P<number>\d{2}\s?\d{2}[^\d\n]{0,12}\d{6})(?!\d)",
    re.IGNORECASE,
)
_PLATE_LETTERS = "АВЕКМНОРСТУХABEKMHOPCTYX"
_PLATE = re.compile(
    rf"(?<!\w)[{_PLATE_LETTERS}]\s?\d{{3}}\s?[{_PLATE_LETTERS}]{{2}}"
    r"\s?\d{2,3}(?:\s?(?:rus|рус))?(?!\w)",
    re.IGNORECASE,
)
_SAID_PLATE = re.compile(
    rf"(?:номер\w*|госномер\w*|гос\.?\s?номер\w*|машин\w+|авто\w*)\W{{1,3}}"
    rf"(?P<number>[{_PLATE_LETTERS}]\s?\d{{3}}\s?[{_PLATE_LETTERS}]{{2}})(?!\w)",
    re.IGNORECASE,
)
_FLAT = re.compile(
    r"(?<!\w)(?:кв\.?|квартир(?:а|ы|е|у|ой))\s?(?:№\s?)?\d{1,4}"
    r"(?!\d|\s?(?:кв|м\b|метр|руб|тыс|жител|штук))",
    re.IGNORECASE,
)
# «3 квартиры 45 метров» counts flats, it names none.
_COUNTED = re.compile(r"\d\s$")
_ZERO = str.maketrans({"о": "0", "О": "0", "o": "0", "O": "0", "l": "1", "I": "1", "з": "3"})
_AMID_FIGURES = re.compile(r"(?<=[\d\-() ])[оОoOlIз](?=[\d\-() ])")


def find(text: str) -> Iterator[Finding]:
    """Everything of that sort, the surest kinds first: of two on one place the first counts."""
    figures = _AMID_FIGURES.sub(lambda found: found[0].translate(_ZERO), text)
    yield from _emails(text)
    yield from _numbers(figures)
    yield from _phones(figures)
    yield from _passports(figures)
    yield from _plates(text)
    for found in _FLAT.finditer(text):
        is_word = found[0].lower().startswith("квартир")
        if not (is_word and _COUNTED.search(text[: found.start()])):
            yield Finding(FLAT, found.start(), found.end())


def _emails(text: str) -> Iterator[Finding]:
    for pattern in (_EMAIL, _SAID_EMAIL):
        for found in pattern.finditer(text):
            if not _STATE_MAIL.search(found[0]):
                yield Finding(EMAIL, found.start(), found.end())


def _numbers(text: str) -> Iterator[Finding]:
    """Long numbers by their check digits; a number of none of these kinds is nobody's."""
    for found in _LONG_NUMBER.finditer(text):
        digits = re.sub(r"\D", "", found[0])
        said = text[max(0, found.start() - 20) : found.start()].lower()
        kind = _kind_of(digits, found[0], said)
        if kind:
            yield Finding(kind, found.start(), found.end())


def _kind_of(digits: str, written: str, said: str) -> str:
    if len(digits) == 20 and digits.startswith(("405", "406", "407", "408", "423", "426")):
        return ACCOUNT
    if 16 <= len(digits) <= 19 and digits[0] in "23456" and is_luhn(digits):
        return CARD
    is_written_so = re.fullmatch(r"\d{3}[-\s]\d{3}[-\s]\d{3}[-\s]?\d{2}", written) is not None
    if is_snils(digits) and (is_written_so or "снилс" in said or digits[0] not in "78"):
        return SNILS
    return INN if is_inn(digits) else ""


def _phones(text: str) -> Iterator[Finding]:
    for found in _PHONE.finditer(text):
        code = re.sub(r"\D", "", found[0])[1:4]
        if code[0] in "3489" and code not in _CITY_FREE:
            yield Finding(PHONE, found.start(), found.end())
    for found in _SHORT_MOBILE.finditer(text):
        around = text[max(0, found.start() - 25) : found.end() + 25].lower()
        if re.search(r"[\s\-()]", found[0]) or _REACHING.search(around):
            yield Finding(PHONE, found.start(), found.end())
    for found in _CITY_PHONE.finditer(text):
        group = "number" if found["number"] else "far"
        yield Finding(PHONE, found.start(group), found.end(group))


def _passports(text: str) -> Iterator[Finding]:
    for found in _SAID_PASSPORT.finditer(text):
        yield Finding(PASSPORT, found.start("number"), found.end("number"))
    for found in _PASSPORT.finditer(text):
        yield Finding(PASSPORT, found.start(), found.end())


def _plates(text: str) -> Iterator[Finding]:
    for found in _PLATE.finditer(text):
        yield Finding(PLATE, found.start(), found.end())
    for found in _SAID_PLATE.finditer(text):
        yield Finding(PLATE, found.start("number"), found.end("number"))


def is_luhn(digits: str) -> bool:
    """Whether the last digit is the check digit of the others."""
    doubled = [int(digit) * 2 for digit in digits[-2::-2]]
    total = sum(int(digit) for digit in digits[::-2]) + sum(n - 9 if n > 9 else n for n in doubled)
    return total % 10 == 0 and len(set(digits)) > 1


def is_snils(digits: str) -> bool:
    """Whether eleven digits are a «СНИЛС»; numbers up to 001-001-998 have no check digits."""
    if len(digits) != 11 or int(digits[:9]) <= 1001998:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(9, 0, -1), strict=False))
    return total % 101 % 100 == int(digits[9:])


def is_inn(digits: str) -> bool:
    """Whether twelve digits are a person's «ИНН»."""
    if len(digits) != 12 or digits.startswith("00"):
        return False
    return _inn_digit(digits[:10], (7, 2, 4, 10, 3, 5, 9, 4, 6, 8)) == int(digits[10]) and (
        _inn_digit(digits[:11], (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)) == int(digits[11])
    )


def _inn_digit(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11 % 10
