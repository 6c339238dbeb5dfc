// Old hosts first: plain ES5, as Internet Explorer inside Excel (Trident) reads it; it never runs the modules.
(function () {
  "use strict";
  var PATIENCE = 15000; // ms until a pane that has not started is given up

  function sendAway() {
    document.documentElement.className = "old";
    /** @type {HTMLElement} */ (document.getElementById("old")).removeAttribute("hidden");
    /** @type {HTMLElement} */ (document.getElementById("pane")).setAttribute("hidden", "hidden");
  }

  function hasStarted() {
    return document.documentElement.className === "started";
  }

  function begin() {
    if (/Trident|MSIE/.test(navigator.userAgent) || typeof Office === "undefined") {
      sendAway();
      return;
    }
    setTimeout(function () {
      if (!hasStarted()) {
        sendAway();
      }
    }, PATIENCE);
  }

  document.addEventListener("DOMContentLoaded", begin);
})();
