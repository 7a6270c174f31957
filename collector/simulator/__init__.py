"""A simulated supplier for the example watch: it delivers files, and nothing else knows it is simulated."""

from collector.simulator.streams import SEED
from collector.simulator.supplier import Supplier, simulate
from collector.simulator.traits import Traits

__all__ = ["SEED", "Supplier", "Traits", "simulate"]
