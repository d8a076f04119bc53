"""`python -m tests.chaos.wrong_clock SECONDS worker`: a management command whose clock is so many seconds ahead."""

from __future__ import annotations

import datetime as dt
import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    from engine import clock

    if ahead := int(sys.argv[1]):
        clock.move_to(clock.now() + dt.timedelta(seconds=ahead))
    call_command(*sys.argv[2:])


if __name__ == "__main__":
    main()
