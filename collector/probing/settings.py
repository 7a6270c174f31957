"""The file of probes: what is looked at, how often, and by what the prober tells that it can look at all."""

from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from collector.probing.looks import AnyLook
from collector.remote.settings import RemoteModel

Name = Annotated[
    str,
    Field(pattern=r"^[^\W_][\w .-]*$", max_length=100, description="letters, digits, space, _ . and -"),
]
_MEGABYTE = 1_000_000


class Reference(RemoteModel):
    """Something beyond our own network that nearly always answers; no part of what the supplier delivers."""

    name: Name
    look: AnyLook


class Probe(RemoteModel):
    """One target, looked at again and again; what is seen is the state of a service, or of a unit's."""

    name: Name = Field(description="name of the probe; its moment within the interval follows from it")
    service: Annotated[str, Field(min_length=1, description="service of the contract")]
    unit: Annotated[str, Field(min_length=1)] | None = Field(
        default=None, description="unit of the contract; without it what is seen concerns all"
    )
    aspect: Name | None = Field(
        default=None,
        description="what of the service this looks at, where several probes look at one; "
        "stands after the prober's name",
    )
    every: Annotated[int, Field(ge=1, le=86_400)] = Field(default=60, description="seconds between two looks")
    retries: Annotated[int, Field(ge=0, le=10)] = Field(
        default=2, description="quick tries after the first before a failure can count"
    )
    pause: Annotated[float, Field(ge=0, le=60)] = Field(
        default=2.0, description="seconds between two tries of one look"
    )
    look: AnyLook

    @property
    def tries(self) -> int:
        """How many tries fail before a service is down: the first, the retries, and one that confirms."""
        return 1 + self.retries + 1

    @property
    def longest(self) -> float:
        """Seconds that one look can take, without the references."""
        return self.tries * self.look.time_out + self.retries * self.pause

    @property
    def speaks_for(self) -> int:
        """Seconds for which a look speaks: until the next, and half as long again, as that may be late."""
        return self.every + max(2, self.every // 2)


class ProbesFile(RemoteModel):
    """What probes.yaml says."""

    prober: Name = Field(description="name of the prober; the facts say that it looked")
    spool: Annotated[str, Field(min_length=1)] = Field(
        default="spool", description="folder that is written to, a relative one below the watch"
    )
    kept_days: Annotated[int, Field(ge=1, le=366)] = Field(
        default=14, description="days after which what was written is removed, collected or not"
    )
    largest_spool: Annotated[int, Field(ge=_MEGABYTE)] = Field(
        default=256 * _MEGABYTE, description="bytes beyond which the oldest of it is removed earlier"
    )
    references: tuple[Reference, ...] = Field(
        default=(), description="where none of them answers it is the prober that is cut off"
    )
    probes: Annotated[tuple[Probe, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _references_are_several(self) -> Self:
        if len(self.references) == 1:
            raise _at(
                ("references", 0),
                "one reference alone decides, and each fault of its own would hide what the supplier does",
                "Name two or more that have nothing in common, or none",
            )
        return self

    @model_validator(mode="after")
    def _names_are_unique(self) -> Self:
        for key, names in (
            ("probes", [probe.name for probe in self.probes]),
            ("references", [reference.name for reference in self.references]),
        ):
            for position, name in enumerate(names):
                if name in names[:position]:
                    raise _at((key, position, "name"), f"the name {name} stands more than once", "Change one")
        return self

    @model_validator(mode="after")
    def _states_have_one_origin(self) -> Self:
        seen: dict[tuple[str, str | None, str | None], str] = {}
        for position, probe in enumerate(self.probes):
            other = seen.setdefault((probe.service, probe.unit, probe.aspect), probe.name)
            if other != probe.name:
                raise _at(
                    ("probes", position),
                    f"{probe.name} and {other} look at the same service and unit under one name: "
                    "each would overwrite what the other saw",
                    "Give each an `aspect` of its own, such as page or names",
                )
        return self

    @model_validator(mode="after")
    def _looks_fit_into_the_interval(self) -> Self:
        asking = max((reference.look.time_out for reference in self.references), default=0.0)
        for position, probe in enumerate(self.probes):
            if probe.longest + asking > probe.every:
                raise _at(
                    ("probes", position, "every"),
                    f"one look can take {probe.longest + asking:g} s ({probe.tries} tries of "
                    f"{probe.look.time_out:g} s, pauses, {asking:g} s for the references), "
                    f"and the next one begins after {probe.every} s",
                    "Look less often, or shorten time_out, retries or pause",
                )
        return self


def _at(path: tuple[str | int, ...], found: str, remedy: str) -> PydanticCustomError:
    return PydanticCustomError("at_path", "{found}", {"found": found, "path": path, "remedy": remedy})
