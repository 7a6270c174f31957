"""The line of figures each proof prints."""

import sys


def tell(proof: str, **figures: object) -> None:
    """Print one line: what was proven, and its figures by name."""
    shown = ", ".join(f"{name.replace('_', ' ')} {_written(value)}" for name, value in figures.items())
    sys.stdout.write(f"\n[{proof}] {shown}\n")
    sys.stdout.flush()


def _written(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.1f}"
    return f"{value:,}" if isinstance(value, int) else str(value)
