// Small helpers; every page works without them.
(function () {
  "use strict";
  // The summary of a form's errors is read first.
  var summary = document.querySelector("[data-focus]");
  if (summary) summary.focus();
  // Buttons that need a script stay hidden until one runs.
  document.querySelectorAll("[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });
  // Suggestions close with Escape and when the reader goes elsewhere.
  var box = document.getElementById("search-suggestions");
  if (!box) return;
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape" && box.innerHTML) { box.innerHTML = ""; document.getElementById("site-search").focus(); }
  });
  document.addEventListener("focusin", function (event) {
    if (!event.target.closest(".search")) box.innerHTML = "";
  });
  document.addEventListener("click", function (event) {
    if (!event.target.closest(".search")) box.innerHTML = "";
  });
})();
