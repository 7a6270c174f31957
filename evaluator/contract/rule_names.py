"""The rules of the linter that terms already break when they are read; the others are in `core/lint`."""

BANDS = "L04"
DATA_SOURCE = "L05"
WEIGHTS = "L08"
RELATIVE_SCALE = "L09"
