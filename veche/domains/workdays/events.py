"""What happens to neighbours' days; told to the rest of the house after the commit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True)
class DayCalled:
    """Somebody wants to call neighbours and asks the owner of the place."""

    day_id: UUID
    kind: ClassVar[str] = "workdays.day_called"


@dataclass(frozen=True)
class OwnerAsked:
    """A moderator has let the words through: the owner of the place may answer."""

    day_id: UUID
    kind: ClassVar[str] = "workdays.owner_asked"


@dataclass(frozen=True)
class DayAllowed:
    """The owner of the place agreed: everyone sees it and may come."""

    day_id: UUID
    kind: ClassVar[str] = "workdays.day_allowed"


@dataclass(frozen=True)
class DayForbidden:
    """The owner of the place did not agree, and said why."""

    day_id: UUID
    kind: ClassVar[str] = "workdays.day_forbidden"


@dataclass(frozen=True)
class DayTurnedOver:
    """An official named another owner of the place, who is asked now."""

    day_id: UUID
    kind: ClassVar[str] = "workdays.day_turned_over"


@dataclass(frozen=True)
class DayCancelled:
    """The day will not be."""

    day_id: UUID
    kind: ClassVar[str] = "workdays.day_cancelled"


@dataclass(frozen=True)
class DayLapsed:
    """The owner did not answer in time, or nobody has summed the day up."""

    day_id: UUID
    kind: ClassVar[str] = "workdays.day_lapsed"


@dataclass(frozen=True)
class DayNear:
    """It is tomorrow: helpers are reminded."""

    day_id: UUID
    kind: ClassVar[str] = "workdays.day_near"


@dataclass(frozen=True)
class DayOver:
    """It is over, and its caller is to say how it went."""

    day_id: UUID
    kind: ClassVar[str] = "workdays.day_over"


@dataclass(frozen=True)
class DayDone:
    """Summed up: who came, how long, what came out."""

    day_id: UUID
    kind: ClassVar[str] = "workdays.day_done"


@dataclass(frozen=True)
class DayJoined:
    """A neighbour comes."""

    day_id: UUID
    kind: ClassVar[str] = "workdays.day_joined"


@dataclass(frozen=True)
class DayLeft:
    """A neighbour does not come after all."""

    day_id: UUID
    kind: ClassVar[str] = "workdays.day_left"


@dataclass(frozen=True)
class ToolsHeld:
    """Tools of the town's store are for this day now."""

    day_id: UUID
    kind: ClassVar[str] = "workdays.tools_held"


@dataclass(frozen=True)
class ToolsGivenBack:
    """Tools of a day are in the store again."""

    day_id: UUID
    kind: ClassVar[str] = "workdays.tools_given_back"


@dataclass(frozen=True)
class PhotosAdded:
    """Photos were added; nobody sees them before a person has."""

    day_id: UUID
    kind: ClassVar[str] = "workdays.photos_added"


@dataclass(frozen=True)
class HoursTaken:
    """The list of hours was downloaded, with the names of those who agreed."""

    day_id: UUID
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
