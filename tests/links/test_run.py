"""Every way in which a link can be right or wrong, asked through LinkChecker."""

from pathlib import Path

import pytest

from generator.links import linkchecker
from generator.links.linkchecker import Politeness
from generator.links.outcome import Outcome, State
from generator.links.run import Manner, outcomes_of
from tests.links.link_host import Answer, LinkHost

FAST = Manner(Politeness(per_second=1000, timeout=3), pause=0)

SITE = "http://www.links-test.uk"
LOCAL = "www.links-test.uk"


def found(*addresses: str, manner: Manner = FAST) -> dict[str, Outcome]:
    return outcomes_of(addresses, manner)


def test_every_verdict_is_right(host: LinkHost) -> None:
    host.answers = {
        f"{LOCAL}/gone": Answer(404),
        f"{LOCAL}/gone-for-good": Answer(410),
        f"{LOCAL}/broken": Answer(500),
        f"{LOCAL}/busy-once": Answer(200, once=Answer(503)),
        f"{LOCAL}/gone-once": Answer(200, once=Answer(404)),
        f"{LOCAL}/hangs": Answer(delay=9),
        f"{LOCAL}/slow": Answer(delay=1.5),
        f"{LOCAL}/breaks-off": Answer(0),
        f"{LOCAL}/moved": Answer(301, "/new"),
        f"{LOCAL}/moved-308": Answer(308, f"{SITE}/new?page=2"),
        f"{LOCAL}/moved-twice": Answer(301, "/moved"),
        f"{LOCAL}/for-now": Answer(302, "/new"),
        f"{LOCAL}/for-now-307": Answer(307, "/moved"),
        f"{LOCAL}/moved-then-for-now": Answer(301, "/for-now"),
        f"{LOCAL}/moved-to-nothing": Answer(301, "/gone"),
        f"{LOCAL}/moved-to-a-wall": Answer(301, "/forbidden"),
        f"{LOCAL}/circle": Answer(302, "/circle-2"),
        f"{LOCAL}/circle-2": Answer(302, "/circle"),
        f"{LOCAL}/login": Answer(401),
        f"{LOCAL}/forbidden": Answer(403),
        f"{LOCAL}/not-like-this": Answer(405),
        f"{LOCAL}/wait": Answer(429, fields=("Retry-After: 1",)),
        f"{LOCAL}/wait-once": Answer(200, once=Answer(429, fields=("Retry-After: 1",))),
        f"{LOCAL}/linkedin": Answer(999),
        f"{LOCAL}/teapot": Answer(400),
        f"{LOCAL}/huge": Answer(body=b"x" * 4_000_000),
        f"{LOCAL}/empty": Answer(204, body=b""),
        f"{LOCAL}/a.pdf": Answer(fields=("Content-Type: application/pdf",)),
    }
    expected = {
        "/": (State.OK, ""),
        "/gone": (State.GONE, "404 Not Found"),
        "/gone-for-good": (State.GONE, "410 Gone"),
        "/broken": (State.FAILING, "500 Internal Server Error"),
        "/busy-once": (State.OK, ""),
        "/gone-once": (State.OK, ""),
        "/hangs": (State.FAILING, "No answer in time"),
        "/slow": (State.OK, ""),
        "/breaks-off": (State.FAILING, "The connection broke off"),
        "/moved": (State.MOVED, ""),
        "/moved-308": (State.MOVED, ""),
        "/moved-twice": (State.MOVED, ""),
        "/for-now": (State.OK, ""),
        "/for-now-307": (State.OK, ""),
        "/moved-then-for-now": (State.MOVED, ""),
        "/moved-to-nothing": (State.GONE, "404 Not Found"),
        "/moved-to-a-wall": (State.BLOCKED, "403 Forbidden"),
        "/circle": (State.FAILING, "It redirects in a circle"),
        "/login": (State.BLOCKED, "401 Status"),
        "/forbidden": (State.BLOCKED, "403 Forbidden"),
        "/not-like-this": (State.BLOCKED, "405 Method Not Allowed"),
        "/wait": (State.BLOCKED, "429 Too Many Requests"),
        "/wait-once": (State.OK, ""),
        "/linkedin": (State.BLOCKED, "999 Request Denied"),
        "/teapot": (State.FAILING, "400 Status"),
        "/huge": (State.OK, ""),
        "/huge#here": (State.OK, ""),
        "/empty": (State.OK, ""),
        "/a.pdf": (State.OK, ""),
        "/a.pdf#page=3": (State.OK, ""),
        "/page#here": (State.OK, ""),
        "/page#elsewhere": (State.OK, "The page opens, but has no place called #elsewhere"),
        "/app#/route": (State.OK, ""),
        "/page#:~:text=Hello": (State.OK, ""),
    }
    outcomes = found(*(SITE + path for path in expected))
    assert {path: outcomes[SITE + path][:2] for path in expected} == expected
    new = {path: outcomes[SITE + path].to for path in expected if outcomes[SITE + path].to}
    assert new == {
        "/moved": f"{SITE}/new",
        "/moved-308": f"{SITE}/new?page=2",
        "/moved-twice": f"{SITE}/new",
        # What is for now only is not written down.
        "/moved-then-for-now": f"{SITE}/for-now",
    }


