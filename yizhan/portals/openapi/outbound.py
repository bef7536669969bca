"""One POST to somebody else's address that cannot be led astray: TLS only, public addresses only, no redirect.

The name is looked up once; every address that it has must be allowed; the connection goes to one of just these, so that
a name which answers differently the second time gains nothing. The certificate is checked against the name.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

PORTS = frozenset({443, 8443})
#: For the whole exchange, not for each byte of it.
TIMEOUT_S = 10
Resolver = Callable[[str, int], Sequence[str]]
#: Ways in which IPv6 carries an IPv4 address that may be private: NAT64, 6to4, Teredo.
CARRIES_V4 = tuple(map(IPv6Network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")))


class NotSent(Exception):
    """There is no answer; `code` says why: bad_url, no_name, not_public, no_connection, no_tls."""

    def __init__(self, code: str) -> None:
        """Carry the code."""
        self.code = code
        super().__init__(code)


def looked_up(host: str, port: int) -> list[str]:
    """Ask the system for the addresses of a name.

    :raises OSError: it has none.
    """
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def is_public(address: str) -> bool:
    """Say whether an address lies in the open internet: not ours, not the neighbours', not the cloud's inner ones."""
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address):
        if ip.ipv4_mapped is not None:
            ip = ip.ipv4_mapped
        elif ip.is_site_local or any(ip in network for network in CARRIES_V4):
            return False
    return _is_global(ip)


def _is_global(ip: IPv4Address | IPv6Address) -> bool:
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified or ip.is_loopback)


def _literal(host: str) -> str:
    """Return the address that a host's text is by itself, "" for a name that has to be looked up."""
    if host == "localhost" or host.endswith(".localhost"):
        return "127.0.0.1"
    try:
        return str(ip_address(host.partition("%")[0]))
    except ValueError:
        return ""


@dataclass(frozen=True)
class Outbound:
    """How messages leave this installation.

    :param allowed: networks beside the public ones that an administrator named (a government's own network).
    :param ca_file: authorities beside the system's; "" for none.
    :param seconds: for connection, question and answer together; then the connection is cut.
    """

    allowed: Iterable[str] = ()
    ca_file: str = ""
    seconds: float = TIMEOUT_S
    resolve: Resolver = field(default=looked_up)

    def check(self, url: str) -> SplitResult:
        """Return the parts of an address to which a message may go, as far as its text says.

        :raises NotSent: another scheme, another port, a name and password in it, no host, or an inner address.
        """
        try:
            parts = urlsplit(url)
            port = parts.port or 443
        except ValueError:
            raise NotSent("bad_url") from None
        plain = url.isascii() and url.isprintable() and " " not in url
        if parts.scheme != "https" or not parts.hostname or port not in PORTS or parts.username is not None:
            raise NotSent("bad_url")
        if not plain or parts.password is not None or parts.fragment:
            raise NotSent("bad_url")
        literal = _literal(parts.hostname)
        if literal and not (is_public(literal) or self._is_allowed(literal)):
            raise NotSent("not_public")
        return parts

    def addresses(self, host: str, port: int) -> list[str]:
        """Return the addresses of a host, all of them allowed.

        :raises NotSent: it has none, or one of them is not allowed.
        """
        try:
            found = list(dict.fromkeys(self.resolve(host, port)))
        except (OSError, UnicodeError):
            raise NotSent("no_name") from None
        if not found:
            raise NotSent("no_name")
        if not all(is_public(one) or self._is_allowed(one) for one in found):
            raise NotSent("not_public")
        return found

    def _is_allowed(self, address: str) -> bool:
        ip = ip_address(address.partition("%")[0])
        return any(ip in network for network in map(ip_network, self.allowed) if network.version == ip.version)

    def post(self, url: str, body: bytes, headers: dict[str, str]) -> int:
        """Send and return the status of the answer, a redirect's included: nobody follows it.

        :raises NotSent: there was no answer.
        """
        parts = self.check(url)
        host, port = parts.hostname or "", parts.port or 443
        address = self.addresses(host, port)[0]
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        try:
            connection = _Pinned(host, port, address, self._context(), self.seconds)
            return connection.status_of(target, body, {"Content-Type": "application/json", **headers})
        except ssl.SSLError:
            raise NotSent("no_tls") from None
        except (OSError, http.client.HTTPException):
            raise NotSent("no_connection") from None

    def _context(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        if self.ca_file:
            context.load_verify_locations(self.ca_file)
        return context


class _Pinned(http.client.HTTPSConnection):
    """A connection to one address, which still asks for the certificate of the name, and has only so much time."""

    def __init__(self, host: str, port: int, address: str, context: ssl.SSLContext, seconds: float) -> None:
        super().__init__(host, port, timeout=seconds, context=context)
        self._address = address
        self._tls = context
        self._seconds = seconds
        self._is_cut = False

    def connect(self) -> None:
        """Connect to the address that was checked, whatever the name says by now."""
        plain = socket.create_connection((self._address, self.port), self.timeout)
        # The handshake comes after: until it begins there would be no socket that can be cut.
        self.sock = self._tls.wrap_socket(plain, server_hostname=self.host, do_handshake_on_connect=False)
        if self._is_cut:
            raise TimeoutError
        self.sock.do_handshake()

    def status_of(self, target: str, body: bytes, headers: dict[str, str]) -> int:
        """Send and return the status of the answer; what follows its headers is not read.

        A socket's own timeout begins anew with each byte, so that a slow other side could hold us for hours.

        :raises OSError: there was no answer, or not all of it came in time.
        :raises http.client.HTTPException: it was none.
        """
        timer = threading.Timer(self._seconds, self._cut)
        timer.daemon = True
        timer.start()
        try:
            self.request("POST", target, body, headers)
            with self.getresponse() as answer:
                if self._is_cut:  # headers that end with the connection look as if they were whole
                    raise TimeoutError
                return answer.status
        except ssl.SSLError:
            if self._is_cut:
                raise TimeoutError from None
            raise
        finally:
            timer.cancel()
            timer.join()
            self.close()

    def _cut(self) -> None:
        """End the exchange from another thread: whoever waits for a byte is told that there is none."""
        self._is_cut = True
        with suppress(OSError, AttributeError):  # not connected yet, or closed already
            socket.socket.shutdown(self.sock, socket.SHUT_RDWR)
