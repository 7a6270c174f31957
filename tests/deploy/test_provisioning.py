"""What Grafana, Prometheus, Alertmanager and systemd are given, checked by their own tools where possible."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from ruamel.yaml import YAML
from werkzeug import Request, Response

from dashboards.grafana.audiences import Audience
from dashboards.grafana.queries import POSTGRESQL, PROMETHEUS
from supplierwatch.alert_files import routes_text
from supplierwatch.settings import Settings
from supplierwatch.yaml_files import read_document
from tests.deploy.provisioned import DEPLOY, copied, watch_of_containers
from tests.services import AMTOOL, BLACKBOX, PROMTOOL, run_checker

PROVISIONING = DEPLOY / "grafana" / "provisioning"
ORGANISATIONS = DEPLOY / "grafana" / "organisations"


def organisations() -> dict[int, str]:
    """The organisations by their number."""
    lines = ORGANISATIONS.read_text(encoding="utf-8").splitlines()
    return {int(number): name for number, _, name in (line.partition(" ") for line in lines)}


def provisioned(part: str, key: str) -> list[dict[str, Any]]:
    """Everything under `key` in the files of a part of the provisioning."""
    files = sorted((PROVISIONING / part).glob("*.yaml"))
    documents = [YAML(typ="safe").load(path) for path in files]
    assert all(document["apiVersion"] == 1 for document in documents)
    return [one for document in documents for one in document[key]]


def audiences() -> dict[str, str]:
    """The roles of audiences in the settings of the container, with the variable of each password."""
    settings = Settings.model_validate(read_document(DEPLOY / "compose" / "supplierwatch.yaml").content)
    return {one.role: str(one.password_env) for one in settings.audiences.roles}


def test_prometheus_finds_its_files_valid(tmp_path: Path) -> None:
    secret = tmp_path / "metrics_token"
    secret.write_text("of the tests", encoding="utf-8")
    folder = copied("prometheus", tmp_path, {"/run/secrets/metrics_token": str(secret)})
    done = run_checker(PROMTOOL, "check", "config", "--lint=all", str(folder / "prometheus.yml"))
    assert (done.returncode, done.stderr) == (0, "")


def test_alertmanager_finds_its_file_valid() -> None:
    done = run_checker(AMTOOL, "check-config", str(DEPLOY / "alertmanager" / "alertmanager.yml"))
    assert done.returncode == 0, done.stderr


def test_the_blackbox_exporter_finds_its_file_valid() -> None:
    file = DEPLOY / "blackbox" / "blackbox.yml"
    done = run_checker(BLACKBOX, "--config.check", f"--config.file={file}")
    assert done.returncode == 0, done.stderr


def test_modules_that_are_asked_of_the_blackbox_exporter_are_there() -> None:
    prometheus = YAML(typ="safe").load(DEPLOY / "prometheus" / "prometheus.yml")
    blackbox = YAML(typ="safe").load(DEPLOY / "blackbox" / "blackbox.yml")
    asked = {one for job in prometheus["scrape_configs"] for one in job.get("params", {}).get("module", [])}
    assert asked
    assert asked <= set(blackbox["modules"])


def test_each_organisation_asks_the_store_as_one_audience_of_its_own() -> None:
    sources = [one for one in provisioned("datasources", "datasources") if one["type"] == POSTGRESQL["type"]]
    assert {one["orgId"] for one in sources} == set(organisations())
    assert {one["user"] for one in sources} == set(audiences())
    assert len(sources) == len(organisations())
    assert {one["uid"] for one in sources} == {POSTGRESQL["uid"]}


def test_the_password_of_each_data_source_is_the_secret_of_its_role() -> None:
    sources = [one for one in provisioned("datasources", "datasources") if one["type"] == POSTGRESQL["type"]]
    expected = {role: f"$__file{{/run/secrets/{name.lower()}}}" for role, name in audiences().items()}
    assert {one["user"]: one["secureJsonData"]["password"] for one in sources} == expected


def test_only_the_customers_organisation_has_the_metrics() -> None:
    # Any viewer may send any query to any data source of the organisation, and metrics have no rows to guard.
    found = [one for one in provisioned("datasources", "datasources") if one["type"] == PROMETHEUS["type"]]
    assert [(one["orgId"], one["uid"]) for one in found] == [(1, PROMETHEUS["uid"])]


def test_nobody_changes_a_provisioned_data_source_in_the_browser() -> None:
    sources = provisioned("datasources", "datasources")
    assert all(one["editable"] is False and one["access"] == "proxy" for one in sources)


def test_each_organisation_has_dashboards_in_both_languages() -> None:
    providers = provisioned("dashboards", "providers")
    found = {(one["orgId"], one["options"]["path"].rpartition("/")[2]) for one in providers}
    assert found == {(number, language) for number in organisations() for language in ("sv", "en")}
    assert len({one["name"] for one in providers}) == len(providers)


def test_each_organisation_gets_the_dashboards_made_for_the_kind_of_its_role() -> None:
    """Those of units and the supplier ask no metrics, as a test of the dashboards holds."""
    kinds = {"reader": Audience.CUSTOMER, "unit_reader": Audience.UNIT, "supplier": Audience.SUPPLIER}
    roles = {one.role: kinds[one.kind] for one in watch_of_containers().settings.audiences.roles}
    sources = provisioned("datasources", "datasources")
    expected = {one["orgId"]: roles[one["user"]].value for one in sources if "user" in one}
    volumes = YAML(typ="safe").load(DEPLOY / "compose.yaml")["services"]["grafana"]["volumes"]
    [mounted] = [one.split(":") for one in volumes if "grafana/json:" in one]
    for provider in provisioned("dashboards", "providers"):
        inside = Path(provider["options"]["path"]).relative_to(mounted[1])
        assert inside.parts[0] == expected[provider["orgId"]]
        assert list((DEPLOY / mounted[0] / inside).glob("*.json")) != []


class StandIn:
    """Answers as Grafana's HTTP API documents for organisations; it is not Grafana."""

    def __init__(self, names: dict[int, str]) -> None:
        self.names = names
        self.written: list[str] = []

    def __call__(self, request: Request) -> Response:
        """Answer a request of the script."""
        if request.authorization is None or request.authorization.username != "admin":
            return Response(json.dumps({"message": "Unauthorized"}), 401)
        if request.method == "POST":
            number = max(self.names) + 1
            self.names[number] = json.loads(request.get_data())["name"]
            self.written.append(f"made {number}")
            return Response(json.dumps({"message": "Organization created", "orgId": number}))
        number = int(request.path.rpartition("/")[2])
        if request.method == "PUT":
            self.names[number] = json.loads(request.get_data())["name"]
            self.written.append(f"renamed {number}")
            return Response(json.dumps({"message": "Organization updated"}))
        if number not in self.names:
            return Response(json.dumps({"message": "Organization not found"}), 404)
        found = {"id": number, "name": self.names[number], "address": {}}
        return Response(json.dumps(found, separators=(",", ":")))


