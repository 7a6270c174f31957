"""What the file of probes may say."""

from typing import Any

import pytest
from pydantic import ValidationError

from tests.collector.probing.terms import REFERENCES, TARGET, content_of, look_of, probe_of, terms_of


def refused(content: dict[str, Any]) -> str:
    with pytest.raises(ValidationError) as error:
        terms_of(**content)
    [found] = error.value.errors()
    return str(found["msg"])


def test_a_look_speaks_until_the_next_one_and_half_as_long_again() -> None:
    assert probe_of(every=60).speaks_for == 90


def test_a_look_that_may_take_longer_than_its_interval_is_refused_with_the_arithmetic() -> None:
    # 4 tries of 10 s and 2 pauses of 2 s are 44 s; a reference may take 1 s more.
    told = refused(content_of({"every": 30, "look": {**TARGET, "time_out": 10}}))
    assert "one look can take 45 s (4 tries of 10 s, pauses, 1 s for the references)" in told


def test_one_reference_alone_is_refused() -> None:
    assert "one reference alone decides" in refused(content_of(references=REFERENCES[:1]))


def test_two_probes_of_one_service_need_aspects_of_their_own() -> None:
    assert "T1 names and T1 page look at the same service" in refused(content_of({}, {"name": "T1 names"}))
    assert len(terms_of({}, {"name": "T1 names", "aspect": "names"}).probes) == 2


def test_two_probes_of_one_name_are_refused() -> None:
    assert "the name T1 page stands more than once" in refused(content_of({}, {"service": "T2"}))


@pytest.mark.parametrize("prober", ["../elsewhere", "", ".hidden", "a/b"])
def test_the_name_of_a_prober_never_leaves_the_spool(prober: str) -> None:
    assert refused(content_of(prober=prober)) != ""


def test_an_address_with_a_password_is_refused_and_not_repeated() -> None:
    with pytest.raises(ValidationError) as error:
        look_of("http", address="https://anna:secret@www.example.se/")
    [found] = error.value.errors()
    assert "remove it" in found["msg"]
    assert "secret" not in found["msg"]


def test_an_address_of_another_scheme_is_refused() -> None:
    with pytest.raises(ValidationError, match="a target is an address such as"):
        look_of("http", address="file:///etc/passwd")


def test_head_brings_no_page_to_search() -> None:
    with pytest.raises(ValidationError, match="HEAD brings no page"):
        look_of("http", address="https://www.example.se", method="HEAD", must_contain=["Logga in"])
