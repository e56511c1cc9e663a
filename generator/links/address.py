"""Which addresses may be asked at all, and the form in which they are asked.

Content comes from many hands and is tested on machines that can reach more than the
public web, so that an address is judged before anything is sent.
"""

import ipaddress
import re
from urllib.parse import quote, urlsplit, urlunsplit

CLOUD_HOSTS = frozenset({ipaddress.ip_address("168.63.129.16")})
"""Hosts with public addresses that answer only inside a data centre (Azure's platform service)."""

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_EXAMPLES = ("example.org", "example.com", "example.net", "example", "test", "invalid")
_LOCAL = ("localhost", "local", "internal", "home.arpa", "lan")
_ALLOWED = "!#$%&'()*+,/:;=?@[]~"


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet (IANA's special-purpose registries).

    Args:
        address: An IPv4 or IPv6 address. One that carries another inside it is judged by both.
    """
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour
        if inner is None and ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast and ip not in CLOUD_HOSTS


def is_example(address: str) -> bool:
    """Whether an address has a name that is reserved for examples (RFC 2606), where nobody can be."""
    return _ends_with(_host(address), _EXAMPLES)


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").rstrip(".").lower()
    except ValueError:
        return ""


def _ends_with(host: str, names: tuple[str, ...]) -> bool:
    return any(host == name or host.endswith(f".{name}") for name in names)


def refusal(address: str, *, private: bool = False) -> str:
    """Why an address is never asked, in a sentence; "" if it may be.

    Args:
        address: The address.
        private: Whether addresses of a private network are allowed.
    """
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "It is not written as a web address is."
    if parts.scheme not in ("http", "https"):
        return "It is not a web address: only http and https can be opened by everybody."
    if not host or re.search(r"[\x00-\x20\x7f\\]", parts.netloc):
        return "It has no host name that can be found."
    if "@" in parts.netloc:
        return "It has a user name or a password in it."
    if request_form(address) is None:
        return "Its host name is not one that can be found."
    if private:
        return ""
    if _is_ip(host):
        return "" if is_public(host) else "It leads to a private network, where families cannot get."
    if "." not in host.rstrip(".") or _ends_with(host.rstrip(".").lower(), _LOCAL):
        return "It leads to a private network, where families cannot get."
    return ""


def _is_ip(host: str) -> bool:
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        # Resolvers also take 127.1, 0x7f000001 and 2130706433 for an address.
        return re.fullmatch(r"(?:0x[0-9a-f]*|[0-9]+)(?:\.(?:0x[0-9a-f]*|[0-9]+))*\.?", host, re.I) is not None
    return True


def request_form(address: str) -> str | None:
    """The address as it is sent: ASCII only, a path at least "/", no words to look for on the page.

    Two addresses of the same form are the same page at the same place. None if there is no such form.
    """
    try:
        parts = urlsplit(address.strip())
        host = parts.hostname or ""
        if not host.isascii():
            host = host.encode("idna").decode()
        port = parts.port
    except (ValueError, UnicodeError):
        return None
    if ":" in host:
        host = f"[{host}]"
    if port is not None and port != {"http": 80, "https": 443}.get(parts.scheme):
        host = f"{host}:{port}"
    fragment = parts.fragment.partition(":~:")[0]
    made = urlunsplit((parts.scheme.lower(), host, parts.path or "/", parts.query, fragment))
    return quote(made, safe=_ALLOWED)


def host_of(form: str) -> str:
    """The host, with the port if there is one, of an address in its `request_form`."""
    return urlsplit(form).netloc
