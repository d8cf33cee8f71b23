"""A set for programs of other countries: DCAT-AP 3, Data Package, schema.org."""

# not shown in this module: words of standards

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from veche.domains.opendata.rules.fields import LINK, Field
from veche.domains.opendata.rules.graph import PREFIXES, Iri, Literal, Triple, term
from veche.domains.opendata.rules.passport import (
    CSV,
    JSON,
    LICENCE_NAMES,
    LICENCES,
    WRITTEN,
    XLSX,
    Passport,
    Publisher,
    identifier,
)

_EU = "http://publications.europa.eu/resource/authority/"
_IANA = "https://www.iana.org/assignments/media-types/"
MEDIA = {
    CSV: "text/csv",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    JSON: "application/json",
}
_INSTANT = PREFIXES["xsd"] + "dateTime"
_DAY = PREFIXES["xsd"] + "date"
PACKAGE = "https://specs.frictionlessdata.io/data-package/"
PROFILE = "http://data.europa.eu/r5r/"


@dataclass(frozen=True)
class Portal:
    """The catalogue itself: whole addresses of its page, of the town's first page, of the API."""

    url: str
    home: str
    api: str
    title: str
    text: str
    publisher: Publisher
    language: str = WRITTEN


def catalogue(portal: Portal, sets: Sequence[Passport]) -> Iterator[Triple]:
    """The whole catalogue as DCAT-AP 3.0.0: a catalogue, sets, distributions, the service."""
    here, who = Iri(portal.url), Iri(f"{portal.url}#publisher")
    say = _Teller(here, portal.language)
    yield say.is_a("dcat:Catalog")
    yield say.words("dct:title", portal.title)
    yield say.words("dct:description", portal.text)
    yield say.link("dct:publisher", who)
    yield say.link("foaf:homepage", Iri(portal.home))
    yield say.link("dct:language", Iri(f"{_EU}language/RUS"))
    yield say.link("dct:license", Iri(LICENCES["CC-BY-4.0"]))
    yield say.link("dct:conformsTo", Iri(PROFILE))
    yield say.link("dcat:themeTaxonomy", Iri(f"{_EU}data-theme"))
    yield say.link("dcat:service", Iri(f"{portal.url}#api"))
    if sets:
        yield say.value("dct:issued", min(one.issued_at for one in sets).isoformat(), _INSTANT)
        yield say.value("dct:modified", max(one.changed_at for one in sets).isoformat(), _INSTANT)
    for one in sets:
        yield say.link("dcat:dataset", _id(one))
    yield from _publisher(portal, who)
    yield from _service(portal, sets)
    for one in sets:
        yield from _dataset(portal, one, who)


def one_set(portal: Portal, one: Passport) -> Iterator[Triple]:
    """A set alone, with who publishes it."""
    who = Iri(f"{portal.url}#publisher")
    yield from _publisher(portal, who)
    yield from _dataset(portal, one, who)


class _Teller:
    """Statements about one thing."""

    def __init__(self, subject: Iri, language: str) -> None:
        self._subject, self._language = subject, language

    def is_a(self, kind: str) -> Triple:
        return self.link("rdf:type", term(kind))

    def link(self, what: str, to: Iri) -> Triple:
        return self._subject, term(what), to

    def words(self, what: str, text: str) -> Triple:
        return self._subject, term(what), Literal(text, self._language)

    def value(self, what: str, text: str, kind: str = "") -> Triple:
        return self._subject, term(what), Literal(text, type=kind)


def _id(one: Passport) -> Iri:
    return Iri(f"{one.url}#dataset")


def _publisher(portal: Portal, who: Iri) -> Iterator[Triple]:
    told = portal.publisher
    # The name is the town's own, whatever the language of the reader.
    say = _Teller(who, WRITTEN)
    yield say.is_a("foaf:Agent")
    yield say.words("foaf:name", told.name)
    yield say.link("foaf:homepage", Iri(portal.home))
    contact = _Teller(Iri(f"{portal.url}#contact"), WRITTEN)
    yield contact.is_a("vcard:Organization")
    yield contact.words("vcard:fn", told.name)
    yield contact.link("vcard:hasURL", Iri(portal.home))
    if told.email:
        yield contact.link("vcard:hasEmail", Iri(f"mailto:{told.email}"))
    if told.phone:
        digits = "".join(sign for sign in told.phone if sign.isdecimal() or sign == "+")
        yield contact.link("vcard:hasTelephone", Iri(f"tel:{digits}"))


def _service(portal: Portal, sets: Sequence[Passport]) -> Iterator[Triple]:
    say = _Teller(Iri(f"{portal.url}#api"), portal.language)
    yield say.is_a("dcat:DataService")
    yield say.words("dct:title", portal.title)
    yield say.link("dcat:endpointURL", Iri(portal.api))
    yield say.link("dct:license", Iri(LICENCES["CC-BY-4.0"]))
    yield say.link("dct:accessRights", Iri(f"{_EU}access-right/PUBLIC"))
    for one in sets:
        yield say.link("dcat:servesDataset", _id(one))


