"""Codes become tokens once, and only while they are young."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from returnproof.domain.access import Role
from returnproof.services.access import Access
from returnproof.services.credentials import CODE_ALPHABET


@pytest.fixture
def code(access, shop):
    return access.make_code(shop, Role.staff)[0]


def pair(client, code, name="打包台"):
    return client.post("/api/v1/pairings", json={"code": code, "name": name})


def test_a_code_gives_a_token_of_its_shop_and_role(anyone, code, shop):
    answer = pair(anyone, code)
    assert answer.status_code == 201
    assert answer.json["shop"] == shop
    assert answer.json["role"] == "staff"
    assert answer.json["server"]["contract"] == 1
    assert answer.json["token"].startswith(f"rp_{shop}_")
    me = anyone.get("/api/v1/me", headers={"Authorization": f"Bearer {answer.json['token']}"})
    assert me.json == {
        "shop": shop,
        "role": "staff",
        "name": "打包台",
        "token_id": answer.json["token_id"],
    }


def test_a_code_works_as_people_type_it(anyone, code):
    typed = f" {code.lower().replace('-', ' ').replace('0', 'o').replace('1', 'l')} "
    assert pair(anyone, typed).status_code == 201


def test_a_code_works_once(anyone, code):
    assert pair(anyone, code).status_code == 201
    again = pair(anyone, code)
    assert again.status_code == 403
    assert again.json["type"].endswith("/problems/pairing-refused")


def test_a_code_that_nobody_made_is_refused_like_a_used_one(anyone):
    assert pair(anyone, "AAAAA-AAAAA").status_code == 403
    assert pair(anyone, "no code at all").status_code == 403


def test_an_expired_code_is_refused_even_if_the_store_still_has_it(anyone, store, shop):
    past = Access(store.records, lambda: datetime.now(UTC) - timedelta(minutes=10, seconds=1))
    late, _ = past.make_code(shop, Role.owner)
    assert pair(anyone, late).status_code == 403


def test_a_bad_name_does_not_burn_the_code(anyone, code):
    assert pair(anyone, code, name="  ").status_code == 422
    assert pair(anyone, code, name="x" * 81).status_code == 422
    assert pair(anyone, code).status_code == 201


def test_guessing_is_slowed_down_per_address(anyone):
    statuses = [pair(anyone, "BBBBB-BBBBB").status_code for _ in range(12)]
    assert statuses[0] == 403
    assert statuses[-1] == 429
    assert int(pair(anyone, "BBBBB-BBBBB").headers["Retry-After"]) > 0


def test_another_address_may_still_pair_while_one_guesses(app, anyone, code):
    for _ in range(12):
        pair(anyone, "BBBBB-BBBBB")
    elsewhere = app.test_client()
    elsewhere.environ_base["REMOTE_ADDR"] = "10.9.8.7"
    assert pair(elsewhere, code).status_code == 201


def test_codes_are_hard_to_guess_and_easy_to_read(access, shop):
    code, _ = access.make_code(shop, Role.staff)
    assert len(CODE_ALPHABET) ** len(code.replace("-", "")) >= 2**40
    assert not set("ILOU") & set(CODE_ALPHABET)


def test_neither_codes_nor_secrets_are_in_the_store(store, access, shop):
    code, _ = access.make_code(shop, Role.staff)
    _, bearer = access.create_token(shop, "t", Role.owner)
    secret = bearer.split("_", 2)[2].encode()
    letters = code.replace("-", "").encode()
    for key in store.client.scan_iter(count=1000):
        value = store.client.dump(key)
        for secret_bytes in (secret, letters):
            assert secret_bytes not in key
            assert secret_bytes not in (value or b"")


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"code": 1, "name": "x"}', b"\xff"])
def test_a_pairing_that_is_no_pairing_is_a_problem_not_a_crash(anyone, body):
    answer = anyone.post("/api/v1/pairings", data=body, content_type="application/json")
    assert answer.status_code in {400, 422}
    assert answer.content_type == "application/problem+json"


def test_of_many_who_try_a_code_at_once_one_gets_in(app, code):
    def attempt(number):
        client = app.test_client()
        client.environ_base["REMOTE_ADDR"] = f"10.1.1.{number}"
        return pair(client, code).status_code

    with ThreadPoolExecutor(8) as pool:
        statuses = sorted(pool.map(attempt, range(8)))
    assert statuses == [201] + [403] * 7
