// 锦上添花: nothing here is needed; every page works without it.
"use strict";

// On a shared computer nothing stays behind: htmx notes the address it was loaded at, with the words looked for.
sessionStorage.removeItem("htmx-current-path-for-history");

// 常用语: a phrase goes into the opinion at the cursor, and the cursor behind it.
document.addEventListener("click", (event) => {
  const chip = event.target.closest("[data-phrase]");
  if (!chip) return;
  const box = document.getElementById(chip.dataset.into);
  box.setRangeText(chip.dataset.phrase, box.selectionStart, box.selectionEnd, "end");
  box.focus();
});

// After a swap the reader starts where the news is: the error summary, else the heading.
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id !== "main") return;
  const news = document.querySelector("[data-focus]") || document.querySelector("#main h1");
  news?.setAttribute("tabindex", "-1");
  news?.focus({ preventScroll: true });
});

document.querySelector("#summary")?.focus();