def run_script(httpserver: HTTPServer, stand_in: StandIn, folder: Path) -> "subprocess.CompletedProcess[str]":
    """Run the script against the stand-in, with a server that only waits in place of Grafana."""
    bash = shutil.which("bash")
    if bash is None or shutil.which("curl") is None:
        pytest.skip("curl and bash, which the image of Grafana has, are not installed here")
    httpserver.clear()
    httpserver.expect_request("/api/health").respond_with_json({"database": "ok"})
    httpserver.expect_request(re.compile("/api/orgs.*")).respond_with_handler(stand_in)
    started = folder / "run.sh"
    started.write_text("#!/bin/sh\nexec sleep 60\n", encoding="utf-8")
    started.chmod(0o755)
    (folder / "password").write_text("a-secret", encoding="utf-8")
    return subprocess.run(
        [bash, str(DEPLOY / "grafana" / "make-organisations")],
        env={
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "GRAFANA_START": str(started),
            "GRAFANA_ADDRESS": httpserver.url_for("").rstrip("/"),
            "GRAFANA_ORGANISATIONS": str(ORGANISATIONS),
            "GF_SECURITY_ADMIN_PASSWORD__FILE": str(folder / "password"),
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_organisations_are_made_once_with_the_numbers_that_files_name(
    httpserver: HTTPServer, tmp_path: Path
) -> None:
    stand_in = StandIn({1: "Main Org."})
    first = run_script(httpserver, stand_in, tmp_path)
    assert first.returncode == 0, first.stderr
    assert stand_in.names == organisations()
    written = list(stand_in.written)
    second = run_script(httpserver, stand_in, tmp_path)
    assert second.returncode == 0, second.stderr
    assert stand_in.written == written == ["renamed 1", "made 2", "made 3"]
    assert "a-secret" not in first.stdout + first.stderr


def test_an_organisation_that_has_another_number_stops_it(httpserver: HTTPServer, tmp_path: Path) -> None:
    done = run_script(httpserver, StandIn({1: "Customer", 7: "Other"}), tmp_path)
    assert done.returncode == 1
    assert "District North did not become organisation 2" in done.stderr


@pytest.mark.parametrize("unit", sorted(path.name for path in (DEPLOY / "systemd").glob("*.service")))
def test_systemd_finds_its_units_valid_and_well_shut(unit: str, tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd-analyze is not installed (Debian package systemd)")
    for path in (DEPLOY / "systemd").glob("*.service"):
        text = path.read_text(encoding="utf-8").replace("/opt/supplierwatch/bin/supplierwatch", "/bin/true")
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    checked = subprocess.run(
        [analyze, "verify", str(tmp_path / unit)], capture_output=True, text=True, check=False
    )
    # It also names what is odd in the units of the machine's own packages.
    ours = [line for line in checked.stderr.splitlines() if not line.startswith("/lib/systemd/system/")]
    assert (checked.returncode, ours) == (0, [])
    shut = subprocess.run(
        [analyze, "security", "--offline=true", "--threshold=25", str(tmp_path / unit)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert shut.returncode == 0, shut.stdout[-300:]


def test_the_units_start_the_program_with_options_it_has() -> None:
    from typer.main import get_command  # noqa: PLC0415 - only this test asks

    from supplierwatch.cli.app import app  # noqa: PLC0415 - only where people sign in by it

    commands = get_command(app).commands  # type: ignore[attr-defined]  # it is a group
    for path in (DEPLOY / "systemd").glob("*.service"):
        text = path.read_text(encoding="utf-8")
        [(name, line)] = re.findall(r"^ExecStart=.* (serve|probe)(.*)$", text, re.MULTILINE)
        options = {option for parameter in commands[name].params for option in parameter.opts}
        assert set(line.split()) <= options, path.name


def test_alertmanager_is_given_what_follows_from_the_settings_in_the_containers() -> None:
    given = (DEPLOY / "alertmanager" / "alertmanager.yml").read_text(encoding="utf-8")
    assert given == routes_text(watch_of_containers()), "write it again by `supplierwatch alerts routes`"
