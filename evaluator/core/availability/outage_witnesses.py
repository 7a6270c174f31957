"""Who saw an outage: the probers whose sightings stand behind it."""

import numpy as np
import pandas as pd

from collector.instants import FAR_FUTURE
from collector.records import ServiceState
from evaluator.contract.availability import DegradedState
from evaluator.core.availability.outage_merging import Sightings, find_sightings
from evaluator.core.availability.timeline import Timeline
from evaluator.core.intervals import Flags, Integers, flatten, merge, reaches_into


def name_witnesses(timeline: Timeline, outages: pd.DataFrame) -> pd.Series:
    """Return for each outage the probers that saw it, in alphabetical order with ", " between them.

    `outages` has subject (number in the timeline), starts_at and ends_at (missing while open). Empty text for
    time that nobody saw and that was only taken to be down. Where outages were merged, all that saw the
    event are named, whatever part of it each saw.
    """
    bad = ServiceState.DOWN
    if timeline.rules.degraded.treat_as is not DegradedState.UP:
        bad = ServiceState.DEGRADED
    found = find_sightings(timeline.tracks, timeline.known_at, bad)
    subject = outages["subject"].to_numpy(dtype=np.int64)
    begins = flatten(subject, outages["starts_at"].to_numpy(dtype=np.int64))
    ends = flatten(subject, outages["ends_at"].fillna(FAR_FUTURE).to_numpy(dtype=np.int64))
    seen = outages["state"].to_numpy() != ServiceState.UNKNOWN
    names = timeline.tracks.probers.astype("str")
    text = pd.Series("", index=outages.index, dtype="str")
    for code in np.argsort(names.to_numpy(dtype=object)):
        saw = seen & _overlaps(found, int(code), begins, ends)
        text = text.mask(saw, text.where(text == "", text + ", ") + str(names[code]))
    return text


def _overlaps(found: Sightings, prober: int, begins: Integers, ends: Integers) -> Flags:
    """Return which of the stretches from `begins` to `ends` a sighting of the prober reaches into."""
    own = found.prober == prober
    subject = found.subject[own]
    spans = merge(flatten(subject, found.starts[own]), flatten(subject, found.ends[own]))
    return reaches_into(spans, begins, ends)
