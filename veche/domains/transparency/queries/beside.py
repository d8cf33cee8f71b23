"""What stands beside the budget: other towns by resident, indicators of programmes, payments."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Max, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from veche.commons.identity.public import PersonRef
from veche.commons.towns import public as towns
from veche.domains.transparency import policies
from veche.domains.transparency.models import (
    Indicator,
    Line,
    Node,
    Paid,
    Payment,
    Peer,
    PeerSum,
    Register,
)
from veche.domains.transparency.queries import classification, reading, register_words
from veche.domains.transparency.queries.picture import Year
from veche.domains.transparency.rules import axes, codes, payments, registers
from veche.kernel.errors import NotFound
from veche.kernel.pagination import Page, keyset

PAYMENTS_A_PAGE, READ_AT_ONCE = 50, 2000


@dataclass(frozen=True)
class Town:
    """A town's spending by section in kopecks, "" the whole; what is not in `sums` is not known."""

    name: str
    population: int | None
    sums: Mapping[str, int]
    source_title: str
    source_url: str
    as_of: date | None
    is_own: bool = False

    def per_resident(self, section: str) -> int | None:
        """Kopecks a year; None where the sum or the number of people is not known."""
        value = self.sums.get(section)
        return value // self.population if value is not None and self.population else None


def bases_of(year: int) -> list[str]:
    """By plan, as done: what other towns' figures there are of a year."""
    found = set(Peer.objects.filter(year=year).values_list("basis", flat=True))
    return [one for one in registers.BASES if one in found]


def towns_of(told: Year, basis: str) -> list[Town]:
    """This town first, then others of the same year, by the same basis."""
    peers = Peer.objects.filter(year=told.year, basis=basis).prefetch_related("sums")
    others = [
        Town(
            one.name,
            one.population,
            {each.section: each.amount for each in one.sums.all()},
            one.source_title,
            one.source_url,
            one.as_of,
        )
        for one in peers.order_by("name")
    ]
    return [_own(told, basis), *others]


def _own(told: Year, basis: str) -> Town:
    """Of reports only that of the whole year is compared with whole years."""
    side = told.spending
    row = side.plan
    if basis == registers.EXECUTED:
        is_whole = side.fact is not None and side.fact.as_of > date(told.year, 12, 30)
        row = side.fact if is_whole else None
    sums: dict[str, int] = {}
    if row is not None:
        sums[""] = reading.figure(row, row)
        nodes = Node.objects.filter(source=row, axis=axes.FUNCTION, parent="")
        sums |= {one.code: reading.figure(row, one) for one in nodes}
    url = reverse("transparency:list-files", args=[told.year])
    as_of = row.as_of if row is not None else None
    title = _("Файлы и версии")
    return Town(towns.current().name, told.residents, sums, title, url, as_of, is_own=True)


def sections_of(known: Iterable[Town]) -> list[tuple[str, str]]:
    """The whole, then sections that any town tells of, with their names."""
    found = {section for one in known for section in one.sums if section in classification.SECTIONS}
    return [
        ("", _("Все расходы")),
        *((one, str(classification.SHORT[one])) for one in sorted(found) if one != codes.UNPARTED),
    ]


def by_section(known: Sequence[Town], section: str) -> list[dict[str, Any]]:
    """Towns by what they spend a resident on it, the most first; who tells nothing stands last."""
    rows = [{"town": one, "value": one.per_resident(section)} for one in known]
    return sorted(
        rows, key=lambda one: (one["value"] is None, -(one["value"] or 0), one["town"].name)
    )


def indicators_of(programme: str) -> list[dict[str, Any]]:
    """Indicators of a programme in the order of their names, each with its years."""
    found: dict[str, dict[str, Any]] = {}
    for one in Indicator.objects.filter(programme=programme).order_by("name", "year"):
        kept = found.setdefault(one.name, {"name": one.name, "unit": one.unit, "years": []})
        kept["unit"] = one.unit
        kept["years"].append(one)
    return list(found.values())


@dataclass(frozen=True)
class PaidSum:
    """Payments together: how many, how much in kopecks, the last of them, where they are listed."""

    number: int
    amount: int
    last_on: date
    url: str


# Numbers of contracts to (title, address) of what is built by them; nothing while no bridge says.
Works = Callable[[Sequence[str]], Mapping[str, tuple[str, str]]]
_works: list[Works] = []


def use_works(find: Works) -> None:
    """Replace what knows which contract builds what."""
    _works[:] = [find]


def works_of(contracts: Iterable[str]) -> Mapping[str, tuple[str, str]]:
    """What is built by these contracts, as far as anybody knows."""
    asked = sorted(set(contracts))
    return _works[0](asked) if _works and asked else {}


def line_key(one: Line) -> str:
    """The codes of a line in an address: `902-0702-0110200590-611`."""
    return axes.JOINT.join((one.office, one.part, one.target, one.kind))


