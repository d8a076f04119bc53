"""manage.py find_suspicions: looks through all installed meters for suspected faults and verifications due."""

from typing import Any

from django.core.management.base import BaseCommand

from exchange.finding import find
from people.models import Unit


class Command(BaseCommand):
    """For the night: the list page does the same for one unit on a click."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        new = sum(find(unit=unit) for unit in Unit.objects.filter(parent=None))
        self.stdout.write(f"new suspicions: {new}")
