"""Django's PostgreSQL backend with fewer waits: BEGIN rides with the first statement, COMMIT may with the last."""
