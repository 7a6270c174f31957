"""Records of the states of services."""

from collector.mapping import ServiceStatesMapping
from collector.source import Normalised, Page
from collector.sources.files import FileSource
from collector.sources.monitoring import normalise_states


class ServiceStatesSource(FileSource):
    """Records of states, kept as they are."""

    _mapping: ServiceStatesMapping

    def normalise(self, page: Page) -> Normalised:
        """Return the states and observed intervals of `page`."""
        return normalise_service_states(page, self._mapping, self.name)


def normalise_service_states(page: Page, mapping: ServiceStatesMapping, prober: str) -> Normalised:
    """Return every record of the page as a state, and what was observed; see `normalise_states`."""
    return normalise_states(page, mapping, prober, only_changes=False)
