// 快捷键: single keys, where no text is being typed and no input method is composing.  Whoever turned them off has none.
"use strict";

const WAIT = 1000; // ms between the two keys of "g i"
let before = { key: "", at: 0 };

const typing = (target) => target.isContentEditable || target.matches?.("input:not([type=checkbox], [type=radio]), textarea, select");
const sheet = () => document.getElementById("keys");

// The link or field that answers a key; the page names it by data-key.
function answer(key) {
  const found = [...document.querySelectorAll("[data-key]")].filter((one) => one.dataset.key === key);
  const thing = found.find((one) => !one.closest("dialog")) || found[0];
  if (!thing) return false;
  if (thing.matches("input")) thing.focus();
  else thing.click();
  return true;
}

const rows = () => [...document.querySelectorAll(".list .task")];
const here = () => document.activeElement?.closest(".task");

function move(step) {
  const all = rows();
  if (!all.length) return false;
  const at = all.indexOf(here());
  const next = all[Math.min(Math.max(at + step, 0), all.length - 1)];
  next.querySelector(".task-title").focus();
  next.scrollIntoView({ block: "nearest" });
  return true;
}

const on = (row, what) => (row ? (what(row), true) : false);
const ACTS = {
  j: () => move(1),
  ArrowDown: () => here() && move(1),
  k: () => move(-1),
  ArrowUp: () => here() && move(-1),
  o: () => on(here(), (row) => location.assign(row.querySelector(".task-title").href)),
  p: () => on(here(), (row) => row.dispatchEvent(new CustomEvent("desk:preview", { bubbles: true }))),
  x: () => on(here()?.querySelector("[type=checkbox]"), (box) => box.click()),
  "?": () => on(sheet(), (dialog) => dialog.showModal()),
};

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) return;
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || sheet()?.open) return;
  const pair = event.timeStamp - before.at < WAIT ? `${before.key} ${event.key}` : "";
  before = { key: event.key, at: event.timeStamp };
  if ((pair && answer(pair)) || (ACTS[event.key] ? ACTS[event.key]() : answer(event.key))) event.preventDefault();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-close]")) event.target.closest("dialog").close();
});
