"""Metrics as Prometheus reads them: families of gauges, written as text or as OpenMetrics."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from prometheus_client import exposition as text_format
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.openmetrics import exposition as open_metrics
from prometheus_client.registry import Collector

from dashboards.metrics.catalogue import METRICS
from dashboards.metrics.figures import figure_samples
from dashboards.metrics.samples import Sample
from dashboards.metrics.snapshot import Snapshot
from dashboards.metrics.surroundings import surrounding_samples

TEXT = "text/plain; version=0.0.4; charset=utf-8"
OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8"


@dataclass(frozen=True)
class _Families(Collector):
    """Families that are there already, for a writer that collects them."""

    families: tuple[Metric, ...]

    def collect(self) -> Iterator[Metric]:
        """Yield the families."""
        yield from self.families


def build_metrics(snapshot: Snapshot | None) -> tuple[Metric, ...]:
    """Return the metrics of a snapshot; None stands for a store that did not answer.

    Every gauge comes from the present evaluation alone: values are restated, and the past is in the store.
    """
    if snapshot is None:
        return tuple(_families([Sample("store_up", (), 0.0)], ""))
    samples = [
        *figure_samples(snapshot.standing),
        *surrounding_samples(snapshot),
        Sample("store_up", (), 1.0),
    ]
    return tuple(_families(samples, snapshot.standing.contract.contract.id))


def write_metrics(families: Iterable[Metric], accept: str) -> tuple[bytes, str]:
    """Return the metrics as `accept`, a header, wants them, and their media type."""
    collector = _Families(tuple(families))
    if any(one.partition(";")[0].strip() == "application/openmetrics-text" for one in accept.split(",")):
        written: bytes = open_metrics.generate_latest(collector)  # type: ignore[no-untyped-call]  # no types there
        return written, OPEN_METRICS
    return text_format.generate_latest(collector), TEXT


def _families(samples: Iterable[Sample], contract: str) -> Iterator[Metric]:
    by_name: dict[str, list[Sample]] = {}
    for sample in samples:
        by_name.setdefault(sample.name, []).append(sample)
    for metric in METRICS:
        if metric.name in by_name:
            family = GaugeMetricFamily(metric.full_name, metric.meaning, labels=metric.label_names)
            for sample in by_name[metric.name]:
                own = (contract, *sample.labels) if metric.of_contract else sample.labels
                family.add_metric(own, sample.value)
            yield family