def paid_by_line(year: int, lines: Sequence[Line]) -> dict[int, PaidSum]:
    """What was paid by the codes of these lines; one query of rolled-up sums."""
    asked = [one for one in lines if len(one.part) == codes.PART and one.target]
    if not asked:
        return {}
    wanted = Q()
    for one in {(each.part, each.target) for each in asked}:
        wanted |= Q(part=one[0], target__startswith=one[1])
    names = ("office", "part", "target", "kind")
    rows = list(
        Paid.objects.filter(wanted, year=year)
        .values(*names)
        .annotate(n=Sum("number"), total=Sum("amount"), last=Max("last_on"))
        .order_by(*names)
    )
    found = {}
    for line in asked:
        ours = [row for row in rows if _is_of(line, row)]
        if ours:
            asked_for = urlencode({"line": line_key(line)})
            found[line.pk] = PaidSum(
                sum(row["n"] for row in ours),
                sum(int(row["total"]) for row in ours),
                max(row["last"] for row in ours),
                f"{reverse('transparency:list-payments', args=[year])}?{asked_for}",
            )
    return found


def _is_of(line: Line, row: Mapping[str, Any]) -> bool:
    """Whether payments were made by what a line says, as far as it says it."""
    return (
        row["part"] == line.part
        and row["target"].startswith(line.target)
        and row["kind"].startswith(line.kind)
        and (not line.office or row["office"] in ("", line.office))
    )


def paid_by_contract(number: str) -> PaidSum | None:
    """What was paid under a contract in all years; None where nothing is known."""
    contract = payments.contract(number)
    if not contract:
        return None
    told = Paid.objects.filter(contract=contract).aggregate(
        n=Sum("number"), total=Sum("amount"), last=Max("last_on")
    )
    if not told["n"]:
        return None
    url = f"{reverse('transparency:contract-payments')}?{urlencode({'contract': contract})}"
    return PaidSum(told["n"], int(told["total"]), told["last"], url)


@dataclass(frozen=True)
class Asked:
    """Which payments are shown: a line's of a year, or a contract's."""

    rows: QuerySet[Payment]
    number: int
    amount: int


def of_line(year: int, key: str) -> Asked:
    """Payments by the codes of a line; NotFound for what is no line."""
    parts = key.split(axes.JOINT)
    if len(parts) != 4 or len(parts[1]) != codes.PART or not parts[2]:
        raise NotFound()
    office, part, target, kind = parts
    asked = Q(year=year, part=part, target__startswith=target, kind__startswith=kind)
    if office:
        asked &= Q(office__in=("", office))
    return _asked(asked)


def of_contract(number: str) -> Asked:
    """Payments under a contract in all years."""
    return _asked(Q(contract=payments.contract(number)))


def _asked(wanted: Q) -> Asked:
    told = Paid.objects.filter(wanted).aggregate(n=Sum("number"), total=Sum("amount"))
    if not told["n"]:
        raise NotFound(_("Таких платежей нет"), advice=_("Откройте бюджет и выберите строку."))
    rows = Payment.objects.filter(wanted).select_related("register")
    return Asked(rows, told["n"], int(told["total"]))


def payments_page(asked: Asked, *, after: str = "") -> Page[Payment]:
    """The newest first."""
    order = ("-paid_on", "-id")
    return keyset(asked.rows, order=order, after=after, size=PAYMENTS_A_PAGE)


def all_peers() -> Iterator[PeerSum]:
    """What other towns spend, by year and section, for a download."""
    rows = PeerSum.objects.select_related("peer")
    order = ("peer__year", "peer__name", "peer__basis", "section")
    return rows.order_by(*order).iterator(chunk_size=READ_AT_ONCE)


def all_indicators() -> Iterator[Indicator]:
    """What programmes promise and what came of it, for a download."""
    rows = Indicator.objects.order_by("programme", "name", "year")
    return rows.iterator(chunk_size=READ_AT_ONCE)


def all_payments() -> Iterator[Payment]:
    """Every payment, the oldest first, for a download."""
    rows = Payment.objects.select_related("register").order_by("paid_on", "id")
    return rows.iterator(chunk_size=READ_AT_ONCE)


def kept_for(person: PersonRef) -> dict[str, list[dict[str, Any]]]:
    """What has been imported, for whoever works on the budget: title, note, key to drop it by."""
    policies.may_work_on_budget(person).or_refuse()
    peers = Peer.objects.annotate(n=Count("sums"))
    programmes = (
        Indicator.objects.values("programme", "year")
        .annotate(n=Count("id"))
        .order_by("-year", "programme")
    )
    return {
        registers.TOWNS: [
            {
                "title": one.name,
                "year": one.year,
                "basis": register_words.BASES[one.basis],
                "number": one.n,
                "key": str(one.id),
            }
            for one in peers
        ],
        registers.INDICATORS: [
            {
                "title": _("Программа %(code)s") % {"code": one["programme"]},
                "year": one["year"],
                "number": one["n"],
                "key": f"{one['programme']}-{one['year']}",
            }
            for one in programmes
        ],
        registers.PAYMENTS: [
            {
                "title": one.file_name,
                "year": one.last_on.year,
                "number": one.rows_number,
                "key": str(one.id),
            }
            for one in Register.objects.all()
        ],
    }
