"""Check digits: a slip of the finger is seen, spaces are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.commons.organisations import rules

# Known to everyone: a bank of the open register, and samples of the tax service.
KNOWN_INN = ("7707083893", "500100732259")
KNOWN_OGRN = ("1027700132195", "304500116000157")


def starts(*lengths: int) -> st.SearchStrategy[str]:
    return st.one_of(*(st.text("0123456789", min_size=n, max_size=n) for n in lengths))


@pytest.mark.parametrize("number", KNOWN_INN)
def test_real_inns_are_right_however_they_are_written(number: str) -> None:
    assert rules.inn(number) == number
    assert rules.inn(f" {number[:4]} {number[4:8]}-{number[8:]} ") == number


@pytest.mark.parametrize("number", KNOWN_OGRN)
def test_real_ogrns_are_right(number: str) -> None:
    assert rules.ogrn(number) == number


@given(starts(9, 10))
def test_what_is_completed_is_right(start: str) -> None:
    number = rules.with_inn_checks(start)
    assert rules.inn(number) == number


@given(starts(9, 10), st.integers(1, 9))
def test_a_wrong_check_digit_is_refused(start: str, shift: int) -> None:
    number = rules.with_inn_checks(start)
    wrong = number[:-1] + str((int(number[-1]) + shift) % 10)
    with pytest.raises(rules.BadNumber):
        rules.inn(wrong)


@given(st.sampled_from(("1", "5")), starts(11), st.integers(1, 9))
def test_a_wrong_check_digit_of_a_register_is_refused(first: str, rest: str, shift: int) -> None:
    number = rules.with_ogrn_check(first + rest)
    assert rules.ogrn(number) == number
    with pytest.raises(rules.BadNumber):
        rules.ogrn(number[:-1] + str((int(number[-1]) + shift) % 10))


def changed(number: str) -> list[str]:
    """Every number that one other digit makes of this one."""
    return [
        number[:place] + digit + number[place + 1 :]
        for place in range(len(number))
        for digit in "0123456789"
        if digit != number[place]
    ]


def is_taken(check: object, number: str) -> bool:
    try:
        check(number)  # type: ignore[operator]
    except rules.BadNumber:
        return False
    return True


@given(starts(9, 10))
def test_one_changed_digit_is_refused_but_where_the_law_is_blind(start: str) -> None:
    """The remainders 0 and 10 of the law's own sum give one digit: nothing else slips through."""
    number = rules.with_inn_checks(start)
    slipped = [one for one in changed(number) if is_taken(rules.inn, one)]
    assert len(slipped) <= 2 * len(number)
    if len(number) == 10:
        blind = {0, 10}
        assert all(_remainder(one) in blind and _remainder(number) in blind for one in slipped)


def _remainder(number: str) -> int:
    weights = (2, 4, 10, 3, 5, 9, 4, 6, 8)
    return sum(int(digit) * weight for digit, weight in zip(number, weights, strict=False)) % 11


@pytest.mark.parametrize("number", [*KNOWN_INN])
def test_no_changed_digit_of_a_known_number_passes(number: str) -> None:
    assert [one for one in changed(number) if is_taken(rules.inn, one)] == []


@pytest.mark.parametrize(
    "number", ["", "1", "770708389", "77070838933", "٧٧٠٧٠٨٣٨٩٣", "77O7083893"]
)
def test_what_is_no_number_is_refused(number: str) -> None:
    for check in (rules.inn, rules.ogrn):
        with pytest.raises(rules.BadNumber):
            check(number)


def test_a_register_number_begins_as_registers_do() -> None:
    with pytest.raises(rules.BadNumber) as problem:
        rules.ogrn(rules.with_ogrn_check("202770013219"))
    assert problem.value.code == "start"


def test_numbers_of_two_kinds_make_no_pair() -> None:
    rules.require_pair(KNOWN_INN[0], KNOWN_OGRN[0])
    rules.require_pair(KNOWN_INN[1], KNOWN_OGRN[1])
    for inn, ogrn in ((KNOWN_INN[0], KNOWN_OGRN[1]), (KNOWN_INN[1], KNOWN_OGRN[0])):
        with pytest.raises(rules.BadNumber):
            rules.require_pair(inn, ogrn)
