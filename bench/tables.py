"""Markdown tables of what was timed."""

from collections.abc import Iterable, Sequence

from bench.timing import Timed, spread


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def contest(timed: Sequence[Timed], unit: str = "ticket") -> str:
    """The contenders of one contest; the first is ours, to which all are compared."""
    reference = timed[0]
    return table(
        ["way", f"{unit}s timed", f"ns/{unit}", "seconds", "times ours, median (least-most)"],
        [
            [
                _named(one),
                f"{one.contender.size:,}",
                _figures(one.nanoseconds_each),
                f"{one.median_seconds:.4f}",
                "1" if one is reference else spread(one.ratios(reference)),
            ]
            for one in timed
        ],
    )


def _figures(value: float) -> str:
    return f"{value:,.1f}" if value >= 10 else f"{value:.3g}"


def _named(one: Timed) -> str:
    remark = one.contender.remark
    return f"{one.contender.name} ({remark})" if remark else one.contender.name
