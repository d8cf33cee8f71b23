"""Small readers of Turtle and JSON-LD, written apart from what writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

Value = str | tuple[str, str, str]
Triple = tuple[str, str, Value]
_TOKEN = re.compile(
    r'\s*(?:(?P<iri><[^<>"{}|^`\\\x00-\x20]*>)|(?P<text>"(?:[^"\\\n\r]|\\[tbnrf"\\])*")'
    r"|(?P<lang>@[a-zA-Z-]+)|(?P<type>\^\^)|(?P<mark>[.;,])|(?P<name>[a-zA-Z][\w-]*:[\w-]+|a\b))"
)
_ESCAPES = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "\\": "\\"}


def of_turtle(text: str) -> set[Triple]:
    """Statements of a Turtle document; ValueError where it is not Turtle."""
    spaces = dict(re.findall(r"^@prefix (\w+): <([^>]+)> \.$", text, re.MULTILINE))
    tokens = _tokens(re.sub(r"^@prefix .*$", "", text, flags=re.MULTILINE))
    found: set[Triple] = set()
    subject = predicate = ""
    kind, word = next(tokens, ("end", ""))
    while kind != "end":
        subject = _iri(kind, word, spaces)
        while True:
            predicate = _iri(*next(tokens), spaces)
            while True:
                value, kind, word = _object(tokens, spaces)
                found.add((subject, predicate, value))
                if word != ",":
                    break
            if word != ";":
                break
        if word != ".":
            raise ValueError(f"a statement ends with {word!r}")
        kind, word = next(tokens, ("end", ""))
    return found


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    place = 0
    while text[place:].strip():
        token = _TOKEN.match(text, place)
        if token is None:
            raise ValueError(f"no Turtle: {text[place : place + 60]!r}")
        place = token.end()
        yield str(token.lastgroup), token[str(token.lastgroup)]


def _iri(kind: str, word: str, spaces: Mapping[str, str]) -> str:
    if kind == "iri":
        return word[1:-1]
    if word == "a":
        return "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
    prefix, _colon, local = word.partition(":")
    return spaces[prefix] + local


def _object(tokens: Iterator[tuple[str, str]], spaces: Mapping[str, str]) -> tuple[Value, str, str]:
    kind, word = next(tokens)
    if kind != "text":
        return _iri(kind, word, spaces), *next(tokens)
    said = re.sub(r"\\(.)", lambda one: _ESCAPES[one[1]], word[1:-1])
    kind, word = next(tokens)
    if kind == "lang":
        return (said, word[1:], ""), *next(tokens)
    if kind == "type":
        return (said, "", _iri(*next(tokens), spaces)), *next(tokens)
    return (said, "", ""), kind, word


def of_jsonld(told: Mapping[str, Any]) -> set[Triple]:
    """Statements of a JSON-LD document whose context holds prefixes alone."""
    spaces = told["@context"]

    def whole(name: str) -> str:
        prefix, _colon, local = name.partition(":")
        return spaces[prefix] + local if prefix in spaces else name

    found: set[Triple] = set()
    for node in told["@graph"]:
        for name, values in node.items():
            if name == "@id":
                continue
            if name == "@type":
                kind = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
                found |= {(node["@id"], kind, whole(one)) for one in values}
                continue
            for value in values:
                said: Value = (
                    value["@id"]
                    if "@id" in value
                    else (
                        value["@value"],
                        value.get("@language", ""),
                        whole(value["@type"]) if "@type" in value else "",
                    )
                )
                found.add((node["@id"], whole(name), said))
    return found
