"""防护头: what every answer carries, a refusal and an error as much as a page."""

from functools import cache

from config.settings import settings

POLICY = "; ".join(
    (
        "default-src 'none'",
        *(f"{kind}-src 'self'" for kind in ("script", "style", "img", "font", "connect")),
        *(f"{kind}-src 'none'" for kind in ("object", "frame", "worker", "media", "manifest")),
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types default",  # static/trusted.js
    )
)
UNUSED = ("accelerometer", "camera", "display-capture", "geolocation", "microphone", "midi", "payment", "usb")
A_YEAR = 31_536_000  # seconds

HEADERS = {
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": ", ".join(f"{power}=()" for power in UNUSED),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@cache
def over(public_url: str) -> dict[str, str]:
    """Who came by https once is not taken back to http."""
    secure = public_url.startswith("https://")
    return HEADERS | ({"Strict-Transport-Security": f"max-age={A_YEAR}; includeSubDomains"} if secure else {})


def of(path: str) -> dict[str, str]:
    """Pages stay nowhere; what is the same for everybody may be kept for an hour."""
    kept = "public, max-age=3600" if path.startswith("/static/") else "no-store"
    return over(settings().public_url) | {"Cache-Control": kept}
