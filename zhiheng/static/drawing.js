// A drawing as a PNG, painted on a canvas from what the browser shows. Without a script the SVG file is there.
(function () {
  "use strict";
  var SCALE = 2, MARGIN = 20, LEAST = 480;

  function number(element, name) { return parseFloat(element.getAttribute(name) || "0"); }

  function shape(element) {
    var path = new Path2D();
    switch (element.tagName) {
      case "rect": path.rect(number(element, "x"), number(element, "y"), number(element, "width"), number(element, "height")); break;
      case "circle": path.arc(number(element, "cx"), number(element, "cy"), number(element, "r"), 0, 2 * Math.PI); break;
      case "line": path.moveTo(number(element, "x1"), number(element, "y1")); path.lineTo(number(element, "x2"), number(element, "y2")); break;
      default: return new Path2D(element.getAttribute("d"));
    }
    return path;
  }

  function paint(pen, element) {
    var style = getComputedStyle(element);
    if (element.tagName === "text") {
      pen.font = style.fontStyle + " " + style.fontWeight + " " + style.fontSize + " " + style.fontFamily;
      pen.textAlign = { start: "left", middle: "center", end: "right" }[style.textAnchor];
      if (style.stroke !== "none") {
        pen.strokeStyle = style.stroke;
        pen.lineWidth = parseFloat(style.strokeWidth);
        pen.lineJoin = "round";
        pen.strokeText(element.textContent, number(element, "x"), number(element, "y"));
      }
      pen.fillStyle = style.fill;
      pen.fillText(element.textContent, number(element, "x"), number(element, "y"));
      return;
    }
    var path = shape(element);
    if (style.fill !== "none" && element.tagName !== "line") { pen.fillStyle = style.fill; pen.fill(path); }
    if (style.stroke !== "none") {
      pen.strokeStyle = style.stroke;
      pen.lineWidth = parseFloat(style.strokeWidth);
      pen.setLineDash(style.strokeDasharray === "none" ? [] : style.strokeDasharray.split(/[ ,]+/).map(parseFloat));
      pen.stroke(path);
      pen.setLineDash([]);
    }
  }

  // Words on lines of at most a width: a Chinese sentence breaks anywhere, a Latin word nowhere.
  function folded(pen, text, width) {
    var lines = [""];
    (text.match(/[\u2e80-\uffef]|[^\s\u2e80-\uffef]+\s*|\s+/g) || []).forEach(function (piece) {
      if (pen.measureText(lines[lines.length - 1] + piece).width > width) lines.push("");
      lines[lines.length - 1] += piece;
    });
    return lines;
  }

  function painted(figure) {
    var svg = figure.querySelector("svg"), box = svg.viewBox.baseVal;
    var canvas = document.createElement("canvas"), pen = canvas.getContext("2d");
    var family = getComputedStyle(figure).fontFamily, width = Math.max(box.width, LEAST), y = MARGIN, head = [];
    Array.prototype.forEach.call(figure.querySelectorAll("[data-told]"), function (element) {
      var title = element.dataset.told === "title", size = title ? 19 : 14;
      pen.font = (title ? "600 " : "") + size + "px " + family;
      folded(pen, element.textContent.trim().replace(/\s+/g, " "), width).forEach(function (line) {
        y += size * 1.45;
        head.push({ font: pen.font, text: line, y: y, colour: title ? "#1B2733" : "#46525F" });
      });
    });
    canvas.width = (width + 2 * MARGIN) * SCALE;
    canvas.height = (y + box.height + 2 * MARGIN) * SCALE;
    pen.scale(SCALE, SCALE);
    pen.fillStyle = "#FFFFFF";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    head.forEach(function (line) { pen.font = line.font; pen.fillStyle = line.colour; pen.fillText(line.text, MARGIN, line.y); });
    pen.translate(MARGIN, y + MARGIN / 2);
    Array.prototype.forEach.call(svg.querySelectorAll("rect, line, circle, path, text"), function (element) { paint(pen, element); });
    return canvas;
  }

  Array.prototype.forEach.call(document.querySelectorAll("[data-png]"), function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      painted(button.closest("figure")).toBlob(function (blob) {
        var link = document.createElement("a");
        link.href = URL.createObjectURL(blob);
        link.download = button.dataset.png;
        link.click();
        setTimeout(function () { URL.revokeObjectURL(link.href); }, 10000);
      });
    });
  });
})();
