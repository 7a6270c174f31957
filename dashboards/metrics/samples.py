"""One number of a metric, with the values of its labels."""

from typing import NamedTuple


class Sample(NamedTuple):
    """`name` is that of the metric without prefix, `labels` its values in the order of the catalogue."""

    name: str
    labels: tuple[str, ...]
    value: float
