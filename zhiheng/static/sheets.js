// Sampling sheets on a phone: what is typed, photographed and signed is kept on it at once, sent when there is a network,
// each under one key, so that it has one effect however often it is sent. Without a script they are ordinary forms.
(function () {
  "use strict";
  const bar = document.querySelector("[data-sheets]");
  if (!bar || !window.indexedDB || !window.fetch || !window.crypto) return;
  const said = bar.dataset, form = document.querySelector("form[data-sheet]"), UNSENT = ["waiting", "refused"];
  const SKIPPED = ["csrfmiddlewaretoken", "once", "photos", "signature"];

  // The store on the phone.
  const opened = new Promise((done, failed) => {
    const asked = indexedDB.open("zhiheng-sheets", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("sheets", { keyPath: "id" });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
  async function store(mode, act) {
    const database = await opened;
    return new Promise((done, failed) => {
      const whole = database.transaction("sheets", mode), asked = act(whole.objectStore("sheets"));
      whole.oncomplete = () => done(asked.result);
      whole.onerror = whole.onabort = () => failed(whole.error);
    });
  }
  const keep = (entry) => store("readwrite", (sheets) => sheets.put(entry));
  const drop = (id) => store("readwrite", (sheets) => sheets.delete(id));
  const own = async () => (await store("readonly", (sheets) => sheets.getAll())).filter((one) => one.officer === said.officer);
  function newKey() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  // What the network says: the token to send with; null without one, false when somebody has to sign in.
  async function standing() {
    try {
      const answer = await fetch(said.sheets, { headers: { Accept: "application/json" }, cache: "no-store", credentials: "same-origin" });
      if (!/json/.test(answer.headers.get("Content-Type"))) return answer.status < 500 ? false : null;
      const found = await answer.json();
      return found.officer === said.officer ? found.token : false;
    } catch (problem) { return null; }
  }
  // Sends one sheet; true when the server has answered for good.
  async function send(entry, token) {
    const body = new FormData();
    entry.pairs.forEach((pair) => body.append(pair[0], pair[1]));
    body.append("csrfmiddlewaretoken", token);
    entry.photos.forEach((photo, nth) => body.append("photos", photo, "photo-" + (nth + 1) + ".jpg"));
    if (entry.signature) body.append("signature", entry.signature, "signature.png");
    let answer;
    try {
      answer = await fetch(entry.url, { method: "POST", body: body, credentials: "same-origin",
        headers: { Accept: "application/json", "Idempotency-Key": entry.key } });
    } catch (problem) { return false; }
    const told = /json/.test(answer.headers.get("Content-Type")) ? await answer.json() : null;
    if (answer.ok && told && told.url) {
      await drop(entry.id);
      entry.state = "sent"; entry.url = told.url;
      return true;
    }
    if (answer.status >= 500 || answer.status === 403 || (answer.ok && !told)) return false;
    // Refused: nothing was done, so what is put right goes under another key.
    entry.state = "refused"; entry.key = newKey();
    entry.problems = (told && told.problems) || { "": [(told && told.detail) || said.gone] };
    await keep(entry);
    return true;
  }
  let sending = null;
  function sendAll() {
    if (!sending) sending = sendWaiting().then(() => { sending = null; }, () => { sending = null; });
    return sending;
  }
  async function sendWaiting() {
    const entries = (await own()).filter((one) => one.state === "waiting");
    const token = entries.length ? await standing() : null;
    if (token) for (const entry of entries) await send(entry, token);
    await show(entries.length && token === false);
  }

  // The bar: how many wait, and each of them.
  async function show(signedOut) {
    const unsent = (await own()).filter((one) => UNSENT.includes(one.state));
    bar.hidden = false;
    bar.querySelector("[data-number]").textContent = unsent.length;
    bar.classList.toggle("some", unsent.length > 0);
    bar.querySelector("[data-out]").hidden = !signedOut;
    const list = bar.querySelector("ul");
    list.textContent = "";
    unsent.forEach((one) => {
      const line = list.appendChild(document.createElement("li")), link = line.appendChild(document.createElement("a"));
      link.href = one.url; link.textContent = one.label;
      const state = line.appendChild(document.createElement("span"));
      state.textContent = one.state === "refused" ? said.refused : said.waiting;
      if (one.state === "refused") state.className = "refused";
    });
    document.querySelectorAll("[data-of]").forEach((card) => {
      const one = unsent.find((other) => other.id === card.dataset.of);
      card.textContent = one ? (one.state === "refused" ? said.refused : said.waiting) : "";
    });
  }

  // Pages and what they are made of, for a time without a network.
  async function keepPages() {
    if (!("serviceWorker" in navigator) || !window.caches || !navigator.onLine) return;
    await navigator.serviceWorker.register(said.worker, { scope: "/" });
    if (said.whole) await caches.delete("zhiheng-sheets");
    const cache = await caches.open("zhiheng-sheets");
    const parts = Array.from(document.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src]"), (one) => one.href || one.src);
    const pages = Array.from(document.querySelectorAll("a[data-keep]"), (one) => one.href);
    const form_script = said.script ? [said.script] : [];
    await Promise.all([location.href.split("#")[0], ...pages, ...parts, ...form_script].map(async (url) => {
      const answer = await fetch(url, { credentials: "same-origin" });
      if (answer.ok && !answer.redirected) await cache.put(url, answer);
    }));
    bar.querySelector("[data-ready]").hidden = false;
  }

  window.zhihengSheets = { said: said, SKIPPED: SKIPPED, own: own, keep: keep, drop: drop, newKey: newKey, sendAll: sendAll, form: form };
  window.addEventListener("online", sendAll);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) sendAll(); });
  setInterval(() => { if (navigator.onLine && bar.classList.contains("some")) sendAll(); }, 60000);
  bar.querySelector("[data-again]").addEventListener("click", sendAll);
  sendAll().then(() => show(false));
  keepPages().catch(() => {});
})();
