"""Run benchmarks and print their tables: `python -m bench [NAME...] [--quick] [--record FILE]`."""

import argparse
from collections.abc import Callable
from pathlib import Path

from bench import availability, backtest, collecting, elapsed, evaluation, growth, pauses, samples, serving
from bench.goals import Report, goal_table
from bench.machine import machine_line
from bench.recording import around, record
from bench.scale import Scale

BENCHMARKS: dict[str, Callable[[Scale], Report]] = {
    "elapsed": elapsed.run,
    "pauses": pauses.run,
    "availability": availability.run,
    "samples": samples.run,
    "backtest": backtest.run,
    "evaluation": evaluation.run,
    "growth": growth.run,
    "serving": serving.run,
    "collecting": collecting.run,
}
WHOLE, QUICK = Scale(), Scale(share=0.1, rounds=3)


def main() -> None:
    arguments = _parser().parse_args()
    if arguments.record is not None:
        around(arguments.record)  # before the long work rather than after it
    scale = QUICK if arguments.quick else WHOLE
    said = machine_line() + (" Quick run at a tenth of the sizes." if arguments.quick else "")
    print(said, flush=True)
    reports = [_report(name, scale) for name in arguments.names or BENCHMARKS]
    goals = "### Goals\n\n" + goal_table(goal for report in reports for goal in report.goals)
    print(f"\n{goals}")
    if arguments.record is not None:
        record(arguments.record, "\n\n".join([said, goals, *(report.text for report in reports)]))


def _report(name: str, scale: Scale) -> Report:
    report = BENCHMARKS[name](scale)
    print(f"\n{report.text}", flush=True)
    return report


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", type=_known, metavar="NAME", help=", ".join(BENCHMARKS))
    parser.add_argument("--quick", action="store_true", help="a tenth of the sizes, three rounds")
    parser.add_argument("--record", type=Path, metavar="FILE", help="put the tables between FILE's markers")
    return parser


def _known(name: str) -> str:
    if name not in BENCHMARKS:
        raise argparse.ArgumentTypeError(f"{name!r} is none of {', '.join(BENCHMARKS)}")
    return name


if __name__ == "__main__":
    main()
