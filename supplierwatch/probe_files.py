"""The file of the own probe: what is looked at, checked against the contract."""

from pathlib import Path

from pydantic import TypeAdapter

from collector.probing.looks import Encrypted
from collector.probing.settings import ProbesFile
from evaluator.contract.versions import ContractVersions
from supplierwatch.cross_checks import check_probes
from supplierwatch.decided_files import read_decided
from supplierwatch.findings import Findings
from supplierwatch.terms import load_terms
from supplierwatch.yaml_files import Document

PROBES_FILE = "probes.yaml"
PROBES: TypeAdapter[ProbesFile] = TypeAdapter(ProbesFile)


def load_probes(folder: Path) -> ProbesFile:
    """Return what the file of probes in `folder` says, whatever the other files do.

    A prober needs no more, so that it looks on while somebody edits the contract, and on machines that have
    none. Raises ProblemsFound.
    """
    return load_terms(folder / PROBES_FILE, ProbesFile)


def read_probes(folder: Path, versions: ContractVersions | None, findings: Findings) -> ProbesFile | None:
    """Return the same for a whole watch, None where it has no probes; problems go to `findings`."""
    read = read_decided(folder / PROBES_FILE, PROBES, findings)
    if read is None:
        return None
    document, probes = read
    if versions is not None:
        findings.problems += check_probes(probes, document, versions)
    if not probes.references:
        found = "nothing tells an outage of the prober's own network from one of the services"
        remedy = "Name two or more `references` beyond your own network"
        findings.warn(document.problem(("probes",), found, remedy=remedy))
    _check_authorities(folder, probes, document, findings)
    return probes


def _check_authorities(folder: Path, probes: ProbesFile, document: Document, findings: Findings) -> None:
    for key, looks in (
        ("probes", [probe.look for probe in probes.probes]),
        ("references", [reference.look for reference in probes.references]),
    ):
        for position, look in enumerate(looks):
            authority = look.authority if isinstance(look, Encrypted) else None
            if authority is not None and not (folder / authority).is_file():
                path = (key, position, "look", "authority")
                findings.problems.append(
                    document.problem(path, f"there is no file {authority!r}", remedy="Put the PEM file there")
                )
