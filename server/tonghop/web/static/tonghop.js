// What the pages do beyond htmx. Everything works without it; this makes it pleasanter.
"use strict";

// A form's token goes with what htmx sends.
document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector("input[name=csrf_token]");
  if (token) event.detail.headers["X-CSRFToken"] = token.value;
});

// An open menu closes by Escape, and when something beside it is pressed.
const closeMenus = (except) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(except)) menu.open = false;
};
document.addEventListener("click", (event) => closeMenus(event.target));
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && event.target.closest("details.menu[open]");
  if (!menu) return;
  menu.querySelector("summary").focus();
  closeMenus(null);
});

// What is to be pasted elsewhere is copied by a button; without one it is selected and copied by hand.
for (const button of document.querySelectorAll("button[data-copies]")) {
  const source = document.getElementById(button.dataset.copies);
  const told = document.getElementById(`${button.dataset.copies}-copied`);
  button.hidden = false;
  button.addEventListener("click", async () => {
    source.select();
    try {
      await navigator.clipboard.writeText(source.value);
      told.hidden = false;
    } catch {
      source.focus(); // The browser forbids it: it is selected, for Ctrl+C.
    }
  });
}
