"""JSON and base64 of which every value has one form, so that each flipped bit is seen."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Mapping
from typing import Any

from veche.ballotbox.faults import Fault

_DECIMAL = re.compile(r"0|[1-9][0-9]{0,17}", re.ASCII)


def write_json(value: Any) -> bytes:
    """UTF-8 JSON: keys sorted, no spaces, no escapes but those that JSON demands."""
    text = json.dumps(
        value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    )
    return text.encode()


def read_json(data: bytes, code: str) -> Any:
    """What `write_json` wrote; Fault(code) for any other bytes, fractions and doubled keys too."""
    try:
        value = json.loads(data.decode(), parse_float=_refuse, parse_constant=_refuse)
        is_canonical = write_json(value) == data
    except (ValueError, RecursionError) as error:
        raise Fault(code, "no JSON that this protocol knows") from error
    if not is_canonical:
        raise Fault(code, "JSON in another than its one form")
    return value


def _refuse(text: str) -> Any:
    raise ValueError("only whole numbers are written")


def shaped(value: Any, shape: Mapping[str, type], code: str) -> dict[str, Any]:
    """The object, when it has exactly the fields of the shape, each of exactly its type."""
    if type(value) is not dict or value.keys() != shape.keys():
        raise Fault(code, f"expected an object of {', '.join(sorted(shape))}")
    for name, kind in shape.items():
        if type(value[name]) is not kind:
            raise Fault(code, f"{name} is no {kind.__name__}")
    return value


def to_base64(data: bytes) -> str:
    """Standard base64 with padding (RFC 4648, section 4)."""
    return base64.b64encode(data).decode()


def from_base64(text: str, code: str) -> bytes:
    """Bytes of standard base64; Fault(code) also where the bits left over are not nought."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Fault(code, "no base64") from error
    if to_base64(data) != text:
        raise Fault(code, "base64 in another than its one form")
    return data


def from_decimal(text: str, code: str) -> int:
    """A whole number without a sign and leading noughts, below 10**18."""
    if not _DECIMAL.fullmatch(text):
        raise Fault(code, "no whole number in its one form")
    return int(text)


def from_utf8(data: bytes, code: str) -> str:
    """The text of a file as it came, its line breaks untouched."""
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise Fault(code, "no UTF-8") from error
