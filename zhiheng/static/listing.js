// Counts what is selected in a list, and selects a page at once; without it the boxes work as they stand.
(function () {
  "use strict";
  document.querySelectorAll("[data-list]").forEach(function (form) {
    var rows = Array.from(form.querySelectorAll("[name=row]"));
    var page = form.querySelector("[data-page]");
    var all = form.querySelector("[name=all]");
    var count = form.querySelector("[data-count]");
    function tell() {
      var chosen = rows.filter(function (box) { return box.checked; }).length;
      count.querySelector("output").textContent = all && all.checked ? all.value.split("-")[0] : chosen;
      page.checked = chosen === rows.length;
      page.indeterminate = chosen > 0 && chosen < rows.length;
    }
    page.hidden = count.hidden = false;
    form.addEventListener("change", function (event) {
      if (event.target === page || event.target === all) {
        rows.forEach(function (box) { box.checked = event.target.checked; });
      }
      if (all && event.target !== all && !event.target.checked && event.target.type === "checkbox") all.checked = false;
      tell();
    });
    form.addEventListener("reset", function () { window.setTimeout(tell); });
    tell();
  });
})();
