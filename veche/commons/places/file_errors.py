"""How an import says what is wrong with a file: every mistake with the number of its row."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from veche.kernel.errors import Invalid

MOST_SHOWN = 100


@dataclass(frozen=True)
class FileError:
    """One mistake. `number` is the feature or the line, from 1; 0 is the file as a whole."""

    number: int
    message: str


class FileRefused(Invalid):
    """The file is not taken and nothing is written; `errors` holds the first hundred mistakes."""

    def __init__(self, errors: Sequence[FileError], count: int = 0) -> None:
        self.errors = tuple(errors[:MOST_SHOWN])
        self.count = max(count, len(errors))
        found = _("Ошибок: %(count)s.") % {"count": self.count}
        super().__init__(
            _("Файл не принят, ничего не записано"),
            advice=f"{found} {self.errors[0].message}",
            code="file-refused",
            fields={str(error.number): error.message for error in reversed(self.errors)},
        )

    @classmethod
    def whole(cls, message: str) -> "FileRefused":
        """A mistake of the file as a whole."""
        return cls([FileError(0, message)])

    def __str__(self) -> str:
        return "; ".join(f"{error.number}: {error.message}" for error in self.errors)
