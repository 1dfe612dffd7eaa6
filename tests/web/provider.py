"""A small provider of OpenID Connect on loopback: authorization code with PKCE, tokens signed with RS256."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

CLIENT_ID, CLIENT_SECRET = "zhiheng", "provider-and-portal-only"

KEY = rsa.generate_private_key(65537, 2048)
"""Made once: it takes a while."""


class Provider:
    """The provider; whoever comes is ``subject``. ``claims`` are written over those of the next token."""

    def __init__(self) -> None:
        self.key = self.signing = KEY
        self.subject = "wang"
        self.claims: dict[str, Any] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), type("Door", (Door,), {"provider": self}))
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def jwks(self) -> dict[str, Any]:
        public = json.loads(RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**public, "kid": "one", "alg": "RS256", "use": "sig"}]}

    def authorize(self, asked: dict[str, str]) -> str:
        """Where the browser is sent back to, with a code that works once."""
        assert asked["code_challenge_method"] == "S256" and asked["response_type"] == "code"
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, given: dict[str, str]) -> dict[str, str] | None:
        """A token for a code; None when the code, the secret, the address or the PKCE verifier is wrong."""
        asked = self.codes.pop(given.get("code", ""), None)
        digest = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        known = given.get("client_id") == CLIENT_ID and given.get("client_secret") == CLIENT_SECRET
        if not asked or not known or asked["code_challenge"] != challenge:
            return None
        if asked["redirect_uri"] != given.get("redirect_uri"):
            return None
        now = int(time.time())
        claims = {"iss": self.address, "aud": CLIENT_ID, "sub": self.subject, "nonce": asked["nonce"]}
        claims = {**claims, "iat": now - 5, "exp": now + 60, **self.claims}
        kept = {name: value for name, value in claims.items() if value is not None}
        signed = jwt.encode(kept, self.signing, algorithm="RS256", headers={"kid": "one"})
        return {"access_token": "unused", "token_type": "Bearer", "id_token": signed}


class Door(BaseHTTPRequestHandler):
    """The provider's three addresses."""

    provider: Provider

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        if address.path == "/jwks":
            return self.answer(200, self.provider.jwks())
        back = self.provider.authorize({name: value[0] for name, value in parse_qs(address.query).items()})
        self.send_response(302)
        self.send_header("Location", back)
        self.end_headers()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        token = self.provider.token({name: value[0] for name, value in parse_qs(body).items()})
        self.answer(200 if token else 400, token or {"error": "invalid_grant"})

    def answer(self, status: int, value: dict[str, Any]) -> None:
        content = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing on the screen of the tests."""
