"""What a browser may do with our pages: content policy and the other headers, on every response, set in one place.

Nothing is allowed but what a page names: the inlined sheet by its hash, images and forms of our own. A response that
sets one of these headers itself (an original in a CSP sandbox, say) keeps its own.
"""

from __future__ import annotations

from dataclasses import dataclass

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from amparo.web.style import stylesheet_hash


@dataclass(frozen=True, slots=True)
class Policy:
    """One room's headers. `cache` is the Cache-Control of responses that say nothing themselves."""

    content: str
    cache: str = "no-store"

    def headers(self) -> list[tuple[bytes, bytes]]:
        """Header names, lower case, and values, as ASGI wants them."""
        pairs = {
            "content-security-policy": self.content,
            "cache-control": self.cache,
            "referrer-policy": "same-origin",
            "x-content-type-options": "nosniff",
            "x-frame-options": "DENY",
            "cross-origin-opener-policy": "same-origin",
            "cross-origin-resource-policy": "same-origin",
            "permissions-policy": "interest-cohort=(), camera=(), geolocation=(), microphone=()",
        }
        return [(name.encode(), value.encode()) for name, value in pairs.items()]


def room_policy(room: str, *, cache: str = "no-store") -> Policy:
    """The policy of a room's pages: no script at all, no third party, forms only to ourselves."""
    return Policy(
        f"default-src 'none'; style-src 'self' {stylesheet_hash(room)}; img-src 'self' data:; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'",
        cache,
    )


class PolicyMiddleware:
    """Adds the policy's headers to every response, and takes away what tells about the machine."""

    def __init__(self, app: ASGIApp, policy: Policy) -> None:
        self.app = app
        self.extra = policy.headers()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Wrap `send` for HTTP; pass other scopes through."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_policy(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = [pair for pair in message.get("headers", []) if pair[0].lower() not in (b"server", b"date")]
                present = {name.lower() for name, _ in headers}
                message["headers"] = headers + [pair for pair in self.extra if pair[0] not in present]
            await send(message)

        await self.app(scope, receive, send_with_policy)
