// What the pages do beyond htmx. Everything works without it; this makes it pleasanter.
"use strict";

// A form's token goes with what htmx sends.
document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector("input[name=csrf_token]");
  if (token) event.detail.headers["X-CSRFToken"] = token.value;
});
