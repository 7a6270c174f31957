"""The contract through time: what was agreed at the start, and after each amendment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from collector.errors import NothingFound
from collector.identifiers import canonical_json, content_hash
from evaluator.contract.contract import Contract


@dataclass(frozen=True)
class ContractVersion:
    """The contract as it applies from `first_day`; `content_hash` identifies its content, not its layout.

    `content` is what the file with all amendments until then says, and `amendments` the ids of these.
    """

    first_day: date
    contract: Contract
    content_hash: str
    content: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)
    amendments: tuple[str, ...] = ()


@dataclass(frozen=True)
class KnownBefore:
    """The versions as everybody knew them before `day`, on which an amendment was agreed."""

    day: date
    versions: tuple[ContractVersion, ...]


@dataclass(frozen=True)
class ContractVersions:
    """Every version of one contract, oldest first, each from a day of its own.

    `known_before` holds what was known before each day on which an amendment was agreed, oldest first.
    """

    versions: tuple[ContractVersion, ...]
    known_before: tuple[KnownBefore, ...] = ()

    @property
    def contracts(self) -> tuple[Contract, ...]:
        """The contract of each version."""
        return tuple(version.contract for version in self.versions)

    def as_known_on(self, day: date) -> "ContractVersions":
        """Return the versions that were agreed by the end of `day`, whenever they apply.

        An amendment without a day on which it was agreed has always been known.
        """
        for position, known in enumerate(self.known_before):
            if day < known.day:
                return ContractVersions(known.versions, self.known_before[:position])
        return self

    def find(self, version_hash: str) -> ContractVersion | None:
        """Return the version that `hash_of` gives `version_hash`, as known now or at an earlier time."""
        every = [self, *(ContractVersions(known.versions) for known in self.known_before)]
        for known in every:
            for version in known.versions:
                if known.hash_of(version) == version_hash:
                    return version
        return None

    def in_force(self, day: date) -> ContractVersion:
        """Return the version that applies on `day`.

        A period is judged by the version in force on its first day, so that an amendment takes effect
        with the first period that starts on or after it. Raises NothingFound for a day before the contract.
        """
        begun = [version for version in self.versions if version.first_day <= day]
        if not begun:
            raise NothingFound(
                f"no contract applied on {day}; the first version begins on {self.versions[0].first_day}"
            )
        return begun[-1]

    def until(self, version: ContractVersion) -> tuple[ContractVersion, ...]:
        """Return the versions up to and with `version`."""
        return self.versions[: self.versions.index(version) + 1]

    def hash_of(self, version: ContractVersion) -> str:
        """Return what identifies `version` with all before it: they judge what began under them."""
        hashes = [found.content_hash for found in self.until(version)]
        return hashes[0] if len(hashes) == 1 else content_hash(canonical_json(hashes))

    @property
    def latest(self) -> ContractVersion:
        """The version with the last amendment, whether or not it applies yet."""
        return self.versions[-1]
