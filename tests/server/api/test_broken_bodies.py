"""Bodies that break off, make no sense or speak another encoding: 400, or taken, never a 500."""

import io

import pytest
from tests.server.pictures import jpeg

PACKING = "/api/v1/shipments/o-1/photos"
FORM = {"content_type": "multipart/form-data; boundary=x"}


class Garbled(io.RawIOBase):
    """What a server's stream does when a chunk's size is no number."""

    def __init__(self, before=b""):
        self._before = before

    def read(self, size=-1):
        del size
        before, self._before = self._before, b""
        if before:
            return before
        raise LookupError("Invalid chunk size: b'zz'")


def file_part(name, content):
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="' + name + b'"\r\n'
    return head + b"\r\n" + content + b"\r\n"


@pytest.mark.parametrize(
    ("method", "address", "kind"),
    [
        ("PUT", "/api/v1/shipments/o-1", "application/json"),
        ("POST", PACKING, "multipart/form-data; boundary=x"),
        ("POST", "/api/v1/cases/r-1/evidence", "multipart/form-data; boundary=x"),
        ("POST", "/annotations/", "application/ld+json"),
        ("POST", "/session", "application/x-www-form-urlencoded"),
    ],
)
@pytest.mark.parametrize("before", [b"", b"{", b"--x\r\n"])
def test_a_body_that_the_server_cannot_read_is_malformed(client, method, address, kind, before):
    environ = {"wsgi.input": Garbled(before), "wsgi.input_terminated": True}
    answer = client.open(
        address,
        method=method,
        content_type=kind,
        headers={"Transfer-Encoding": "chunked"},
        environ_overrides=environ,
    )
    assert answer.status_code == 400
    assert answer.json["type"].endswith("/problems/malformed")


def test_a_body_that_is_cut_short_changes_nothing(client):
    environ = {
        "wsgi.input": io.BytesIO(b"{}"),
        "wsgi.input_terminated": True,
        "CONTENT_LENGTH": "50",
    }
    address = "/api/v1/shipments/o-short"
    answer = client.put(address, content_type="application/json", environ_overrides=environ)
    assert answer.status_code == 400
    assert answer.json["type"].endswith("/problems/malformed")
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_a_name_in_the_systems_own_encoding_costs_no_file(client, encoding):
    parts = (file_part(b"ok.jpg", jpeg(1)), file_part("买家.jpg".encode(encoding), jpeg(2)))
    answer = client.post(PACKING, data=b"".join(parts) + b"--x--", **FORM)
    assert answer.status_code == 201
    assert [each["name"] for each in answer.json["photos"]] == ["ok.jpg", "买家.jpg"]


def test_a_name_in_no_encoding_costs_no_file(client):
    parts = (file_part(b"ok.jpg", jpeg(1)), file_part(b"\xff\xff.jpg", jpeg(2)))
    answer = client.post(PACKING, data=b"".join(parts) + b"--x--", **FORM)
    assert answer.status_code == 201
    assert len(answer.json["photos"]) == 2


def test_evidence_with_such_a_name_is_kept_too(client):
    client.put("/api/v1/cases/r-1", json={"order_id": "o-1"})
    kind = b'--x\r\nContent-Disposition: form-data; name="kind"\r\n\r\nfile\r\n'
    body = kind + file_part("聊天记录.txt".encode("gb18030"), b"text") + b"--x--"
    answer = client.post("/api/v1/cases/r-1/evidence", data=body, **FORM)
    assert answer.status_code == 201
    assert answer.json["evidence"][0]["name"] == "聊天记录.txt"


@pytest.mark.parametrize(
    "body",
    [
        b"--x\r\n",
        file_part(b"a.jpg", b"cut off"),
        b"--x\r\nContent-Type: image/jpeg\r\n\r\nabc\r\n--x--",
        b"--x\r\nContent-Disposition: form-data\r\n\r\nabc\r\n--x--",
    ],
)
def test_a_form_that_cannot_be_parsed_is_said_to_be_so(client, body):
    answer = client.post(PACKING, data=body, **FORM)
    assert answer.status_code == 400
    assert answer.json["type"].endswith("/problems/malformed")
