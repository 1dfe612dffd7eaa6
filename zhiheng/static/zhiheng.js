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
  // A link to a closed group opens it, and paper shows all of them.
  function openGroup() {
    var group = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (group && group.tagName === "DETAILS") group.open = true;
  }
  window.addEventListener("hashchange", openGroup);
  openGroup();
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details").forEach(function (group) { group.open = true; });
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
