// A block copied in Excel or WPS and pasted into a cell of a grid fills the cells right of it and below it.
(function () {
  "use strict";
  function cellsOf(row) {
    return Array.from(row.querySelectorAll("textarea, input[type=text], input[type=date]"));
  }
  // Rows of tab-separated cells; a cell with a line end or a tab in it stands in quotation marks.
  function rowsOf(text) {
    var rows = [[]], pattern = /("(?:[^"]|"")*"(?=[\t\n]|$)|[^\t\n]*)(\t|\n|$)/g, found;
    text = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
    while ((found = pattern.exec(text))) {
      var cell = found[1];
      var quoted = cell.charAt(0) === '"' && /[\t\n]/.test(cell);
      rows[rows.length - 1].push(quoted ? cell.slice(1, -1).replace(/""/g, '"') : cell);
      if (found[2] === "\n") rows.push([]);
      if (!found[2]) break;
    }
    return rows;
  }
  document.querySelectorAll("[data-grid]").forEach(function (table) {
    table.addEventListener("paste", function (event) {
      var text = (event.clipboardData || { getData: function () { return ""; } }).getData("text/plain");
      var rows = Array.from(table.querySelectorAll("tbody tr"));
      var top = rows.indexOf(event.target.closest("tr"));
      var left = top < 0 ? -1 : cellsOf(rows[top]).indexOf(event.target);
      if (left < 0 || !/[\t\n]/.test(text.replace(/\r?\n$/, ""))) return;
      event.preventDefault();
      var lost = 0;
      rowsOf(text).forEach(function (values, down) {
        var cells = rows[top + down] ? cellsOf(rows[top + down]) : [];
        values.forEach(function (value, right) {
          var cell = cells[left + right];
          if (!cell) lost += value.trim() ? 1 : 0;
          else {
            cell.value = value.trim();
            cell.dispatchEvent(new Event("input", { bubbles: true }));
          }
        });
      });
      var told = document.querySelector("[data-grid-lost]");
      if (told) {
        told.hidden = !lost;
        told.querySelector("output").textContent = lost;
      }
    });
  });
})();
