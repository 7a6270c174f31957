"""Zabbix by its JSON-RPC: services, triggers, maintenance, and what Zabbix states of its SLAs."""

from collections.abc import Iterator
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from collector.connectors.connector import Chunk, Evidence, HttpConnector, Setting, Span
from collector.connectors.options import ConnectorOptions, HttpOptions, Seconds
from collector.connectors.zabbix.api import ZabbixApi
from collector.connectors.zabbix.maintenance import read_maintenance
from collector.connectors.zabbix.services import read_services
from collector.connectors.zabbix.slis import read_slis
from collector.connectors.zabbix.triggers import read_triggers
from collector.errors import Problem, ProblemsFound
from collector.mapping.monitoring import StateMapping

_FITTING: dict[str, tuple[str, ...]] = {
    "services": ("samples", "service_states"),
    "triggers": ("samples", "service_states"),
    "maintenance": ("maintenance",),
    "sli": ("statements", "measurements"),
}
"""The types of mapping for each thing that can be read."""


class ZabbixOptions(HttpOptions):
    """What a source in Zabbix can be told."""

    type: Literal["zabbix"]
    reads: Literal["services", "triggers", "maintenance", "sli"] = Field(
        description="services: their status; triggers: problems and their ends; "
        "maintenance: its windows; sli: up and down time as Zabbix counts it"
    )
    tags: dict[str, str] = Field(
        default_factory=dict, description="only services or triggers that carry all of these tags"
    )
    slas: tuple[str, ...] = Field(default=(), description="names of the SLAs to read; without it all")
    alive_item: str | None = Field(
        default=None,
        pattern=r"^\d+$",
        description="id of an item that gets values as long as Zabbix works; where it got none, nothing "
        "is known of services. Needs `records: all`",
    )

    overlap: Seconds = Field(
        default=86_400,
        description="seconds before the last known change that are read again: as long as a proxy of Zabbix "
        "may be cut off, for what it held back comes with its old time",
    )

    @model_validator(mode="after")
    def _signs_in_with_a_token(self) -> Self:
        if self.sign_in is None or self.sign_in.type != "bearer":
            raise ValueError("sign_in: Zabbix wants an API token: {type: bearer, token_env: NAME}")
        if self.alive_item is not None and self.reads != "services":
            raise ValueError("alive_item: only with `reads: services`")
        return self


class Zabbix(HttpConnector[ZabbixOptions]):
    """Reads one thing of a Zabbix; several things are several sources."""

    options_type: ClassVar[type[ConnectorOptions]] = ZabbixOptions
    mapping_types = ("samples", "service_states", "maintenance", "statements", "measurements")
    evidence = Evidence.LIVE_TESTED
    follows = "Zabbix 6.0.14"

    def __init__(self, setting: Setting[ZabbixOptions]) -> None:
        super().__init__(setting)
        _refuse_unfitting(setting)
        self._api: ZabbixApi | None = None
        self._seen_until: int | None = None

    @property
    def api(self) -> ZabbixApi:
        """The API of this run."""
        if self._api is None:
            self._api = ZabbixApi(self.options, self.surroundings, self.client)
        return self._api

    def close(self) -> None:
        """Close the connections."""
        if self._api is not None:
            self._api.close()
            self._api = None
        super().close()

    def known_until(self, now: int) -> int:
        """Return how far Zabbix is known: up to its own clock, or to when it was last seen at work."""
        known = now if self._api is None else min(now, self._api.now())
        if self.options.alive_item is None or self._seen_until is None:
            return known
        return min(known, self._seen_until)

    def read(self, span: Span) -> Iterator[Chunk]:
        """Yield what `reads` says of `span`; raises SourceUnreadable."""
        options, columns = self.options, self.mapping.source_columns()
        if isinstance(self.mapping, StateMapping):
            longest = self.mapping.max_gap
            if options.reads == "services":
                item = options.alive_item
                for chunk in read_services(self.api, span, columns, options.tags, longest, item, self.own):
                    self._seen_until = chunk.reached
                    yield chunk
            else:
                yield from read_triggers(
                    self.api, span, columns, options, self.own, repeats=longest is not None
                )
        elif options.reads == "maintenance":
            yield from read_maintenance(self.api, span)
        else:
            yield from read_slis(self.api, span, options.slas)


def _refuse_unfitting(setting: Setting[ZabbixOptions]) -> None:
    kind: str = setting.mapping.type  # type: ignore[attr-defined]  # the union's tag
    reads = setting.options.reads
    if kind not in _FITTING[reads]:
        found = f"source {setting.name!r}: `reads: {reads}` gives nothing that a mapping of type {kind} reads"
        raise ProblemsFound([Problem(found, allowed=", ".join(_FITTING[reads]), path="reads")])
    if setting.options.alive_item is not None and getattr(setting.mapping, "max_gap", None) is None:
        found = f"source {setting.name!r}: `alive_item` tells when nothing is known, and the mapping cannot"
        remedy = "Say `records: all` and `max_gap` in the mapping"
        raise ProblemsFound([Problem(found, remedy=remedy, path="alive_item")])
