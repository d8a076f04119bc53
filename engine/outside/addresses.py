"""Which addresses may be called, and with which secrets: HTTP_ALLOW, and never the inside of the house by surprise."""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urlsplit

from django.conf import settings

from engine.outside.refusals import AddressRefused

_PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True)
class Target:
    """An address that may be called, with the IP addresses to connect to and the secrets that it may be sent."""

    url: SplitResult
    port: int
    ips: tuple[str, ...]
    secrets: frozenset[str]

    @property
    def shown(self) -> str:
        """The address without its query, which may hold what nobody else should read."""
        return f"{self.url.scheme}://{self.url.hostname}:{self.port}{self.url.path}"


@dataclass(frozen=True)
class _Entry:
    scheme: str
    host: str
    port: int
    path: str
    secrets: frozenset[str]
    internal: bool


def allowed_target(address: str) -> Target:
    """The target, resolved once; raises AddressRefused unless HTTP_ALLOW has it and it lies outside the house."""
    url, port = _parsed(address)
    entry = next((entry for entry in _entries() if _covers(entry, url, port)), None)
    if entry is None:
        raise AddressRefused(address=_short(url, port), why="it is not on the list")
    return Target(url, port, _resolved(url, port, internal=entry.internal), entry.secrets)


def configured_target(address: str) -> Target:
    """The target of an address that the operator has set, such as the SMS gateway; it may lie inside."""
    url, port = _parsed(address)
    return Target(url, port, _resolved(url, port, internal=True), frozenset())


def _parsed(address: str) -> tuple[SplitResult, int]:
    try:
        url = urlsplit(address)
        port = url.port or _PORTS.get(url.scheme, 0)
    except ValueError:
        raise AddressRefused(address=address[:60], why="it cannot be read") from None
    odd = any(char <= " " or char in '\\"<>^`{|}\x7f' or ord(char) > 126 for char in address)
    path = unquote(unquote(url.path))
    if odd or not port or not url.hostname or url.username is not None or url.fragment or "\\" in path:
        raise AddressRefused(address=address[:60], why="it must be http(s)://host/path in ASCII, without a user")
    if any(part in {".", ".."} for part in path.split("/")):
        raise AddressRefused(address=address[:60], why="its path may not hold dots alone")
    return url, port


def _short(url: SplitResult, port: int) -> str:
    return f"{url.scheme}://{url.hostname}:{port}"


def _entries() -> list[_Entry]:
    """HTTP_ALLOW: entries parted by semicolons: `https://host/path/ [internal] [SECRET_NAME …]`."""
    found = []
    for text in settings.HTTP_ALLOW.split(";"):
        address, *words = text.split() or [""]
        if address:
            url, port = _parsed(address)
            names = frozenset(words) - {"internal"}
            found.append(_Entry(url.scheme, url.hostname or "", port, url.path or "/", names, "internal" in words))
    return found


def _covers(entry: _Entry, url: SplitResult, port: int) -> bool:
    if (entry.scheme, entry.host, entry.port) != (url.scheme, url.hostname, port):
        return False
    path = url.path or "/"
    return path == entry.path or path.startswith(entry.path.rstrip("/") + "/")


def _resolved(url: SplitResult, port: int, *, internal: bool) -> tuple[str, ...]:
    try:
        found = socket.getaddrinfo(url.hostname, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise AddressRefused(address=_short(url, port), why="its name is not known") from None
    ips = tuple(dict.fromkeys(str(info[4][0]) for info in found))
    if not internal and not all(_is_outside(ip) for ip in ips):
        raise AddressRefused(address=_short(url, port), why="it lies inside the house")
    return ips


def _is_outside(text: str) -> bool:
    ip = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return _is_outside(str(inner))
    return ip.is_global and not ip.is_multicast


_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
