"""What the description of the API says of every operation alike: refusals, keys, webhooks; and the
same description as lines of a page for people."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from veche.commons.identity import public as identity
from veche.kernel.manifest import Announcement

KEY = "key"
REFUSALS = {
    "400": "The request cannot be read",
    "401": "A key is needed, or the one sent is not good; `WWW-Authenticate` says which",
    "403": "Not now, or not for you; or the key is not good for this",
    "404": "There is nothing here for you",
    "409": "It does not agree with what was done before",
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
SIGNED = {
    "webhook-id": "The same in each repeat of one delivery",
    "webhook-timestamp": "Seconds since 1970; refuse what is older than five minutes",
    "webhook-signature": "`v1,` and HMAC-SHA-256 of `id.timestamp.body` in base64",
}


def add_refusals(schema: dict[str, Any]) -> None:
    """Every operation may refuse, and says so in one shape."""
    schema.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for operations in schema["paths"].values():
        for operation in operations.values():
            for status, said in REFUSALS.items():
                operation["responses"][status] = {"description": said, "content": content}


def add_keys(schema: dict[str, Any]) -> None:
    """Which operations ask for a key, and for which right of it; the others take one or none."""
    scopes = "\n".join(f"- `{scope}`" for scope in identity.SCOPES)
    schema["components"]["securitySchemes"] = {
        KEY: {
            "type": "http",
            "scheme": "bearer",
            "description": f"A key of one person, made under /me/tokens/. Its rights:\n{scopes}",
        }
    }
    for operations in schema["paths"].values():
        for operation in operations.values():
            scope = operation.pop(identity.SCOPE, None)
            operation["security"] = [{KEY: [scope]}] if scope else [{}, {KEY: []}]


def add_webhooks(schema: dict[str, Any], announcements: Iterable[Announcement]) -> None:
    """What the town sends by itself to the addresses that it and its residents have named."""
    headers = [
        {"name": name, "in": "header", "required": True, "description": said}
        | {"schema": {"type": "string"}}
        for name, said in SIGNED.items()
    ]
    schema["webhooks"] = {
        one.kind: {
            "post": {
                "operationId": one.kind.replace(".", "-"),
                "summary": str(one.title),
                "parameters": headers,
                "requestBody": {
                    "required": True,
                    "content": {
                        "application/json": {
                            "schema": {"type": "object", "required": ["type", "timestamp", "data"]},
                            "example": sent(one),
                        }
                    },
                },
                "responses": {"2XX": {"description": "Taken; anything else is tried again"}},
            }
        }
        for one in announcements
    }


def sent(one: Announcement) -> dict[str, Any]:
    """What a receiver gets."""
    return {"type": one.kind, "timestamp": "2026-11-09T18:00:03+00:00", "data": dict(one.example)}


@dataclass(frozen=True)
class Parameter:
    """A part of the address, of its query, or a header."""

    name: str
    place: str
    is_required: bool
    said: str


@dataclass(frozen=True)
class Operation:
    """One operation on the page for developers."""

    method: str
    path: str
    said: str
    anchor: str
    scope: str
    parameters: tuple[Parameter, ...]
    sent: str
    answers: tuple[tuple[str, str], ...]


def operations(schema: dict[str, Any]) -> list[Operation]:
    """What may be asked, by address."""
    return [
        Operation(
            method.upper(),
            path,
            operation["description"],
            operation["operationId"],
            _scope(operation),
            tuple(_parameter(one) for one in operation.get("parameters", ())),
            _sent(operation),
            tuple(_answers(operation)),
        )
        for path, operations in sorted(schema["paths"].items())
        for method, operation in operations.items()
    ]


def _scope(operation: Mapping[str, Any]) -> str:
    """The right that a key must have; "" where none is needed."""
    asked = operation["security"][0].get(KEY, [])
    return str(asked[0]) if asked else ""


def _parameter(one: Mapping[str, Any]) -> Parameter:
    shape = one["schema"]
    words = [str(one.get("description") or shape.get("description", ""))]
    words += ["{}: {}".format("one of", ", ".join(shape["enum"]))] if "enum" in shape else []
    words += [f"{name}: {shape[name]}" for name in _LIMITS if name in shape]
    return Parameter(
        one["name"], one["in"], bool(one["required"]), "; ".join(word for word in words if word)
    )


_LIMITS = ("minimum", "maximum", "minLength", "maxLength", "pattern", "default")


def _sent(operation: Mapping[str, Any]) -> str:
    content = operation.get("requestBody", {}).get("content", {})
    return next((pretty(one["example"]) for one in content.values() if "example" in one), "")


def _answers(operation: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """Media types and examples of what comes when all is well."""
    for status, answer in operation["responses"].items():
        if str(status).startswith("2"):
            for media, content in answer.get("content", {}).items():
                yield media, pretty(content["example"])


def pretty(value: Any) -> str:
    """JSON as people read it; a text as it is."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=1)
