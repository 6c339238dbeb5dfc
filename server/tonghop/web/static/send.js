// Sending: files can be dropped, each shows its progress, and each is told of as soon as it is taken.
// Without this script the form sends all files at once and shows the same lines afterwards.
"use strict";

const form = document.getElementById("send");
const input = document.getElementById("files");
const list = document.getElementById("taken");
const status = document.getElementById("sending");
const LARGEST = 60 * 1024 * 1024;
const MARK = "<!--|-->";

const said = (name, values) =>
  form.dataset[name].replace(/\{(\w+)\}/g, (_, key) => values[key]);

const showChosen = () => {
  const files = [...input.files];
  form.querySelector(".chosen").textContent = files.length ? said("chosen", { count: files.length }) : "";
};

const placeFor = (file) => {
  const item = document.createElement("li");
  item.className = "taken card";
  const name = document.createElement("h2");
  name.textContent = file.name;
  const bar = document.createElement("progress");
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", `${form.dataset.sending}: ${file.name}`);
  const words = document.createElement("p");
  words.textContent = form.dataset.sending;
  item.append(name, bar, words);
  list.append(item);
  return { item, bar, words };
};

const fail = (place, text) => {
  place.bar.remove();
  place.words.className = "notice error";
  place.words.textContent = text;
};

// Shows the lines that have come whole, and returns how much of the answer they are.
const showLines = (place, text, shown) => {
  const end = text.lastIndexOf(MARK);
  if (end < shown) return shown;
  place.item.insertAdjacentHTML("beforebegin", text.slice(shown, end));
  return end + MARK.length;
};

const sendOne = (file, fields) =>
  new Promise((resolve) => {
    const place = placeFor(file);
    const body = new FormData();
    fields.forEach(([name, value]) => body.append(name, value));
    body.append("files", file);
    const request = new XMLHttpRequest();
    let shown = 0;
    let queued = null;
    request.open("POST", form.action);
    request.setRequestHeader("X-Pieces", "1");
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) place.bar.value = event.loaded / event.total;
    };
    request.upload.onload = () => {
      place.bar.removeAttribute("value");
      place.words.textContent = form.dataset.reading;
    };
    request.onprogress = () => {
      if (request.status === 200) shown = showLines(place, request.responseText, shown);
    };
    request.onload = () => {
      queued = request.getResponseHeader("X-Queued");
      if (request.status === 200) {
        showLines(place, request.responseText, shown);
        place.item.remove();
      } else {
        const page = new DOMParser().parseFromString(request.responseText, "text/html");
        fail(place, page.querySelector("[role=alert]")?.textContent || form.dataset.broken);
      }
      resolve(queued);
    };
    request.onerror = () => {
      fail(place, form.dataset.broken);
      resolve(null);
    };
    request.send(body);
  });

const showRecent = async () => {
  const answer = await fetch(form.action);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById("recent");
  if (fresh) document.getElementById("recent").replaceWith(fresh);
};

// Many files that fit into one request go together: the service takes them even when this page is left.
const goTogether = (files) =>
  files.length > Number(form.dataset.most) && files.reduce((sum, file) => sum + file.size, 0) < LARGEST;

const sendAll = async (button) => {
  const files = [...input.files];
  const fields = [...new FormData(form)].filter(([name]) => name !== "files");
  fields.push([button.name, button.value]);
  const buttons = form.querySelectorAll("button");
  buttons.forEach((one) => { one.disabled = true; });
  list.replaceChildren();
  for (const [done, file] of files.entries()) {
    status.textContent = said("counted", { done, all: files.length });
    const queued = await sendOne(file, fields);
    if (queued && files.length === 1) {
      window.location.assign(queued);
      return;
    }
  }
  status.textContent = said("counted", { done: files.length, all: files.length });
  buttons.forEach((one) => { one.disabled = false; });
  await showRecent();
  form.reset();
  showChosen();
};

if (form) {
  const drop = form.querySelector(".drop");
  ["dragenter", "dragover"].forEach((kind) => drop.addEventListener(kind, (event) => {
    event.preventDefault();
    drop.classList.add("over");
  }));
  ["dragleave", "drop"].forEach((kind) => drop.addEventListener(kind, () => drop.classList.remove("over")));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    input.files = event.dataTransfer.files;
    showChosen();
  });
  input.addEventListener("change", showChosen);
  form.addEventListener("submit", (event) => {
    const button = event.submitter || form.querySelector("button");
    if (button.name === "send" && goTogether([...input.files])) return;
    event.preventDefault();
    sendAll(button);
  });
}
