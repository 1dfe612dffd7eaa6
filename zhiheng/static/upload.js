// A file dropped anywhere on the field is chosen, as it is when dropped on the button itself.
(function () {
  "use strict";
  var field = document.querySelector(".drop");
  var input = field && field.querySelector("input[type=file]");
  if (!input) return;
  field.addEventListener("dragover", function (event) {
    event.preventDefault();
    field.classList.add("over");
  });
  field.addEventListener("dragleave", function () { field.classList.remove("over"); });
  field.addEventListener("drop", function (event) {
    event.preventDefault();
    field.classList.remove("over");
    if (event.dataTransfer.files.length) input.files = event.dataTransfer.files;
  });
})();
