"""Findings of a small file of alternatives on results made by hand."""

from typing import Any

from dashboards.deciding.alternatives.findings import AlternativesFindings
from dashboards.document.model import Block, Paragraph, Run, Section, Table, runs_of
from evaluator.core.deciding.alternatives.feasibility import Feasibility
from evaluator.decisions.alternatives import AlternativesFile
from supplierwatch.deciding.alternatives import compare_alternatives
from supplierwatch.deciding.files import ReadFile
from tests.dashboards.builders import make_results
from tests.evaluator.core.deciding.alternatives.stated import amount, content

HASH = "f" * 64


def complete() -> dict[str, Any]:
    """Return the content of a file in which nothing is missing."""
    found = content()
    found["criteria"][1]["scale"] |= {"zero_at": 200_000_000, "hundred_at": 100_000_000}
    found["costs"]["by_alternative"][1] |= {
        "running": amount(10_000_000, low=9_000_000, high=12_000_000, is_assumed=True),
        "transition": amount(8_000_000),
        "dual_running": {"months": 2, "monthly": amount(1_000_000)},
    }
    bridge = {
        "alternative": "bridge",
        "running": "contract",
        "transition": "none",
        "dual_running": "none",
        "appeal": "none",
    }
    found["costs"]["by_alternative"].append(bridge)
    return found


def findings_of(
    found: dict[str, Any] | None = None,
    feasibility: dict[str, Feasibility] | None = None,
    seed: int | None = None,
    **results: Any,
) -> AlternativesFindings:
    """Return what is found of `found` (else of the complete file)."""
    terms = AlternativesFile.model_validate(complete() if found is None else found)
    read = ReadFile("alternatives.yaml", terms, HASH)
    return compare_alternatives(read, make_results(**results), feasibility or {}, seed)


def every_section(sections: tuple[Section, ...]) -> list[Section]:
    """Return the sections and those in them."""
    return [one for section in sections for one in (section, *every_section(section.sections))]


def words_of(block: Block) -> str:
    """Return the words of a block in one line."""
    return "".join(run.text for run in runs_of(block))


def text_of(sections: tuple[Section, ...]) -> str:
    """Return all words of sections, a line for each block."""
    return "\n".join(words_of(block) for section in sections for block in section.every_block())


def table_of(sections: tuple[Section, ...], name: str) -> Table:
    """Return the table called `name`."""
    blocks = (block for section in sections for block in section.every_block())
    return next(block for block in blocks if isinstance(block, Table) and block.name == name)


def untraced_numbers(sections: tuple[Section, ...]) -> list[Run]:
    """Return the runs in tables, and those of one number in paragraphs, that have a digit but no trace."""
    found = []
    for section in sections:
        for block in section.every_block():
            if isinstance(block, Table):
                cells = (cell for row in block.rows for cell in row[1:])
                found += [run for cell in cells for run in cell.runs if is_number(run)]
            elif isinstance(block, Paragraph):
                found += [run for run in block.runs if is_number(run)]
    return [run for run in found if run.trace is None]


def is_number(run: Run) -> bool:
    """Return whether a run is a number and nothing but its unit."""
    return run.text[:1].isdigit()
