"""The name under which somebody's hours of help are certified."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class VolunteerName:
    """Surname, name, patronymic if there is one."""

    surname: str
    name: str
    patronymic: str = ""

    @property
    def full(self) -> str:
        """As it stands on a certificate."""
        return " ".join(filter(None, (self.surname, self.name, self.patronymic)))

    @property
    def brief(self) -> str:
        """As much as tells that a certificate is this person's: «Анна Сергеевна К.»."""
        return " ".join(filter(None, (self.name, self.patronymic, f"{self.surname[:1]}.")))