def _dataset(portal: Portal, one: Passport, who: Iri) -> Iterator[Triple]:
    say = _Teller(_id(one), one.language)
    yield say.is_a("dcat:Dataset")
    yield say.words("dct:title", one.title)
    yield say.words("dct:description", one.text)
    yield say.value("dct:identifier", identifier(portal.publisher, one.code))
    yield say.link("dct:publisher", who)
    yield say.link("dcat:contactPoint", Iri(f"{portal.url}#contact"))
    yield say.link("dcat:theme", Iri(f"{_EU}data-theme/{one.theme}"))
    yield say.link("dct:accrualPeriodicity", Iri(f"{_EU}frequency/{one.period}"))
    yield say.link("dct:accessRights", Iri(f"{_EU}access-right/PUBLIC"))
    yield say.link("dct:language", Iri(f"{_EU}language/RUS"))
    yield say.link("dcat:landingPage", Iri(one.url))
    yield say.value("dct:issued", one.issued_at.isoformat(), _INSTANT)
    yield say.value("dct:modified", one.changed_at.isoformat(), _INSTANT)
    yield from _told_besides(say, one)
    for form in one.files:
        yield say.link("dcat:distribution", Iri(f"{one.url}#{form}"))
    for form, url in one.files.items():
        yield from _distribution(portal, one, form, url)


def _told_besides(say: _Teller, one: Passport) -> Iterator[Triple]:
    """What only some sets have."""
    for word in one.keywords:
        yield say.words("dcat:keyword", word)
    if one.number:
        yield say.value("dcat:version", str(one.number))
    if one.note:
        yield say.words("adms:versionNotes", one.note)
    if one.page:
        yield say.link("foaf:page", Iri(one.page))
    if one.valid_until is not None:
        yield say.value("dct:valid", one.valid_until.isoformat(), _DAY)
    if one.source:
        yield from _provenance(say, one)


def _provenance(say: _Teller, one: Passport) -> Iterator[Triple]:
    told = Iri(f"{one.url}#provenance")
    yield say.link("dct:provenance", told)
    about = _Teller(told, one.language)
    yield about.is_a("dct:ProvenanceStatement")
    yield about.words("rdfs:label", one.source)


def _distribution(portal: Portal, one: Passport, form: str, url: str) -> Iterator[Triple]:
    say = _Teller(Iri(f"{one.url}#{form}"), one.language)
    yield say.is_a("dcat:Distribution")
    yield say.words("dct:title", f"{one.title}, {form.upper()}")
    yield say.link("dcat:accessURL", Iri(one.url))
    yield say.link("dcat:downloadURL", Iri(url))
    yield say.link("dct:format", Iri(f"{_EU}file-type/{form.upper()}"))
    yield say.link("dcat:mediaType", Iri(_IANA + MEDIA[form]))
    yield say.link("dct:license", Iri(LICENCES[one.licence]))
    yield say.value("dct:modified", one.changed_at.isoformat(), _INSTANT)
    yield say.link("dcat:accessService", Iri(f"{portal.url}#api"))


def data_package(portal: Portal, one: Passport) -> dict[str, Any]:
    """`datapackage.json` (Data Package 1.0, Tabular Data Resource, Table Schema)."""
    package = {
        "profile": "tabular-data-package",
        "name": one.code,
        "id": one.url,
        "title": one.title,
        "description": one.text,
        "created": one.changed_at.isoformat(),
        "homepage": one.url,
        "keywords": list(one.keywords),
        "licenses": [
            {
                "name": one.licence,
                "path": LICENCES[one.licence],
                "title": LICENCE_NAMES[one.licence],
            }
        ],
        "contributors": [
            {"title": portal.publisher.name, "path": portal.home, "role": "publisher"}
        ],
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": one.code,
                "title": one.title,
                "path": one.table,
                "format": CSV,
                "mediatype": MEDIA[CSV],
                "encoding": "utf-8",
                "dialect": {"delimiter": ";", "header": True},
                "schema": table_schema(one.fields),
            }
        ],
    }
    if one.number:
        package["version"] = str(one.number)
    if one.source:
        package["sources"] = [{"title": one.source}]
    return package


def table_schema(fields: Sequence[Field]) -> dict[str, Any]:
    """Types of columns as Table Schema has them; an empty cell is a missing value."""
    return {"fields": [_field(one) for one in fields], "missingValues": [""]}


def _field(one: Field) -> dict[str, Any]:
    told: dict[str, Any] = {"name": one.name, "title": one.title, "type": one.type}
    about = ". ".join(filter(None, (one.note, _spelled(one))))
    if about:
        told["description"] = about
    if one.use == LINK:
        told["format"] = "uri"
    if one.type == "datetime":
        told["format"] = "any"
    if one.type == "boolean":
        told |= {"trueValues": ["true"], "falseValues": ["false"]}
    if one.words:
        told["constraints"] = {"enum": list(one.words)}
    return told


def _spelled(one: Field) -> str:
    return "; ".join(f"{code} — {words}" for code, words in one.words.items())


def schema_org(portal: Portal, one: Passport) -> dict[str, Any]:
    """schema.org/Dataset, as search engines for data sets read it."""
    told: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": f"{one.url}#dataset",
        "name": one.title,
        "description": one.text,
        "url": one.url,
        "identifier": identifier(portal.publisher, one.code),
        "keywords": [one.theme_title, *one.keywords],
        "license": LICENCES[one.licence],
        "isAccessibleForFree": True,
        "inLanguage": one.language,
        "datePublished": one.issued_at.isoformat(),
        "dateModified": one.changed_at.isoformat(),
        "creator": {
            "@type": "GovernmentOrganization",
            "name": portal.publisher.name,
            "url": portal.home,
        },
        "includedInDataCatalog": {
            "@type": "DataCatalog",
            "name": portal.title,
            "url": portal.url,
        },
        "variableMeasured": [
            {"@type": "PropertyValue", "name": field.name, "description": field.title}
            for field in one.fields
        ],
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": MEDIA[form], "contentUrl": url}
            for form, url in one.files.items()
        ],
    }
    if one.number:
        told["version"] = str(one.number)
    return told
