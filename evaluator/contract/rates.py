"""Terms of rates: cases or changes for each so many of a volume of the same period."""

from typing import Annotated, Literal

from pydantic import Field

from evaluator.contract.clocks import TicketFilter
from evaluator.contract.parts import Name, Terms
from evaluator.contract.ticket_indicators import CountTerms


class UsersVolume(Terms):
    """The users of the services, as the contract states them for services and units."""

    of: Literal["users"]


class TicketsVolume(Terms):
    """The tickets that opened in the period, of the services and sources of the rate."""

    of: Literal["tickets"]
    tickets: TicketFilter


class MeasurementVolume(Terms):
    """The sum of a measurement that others made, over the whole period."""

    of: Literal["measurement"]
    measure: str
    data: tuple[Name, ...] = Field(min_length=1, description="the sources it is measured from")


Volume = Annotated[UsersVolume | TicketsVolume | MeasurementVolume, Field(discriminator="of")]


class Rate(CountTerms):
    """Tickets or changes that meet all conditions, for each `per` of a volume."""

    kind: Literal["rate"]
    per: int = Field(ge=1, description="for each so many, such as 100 users or 1000 tickets")
    volume: Volume