def test_a_page_that_refuses_head_opens(host: LinkHost) -> None:
    found(f"{SITE}/page")
    assert {asked.split()[0] for asked in host.asked} == {"GET"}


def test_names_and_doors_that_are_not_there(host: LinkHost) -> None:
    addresses = {
        "http://nowhere.links-test.uk/": "Host name not found",
        "https://nowhere.links-test.uk/" + "long/" * 50: "Host name not found",
        "http://www.links-test.uk:81/": "No connection",
        "https://www.links-test.uk:444/": "No connection",
    }
    outcomes = found(*addresses)
    assert {address: outcomes[address].detail for address in addresses} == addresses
    assert {outcome.state for outcome in outcomes.values()} == {State.FAILING}


def test_a_certificate_that_nobody_knows_is_a_failure(host: LinkHost) -> None:
    if not host.tls_port:
        pytest.skip("no openssl to make a certificate with")
    outcome = found("https://tls.links-test.uk/")["https://tls.links-test.uk/"]
    assert outcome[:2] == (State.FAILING, "Its certificate is not valid")


def test_a_secure_page_is_tested_through_the_guard(host: LinkHost, monkeypatch: pytest.MonkeyPatch) -> None:
    if not host.tls_port:
        pytest.skip("no openssl to make a certificate with")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(host.certificate))
    host.answers = {
        "tls.links-test.uk/moved": Answer(301, "https://tls.links-test.uk/new"),
        "tls.links-test.uk/inside": Answer(302, "https://inside.links-test.uk/"),
        "www.links-test.uk/up": Answer(301, "https://tls.links-test.uk/up"),
    }
    outcomes = found(
        "https://tls.links-test.uk/moved",
        "https://tls.links-test.uk/inside",
        "http://www.links-test.uk/up",
        "https://other.links-test.uk/",
    )
    assert outcomes["https://tls.links-test.uk/moved"].to == "https://tls.links-test.uk/new"
    assert outcomes["http://www.links-test.uk/up"].to == "https://tls.links-test.uk/up"
    assert outcomes["https://tls.links-test.uk/inside"].state is State.BLOCKED
    assert outcomes["https://other.links-test.uk/"].detail == "Its certificate is not valid"


def test_nobody_gets_into_a_private_network(host: LinkHost) -> None:
    host.answers = {
        f"{LOCAL}/to-inside": Answer(302, "http://inside.links-test.uk/secret"),
        f"{LOCAL}/to-metadata": Answer(302, "http://169.254.169.254/latest/meta-data/"),
        f"{LOCAL}/to-here": Answer(302, "http://127.0.0.1:22/"),
        f"{LOCAL}/to-here-6": Answer(302, "http://[::ffff:127.0.0.1]/"),
        f"{LOCAL}/to-file": Answer(302, "file:///etc/passwd"),
    }
    addresses = [f"{SITE}/to-{where}" for where in ("inside", "metadata", "here", "here-6")]
    outcomes = found(
        *addresses,
        f"{SITE}/to-file",
        "http://inside.links-test.uk/",
        "https://half.links-test.uk/",
    )
    assert outcomes.pop(f"{SITE}/to-file").state is State.FAILING
    assert {outcome.state for outcome in outcomes.values()} == {State.BLOCKED}
    assert {outcome.detail for outcome in outcomes.values()} == {
        "It leads into a private network and was not asked"
    }


