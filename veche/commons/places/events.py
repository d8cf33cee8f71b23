"""What the geography tells the rest of the house."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class OutlinesImported:
    """Borders were drawn anew; `moved` houses lie in another place than before."""

    kind: ClassVar[str] = "places.outlines_imported"
    moved: int


@dataclass(frozen=True)
class AddressesImported:
    """Addresses were entered or corrected; `moved` houses lie in another place than before."""

    kind: ClassVar[str] = "places.addresses_imported"
    moved: int
