"""Django's PostgreSQL backend with fewer round trips: BEGIN rides with the first statement of its transaction."""
