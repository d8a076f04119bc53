"""Runs the stand-ins for a demonstration: `python -m tests.standins`, then start with the settings it prints."""

from __future__ import annotations

import sys
import time

from tests.standins.gateway import Gateway
from tests.standins.smtp import MailServer


def main() -> None:
    with MailServer(2525) as mail, Gateway(2526) as gateway:
        sys.stdout.write(f"MAIL_URL={mail.url} SMS_URL={gateway.url}/sms make run\n")
        seen = (0, 0)
        while True:
            time.sleep(0.5)
            for letter in mail.letters[seen[0] :]:
                sys.stdout.write(f"mail to {letter['To']}: {letter['Subject']}\n{letter.get_content()}\n")
            for taken in gateway.requests[seen[1] :]:
                sys.stdout.write(f"{taken.method} {taken.path} {taken.body}\n")
            sys.stdout.flush()
            seen = (len(mail.letters), len(gateway.requests))


if __name__ == "__main__":
    main()
