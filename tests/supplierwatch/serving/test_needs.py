"""What the service needs is what its extra brings: neither more, which would refuse to start, nor less."""

import re
import tomllib
from pathlib import Path

from supplierwatch.serving.needs import NEEDED

PROJECT = Path(__file__).parents[3] / "pyproject.toml"


def test_the_service_asks_for_exactly_the_libraries_of_its_extra() -> None:
    declared = tomllib.loads(PROJECT.read_text())["project"]["optional-dependencies"]["serve"]
    names = {re.split("[<>=]", line, maxsplit=1)[0].replace("-", "_") for line in declared}
    assert names == set(NEEDED)
