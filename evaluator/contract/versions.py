"""The contract through time: what was agreed at the start, and after each amendment."""

from dataclasses import dataclass
from datetime import date

from collector.errors import NothingFound
from collector.identifiers import canonical_json, content_hash
from evaluator.contract.contract import Contract


@dataclass(frozen=True)
class ContractVersion:
    """The contract as it applies from `first_day`; `content_hash` identifies its content, not its layout."""

    first_day: date
    contract: Contract
    content_hash: str


@dataclass(frozen=True)
class ContractVersions:
    """Every version of one contract, oldest first, each from a day of its own."""

    versions: tuple[ContractVersion, ...]

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
