"""What the description of the API says of every operation alike: the one shape of refusal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

REFUSALS = {
    "400": "The request cannot be read",
    "403": "Not now, or not for you",
    "404": "There is nothing here for you",
    "422": "A parameter cannot be taken; `fields` names it",
    "429": "Too many tries; `Retry-After` says how long to wait",
}
# not shown: an example for programmers
PROBLEM = {
    "title": "Problem",
    "description": "RFC 9457: `title` says what is wrong, `detail` what to do.",
    "type": "object",
    "required": ["type", "title", "detail", "status", "code", "fields"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string", "minLength": 1},
        "detail": {"type": "string", "minLength": 1},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "fields": {"type": "object", "additionalProperties": {"type": "string"}},
    },
    "example": {
        "type": "/api/problems/not-found",
        "title": "Такой страницы нет",
        "detail": "Проверьте адрес или начните с главной страницы.",
        "status": 404,
        "code": "not-found",
        "fields": {},
    },
}


def add_refusals(schema: dict[str, Any]) -> None:
    """Every operation may refuse, and says so in one shape."""
    schema.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for operations in schema["paths"].values():
        for operation in operations.values():
            for status, said in REFUSALS.items():
                operation["responses"][status] = {"description": said, "content": content}


@dataclass(frozen=True)
class Operation:
    """One line of the page for developers."""

    method: str
    path: str
    said: str
    anchor: str


def operations(schema: dict[str, Any]) -> list[Operation]:
    """What may be asked, by address."""
    return [
        Operation(method.upper(), path, operation["description"], operation["operationId"])
        for path, operations in sorted(schema["paths"].items())
        for method, operation in operations.items()
    ]
