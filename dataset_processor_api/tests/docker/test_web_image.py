import re
from pathlib import Path

WEB_PROJECT = Path(__file__).parents[3] / "dataset_processor_web"
WEB_DOCKERFILE = WEB_PROJECT / "docker" / "web.Dockerfile"


def test_the_pages_image_runs_as_nobody_special_and_copies_what_exists() -> None:
    text = WEB_DOCKERFILE.read_text()
    allowed = {line[1:] for line in (WEB_PROJECT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    copied = {
        source for sources in re.findall(r"^COPY (?!--)(.*) \S+$", text, re.MULTILINE) for source in sources.split()
    }

    assert re.findall(r"^USER (.*)$", text, re.MULTILINE) == ["node", "101:101"]
    assert "npm ci" in text
    assert {source for source in copied if not (WEB_PROJECT / source).exists()} == set()
    assert {re.sub(r"^tsconfig.*", "tsconfig*.json", source) for source in copied} == allowed


def test_the_production_image_fills_in_every_name_of_the_servers_configuration() -> None:
    template = (WEB_PROJECT / "docker" / "nginx.conf.template").read_text()
    names = set(re.findall(r"\$\{(\w+)\}", template))

    assert names == set(re.findall(r"^(?:ENV| {3}) (WEB_(?!HOST)\w+)=", WEB_DOCKERFILE.read_text(), re.MULTILINE))
