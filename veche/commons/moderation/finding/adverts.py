"""Advertising: a way to reach a seller beside words that sell. A link alone is no advertising."""

# not shown in this module: words that sell

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from veche.commons.moderation.finding.letters import Word
from veche.commons.moderation.finding.lists import section
from veche.commons.moderation.rules import ADVERT, EMAIL, LINK, PHONE, Finding
from veche.kernel.morphology import lemmas

_LINK = re.compile(
    r"(?:https?://|www\.)\S+|(?<![\w@.])(?:t\.me|vk\.me|wa\.me|vk\.cc|clck\.ru|bit\.ly)/\S+"
    r"|(?<![\w@.])[\w-]+(?:\.[\w-]+)*\.(?:ru|рф|com|org|net|su|info|shop|online|store|site|xyz|top)"
    r"(?:/\S*)?(?![\w@])",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<![\w@./])@[A-Za-z]\w{4,31}(?![\w@])")
_STATE = re.compile(r"(?:^|[/.])(?:gov\.ru|gosuslugi\.ru|mos\.ru|tatar\.ru|kremlin\.ru)(?:/|$)")
_PRICE = re.compile(r"\d[\d\s]*(?:[.,]\d+)?\s?(?:руб\w*|р\.|₽|тыс\.?\s?р\w*)", re.IGNORECASE)
_SELLING = frozenset(section("selling"))
_WEAK = frozenset(section("weakly_selling"))
_LEAST = 3.5


def find(text: str, words: Sequence[Word], personal: Sequence[Finding]) -> Iterator[Finding]:
    """Links, each where it stands; and the whole text, when it sells."""
    links = [one for one in _LINK.finditer(text) if not _STATE.search(one[0].lower())]
    links = [one for one in links if not any(_covers(other, one.start()) for other in personal)]
    for one in links:
        yield Finding(LINK, one.start(), one.end())
    reached = len(links) + len(_HANDLE.findall(text))
    reached += sum(one.kind in (PHONE, EMAIL) for one in personal)
    sold = {lemma for word in words if word.plain.isalpha() for lemma in lemmas(word.plain)}
    sold &= _SELLING
    strength = sum(0.5 if lemma in _WEAK else 1.0 for lemma in sold)
    strength = min(strength, 3.0) + (1.0 if _PRICE.search(text) else 0.0)
    if sold and strength + 1.5 * min(reached, 2) >= _LEAST and (reached or strength >= _LEAST):
        yield Finding(ADVERT, 0, len(text))


def _covers(finding: Finding, place: int) -> bool:
    return finding.start <= place < finding.end
