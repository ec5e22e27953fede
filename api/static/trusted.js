// htmx reads an answer as text: this is the one place where text becomes a page.  It never becomes a script.
"use strict";
window.trustedTypes?.createPolicy("default", { createHTML: (text) => text });
