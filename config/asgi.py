"""One port: HTTP goes to Django in a fixed pool of threads, sockets go to Channels."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from config.wsgi import application as django_application  # noqa: E402  (sets Django up first)

from a2wsgi import WSGIMiddleware  # noqa: E402, I001
from channels.auth import AuthMiddlewareStack  # noqa: E402
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402

from api.sockets import lifespan, websocket_urls  # noqa: E402

HTTP_THREADS = int(os.environ.get("HTTP_THREADS", "8"))

application = ProtocolTypeRouter(
    {
        "http": WSGIMiddleware(django_application, workers=HTTP_THREADS),
        "websocket": AuthMiddlewareStack(URLRouter(websocket_urls)),
        "lifespan": lifespan,
    }
)
