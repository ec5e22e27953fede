"""来处: the address and the device that a request comes from, as far as they can be believed."""

from ipaddress import ip_address

from fastapi import Request

from config.language import _, listed
from config.settings import settings
from models.signins import Place

BROWSERS = (
    ("MicroMessenger", _("微信")),
    ("360SE", _("360浏览器")),
    ("QIHU", _("360浏览器")),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
    ("Trident", "IE"),
)
SYSTEMS = (
    ("HarmonyOS", _("鸿蒙")),
    ("Android", _("Android 手机")),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", _("Windows 电脑")),
    ("Mac OS", _("Mac 电脑")),
    ("Linux", _("Linux 电脑")),
)
BESIDE, OTHER = " · ", _("其他程序")
LONGEST = 45  # an IPv6 address in full


def place_of(request: Request) -> Place:
    return Place(address_of(request), device_of(request.headers.get("user-agent", "")))


def address_of(request: Request) -> str:
    """The peer; behind a proxy that the settings trust, the last address that no such proxy bears."""
    here = request.client.host if request.client else ""
    said = ",".join(request.headers.getlist("x-forwarded-for")).split(",")
    while settings().trusts(here) and said and (before := _address(said.pop())):
        here = before
    return here[:LONGEST]


def device_of(agent: str) -> str:
    """``Chrome · Windows 电脑``: enough to tell one's own devices apart, and no more."""
    known = [next((word for sign, word in kinds if sign in agent), "") for kinds in (BROWSERS, SYSTEMS)]
    return BESIDE.join(filter(None, known)) or OTHER


def told(device: str) -> str:
    """As it was kept, in words that know their other language."""
    words = {str(word): word for _sign, word in (*BROWSERS, *SYSTEMS)}
    return listed((words.get(part, part) for part in device.split(BESIDE)), BESIDE) if device else OTHER


def _address(text: str) -> str:
    """In one spelling; empty for anything that is no address."""
    try:
        return str(ip_address(text.strip()))
    except ValueError:
        return ""
