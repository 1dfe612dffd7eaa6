// The end of a session: a warning before, and at the end what was typed is kept and the page is left. Asks nothing
// of the server on its own, so that an open page keeps nobody signed in.
(function () {
  "use strict";
  var box = document.querySelector("[data-idle]");
  if (!box) return;
  var idle = Number(box.dataset.idle) * 1000, warn = Number(box.dataset.warn) * 1000;
  var left = box.querySelector("[data-left]"), seen = 0, over = false, typed = null;
  // Every tab of the browser has the same session: what one of them asks counts for all.
  function touch() {
    seen = Date.now();
    try { localStorage.setItem("zhiheng-seen", String(seen)); } catch (error) { /* each tab then counts for itself */ }
  }
  window.addEventListener("storage", function (event) {
    if (event.key === "zhiheng-seen") seen = Math.max(seen, Number(event.newValue) || 0);
  });
  document.addEventListener("htmx:afterRequest", touch);
  document.addEventListener("input", function (event) {
    var form = event.target.form;
    if (form && form.method === "post") typed = form;
  });
  document.addEventListener("submit", function () { typed = null; });
  function leave() {
    var here = location.pathname + location.search;
    location.href = box.dataset.leave + "?next=" + encodeURIComponent(here);
  }
  function end() {
    // Without a network there is no sign-in page to go to, and what is on the screen would be gone.
    if (!navigator.onLine) return;
    over = true;
    if (!typed) return leave();
    var to = new URL(typed.getAttribute("action") || location.href, location.href);
    var query = "?path=" + encodeURIComponent(to.pathname + to.search) +
      "&page=" + encodeURIComponent(location.pathname + location.search);
    fetch(box.dataset.keep + query, { method: "POST", body: new FormData(typed), credentials: "same-origin" })
      // What cannot be kept stays on the screen.
      .then(function (answer) { if (answer.ok) leave(); }, function () {});
  }
  function look() {
    if (over) return;
    var rest = seen + idle - Date.now();
    if (rest <= 0) return end();
    var show = rest <= warn;
    if (show) left.textContent = Math.floor(rest / 60000) + ":" + ("0" + Math.floor(rest / 1000) % 60).slice(-2);
    if (show && box.hidden) { box.hidden = false; box.querySelector("[data-stay]").focus(); }
    if (!show) box.hidden = true;
  }
  box.querySelector("[data-stay]").addEventListener("click", function (event) {
    event.preventDefault();
    fetch(this.href, { credentials: "same-origin", cache: "no-store" })
      .then(function (answer) { return answer.json(); })
      .then(function (said) { if (said.seconds) { touch(); look(); } else { end(); } });
  });
  touch();
  setInterval(look, 1000);
  document.addEventListener("visibilitychange", look);
})();
