"""What happens to neighbours' days; told to the rest of the house after the commit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True)
class _OfDay:
    day_id: UUID


@dataclass(frozen=True)
class DayCalled(_OfDay):
    """Somebody wants to call neighbours and asks the owner of the place."""

    kind: ClassVar[str] = "workdays.day_called"


@dataclass(frozen=True)
class OwnerAsked(_OfDay):
    """A moderator has let the words through: the owner of the place may answer."""

    kind: ClassVar[str] = "workdays.owner_asked"


@dataclass(frozen=True)
class DayAllowed(_OfDay):
    """The owner of the place agreed: everyone sees it and may come."""

    kind: ClassVar[str] = "workdays.day_allowed"


@dataclass(frozen=True)
class DayForbidden(_OfDay):
    """The owner of the place did not agree, and said why."""

    kind: ClassVar[str] = "workdays.day_forbidden"


@dataclass(frozen=True)
class DayTurnedOver(_OfDay):
    """An official named another owner of the place, who is asked now."""

    kind: ClassVar[str] = "workdays.day_turned_over"


@dataclass(frozen=True)
class DayCancelled(_OfDay):
    """The day will not be."""

    kind: ClassVar[str] = "workdays.day_cancelled"


@dataclass(frozen=True)
class DayLapsed(_OfDay):
    """The owner did not answer in time, or nobody has summed the day up."""

    kind: ClassVar[str] = "workdays.day_lapsed"


@dataclass(frozen=True)
class DayNear(_OfDay):
    """It is tomorrow: helpers are reminded."""

    kind: ClassVar[str] = "workdays.day_near"


@dataclass(frozen=True)
class DayOver(_OfDay):
    """It is over, and its caller is to say how it went."""

    kind: ClassVar[str] = "workdays.day_over"


@dataclass(frozen=True)
class DayDone(_OfDay):
    """Summed up: who came, how long, what came out."""

    kind: ClassVar[str] = "workdays.day_done"


@dataclass(frozen=True)
class DayJoined(_OfDay):
    """A neighbour comes."""

    kind: ClassVar[str] = "workdays.day_joined"


@dataclass(frozen=True)
class DayLeft(_OfDay):
    """A neighbour does not come after all."""

    kind: ClassVar[str] = "workdays.day_left"


@dataclass(frozen=True)
class ToolsHeld(_OfDay):
    """Tools of the town's store are for this day now."""

    kind: ClassVar[str] = "workdays.tools_held"


@dataclass(frozen=True)
class ToolsGivenBack(_OfDay):
    """Tools of a day are in the store again."""

    kind: ClassVar[str] = "workdays.tools_given_back"


@dataclass(frozen=True)
class PhotosAdded(_OfDay):
    """Photos were added; nobody sees them before a person has."""

    kind: ClassVar[str] = "workdays.photos_added"


@dataclass(frozen=True)
class HoursTaken(_OfDay):
    """The list of hours was downloaded, with the names of those who agreed."""

    kind: ClassVar[str] = "workdays.hours_taken"


@dataclass(frozen=True)
class ToolSaved:
    """The town's store was changed."""

    tool_id: UUID
    kind: ClassVar[str] = "workdays.tool_saved"


@dataclass(frozen=True)
class WorkSaved:
    """A kind of work was changed: who does it, its safety sheet."""

    code: str
    kind: ClassVar[str] = "workdays.work_saved"
