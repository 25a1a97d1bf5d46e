"""compose.yaml and Dockerfile without Docker: their syntax, and the very commands they run."""

import re
import shlex
import signal
import subprocess
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
import requests
import yaml
from tests.server.redis.servers import Server, free_port
from tests.server.serve.served import RETURNPROOF, Client, command, environment
from tests.server.waiting import LONG, eventually

ROOT = Path(__file__).parents[3]
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
SERVICES = COMPOSE["services"]


def instructions():
    """(instruction, rest) of the Dockerfile with its continued lines joined."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    lines = re.sub(r"\\\n\s*", " ", text).splitlines()
    return [tuple(line.split(" ", 1)) for line in lines if line and not line.startswith("#")]


def redis_options(service):
    """What its command gives redis-server."""
    program, *options = SERVICES[service]["command"]
    assert program == "redis-server"
    return tuple(options)


def test_every_line_of_the_dockerfile_is_an_instruction_with_what_it_copies():
    known = {"FROM", "WORKDIR", "COPY", "RUN", "ENV", "USER", "VOLUME", "EXPOSE"}
    known |= {"HEALTHCHECK", "ENTRYPOINT", "CMD"}
    found = instructions()
    assert {name for name, _ in found} == known
    allowed = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    for name, rest in found:
        if name == "COPY" and not rest.startswith("--from"):
            *sources, _ = shlex.split(rest)
            for source in sources:
                assert (ROOT / source).exists(), source
                assert f"!{source}" in allowed, source


def test_the_image_does_not_run_as_root():
    names = [name for name, _ in instructions()]
    user = dict(instructions())["USER"]
    assert user not in {"root", "0"}
    assert names.index("USER") < names.index("ENTRYPOINT")


def test_the_services_redis_keeps_what_serve_promises():
    options = redis_options("redis")
    assert options[options.index("--appendonly") + 1] == "yes"
    assert options[options.index("--appendfsync") + 1] == "always"
    for service in SERVICES.values():
        for volume in service.get("volumes", []):
            assert volume.split(":")[0] in COMPOSE["volumes"]
    image = SERVICES["redis"]["image"]
    assert tuple(map(int, re.search(r":(\d+)\.(\d+)", image).groups())) >= (6, 2)


@contextmanager
def entry(service, data_dir, **variables):
    """The service's own command with the image's and its own variables."""
    assert SERVICES[service]["image" if "image" in SERVICES[service] else "build"]
    given = SERVICES[service]["environment"] | variables | {"RETURNPROOF_DATA_DIR": str(data_dir)}
    process = subprocess.Popen(
        [*RETURNPROOF, *SERVICES[service]["command"]],
        env=environment(**given),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(LONG) == 0


@pytest.fixture
def composed(data_dir, tmp_path):
    """Redis, queue, web and worker as compose.yaml starts them, on free ports."""
    with ExitStack() as stack:
        servers = {}
        for name in ("redis", "queue"):
            servers[name] = Server(tmp_path / name, redis_options(name)).start()
            stack.callback(servers[name].stop)
        variables = {
            "RETURNPROOF_REDIS_URL": servers["redis"].url,
            "RETURNPROOF_QUEUE_URL": servers["queue"].url,
            "RETURNPROOF_PORT": str(free_port()),
            "RETURNPROOF_HOST": "127.0.0.1",
        }
        address = f"http://127.0.0.1:{variables['RETURNPROOF_PORT']}"
        variables["RETURNPROOF_PUBLIC_URL"] = address
        stack.enter_context(entry("web", data_dir, **variables))
        stack.enter_context(entry("worker", data_dir, **variables))
        eventually(lambda: _answers(address))
        token = command(
            "token", "create", "--shop", "a", "--name", "t", "--data-dir", data_dir,
            "--redis-url", servers["redis"].url,
        ).stdout.strip()  # fmt: skip
        yield Client(address, token), servers


def _answers(address):
    try:
        return requests.get(f"{address}/healthz", timeout=5).status_code == 200
    except OSError:
        return False


def test_web_and_worker_compare_beside_a_separate_redis(composed, picture):
    client, _ = composed
    client.pack("O1", picture(1))
    client.open_case("R1", "O1")
    client.claim("R1", picture(2))
    client.await_states("R1", "done")


def test_web_and_worker_recover_when_both_redis_were_gone(composed, picture):
    client, servers = composed
    packed = client.pack("O1", picture(1))
    client.open_case("R1", "O1")
    for server in servers.values():
        server.stop()
    files = [("file", ("a.jpg", picture(2).read_bytes()))]
    path = "/api/v1/cases/R1/photos?role=buyer_claim"
    refused = client.ask("POST", path, files=files)
    assert refused.status_code == 503
    assert refused.headers["Content-Type"] == "application/problem+json"
    for server in servers.values():
        server.start()
    eventually(lambda: client.ask("POST", path, files=files).status_code == 201)
    client.await_states("R1", "done")
    assert client.ask("GET", "/api/v1/shipments/O1").json()["photos"] == packed


def test_the_guide_for_hosting_names_what_there_is():
    guide = (ROOT / "docs" / "hosting.md").read_text(encoding="utf-8")
    for command_line in re.findall(r"docker compose exec (\w+) returnproof (\w+)", guide):
        service, name = command_line
        assert service in SERVICES
        assert command(name, "--help").returncode == 0
    used = re.findall(r"RETURNPROOF_[A-Z_]+", guide)
    known = set(SERVICES["web"]["environment"])
    assert set(used) <= known
