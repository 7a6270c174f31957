"""Samples of probes."""

from collector.mapping import SamplesMapping
from collector.source import Normalised, Page
from collector.sources.files import FileSource
from collector.sources.monitoring import normalise_states


class SamplesSource(FileSource):
    """Samples, of which only the changes and the observed intervals are kept."""

    _mapping: SamplesMapping

    def normalise(self, page: Page) -> Normalised:
        """Return the state changes and observed intervals of `page`."""
        return normalise_samples(page, self._mapping, self.name)


def normalise_samples(page: Page, mapping: SamplesMapping, prober: str) -> Normalised:
    """Return the changes of state in the page's samples, and what was observed; see `normalise_states`."""
    return normalise_states(page, mapping, prober, only_changes=True)
