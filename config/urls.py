from django.urls import include, path, re_path

from api.pages import single_page
from api.probes import healthz, readyz
from api.views import single_sign_on

urlpatterns = [
    path("api/single-sign-on/", single_sign_on.go),
    path("api/single-sign-on/back/", single_sign_on.back),
    path("healthz", healthz),
    path("readyz", readyz),
    path("api/", include("api.urls")),
    re_path(r"^(?!api/|static/|assets/|ws/).*$", single_page),
]
handler404 = "api.errors.not_found"
handler500 = "api.errors.server_error"
