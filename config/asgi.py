"""One port: HTTP goes to Django in a fixed pool of threads, sockets go to Channels."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
HTTP_THREADS = int(os.environ.get("HTTP_THREADS", "8"))


def _compose() -> Any:
    """The whole application; Django is set up by the first import, before anything that has models."""
    with _without("requests", "pygments"):
        from config.wsgi import application as http

    return _routed(http)


@contextmanager
def _without(*packages: str) -> Iterator[None]:
    """Django REST framework takes these in when they are there, for its test client and its HTML; we serve neither."""
    absent = [name for name in packages if name not in sys.modules]
    sys.modules.update(dict.fromkeys(absent))  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in absent:
            del sys.modules[name]


def _routed(http: Any) -> Any:
    from channels.auth import AuthMiddlewareStack
    from channels.routing import ProtocolTypeRouter, URLRouter

    from api.sockets import lifespan, websocket_urls
    from config.http_threads import threaded
    from config.long_polls import waiting

    return ProtocolTypeRouter(
        {
            "http": waiting(threaded(http, workers=HTTP_THREADS)),
            "websocket": AuthMiddlewareStack(URLRouter(websocket_urls)),
            "lifespan": lifespan,
        }
    )


application = _compose()
