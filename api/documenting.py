"""How the OpenAPI schema names things."""

from __future__ import annotations

import re
from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema as SpectacularSchema


class AutoSchema(SpectacularSchema):
    """Operations are called after their view: `user_task_list_get`."""

    def get_operation_id(self) -> str:
        name = re.sub(r"(?<!^)(?=[A-Z])", "_", type(self.view).__name__).lower()
        return f"{name.removesuffix('_view')}_{self.method.lower()}"


class MachineScheme(OpenApiAuthenticationExtension):
    """A worker's token, made under /api/machine-credentials/."""

    target_class = "api.authentication.MachineAuthentication"
    name = "machine"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}


class SessionScheme(OpenApiAuthenticationExtension):
    """The session cookie; unsafe methods carry `X-CSRFToken` too."""

    target_class = "api.authentication.SessionAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "apiKey", "in": "cookie", "name": "sessionid"}
