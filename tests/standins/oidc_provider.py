"""An OpenID Connect provider in a process of its own: discovery, keys, an authorisation page that asks nothing, tokens.

Who is vouched for stands in PERSON; `python -m tests.standins.oidc_provider 0` writes its port. With WRONG set, the ID
token carries that fault: nonce, audience or signature.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import secrets
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

KEY = RSAKey.generate_key(2048, parameters={"kid": "one"})
OTHER = RSAKey.generate_key(2048, parameters={"kid": "one"})
CLIENT, SECRET = "gas", "stand-in secret"
codes: dict[str, dict[str, str]] = {}


class Provider(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        url = urlsplit(self.path)
        if url.path == "/authorize":
            self._authorise(url.query)
        else:
            self._say({"keys": [KEY.as_dict(private=False)]} if url.path == "/keys" else self._discovery())

    def _authorise(self, query: str) -> None:
        asked = {name: values[0] for name, values in parse_qs(query).items()}
        code = secrets.token_urlsafe(8)
        codes[code] = asked
        self.send_response(302)
        self.send_header("Location", f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}")
        self.end_headers()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        given = {name: values[0] for name, values in parse_qs(body).items()}
        asked = codes.pop(given.get("code", ""), None)
        login = base64.b64decode(self.headers.get("Authorization", "Basic Og==").split()[1]).decode()
        digest = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if asked is None or asked.get("code_challenge") != challenge or login.split(":")[0] != CLIENT:
            self._say({"error": "invalid_grant"}, 400)
        else:
            self._say(
                {"access_token": "a", "token_type": "Bearer", "expires_in": 60, "id_token": self._id_token(asked)}
            )

    def _id_token(self, asked: dict[str, str]) -> str:
        wrong, now = os.environ.get("WRONG", ""), int(time.time())
        claims = {
            "iss": self._issuer(),
            "aud": "somebody-else" if wrong == "audience" else CLIENT,
            "sub": "1",
            "iat": now,
            "exp": now + 60,
            "nonce": "another" if wrong == "nonce" else asked.get("nonce", ""),
            "preferred_username": os.environ.get("PERSON", "cashier"),
        }
        return jwt.encode({"alg": "RS256", "kid": "one"}, claims, OTHER if wrong == "signature" else KEY)

    def _issuer(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def _discovery(self) -> dict[str, object]:
        issuer = self._issuer()
        return {
            "issuer": issuer,
            "authorization_endpoint": f"{issuer}/authorize",
            "token_endpoint": f"{issuer}/token",
            "jwks_uri": f"{issuer}/keys",
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    def _say(self, body: object, status: int = 200) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args: object) -> None:
        """Quiet."""


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Provider)
    sys.stdout.write(f"{server.server_address[1]}\n")
    sys.stdout.flush()
    server.serve_forever()
