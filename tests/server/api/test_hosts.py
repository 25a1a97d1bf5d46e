"""Which names the server answers for, whose pages may read it, which versions it speaks with."""

import pytest

EXTENSION = "chrome-extension://abcdefghijklmnopabcdefghijklmnop"
FIREFOX = "moz-extension://0f5ab2f0-0000-4000-8000-000000000000"
LISTED = "https://tools.example"


@pytest.fixture
def hosted(make_app, address):
    app = make_app(
        host="192.168.1.5",
        public_url="https://proof.example:8443",
        cors_origins=(LISTED.upper() + "/", "*"),
    )
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = address
    return client


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "localhost:8600",
        "127.0.0.1:1",
        "127.8.9.10",
        "[::1]:8600",
        "LOCALHOST:80",
        "shop.localhost:8600",
        "192.168.1.5",
        "192.168.1.5:8600",
        "proof.example:8443",
        "PROOF.example:8443",
    ],
)
def test_its_own_names_are_answered(hosted, host):
    assert hosted.get("/api/v1/about", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8600",
        "localhost.evil.example",
        "127.0.0.1.nip.io",
        "proof.example",
        "proof.example:80",
        "192.168.1.6",
        "localhost@evil.example",
        "localhost/evil",
        "a b",
        "[::1",
        "x" * 300,
        "",
        "127.0.0.1:99999",
    ],
)
def test_other_names_are_421_on_every_kind_of_route(hosted, owner, host):
    headers = {"Host": host, **owner.headers}
    for url in ("/", "/api/v1/about", "/api/v1/me", "/annotations/", "/healthz", "/nothing"):
        answer = hosted.get(url, headers=headers)
        assert answer.status_code == 421, (url, answer.text)
        assert owner.shop not in answer.text


@pytest.mark.parametrize("host", ["evil.example", "", "a b", "localhost@evil.example"])
@pytest.mark.parametrize(
    ("changes", "ours"),
    [
        ({"port": 8642}, "http://127.0.0.1:8642"),
        ({"host": "0.0.0.0", "port": 8642}, "http://127.0.0.1:8642"),
        ({"host": "::1", "port": 8642}, "http://[::1]:8642"),
        ({"public_url": "https://proof.example/"}, "https://proof.example"),
    ],
)
def test_the_refusal_of_a_name_does_not_repeat_it(make_app, address, host, changes, ours):
    client = make_app(**changes).test_client()
    client.environ_base["REMOTE_ADDR"] = address
    answer = client.get("/api/v1/about", headers={"Host": host})
    assert answer.json["type"] == f"{ours}/problems/wrong-host"
    assert "evil" not in answer.text


def test_a_server_without_public_name_knows_only_loopback(anyone):
    assert anyone.get("/api/v1/about", headers={"Host": "proof.example"}).status_code == 421


@pytest.mark.parametrize("origin", [EXTENSION, FIREFOX, "https://evil.example", "null", "", "x y"])
def test_no_origin_is_refused_for_itself(client, origin):
    headers = {"Origin": origin}
    assert client.get("/api/v1/me", headers=headers).status_code == 200
    changed = client.put("/api/v1/shipments/O1", json={}, headers=headers)
    assert changed.status_code == 201
    assert "Access-Control-Allow-Origin" not in changed.headers


def test_a_listed_web_origin_may_read_what_it_needs(hosted, owner):
    headers = {"Origin": LISTED, "Host": "localhost", **owner.headers}
    answer = hosted.get("/api/v1/me", headers=headers)
    assert answer.headers["Access-Control-Allow-Origin"] == LISTED
    exposed = {each.strip() for each in answer.headers["Access-Control-Expose-Headers"].split(",")}
    assert exposed >= {"ETag", "Link", "Location", "Allow", "Vary"}
    assert "Origin" in answer.headers["Vary"]
    assert "Access-Control-Allow-Credentials" not in answer.headers


def test_a_preflight_of_a_listed_origin_needs_no_token(hosted):
    headers = {
        "Origin": LISTED,
        "Host": "localhost",
        "Access-Control-Request-Method": "PUT",
        "Access-Control-Request-Headers": "authorization, if-match",
    }
    answer = hosted.options("/annotations/x", headers=headers)
    assert answer.status_code == 200
    assert "PUT" in answer.headers["Access-Control-Allow-Methods"]
    assert "if-match" in answer.headers["Access-Control-Allow-Headers"].lower()


@pytest.mark.parametrize("origin", ["https://evil.example", LISTED + ".evil.example", "null"])
def test_an_unlisted_origin_may_not_read(hosted, origin):
    headers = {"Origin": origin, "Host": "localhost"}
    for answer in (
        hosted.get("/api/v1/about", headers=headers),
        hosted.options("/", headers=headers),
    ):
        assert "Access-Control-Allow-Origin" not in answer.headers
        assert "Origin" in answer.headers["Vary"]


def test_errors_can_be_read_by_a_listed_origin_too(hosted):
    answer = hosted.get("/api/v1/me", headers={"Origin": LISTED, "Host": "localhost"})
    assert answer.status_code == 401
    assert answer.headers["Access-Control-Allow-Origin"] == LISTED


def test_every_answer_says_its_contract_version_and_guards_itself(anyone, client):
    for answer in (
        anyone.get("/"),
        anyone.get("/nothing"),
        anyone.get("/api/v1/me"),
        client.get("/api/v1/me"),
        client.delete("/api/v1/me"),
    ):
        assert answer.headers["ReturnProof-Contract"] == "1"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] in {"no-referrer", "same-origin"}
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Request-ID"]


@pytest.mark.parametrize(
    ("sent", "older"), [("2", "server"), ("99", "server"), ("0", "extension"), ("x", "extension")]
)
def test_another_contract_version_is_told_which_side_is_older(client, sent, older):
    headers = {"ReturnProof-Contract": sent}
    for answer in (
        client.get("/api/v1/me", headers=headers),
        client.put("/api/v1/shipments/O9", json={}, headers=headers),
    ):
        assert answer.status_code == 426
        assert answer.json["update"] == older
        assert answer.json["detail"]
    assert client.get("/api/v1/shipments/O9").status_code == 404
    assert client.get("/api/v1/me", headers={"ReturnProof-Contract": "1"}).status_code == 200
