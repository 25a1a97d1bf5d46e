"""The API's own page and description."""

import pytest

from returnproof import openapi


def test_the_description_is_served_as_it_is_exported(anyone):
    assert anyone.get("/openapi.json").json == openapi.document()


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_page_names_every_operation(anyone, language):
    page = anyone.get("/docs", headers={"Accept-Language": language})
    assert page.status_code == 200
    text = page.get_data(as_text=True)
    for path, operations in openapi.document()["paths"].items():
        for method in operations:
            if method != "parameters":
                assert f"<strong>{method.upper()}</strong> {path}</code>" in text


def test_the_page_loads_nothing_from_elsewhere(anyone):
    page = anyone.get("/docs")
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    text = page.get_data(as_text=True)
    for attribute in ('src="http', 'href="http', 'src="//', 'href="//', "<script>", "style="):
        assert attribute not in text
