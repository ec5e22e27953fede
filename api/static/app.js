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
  box.dispatchEvent(new Event("input", { bubbles: true }));
});

// 草稿: what could not be kept is said in the line where it would have stood, and nothing else changes.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const line = detail.target.closest(".drafting [role=status]");
  if (!line || !detail.isError) return;
  detail.shouldSwap = false;
  line.textContent = line.dataset.lost;
});

// After a swap the reader starts where the news is: the error summary, what the address names, else the heading.
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id !== "main") return;
  const wrong = document.querySelector("[data-focus]");
  const named = wrong ? null : document.getElementById(location.hash.slice(1));
  const news = wrong || named || document.querySelector("#main h1");
  if (!news?.matches("input, textarea, select")) news?.setAttribute("tabindex", "-1");
  news?.focus({ preventScroll: !named });
});

document.querySelector("#summary")?.focus();

// 更多 folds itself away when one goes elsewhere.
const fold = (but) =>
  document.querySelectorAll(".menu[open]").forEach((menu) => menu.contains(but) || (menu.open = false));
document.addEventListener("click", (event) => fold(event.target));
document.addEventListener("focusin", (event) => fold(event.target));
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && !event.isComposing && document.querySelector(".menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// Ctrl+Enter sends the form somebody is in, with its first button; while an IME composes no key is a command.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing || event.keyCode === 229) return;
  const form = event.target.closest("form[method=post]") ?? document.querySelector("[data-letters]");
  const button = form?.querySelector(".act-bar button:not([disabled])");
  if (!button) return;
  event.preventDefault();
  form.requestSubmit(button);
});
