"""Tokens: listed, noted when used, and refused at once after they were revoked."""

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from tests.server.waiting import eventually

from returnproof.domain.access import Role, Token, TokenKind
from returnproof.domain.errors import Unauthorized
from returnproof.services.access import Access
from returnproof.services.records import Commit


def test_the_owner_sees_the_shops_devices_and_no_secret(client, key_for, shop, owner):
    station = key_for(shop, Role.station, "打包台 2")
    answer = client.get("/api/v1/tokens")
    listed = {each["id"]: each for each in answer.json["tokens"]}
    assert set(listed) == {owner.id, station.id}
    assert listed[station.id]["name"] == "打包台 2"
    assert listed[station.id]["last_used"] is None
    assert listed[owner.id]["last_used"] is not None
    assert station.bearer.split("_", 2)[2] not in answer.text
    assert "secret" not in answer.text


def test_a_revoked_token_is_refused_at_once(client, anyone, key_for, shop):
    staff = key_for(shop, Role.staff)
    assert anyone.get("/api/v1/me", headers=staff.headers).status_code == 200
    assert client.delete(f"/api/v1/tokens/{staff.id}").status_code == 204
    assert anyone.get("/api/v1/me", headers=staff.headers).status_code == 401
    assert client.delete(f"/api/v1/tokens/{staff.id}").status_code == 204


def test_another_process_refuses_it_within_a_second(access, store, key_for, shop):
    staff = key_for(shop, Role.staff)
    elsewhere = Access(store.records)
    elsewhere.authenticate(staff.bearer)
    access.revoke(shop, staff.id)
    time.sleep(1.0)
    with pytest.raises(Unauthorized):
        elsewhere.authenticate(staff.bearer)


def test_last_use_is_written_at_most_once_a_minute(store, shop, key_for):
    staff = key_for(shop, Role.staff)
    moment = datetime.now(UTC)
    versions = []
    for seconds in (0, 20, 59, 61, 90):
        clock = Access(store.records, lambda s=seconds: moment + timedelta(seconds=s))
        clock.authenticate(staff.bearer)
        versions.append(store.records.get(shop, Token, staff.id).version)
    assert versions[0] == versions[1] == versions[2]
    assert versions[3] == versions[4] == versions[0] + 1


def test_noting_a_use_never_revives_a_revoked_token(store, access, shop, key_for):
    staff = key_for(shop, Role.staff)
    read = store.records.get(shop, Token, staff.id)
    access.revoke(shop, staff.id)
    access._note_use(read)
    assert store.records.get(shop, Token, staff.id).revoked is not None


def test_an_unknown_token_cannot_be_revoked(client):
    assert client.delete("/api/v1/tokens/nothing").status_code == 404


@pytest.mark.parametrize("role", [Role.staff, Role.station])
def test_only_the_owner_administers(anyone, key_for, shop, role):
    key = key_for(shop, role)
    assert anyone.get("/api/v1/tokens", headers=key.headers).status_code == 403
    assert anyone.delete(f"/api/v1/tokens/{key.id}", headers=key.headers).status_code == 403
    made = anyone.post("/api/v1/tokens/codes", json={}, headers=key.headers)
    assert made.status_code == 403


def test_an_owner_makes_a_code_that_pairs(client, anyone, shop):
    made = client.post("/api/v1/tokens/codes", json={"role": "station"})
    assert made.status_code == 201
    assert made.json["server"].startswith("http")
    paired = anyone.post("/api/v1/pairings", json={"code": made.json["code"], "name": "x"})
    assert (paired.json["shop"], paired.json["role"]) == (shop, "station")


@pytest.mark.parametrize(
    "header",
    [
        "Bearer",
        "Bearer x",
        "Basic cnA6cnA=",
        "Bearer rp_{shop}_",
        "Bearer rp_{shop}_wrong",
        "Bearer rp_../x_y",
        "Bearer rp_{shop}_" + "ü" * 43,
        "Bearer rp_{shop}_" + "x" * 5000,
        "rp_{shop}_x",
    ],
)
def test_what_is_no_token_is_401_and_says_how_to_get_one(anyone, shop, header):
    sent = header.format(shop=shop).encode("utf-8").decode("latin-1")
    answer = anyone.get("/api/v1/me", headers={"Authorization": sent})
    assert answer.status_code == 401
    assert answer.content_type == "application/problem+json"
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_token_says_its_shop_but_another_shop_cannot_be_claimed(anyone, owner, other_shop):
    forged = owner.bearer.replace(owner.shop, other_shop)
    answer = anyone.get("/api/v1/me", headers={"Authorization": f"Bearer {forged}"})
    assert answer.status_code == 401


def test_a_token_record_with_a_wrong_digest_opens_nothing(store, shop, anyone, key_for):
    staff = key_for(shop, Role.staff)
    read = store.records.get(shop, Token, staff.id)
    store.records.commit(shop, Commit(writes=(replace(read, secret_sha256="0" * 64),)))
    assert anyone.get("/api/v1/me", headers=staff.headers).status_code == 401


def test_flooding_with_wrong_tokens_ends_in_429(anyone, shop):
    headers = {"Authorization": f"Bearer rp_{shop}_wrong"}
    statuses = {anyone.get("/api/v1/me", headers=headers).status_code for _ in range(125)}
    assert statuses == {401, 429}


def test_a_session_ends_by_itself_and_a_device_does_not(store, access, shop):
    _, session = access.create_token(shop, "Li", Role.owner, TokenKind.session)
    _, device = access.create_token(shop, "Li", Role.owner)
    later = Access(store.records, lambda: datetime.now(UTC) + timedelta(days=14, seconds=1))
    assert later.authenticate(device).shop == shop
    with pytest.raises(Unauthorized):
        later.authenticate(session)


def test_people_see_what_ended_for_a_month_and_then_no_more(store, access, shop):
    for kind in TokenKind:
        access.create_token(shop, kind, Role.owner, kind)
    revoked, _ = access.create_token(shop, "gone", Role.staff)
    access.revoke(shop, revoked.id)

    def seen(days):
        clock = Access(store.records, lambda: datetime.now(UTC) + timedelta(days=days))
        return {token.name: good for token, good in clock.listed(shop)}

    assert seen(0) == {"device": True, "session": True, "gone": False}
    assert seen(15) == {"device": True, "session": False, "gone": False}
    assert seen(31) == {"device": True}


def test_a_forgotten_token_is_refused_and_listed_no_more(client, anyone, access, key_for, shop):
    loader = key_for(shop, Role.owner, "sample load")
    assert anyone.get("/api/v1/me", headers=loader.headers).status_code == 200
    access.forget(shop, loader.id)
    eventually(lambda: anyone.get("/api/v1/me", headers=loader.headers).status_code == 401)
    assert loader.id not in {each["id"] for each in client.get("/api/v1/tokens").json["tokens"]}
