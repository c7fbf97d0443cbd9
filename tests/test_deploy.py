"""The files for containers name what there is; that they run is not tried (no engine here)."""

import json
import re
import tomllib
from pathlib import Path

import yaml

from qa.settings import QASettings

ROOT = Path(__file__).parent.parent
CONTAINERFILE = ROOT / "docs" / "deploy" / "Containerfile"
COMPOSE = ROOT / "docs" / "deploy" / "compose.yaml"


def test_every_setting_is_one() -> None:
    named = [re.findall(r"ARTICLE_QA_(\w+)", path.read_text()) for path in (CONTAINERFILE, COMPOSE)]
    assert all(named)
    known = {name.upper() for name in QASettings.model_fields}
    assert {name for names in named for name in names} <= known


def test_what_is_copied_is_there_and_whole() -> None:
    lines = re.findall(r"^COPY (?!--from)(.+) \S+$", CONTAINERFILE.read_text(), re.MULTILINE)
    copied = {name for line in lines for name in line.split()}
    assert copied and all((ROOT / name).exists() for name in copied)
    assert {"index", "qa", "eval", "seeds", "pyproject.toml", "setup.py"} <= copied


def test_the_extras_are_ours() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    (default,) = re.findall(r"^ARG EXTRAS=(\S+)$", CONTAINERFILE.read_text(), re.MULTILINE)
    compose = yaml.safe_load(COMPOSE.read_text())
    built = compose["services"]["app"]["build"]["args"]["EXTRAS"]
    assert set(default.split(",")) | set(built.split(",")) - {"milvus"} <= set(extras)


def test_services_and_volumes_belong_together() -> None:
    compose = yaml.safe_load(COMPOSE.read_text())
    services = compose["services"]
    used = {one.split(":")[0] for service in services.values() for one in service["volumes"]}
    assert used == set(compose["volumes"])
    assert set(services["app"]["depends_on"]) <= set(services)
    assert (COMPOSE.parent / services["app"]["build"]["context"]).resolve() == ROOT
    address = services["app"]["environment"]["ARTICLE_QA_DATABASE"]
    user, name = re.findall(r"//(\w+)@postgres/(\w+)$", address)[0]
    postgres = services["postgres"]["environment"]
    assert (user, name) == (postgres["POSTGRES_USER"], postgres["POSTGRES_DB"])
    assert all("healthcheck" in services[one] for one in services["app"]["depends_on"])


def test_nothing_but_the_chat_is_reached_from_outside() -> None:
    services = yaml.safe_load(COMPOSE.read_text())["services"]
    assert [name for name, one in services.items() if "ports" in one] == ["app"]
    assert all(port.startswith("127.0.0.1:") for port in services["app"]["ports"])


def test_the_health_check_asks_where_the_chat_listens() -> None:
    text = CONTAINERFILE.read_text()
    (check,) = re.findall(r"HEALTHCHECK .*CMD (\[.*?\])\n", text.replace("\\\n", ""))
    words = json.loads(check)
    assert f":{QASettings().port}/healthz" in words[-1] and compile(words[-1], "check", "exec")
