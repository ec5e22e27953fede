// 选人: a box above a list of people; a few letters of a name, or of its pinyin, and Enter.
"use strict";

const MOST = 8;
let made = 0;

function element(tag, attributes, ...inside) {
  const one = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) one.setAttribute(name, value);
  one.append(...inside);
  return one;
}

// Who can still be chosen: [words, what finds them, how to choose them].
function offered(place) {
  const boxes = [...place.querySelectorAll("input[type=checkbox]")].filter((box) => !box.checked);
  const lists = [...place.querySelectorAll("select")];
  const taken = lists.length > 1 ? lists.map((list) => list.value) : [];
  const free = lists.find((list) => lists.length === 1 || !list.value);
  const keys = Object.fromEntries([...(lists[0]?.options ?? [])].map((one) => [one.value, one.dataset.typed]));
  const listed = free ? [...free.options].filter((one) => one.value && !taken.includes(one.value)) : [];
  return [
    ...boxes.map((box) => [box.parentElement.innerText.trim(), box.dataset.typed, () => choose(box, "checked", true)]),
    ...listed.map((one) => [one.text, keys[one.value], () => choose(free, "value", one.value)]),
  ];
}

function choose(control, property, value) {
  control[property] = value;
  control.closest("details")?.setAttribute("open", "");
  control.dispatchEvent(new Event("change", { bubbles: true }));
}

function matching(place, words) {
  const typed = words.trim().toLowerCase();
  if (!typed) return [];
  const fits = ([shown, keys]) => shown.includes(typed) || keys.split(" ").some((key) => key.startsWith(typed));
  return offered(place).filter(fits).slice(0, MOST);
}

class Finder {
  constructor(place) {
    this.place = place;
    const id = `finder-${++made}`;
    const word = place.querySelector("legend, label").firstChild.textContent.trim();
    this.list = element("ul", { id, role: "listbox", hidden: "", "aria-label": word });
    this.box = element("input", {
      class: "form-control", type: "text", role: "combobox", autocomplete: "off", spellcheck: "false",
      placeholder: place.dataset.picker, "aria-label": `${word} ${place.dataset.picker}`,
      "aria-autocomplete": "list", "aria-controls": id, "aria-expanded": "false",
    });
    place.querySelector("legend, label").after(element("div", { class: "finder" }, this.box, this.list));
    this.box.addEventListener("input", (event) => event.isComposing || this.look());
    this.box.addEventListener("compositionend", () => this.look());
    this.box.addEventListener("keydown", (event) => this.press(event));
    this.box.addEventListener("blur", () => this.close());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.take([...this.list.children].indexOf(event.target)));
  }

  look() {
    this.found = matching(this.place, this.box.value);
    const rows = this.found.map(([shown], at) => element("li", { role: "option", id: `${this.list.id}-${at}` }, shown));
    const nobody = element("li", { role: "option", "aria-disabled": "true" }, this.place.dataset.nobody);
    this.list.replaceChildren(...(rows.length ? rows : [nobody]));
    this.list.hidden = !this.box.value.trim();
    this.box.setAttribute("aria-expanded", String(!this.list.hidden));
    this.point(0);
  }

  point(at) {
    this.at = (at + this.found.length) % (this.found.length || 1);
    [...this.list.children].forEach((row, n) => row.setAttribute("aria-selected", String(n === this.at && this.found.length > 0)));
    this.box.setAttribute("aria-activedescendant", this.found.length ? `${this.list.id}-${this.at}` : "");
  }

  take(at) {
    if (!this.found?.[at]) return;
    this.found[at][2]();
    this.close();
    this.box.value = "";
  }

  close() {
    this.found = [];
    this.list.hidden = true;
    this.box.setAttribute("aria-expanded", "false");
  }

  press(event) {
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey) return;
    const does = {
      Enter: () => this.take(this.at), Escape: () => this.close(),
      ArrowDown: () => this.point(this.at + 1), ArrowUp: () => this.point(this.at - 1),
    }[event.key];
    if (!does) return;
    event.preventDefault();
    does();
  }
}

function move_in() {
  for (const place of document.querySelectorAll("[data-picker]:not(:has(.finder))")) new Finder(place);
}

move_in();
document.addEventListener("htmx:afterSwap", move_in);
