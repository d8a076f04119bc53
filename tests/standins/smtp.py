"""A mail server: speaks SMTP on a real socket, keeps every letter, and can misbehave."""

from __future__ import annotations

import email
import email.policy
import socketserver
import threading
from email.message import EmailMessage
from types import TracebackType
from typing import Any


class _Talk(socketserver.StreamRequestHandler):
    server: Any

    def handle(self) -> None:
        self._say("220 stand-in ESMTP")
        self.to: list[str] = []
        while line := self.rfile.readline():
            verb = line.decode().strip().upper()
            if verb == "DATA":
                if not self._data():
                    return
            elif verb == "QUIT":
                self._say("221 bye")
                return
            else:
                self._answer(verb, line.decode())

    def _answer(self, verb: str, line: str) -> None:
        if verb.startswith("EHLO"):
            self._say("250-stand-in\r\n250 8BITMIME")
        elif verb.startswith("RCPT"):
            address = line.partition(":")[2].strip().strip("<>")
            if address in self.server.mailbox.unknown:
                self._say("550 no such mailbox")
                return
            self.to.append(address)
            self._say("250 ok")
        else:
            self._say("250 ok")

    def _data(self) -> bool:
        mailbox: MailServer = self.server.mailbox
        self._say("354 go on")
        lines: list[bytes] = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b"..") else line)
        if mailbox.busy > 0:
            mailbox.busy -= 1
            self._say("451 busy, come again")
            return True
        letter = email.message_from_bytes(b"".join(lines), policy=email.policy.default)
        assert isinstance(letter, EmailMessage)
        mailbox.letters.append(letter)
        if mailbox.hang_up > 0:
            mailbox.hang_up -= 1
            return False
        self._say("250 taken")
        return True

    def _say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")


class MailServer:
    """`letters` in the order they came; `busy` refuses so many, `hang_up` takes so many without saying so."""

    def __init__(self, port: int = 0) -> None:
        self.letters: list[EmailMessage] = []
        self.unknown: set[str] = set()
        self.busy = 0
        self.hang_up = 0
        socketserver.ThreadingTCPServer.allow_reuse_address = True
        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", port), _Talk)
        self.server.daemon_threads = True
        self.server.mailbox = self  # type: ignore[attr-defined]

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server.server_address[1]}"

    def __enter__(self) -> MailServer:
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, one: BaseException | None, at: TracebackType | None) -> None:
        self.server.shutdown()
        self.server.server_close()