def test_robots_are_heeded(host: LinkHost) -> None:
    host.answers["shy.links-test.uk/robots.txt"] = Answer(
        fields=("Content-Type: text/plain",), body=b"User-agent: *\nDisallow: /private/\n"
    )
    outcomes = found("http://shy.links-test.uk/private/page", "http://shy.links-test.uk/open")
    assert outcomes["http://shy.links-test.uk/open"].state is State.OK
    assert outcomes["http://shy.links-test.uk/private/page"][:2] == (
        State.BLOCKED,
        "Its robots.txt asks programs not to look",
    )
    assert host.asked["GET shy.links-test.uk/private/page"] == 0


def test_addresses_of_one_form_are_asked_once(host: LinkHost) -> None:
    outcomes = found("http://www.links-test.uk", f"{SITE}/", "HTTP://WWW.links-test.uk:80/", f"{SITE}/é")
    assert {outcome.state for outcome in outcomes.values()} == {State.OK}
    assert len(outcomes) == 4
    assert host.asked["GET www.links-test.uk/"] == 1
    assert host.asked["GET www.links-test.uk/%C3%A9"] == 1


def test_what_another_address_was_redirected_to_is_not_this_ones_redirect(host: LinkHost) -> None:
    host.answers = {f"{LOCAL}/a-{number}": Answer(301, f"/b-{number}") for number in range(20)} | {
        f"{LOCAL}/b-{number}": Answer(302, f"/c-{number}") for number in range(20)
    }
    outcomes = found(*(f"{SITE}/{letter}-{number}" for number in range(20) for letter in "abc"))
    assert [outcomes[f"{SITE}/a-{number}"].to for number in range(20)] == [
        f"{SITE}/b-{number}" for number in range(20)
    ]
    others = [outcomes[f"{SITE}/{letter}-{number}"] for number in range(20) for letter in "bc"]
    assert {outcome.state for outcome in others} == {State.OK}


def test_one_host_is_asked_by_a_few_at_a_time(host: LinkHost) -> None:
    names = ("one", "two", "three")
    addresses = [f"http://{name}.links-test.uk/{number}" for name in names for number in range(30)]
    for address in addresses:
        host.answers[address.removeprefix("http://")] = Answer(delay=0.05)
    outcomes = found(*addresses)
    assert len(outcomes) == 90
    assert {host.most[f"{name}.links-test.uk"] for name in names} <= {1, 2, 3}
    assert max(host.asked.values()) == 1


def test_only_what_may_change_is_asked_twice(host: LinkHost) -> None:
    host.answers = {f"{LOCAL}/{status}": Answer(status) for status in (200, 403, 404, 405, 410, 500, 999)}
    found(*(f"{SITE}/{status}" for status in (200, 403, 404, 405, 410, 500, 999)))
    times = {status: host.asked[f"GET {LOCAL}/{status}"] for status in (200, 403, 404, 405, 410, 500, 999)}
    assert times == {200: 1, 403: 1, 404: 2, 405: 1, 410: 2, 500: 2, 999: 1}


def test_no_password_and_no_token_leaves_this_machine(
    host: LinkHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_TOKEN", "ghs_secret")
    environment = linkchecker._environment(Path("/tmp"), "http://127.0.0.1:1")
    assert "ghs_secret" not in environment.values()
    assert environment["NETRC"] == "/dev/null"


def test_politeness_is_what_linkchecker_is_told() -> None:
    told = linkchecker._settings(Politeness(), "us", "").splitlines()
    assert {"threads=3", "maxrequestspersecond=2.0", "timeout=20", "useragent=us"} <= set(told)
    assert not any("sslverify" in line or "robotstxt" in line for line in told)


def test_hosts_take_turns_and_stay_in_one_group() -> None:
    forms = [f"http://{name}.links-test.uk/{number}" for name in "aaaaab" for number in range(4)]
    parts = linkchecker.groups(dict.fromkeys(forms), 8)
    owners = [{form.split("/")[2] for form in part} for part in parts]
    assert sorted(map(len, parts)) == [4, 4]
    assert all(len(owner) == 1 for owner in owners)
    alone = linkchecker.groups(
        [f"http://a.uk/{number}" for number in range(6)] + [f"http://b.uk/{number}" for number in range(2)], 1
    )
    assert [form[7] for form in alone[0]] == list("aabaaaba")
