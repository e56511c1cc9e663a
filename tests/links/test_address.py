"""Which addresses may be asked, and in which form."""

import pytest

from generator.links.address import is_example, is_public, refusal, request_form


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("https://www.swim.uk", "https://www.swim.uk/"),
        ("HTTPS://WWW.Swim.UK:443/A b", "https://www.swim.uk/A%20b"),
        ("http://swim.uk:80/?a=1&b=%20x", "http://swim.uk/?a=1&b=%20x"),
        ("http://swim.uk:8080/#top", "http://swim.uk:8080/#top"),
        ("https://schwimmen.münchen.de/é", "https://schwimmen.xn--mnchen-3ya.de/%C3%A9"),
        ("https://swim.uk/#:~:text=Hello", "https://swim.uk/"),
        ("https://swim.uk/page#times:~:text=Hello", "https://swim.uk/page#times"),
        ("https://[2001:db8::1]/", "https://[2001:db8::1]/"),
        ("https://swim.uk/a\nfile:///etc/passwd", "https://swim.uk/afile:///etc/passwd"),
    ],
)
def test_an_address_is_asked_in_one_form(written: str, form: str) -> None:
    assert request_form(written) == form
    assert request_form(form) == form


@pytest.mark.parametrize("wrong", ["https://swim.uk:99999/", "https://[::1/", "https://xn--ä.uk/"])
def test_what_is_no_address_has_no_form(wrong: str) -> None:
    assert request_form(wrong) is None


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "javascript:alert(1)",
        "data:text/html,hello",
        "ftp://swim.uk/",
        "gopher://swim.uk/",
        "https://",
        "https:///path",
        "https://user:secret@swim.uk/",
        "https://user@swim.uk/",
        "http://localhost/",
        "http://intranet/",
        "http://printer.local/",
        "http://metadata.google.internal/",
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f.0.0.1/",
        "http://0177.0.0.1/",
        "http://10.1.2.3:8080/",
        "http://192.168.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://[fd00:ec2::254]/",
        "http://168.63.129.16/",
        "https://swim.uk\\@10.0.0.1/",
    ],
)
def test_hostile_addresses_are_never_asked(address: str) -> None:
    assert refusal(address)


def test_a_private_network_is_asked_when_somebody_says_so() -> None:
    assert refusal("http://10.1.2.3/", private=True) == ""
    assert refusal("http://localhost:8000/", private=True) == ""
    assert "user name" in refusal("http://user:secret@10.1.2.3/", private=True)
    assert "only http" in refusal("file:///etc/passwd", private=True)


@pytest.mark.parametrize("address", ["https://www.swim.uk/", "http://swim.uk:8080/a?b#c", "https://8.8.8.8/"])
def test_other_addresses_are_asked(address: str) -> None:
    assert refusal(address) == ""


@pytest.mark.parametrize(
    ("ip", "public"),
    [
        ("8.8.8.8", True),
        ("2a00:1450:4009:80b::200e", True),
        ("10.0.0.1", False),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("0.0.0.0", False),
        ("::", False),
        ("fe80::1%eth0", False),
        ("64:ff9b::a00:1", False),
        ("64:ff9b::808:808", True),
        ("2002:a00:1::", False),
        ("::ffff:8.8.8.8", True),
        ("no address", False),
    ],
)
def test_public_addresses_are_told_from_others(ip: str, public: bool) -> None:
    assert is_public(ip) is public


def test_names_for_examples() -> None:
    assert is_example("https://www.doggerland.example.org/a")
    assert is_example("https://example.com")
    assert is_example("https://club.test/")
    assert not is_example("https://myexample.org/")
    assert not is_example("https://example.org.uk/")
