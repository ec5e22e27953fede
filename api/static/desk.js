// 工作台: looks again when something changed, keeps what was chosen meanwhile, shows a paper beside the list.
"use strict";

const desk = () => document.getElementById("desk");
const pane = () => document.getElementById("pane");
const wide = matchMedia("(min-width: 1400px)");

// 实时更新: the server says that something changed, and nothing else; without it the page asks once a minute.
if (desk()?.dataset.events && window.EventSource) {
  const changes = new EventSource(desk().dataset.events);
  changes.addEventListener("changed", () => htmx.trigger(desk(), "desk-changed"));
  addEventListener("pagehide", () => changes.close());
}

// 预览: a click of the mouse shows the paper on a wide screen; Enter, and a click with a key held, open it.
function preview(row) {
  const link = row.querySelector(".task-title[href^='/documents/']");
  if (!link || !pane() || !wide.matches) return false;
  document.querySelectorAll(".task[aria-current]").forEach((one) => one.removeAttribute("aria-current"));
  row.setAttribute("aria-current", "true");
  row.classList.remove("unread");
  pane().hidden = false;
  htmx.ajax("GET", `${link.getAttribute("href")}/preview`, { target: "#pane", swap: "innerHTML ignoreTitle:true", select: "#preview" });
  return true;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest(".desk-rows .task-title");
  if (!link || !event.detail || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (preview(link.closest(".task"))) event.preventDefault();
});
document.addEventListener("desk:preview", (event) => preview(event.target));

// 批量: how many are chosen; the buttons wait until there is one.
function count() {
  const bar = document.querySelector("[data-bulk]");
  if (!bar) return;
  const chosen = document.querySelectorAll(".desk-rows [name=ids]:checked").length;
  const words = bar.querySelector("[data-chosen]");
  words.dataset.none ||= words.textContent;
  words.textContent = chosen ? words.dataset.chosen.replace("#", chosen) : words.dataset.none;
  bar.querySelectorAll("button").forEach((button) => { button.disabled = !chosen; });
}
document.addEventListener("change", count);
count();

// After a swap: what was chosen is chosen again, the row that was looked at is looked at, the address says what is shown.
let kept = { ids: [], row: "", shown: "" };
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target.id !== "desk") return;
  kept = {
    ids: [...document.querySelectorAll(".desk-rows [name=ids]:checked")].map((box) => box.value),
    row: document.activeElement?.closest(".desk-rows .task")?.querySelector(".task-title").id,
    shown: document.querySelector(".task[aria-current] .task-title")?.id,
  };
});
document.addEventListener("htmx:afterSettle", () => {
  if (!desk()) return;
  history.replaceState(null, "", desk().getAttribute("hx-get"));
  document.querySelectorAll(".desk-rows [name=ids]").forEach((box) => { box.checked ||= kept.ids.includes(box.value); });
  if (kept.row) document.getElementById(kept.row)?.focus({ preventScroll: true });
  if (kept.shown) document.getElementById(kept.shown)?.closest(".task").setAttribute("aria-current", "true");
  count();
});
