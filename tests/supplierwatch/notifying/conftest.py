"""Fixtures of the tests of messages."""

from pathlib import Path

import pytest

from tests.supplierwatch.notifying.mail_server import make_certificates


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An authority of the tests, and a certificate of it for this machine."""
    return make_certificates(tmp_path_factory.mktemp("certificates"))
