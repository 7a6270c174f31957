"""The compose file: valid by the specification's schema, hardened, and every file it mounts is there."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from ruamel.yaml import YAML

from supplierwatch.settings import Settings
from supplierwatch.yaml_files import read_document
from tests.deploy.provisioned import DEPLOY

SCHEMA = Path(__file__).parent / "schema" / "compose-spec.json"
SECRETS = "./secrets/"
STARTED_AS_ROOT = {"postgresql"}
"""Whose image begins as root, to own its data folder, and then goes on as another user."""


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    """The compose file, its anchors and merges resolved."""
    content: dict[str, Any] = YAML(typ="safe").load(DEPLOY / "compose.yaml")
    return json.loads(json.dumps(content))  # type: ignore[no-any-return]  # plain data, without shared parts


def mounted(compose: dict[str, Any]) -> dict[str, str]:
    """The files of this checkout that services mount, with the place inside."""
    volumes = [one for service in compose["services"].values() for one in service.get("volumes", [])]
    parts = [one.split(":") for one in volumes if one.startswith((".", "/"))]
    return {outside: inside for outside, inside, *_ in parts}


def test_the_file_is_valid_by_the_schema_of_the_compose_specification(compose: dict[str, Any]) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    validator = jsonschema.validators.validator_for(schema)(schema)
    assert [error.message for error in validator.iter_errors(compose)] == []


def test_the_schema_refuses_a_key_that_is_misspelt(compose: dict[str, Any]) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    wrong = {**compose, "services": {"one": {"imag": "postgres"}}}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, schema)


def test_every_service_the_issue_of_a_city_needs_is_there(compose: dict[str, Any]) -> None:
    needed = {"postgresql", "prometheus", "blackbox", "alertmanager", "grafana", "supplierwatch"}
    assert needed <= set(compose["services"])


def test_every_file_that_is_mounted_is_there(compose: dict[str, Any]) -> None:
    missing = [one for one in mounted(compose) if not (DEPLOY / one).exists()]
    assert missing == []
    assert len(mounted(compose)) >= 9


def test_what_is_mounted_is_read_only(compose: dict[str, Any]) -> None:
    volumes = [one for service in compose["services"].values() for one in service.get("volumes", [])]
    assert [one for one in volumes if one.startswith(".") and not one.endswith(":ro")] == []


def test_only_this_machine_reaches_what_is_published(compose: dict[str, Any]) -> None:
    ports = [port for service in compose["services"].values() for port in service.get("ports", [])]
    assert ports != []
    assert [port for port in ports if not port.startswith("127.0.0.1:")] == []


def test_images_have_fixed_versions(compose: dict[str, Any]) -> None:
    images = {service["image"] for service in compose["services"].values()}
    assert [one for one in images if not re.search(r":v?\d+\.\d+(\.\d+)?(-[a-z]+)?$", one)] == []


def test_every_service_is_hardened(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service["read_only"] is True, name
        assert "cap_add" not in service or name in STARTED_AS_ROOT, name
        assert "privileged" not in service, name


def test_secrets_come_from_files_that_a_script_makes_and_that_are_not_kept_here(
    compose: dict[str, Any], tmp_path: Path
) -> None:
    script = tmp_path / "make-secrets"
    script.write_text((DEPLOY / "make-secrets").read_text(encoding="utf-8"), encoding="utf-8")
    subprocess.run(["/bin/sh", str(script)], check=True, capture_output=True)
    made = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "secrets").iterdir()}
    wanted = {one["file"].removeprefix(SECRETS) for one in compose["secrets"].values()}
    assert wanted <= set(made)
    assert len(set(made.values())) == len(made)
    assert all(len(content) >= 48 for content in made.values())
    assert (tmp_path / "secrets").stat().st_mode & 0o077 == 0
    assert "/deploy/secrets/" in (DEPLOY.parent / ".gitignore").read_text(encoding="utf-8").splitlines()


def test_a_second_run_of_the_script_keeps_every_secret(tmp_path: Path) -> None:
    script = tmp_path / "make-secrets"
    script.write_text((DEPLOY / "make-secrets").read_text(encoding="utf-8"), encoding="utf-8")
    runs = []
    for _ in range(2):
        subprocess.run(["/bin/sh", str(script)], check=True, capture_output=True)
        runs.append(
            {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "secrets").iterdir()}
        )
    assert runs[0] == runs[1]


def test_no_secret_stands_in_the_compose_file_or_in_the_example_of_the_environment() -> None:
    texts = [(DEPLOY / name).read_text(encoding="utf-8") for name in ("compose.yaml", ".env.example")]
    found = [
        line
        for text in texts
        for line in text.splitlines()
        if re.search(r"PASSWORD(_FILE|__FILE)?[:=]", line)
    ]
    assert [line for line in found if "/run/secrets/" not in line] == []


def test_every_variable_of_the_compose_file_has_a_default_that_the_example_repeats() -> None:
    text = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    used = dict(re.findall(r"\$\{([A-Z_]+):-([^}]*)\}", text))
    example = (DEPLOY / ".env.example").read_text(encoding="utf-8")
    assert used == dict(re.findall(r"^([A-Z_]+)=(.*)$", example, re.MULTILINE))
    assert "${" not in re.sub(r"\$\{[A-Z_]+:-[^}]*\}", "", text)


def test_the_settings_in_the_container_are_valid_and_name_the_secrets_that_it_gets(
    compose: dict[str, Any],
) -> None:
    document = read_document(DEPLOY / "compose" / "supplierwatch.yaml")
    settings = Settings.model_validate(document.content)
    given = compose["services"]["supplierwatch"]["environment"]
    assert {f"{name}_FILE" for name in settings.secret_names()} == set(given)
    trusted = settings.web.proxy
    assert trusted is not None
    assert trusted.addresses == (compose["services"]["pages"]["networks"]["front"]["ipv4_address"],)


def test_secrets_in_files_reach_the_command_as_variables(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text('it\'s $HOME "quoted"', encoding="utf-8")
    done = subprocess.run(
        ["/bin/sh", str(DEPLOY / "compose" / "with-secrets"), "printenv", "STORE_PASSWORD"],
        env={"PATH": "/usr/bin:/bin", "STORE_PASSWORD_FILE": str(tmp_path / "secret")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == 'it\'s $HOME "quoted"\n'


def test_a_secret_that_cannot_be_read_is_named_by_its_file(tmp_path: Path) -> None:
    done = subprocess.run(
        ["/bin/sh", str(DEPLOY / "compose" / "with-secrets"), "true"],
        env={"PATH": "/usr/bin:/bin", "STORE_PASSWORD_FILE": str(tmp_path / "none")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "which STORE_PASSWORD_FILE names, cannot be read" in done.stderr


def test_what_the_image_copies_is_sent_to_its_builder() -> None:
    lines = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").splitlines()
    copied = [line.split()[1:-1] for line in lines if line.startswith("COPY ") and "--from" not in line]
    sources = {one for line in copied for one in line if not one.startswith("--")}
    ignore = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    sent = {line.removeprefix("!") for line in ignore if line.startswith("!")}
    assert [one for one in sources if one not in sent and one.split("/")[0] not in sent] == []
    assert [one for one in sent if not (DEPLOY.parent / one).exists()] == []
    assert any(line.startswith("USER ") for line in lines)
