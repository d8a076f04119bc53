"""manage.py import_riser_links FILE [--dry-run] [--as USERNAME]: imports a file, or only says what is wrong with it."""

from exchange.importing_command import ImportingCommand


class Command(ImportingCommand):
    """See docs/interfaces.md for the layouts."""

    help = __doc__
    kind = "riser_links"
