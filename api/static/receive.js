// 收文: files are dropped anywhere, listed, asked about and sent with a bar; what was typed and chosen stays.
"use strict";
{
  const form = document.querySelector("[data-letters]");
  const input = form.elements.file;
  const list = form.querySelector("[data-files]");
  const several = form.querySelector("[data-several]");
  const likely = form.querySelector("[data-likely]");
  const bar = form.querySelector("progress");
  const summary = document.querySelector("[data-summary]");
  const words = form.dataset;
  const LARGEST_DIGEST = 64 * 1048576; // a browser hashes in memory

  const element = (tag, text = "", attributes = {}) => {
    const one = Object.assign(document.createElement(tag), { textContent: text });
    for (const [name, value] of Object.entries(attributes)) one.setAttribute(name, value);
    return one;
  };
  const sized = (bytes) => bytes < 1048576 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1048576).toFixed(1)} MB`;
  const chosen = () => [...input.files];
  const keep = (files) => {
    const all = new DataTransfer();
    files.forEach((file) => all.items.add(file));
    input.files = all.files;
    show();
  };

  const row = (file, at) => {
    const line = element("li");
    const remove = element("button", words.remove, { type: "button", class: "btn btn-plain btn-small", "aria-label": `${words.remove} ${file.name}` });
    remove.addEventListener("click", () => keep(chosen().filter((_, n) => n !== at)));
    line.append(element("span", file.name), element("small", sized(file.size)), element("b", "", { "data-state": "" }), remove);
    return line;
  };
  const show = () => {
    list.replaceChildren(...chosen().map(row));
    several.hidden = chosen().length < 2;
    askWhetherKnown();
  };
  const add = (files) => {
    const most = Number(words.most) * 1048576;
    const known = chosen();
    const fresh = [...files].filter((one) => !known.some((old) => old.name === one.name && old.size === one.size));
    keep([...known, ...fresh.filter((one) => one.size <= most)]);
    for (const one of fresh.filter((one) => one.size > most)) list.append(element("li", `${one.name} ${words.tooLarge}`, { class: "wrong" }));
  };

  const digest = async (file) => {
    const hash = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  };
  const askWhetherKnown = async () => {
    const files = chosen();
    likely.replaceChildren();
    for (const file of files.filter((one) => one.size <= LARGEST_DIGEST && window.isSecureContext)) {
      const answer = await fetch(`/documents/likely-duplicates?digest=${await digest(file)}`, { headers: { "hx-request": "true" } });
      const found = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".warn");
      if (files.length !== chosen().length) return;
      if (found) return likely.replaceChildren(found);
    }
  };

  const send = (files, moved) => new Promise((done) => {
    const body = new FormData(form);
    ["csrf", "together", "file"].forEach((name) => body.delete(name));
    files.forEach((file) => body.append("file", file));
    const way = new XMLHttpRequest();
    way.open("POST", "/api/v1/documents");
    way.responseType = "json";
    way.upload.onprogress = (event) => moved(event.loaded / event.total);
    way.onload = () => done({ status: way.status, said: way.response ?? {} });
    way.onerror = () => done({ status: 0, said: { title: words.broken } });
    way.send(body);
  });

  const refuse = ({ said }) => {
    const box = element("div", "", { class: "summary", role: "alert", tabindex: "-1" });
    const errors = Object.entries(said.errors ?? {});
    form.querySelectorAll("[data-said]").forEach((one) => one.remove());
    form.querySelectorAll("[aria-invalid]").forEach((one) => one.removeAttribute("aria-invalid"));
    box.append(element("h2", words.failed), ...(errors.length ? [] : [element("p", said.title)]));
    for (const [name, sentence] of errors) {
      const field = document.getElementById(`${words.key}-${name}`);
      box.append(element("a", sentence, { href: `#${words.key}-${name}` }));
      field?.setAttribute("aria-invalid", "true");
      field?.parentElement.append(element("p", sentence, { class: "wrong", "data-said": "" }));
    }
    summary.replaceChildren(box);
    box.focus();
  };

  const letters = () => {
    const files = chosen();
    return files.length > 1 && form.elements.together.value === "each" ? files.map((file) => [file]) : [files];
  };
  const state = (file, word) => {
    const line = file && list.children[chosen().indexOf(file)];
    if (line) line.querySelector("[data-state]").textContent = word;
  };

  const sendAll = async () => {
    const all = letters();
    const left = [];
    let first, refused;
    bar.hidden = false;
    for (const [at, files] of all.entries()) {
      state(files[0], words.sending);
      const answer = await send(files, (part) => { bar.value = (100 * (at + part)) / all.length; });
      if (answer.status === 201) first ??= answer.said.id;
      else [left[left.length], refused] = [[files, answer], refused ?? answer];
      state(files[0], answer.status === 201 ? words.done : answer.said.title);
    }
    bar.hidden = true;
    if (!refused) return location.assign(`/documents/${first}?done=${all.length > 1 ? "received-each" : "received"}#${words.next}`);
    if (all.length > 1) keep(left.flatMap(([files]) => files));
    left.forEach(([files, { said }]) => state(files[0], all.length > 1 ? said.title : words.failed));
    refuse(refused);
    if (refused.said.code === "NotConfirmed") form.submit();
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector(".act-bar button");
    button.disabled = true;
    await sendAll();
    button.disabled = false;
  });
  input.addEventListener("change", show);
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    add(event.dataTransfer.files);
    form.elements.received_from.focus();
  });
  show();
}
