"""A change is taken from our own pages only, and nothing typed is lost."""

from django.test import Client


def _client(**headers: str) -> Client:
    return Client(enforce_csrf_checks=True, headers=headers)


def test_a_browser_that_says_same_origin_needs_no_token(db: None) -> None:
    for headers in ({"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://testserver"}):
        assert _client(**headers).post("/language", {"language": "en"}).status_code == 302


def test_another_site_is_refused(db: None) -> None:
    others = ("https://evil.test", "https://testserver", "http://testserver:8080", "http://[", "null")
    for headers in ({"Sec-Fetch-Site": "cross-site"}, *({"Origin": origin} for origin in others)):
        response = _client(**headers).post("/language", {"language": "zh-hans"})

        assert response.status_code == 403
        assert "language" not in response.cookies


def test_without_either_header_the_fields_come_back_with_a_token(db: None) -> None:
    client = _client()
    response = client.post("/language", {"language": "zh-hans", "next": '/"><script>'})
    page = response.content.decode()
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]

    assert response.status_code == 403
    assert 'name="language" value="zh-hans"' in page
    assert "<script>" not in page.replace('<script type="module"', "")
    assert client.post("/language", {"language": "zh-hans", "csrfmiddlewaretoken": token}).status_code == 302


def test_a_request_for_another_host_is_refused_and_its_claims_are_ignored(db: None) -> None:
    # Field report OPS-3.
    for method in ("get", "post"):
        assert getattr(_client(), method)("/password-reset", headers={"Host": "evil.test"}).status_code == 400
    page = _client().get("/login", headers={"X-Forwarded-Host": "evil.test", "X-Forwarded-Proto": "https"})
    assert page.status_code == 200
    assert "evil.test" not in page.content.decode()
