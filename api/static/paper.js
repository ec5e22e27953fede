// 看原件: zoom, turn, thumbnails.  Without it every page stands under the other, and each opens alone.
"use strict";
{
  const STEPS = [50, 67, 80, 100, 125, 150, 200, 300];
  const KEYS = { "+": "in", "=": "in", "-": "out", 0: "width", 9: "page" };

  const equip = (viewer) => {
    const sheets = viewer.querySelector(".sheets");
    const tools = viewer.querySelector(".tools");
    const pages = [...sheets.children];
    const thumbs = [...viewer.querySelectorAll(".thumbs a")];
    const percent = tools.querySelector("[data-zoom-shown]");
    const number = tools.querySelector("[data-page-shown]");
    let zoom = 100;
    let here = 0;

    const scale = (to) => {
      const middle = (sheets.scrollTop + sheets.clientHeight / 2) / sheets.scrollHeight;
      zoom = Math.min(300, Math.max(30, Math.round(to)));
      sheets.style.setProperty("--zoom", zoom);
      percent.textContent = percent.dataset.percent.replace("{n}", zoom);
      sheets.scrollTop = middle * sheets.scrollHeight - sheets.clientHeight / 2;
    };
    const fitPage = () => {
      const image = pages[here].querySelector("img");
      scale((zoom * (sheets.clientHeight - 24)) / image.getBoundingClientRect().height);
      go(here);
    };
    const ways = {
      in: () => scale(STEPS.find((step) => step > zoom) ?? 300),
      out: () => scale(STEPS.findLast((step) => step < zoom) ?? 30),
      width: () => scale(100),
      page: fitPage,
    };
    const go = (to) => {
      const page = pages[Math.min(pages.length - 1, Math.max(0, to))];
      sheets.scrollTo({ top: page.offsetTop - sheets.offsetTop, left: page.offsetLeft - sheets.offsetLeft });
    };
    const show = () => {
      const line = sheets.getBoundingClientRect().top + sheets.clientHeight / 3;
      here = Math.max(0, pages.findLastIndex((page) => page.getBoundingClientRect().top <= line));
      if (number) number.textContent = here + 1;
      thumbs.forEach((thumb, at) => thumb.toggleAttribute("aria-current", at === here));
    };

    tools.hidden = false;
    tools.addEventListener("click", (event) => {
      const { zoom: way, turn } = event.target.closest("button")?.dataset ?? {};
      if (way) ways[way]();
      if (turn) go(here + Number(turn));
    });
    sheets.addEventListener("scroll", show, { passive: true });
    sheets.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      if (event.key in KEYS) ways[KEYS[event.key]]();
      else if (event.key === "ArrowRight") go(here + 1);
      else if (event.key === "ArrowLeft") go(here - 1);
      else return;
      event.preventDefault();
    });
    thumbs.forEach((thumb, at) => {
      thumb.addEventListener("click", (event) => {
        event.preventDefault();
        go(at);
      });
      paint(thumb, pages[at].querySelector("img"));
    });
  };

  // A thumbnail is drawn from the page that is there anyway: nothing is fetched twice.
  const paint = (thumb, image) => {
    const draw = () => {
      const canvas = document.createElement("canvas");
      canvas.width = 112;
      canvas.height = Math.round((112 * image.naturalHeight) / image.naturalWidth);
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      thumb.prepend(canvas);
    };
    if (image.complete && image.naturalWidth) draw();
    else image.addEventListener("load", draw, { once: true });
    new IntersectionObserver((seen, watcher) => {
      if (!seen.some((one) => one.isIntersecting)) return;
      image.loading = "eager";
      watcher.disconnect();
    }).observe(thumb);
  };

  // 流转图: where the case stands now is what one opens it for.
  const atNow = (fold) =>
    fold.addEventListener("toggle", () => {
      const box = fold.querySelector(".scroll");
      const marks = [...fold.querySelectorAll(".history .open, .history .dot")];
      const open = marks.filter((mark) => mark.matches(".open"));
      const last = (open.length ? open : marks).at(-1)?.getBoundingClientRect();
      if (last) box.scrollLeft += last.right - box.getBoundingClientRect().right + 24;
    });

  // 更多: what the bar under the thumb points at is unfolded first.
  document.addEventListener("click", (event) => {
    const fold = event.target.closest(".more-acts") && document.getElementById("others");
    if (fold) fold.open = true;
  });

  const all = () => {
    document.querySelectorAll("[data-viewer]:not([data-ready])").forEach((viewer) => {
      viewer.dataset.ready = "";
      equip(viewer);
    });
    document.querySelectorAll("[data-opens-at-now]:not([data-ready])").forEach((fold) => {
      fold.dataset.ready = "";
      atNow(fold);
    });
  };
  all();
  document.addEventListener("htmx:afterSwap", all);
}
