"""How a test says that terms are refused."""

from typing import Any

import pytest
from pydantic import BaseModel, ValidationError


def refusal(model: type[BaseModel], terms: dict[str, Any]) -> str:
    """Return what `model` says when it refuses `terms`."""
    with pytest.raises(ValidationError) as caught:
        model.model_validate(terms)
    return "; ".join(error["msg"] for error in caught.value.errors())
