"""Numbers of organisations and their check digits; the words of its lists."""

from __future__ import annotations

BUSINESS, NKO, TOS, UK, SCHOOL, PROVIDER = "business", "nko", "tos", "uk", "school", "provider"
KINDS = (BUSINESS, NKO, TOS, UK, SCHOOL, PROVIDER)
# Waiting for a clerk, known to the town, not let in, gone.
ASKED, CHECKED, REFUSED, CLOSED = "asked", "checked", "refused", "closed"
STATES = (ASKED, CHECKED, REFUSED, CLOSED)
LIVE = (ASKED, CHECKED)

JOINED, ENDED = "joined", "ended"
MEMBER_STATES = (ASKED, JOINED, REFUSED, ENDED)
MEMBER, ACTS = "member", "acts"
RIGHTS = (MEMBER, ACTS)
PAPERS = ("register", "appointment", "power", "minutes", "other")
BY_SELF, BY_FELLOW, BY_TOWN = "self", "fellow", "town"
ENDERS = (BY_SELF, BY_FELLOW, BY_TOWN)

ELDER, TOS_CHAIR, HOUSE_SENIOR = "elder", "tos_chair", "house_senior"
# Of a district, a settlement, or the whole town: one or several of each.
DEPUTY = "deputy"
OFFICES = (ELDER, TOS_CHAIR, HOUSE_SENIOR, DEPUTY)

NAME_MAX, ADDRESS_MAX, POST_MAX, REASON_MAX = 200, 300, 120, 1000
TITLE_MAX, TEXT_MAX = 120, 2000
NUMBER_TYPED_MAX = 40

_SEPARATORS = " \u00a0-–—."  # noqa: RUF001  people part long numbers by these
_INN = (2, 4, 10, 3, 5, 9, 4, 6, 8)
_INN_11 = (7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
_INN_12 = (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)


class BadNumber(ValueError):
    """`code` says what is wrong: `length`, `check`, `start` or `pair`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def digits_of(text: str) -> str:
    """The number without what people part it by."""
    return "".join(sign for sign in text if sign not in _SEPARATORS)


def inn(text: str) -> str:
    """An «ИНН» of a legal person (10 digits) or of an entrepreneur (12); BadNumber."""
    number = _plain(text, (10, 12))
    if number != with_inn_checks(number[:9] if len(number) == 10 else number[:10]):
        raise BadNumber("check")
    return number


def with_inn_checks(start: str) -> str:
    """The whole «ИНН» that begins with these 9 or 10 digits."""
    if len(start) == 9:
        return start + _weighed(start, _INN)
    start += _weighed(start, _INN_11)
    return start + _weighed(start, _INN_12)


def ogrn(text: str) -> str:
    """An «ОГРН» (13 digits) or «ОГРНИП» (15); BadNumber."""
    number = _plain(text, (13, 15))
    if number[0] not in ("15" if len(number) == 13 else "3"):
        raise BadNumber("start")
    if number != with_ogrn_check(number[:-1]):
        raise BadNumber("check")
    return number


def with_ogrn_check(start: str) -> str:
    """The whole «ОГРН» or «ОГРНИП» that begins with these 12 or 14 digits."""
    return start + str(int(start) % (len(start) - 1) % 10)


def require_pair(inn_number: str, ogrn_number: str) -> None:
    """A legal person has 10 and 13 digits, an entrepreneur 12 and 15; BadNumber for a mixture."""
    if (len(inn_number), len(ogrn_number)) not in {(10, 13), (12, 15)}:
        raise BadNumber("pair")


def is_entrepreneur(inn_number: str) -> bool:
    """Whether the number is of a natural person who trades under their own name."""
    return len(inn_number) == 12


def _plain(text: str, lengths: tuple[int, int]) -> str:
    number = digits_of(text)
    if len(number) not in lengths or not (number.isascii() and number.isdigit()):
        raise BadNumber("length")
    return number


def _weighed(number: str, weights: tuple[int, ...]) -> str:
    total = sum(int(digit) * weight for digit, weight in zip(number, weights, strict=True))
    return str(total % 11 % 10)
