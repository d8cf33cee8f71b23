"""A broken list of addresses is refused whole, with the line's number."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from veche.commons.places.addresses_file import AddressRow, read_addresses
from veche.commons.places.file_errors import FileRefused

HEAD = "street;house;latitude;longitude;settlement;fias\n"
GOOD = "Луговая улица;54;54.5;36.6;;\n"
PLACE = uuid4()


def place_at(lat: float, lon: float) -> UUID | None:
    return PLACE if 54 < lat < 55 else None


def read(text: str) -> list[AddressRow]:
    return read_addresses(text.encode(), place_at, frozenset({"село дальнее"}))


def refusal(text: str) -> FileRefused:
    with pytest.raises(FileRefused) as caught:
        read(text)
    return caught.value


@pytest.mark.parametrize(
    "text",
    [
        HEAD + GOOD,
        "\ufeff" + HEAD + GOOD,
        HEAD.replace("\n", "\r\n") + GOOD.replace("\n", "\r\n"),
        HEAD + "\n" + GOOD + ";;;;;\n",
        "house,street,longitude,latitude\n54,Луговая улица,36.6,54.5\n",
        HEAD + '"Луговая  улица";"54";"54,5";36,6;;\n',
        HEAD + "Луговая улица;54;54.5;36.6;;" + "{11111111-1111-4111-8111-111111111111}\n",
    ],
)
def test_read_addresses_takes_a_good_file(text: str) -> None:
    row = read(text)[0]
    assert (row.street, row.house_key, row.latitude, row.longitude, row.place_id) == (
        "Луговая улица",
        "54",
        54.5,
        36.6,
        PLACE,
    )


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (";5;54.5;36.6;;", "не указана улица"),
        ("Луговая;5;54.5;36.6;село Нездешнее;", "нет в списке"),
        ("Луговая;дом;54.5;36.6;;", "номер дома"),
        ("Луговая;;54.5;36.6;;", "номер дома"),
        ("Луговая;" + "5" * 21 + ";54.5;36.6;;", "номер дома"),
        ("Луговая;5;север;36.6;;", "числом"),
        ("Луговая;5;nan;36.6;;", "вне земного шара"),
        ("Луговая;5;1e400;36.6;;", "вне земного шара"),
        ("Луговая;5;95;36.6;;", "вне земного шара"),
        ("Луговая;5;60;36.6;;", "вне границ"),
        ("Луговая;5;54.5;36.6;;не-гуид", "ФИАС"),
        ("Луг\u200bовая;5;54.5;36.6;;", "невидимые"),
        ("у" * 121 + ";5;54.5;36.6;;", "длиннее"),
        ("Луговая улица;д. 54;54.5;36.6;;", "номер дома"),
        ("луговая улица;54;54.5;36.6;;", "повторяет строку 2"),
    ],
)
def test_read_addresses_refuses_a_line_by_number(line: str, reason: str) -> None:
    error = refusal(HEAD + GOOD + line + "\n")
    assert error.errors[0].number == 3
    assert reason in error.errors[0].message


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "Нет столбцов"),
        (HEAD, "ни одного адреса"),
        ("street;house\nа;1\n", "latitude, longitude"),
        ("street;street;house;latitude;longitude\n", "повторяются"),
        (HEAD + "Луговая;5\n", "столбцов не столько"),
        (HEAD + '"Луговая;5;54.5;36.6;;\n' + GOOD, "кавычки"),
        (HEAD + "Луговая;5\x00;54.5;36.6;;\n", "не текстовый"),
    ],
)
def test_read_addresses_refuses_the_whole_file(text: str, reason: str) -> None:
    assert reason in refusal(text).errors[0].message


def test_read_addresses_refuses_other_encodings() -> None:
    with pytest.raises(FileRefused, match="UTF-8"):
        read_addresses(HEAD.encode() + GOOD.encode("cp1251"), place_at, frozenset())


def test_read_addresses_refuses_one_guid_twice() -> None:
    guid = "11111111-1111-4111-8111-111111111111"
    text = HEAD + f"Луговая;5;54.5;36.6;;{guid}\nЛуговая;6;54.5;36.6;;{guid}\n"
    assert "повторяет строку 2" in refusal(text).errors[0].message


def test_a_formula_in_a_street_stays_text() -> None:
    assert read(HEAD + "=cmd();5;54.5;36.6;;\n")[0].street == "=cmd()"


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200), st.booleans())
def test_read_addresses_never_fails_otherwise(text: str, with_head: bool) -> None:
    try:
        read(HEAD + text if with_head else text)
    except FileRefused:
        pass
    except UnicodeEncodeError:
        pass  # the test's own: a lone surrogate never arrives as bytes
