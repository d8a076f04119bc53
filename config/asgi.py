"""One port: HTTP goes to Django in a fixed pool of threads, sockets go to Channels."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from a2wsgi import WSGIMiddleware
from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter

from api.sockets import lifespan, websocket_urls
from config.wsgi import application as django_application

HTTP_THREADS = int(os.environ.get("HTTP_THREADS", "8"))

application = ProtocolTypeRouter(
    {
        "http": WSGIMiddleware(django_application, workers=HTTP_THREADS),
        "websocket": AuthMiddlewareStack(URLRouter(websocket_urls)),
        "lifespan": lifespan,
    }
)
