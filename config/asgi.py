"""One port: HTTP goes to Django in a fixed pool of threads, sockets go to Channels."""

from __future__ import annotations

import os
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
HTTP_THREADS = int(os.environ.get("HTTP_THREADS", "8"))


def _compose() -> Any:
    """The whole application; Django is set up by the first import, before anything that has models."""
    from config.wsgi import application as http

    return _routed(http)


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
