// 登记: the 机关代字 of the issuer begins the number; who pressed 登记并打印 gets the sheet to print.
"use strict";
{
  // What the number of this issuer begins with: 江卫〔2026〕.
  const beginning = (box) => {
    const issuer = document.getElementById(box.dataset.beginsBy);
    const organ = [...issuer.list.options].find((one) => one.value === issuer.value.trim());
    const year = box.form.elements.issue_date.value.slice(0, 4) || box.dataset.year;
    return organ?.dataset.code ? `${organ.dataset.code}〔${year}〕` : "";
  };
  const boxes = () => document.querySelectorAll("[data-begins-by]");
  const offer = () => boxes().forEach((box) => (box.placeholder = beginning(box)));
  const WHOLE = /[〔［[【(（]\s*\d{4}/; // pasted behind the beginning, a whole number stands alone
  const alone = (box) => {
    const { offered } = box.dataset;
    const rest = offered && box.value.startsWith(offered) ? box.value.slice(offered.length) : "";
    if (WHOLE.test(rest)) box.value = rest;
  };
  const leave = (box) => { if (box.value === box.dataset.offered) box.value = ""; };

  document.addEventListener("focusin", ({ target: box }) => {
    if (!box.dataset?.beginsBy || box.value) return;
    box.dataset.offered = box.value = beginning(box);
    box.setSelectionRange(box.value.length, box.value.length);
  });
  document.addEventListener("focusout", ({ target }) => target.dataset?.beginsBy && leave(target));
  document.addEventListener("submit", () => boxes().forEach(leave), true); // a mere beginning is no number
  document.addEventListener("input", ({ target, isComposing }) => {
    if (target.dataset?.beginsBy && !isComposing) alone(target);
    offer();
  });
  document.addEventListener("htmx:afterSwap", offer);
  offer();

  const print = () => {
    history.replaceState(null, "", `${location.pathname}?done=registration`); // read again, it is not printed again
    window.print();
  };
  if (document.querySelector("[data-print]")) addEventListener("load", print);
}
