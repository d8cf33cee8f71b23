"""Statements of RDF written as Turtle and as JSON-LD: the same ones, without a blank node."""

# not shown in this module: marks of two notations

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

PREFIXES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "adms": "http://www.w3.org/ns/adms#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
TYPE = PREFIXES["rdf"] + "type"
_LOCAL = re.compile(r"^[A-Za-z][A-Za-z0-9_-]*$")
# What an address may not hold between the angle brackets (Turtle, production IRIREF).
_BAD_IN_IRI = re.compile(r"[\x00-\x20<>\"{}|^`\\]")
_ESCAPES = str.maketrans(
    {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
)


@dataclass(frozen=True, order=True)
class Iri:
    """An address."""

    value: str


@dataclass(frozen=True, order=True)
class Literal:
    """Words in a language, or a value of a type (a whole IRI)."""

    value: str
    language: str = ""
    type: str = ""


Triple = tuple[Iri, Iri, "Iri | Literal"]


def term(short: str) -> Iri:
    """`dct:title` as an address."""
    prefix, _colon, local = short.partition(":")
    return Iri(PREFIXES[prefix] + local)


def turtle(triples: Iterable[Triple]) -> str:
    """RDF 1.1 Turtle."""
    lines = [f"@prefix {name}: <{space}> ." for name, space in sorted(PREFIXES.items())]
    for subject, said in _by_subject(triples):
        parts = [f"{_predicate(one)} {_object(value)}" for one, value in said]
        lines += ["", f"{_iri(subject)}\n    " + " ;\n    ".join(parts) + " ."]
    return "\n".join(lines) + "\n"


def jsonld(triples: Iterable[Triple]) -> dict[str, Any]:
    """JSON-LD 1.1: the context holds prefixes alone, every value stands with its type."""
    nodes = []
    for subject, said in _by_subject(triples):
        node: dict[str, Any] = {"@id": subject.value}
        for predicate, value in said:
            if predicate.value == TYPE and isinstance(value, Iri):
                node.setdefault("@type", []).append(_short(value) or value.value)
                continue
            name = _short(predicate) or predicate.value
            node.setdefault(name, []).append(_value(value))
        nodes.append(node)
    return {"@context": dict(PREFIXES), "@graph": nodes}


def _by_subject(
    triples: Iterable[Triple],
) -> Sequence[tuple[Iri, list[tuple[Iri, Iri | Literal]]]]:
    found: dict[Iri, dict[tuple[Iri, Iri | Literal], None]] = {}
    for subject, predicate, value in triples:
        found.setdefault(subject, {})[predicate, value] = None
    return [(subject, list(said)) for subject, said in found.items()]


def _short(one: Iri) -> str:
    for name, space in PREFIXES.items():
        if one.value.startswith(space) and _LOCAL.match(one.value[len(space) :]):
            return f"{name}:{one.value[len(space) :]}"
    return ""


def _predicate(one: Iri) -> str:
    return "a" if one.value == TYPE else _short(one) or _iri(one)


def _object(value: Iri | Literal) -> str:
    if isinstance(value, Iri):
        return _short(value) or _iri(value)
    quoted = f'"{value.value.translate(_ESCAPES)}"'
    if value.language:
        return f"{quoted}@{value.language}"
    return f"{quoted}^^{_short(Iri(value.type)) or _iri(Iri(value.type))}" if value.type else quoted


def _iri(one: Iri) -> str:
    return "<" + _BAD_IN_IRI.sub(lambda bad: f"%{ord(bad[0]):02X}", one.value) + ">"


def _value(value: Iri | Literal) -> dict[str, str]:
    if isinstance(value, Iri):
        return {"@id": value.value}
    told = {"@value": value.value}
    if value.language:
        told["@language"] = value.language
    if value.type:
        told["@type"] = _short(Iri(value.type)) or value.type
    return told
