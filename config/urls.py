from django.urls import include, path, re_path

from api.pages import single_page
from api.probes import healthz, readyz

urlpatterns = [
    path("healthz", healthz),
    path("readyz", readyz),
    path("api/", include("api.urls")),
    re_path(r"^(?!api/|static/|assets/|ws/).*$", single_page),
]
handler404 = "api.errors.not_found"
handler500 = "api.errors.server_error"
