"""Does a result cost more when more people have voted?"""

from __future__ import annotations

from tools.bench.filling import filled
from tools.bench.pages import browser, medians_ms, queries_of
from tools.bench.stand import tell

FEW, MANY = 10**2, 10**6


def run(name: str) -> None:
    """Tell the result page's median with many ballots, against few."""
    client = browser()
    pages = {count: f"/polls/{filled(count)[0]}/result/" for count in (FEW, MANY)}
    spent = medians_ms(client, list(pages.values()))
    few, many = spent[pages[FEW]], spent[pages[MANY]]
    tell(
        name,
        many,
        "ms",
        ratio=round(many / few, 3),
        against=f"{few:.3f} ms with {FEW} ballots",
        ballots=MANY,
        queries=queries_of(client, pages[MANY]),
    )
