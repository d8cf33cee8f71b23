"""Under which name somebody writes to the town, and where the answer goes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Addressee:
    """Surname, name, patronymic if there is one, and a postal or an e-mail address."""

    surname: str
    name: str
    patronymic: str = ""
    address: str = ""

    @property
    def full_name(self) -> str:
        """As it stands on a letter."""
        return " ".join(filter(None, (self.surname, self.name, self.patronymic)))
