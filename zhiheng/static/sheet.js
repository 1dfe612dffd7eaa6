// One sampling sheet: kept with every touch, photographs made small, a signature on the glass.
(function () {
  "use strict";
  const sheets = window.zhihengSheets, form = sheets && sheets.form;
  if (!form) return;
  const said = sheets.said, limit = Number(form.dataset.largest), most = Number(form.dataset.photos);
  const glass = form.querySelector("canvas"), pen = glass.getContext("2d"), shelf = form.querySelector("[data-shelf]");
  let entry = { id: form.dataset.sheet, officer: said.officer, url: form.dataset.url, label: form.dataset.label,
    state: "draft", key: sheets.newKey(), photos: [], signature: null, problems: {}, pairs: [] };

  function pairsOf() {
    return Array.from(new FormData(form).entries()).filter((pair) => !sheets.SKIPPED.includes(pair[0]) && typeof pair[1] === "string");
  }
  let asked = 0;
  async function save(changed) {
    const now_said = pairsOf();
    if (entry.state === "waiting" && (changed || JSON.stringify(now_said) !== JSON.stringify(entry.pairs))) {
      entry.state = "draft"; entry.key = sheets.newKey();  // what was sent under the old key was something else
    }
    entry.pairs = now_said;
    await sheets.keep(entry);
    const now = new Date(), time = now.toTimeString().slice(0, 5);
    form.querySelector("[data-saved]").textContent = said.saved + " " + time;
  }
  function soon() { clearTimeout(asked); asked = setTimeout(() => { asked = 0; save(); }, 300); }

  // The three ways in which a visit ends ask for different things.
  function choose() {
    const way = (form.querySelector("[name=way]:checked") || {}).value;
    form.querySelectorAll("[data-way]").forEach((part) => {
      const off = part.dataset.way.split(" ").indexOf(way) < 0;
      part.hidden = off; part.disabled = off;
    });
  }

  // Photographs.
  function read(blob) {
    return new Promise((done, failed) => {
      const reader = new FileReader();
      reader.onload = () => done(reader.result);
      reader.onerror = () => failed(reader.error);
      reader.readAsDataURL(blob);
    });
  }
  function picture(address) {
    return new Promise((done, failed) => {
      const image = new Image();
      image.onload = () => done(image);
      image.onerror = failed;
      image.src = address;
    });
  }
  async function shrunk(file) {
    const image = await picture(await read(file)), canvas = document.createElement("canvas");
    for (let side = 1600; side > 200; side = Math.round(side * 0.75)) {
      const scale = Math.min(1, side / Math.max(image.naturalWidth, image.naturalHeight));
      canvas.width = Math.max(1, Math.round(image.naturalWidth * scale));
      canvas.height = Math.max(1, Math.round(image.naturalHeight * scale));
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      for (const quality of [0.82, 0.65]) {
        const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
        if (blob.size <= limit) return blob;
      }
    }
    throw new Error("too large");
  }
  async function showPhotos() {
    shelf.textContent = "";
    for (const photo of entry.photos) {
      const box = shelf.appendChild(document.createElement("li")), image = box.appendChild(new Image());
      image.alt = said.photo + " " + (entry.photos.indexOf(photo) + 1);
      image.src = await read(photo);
      const size = box.appendChild(document.createElement("span"));
      size.textContent = Math.ceil(photo.size / 1024) + " KB";
      const away = box.appendChild(document.createElement("button"));
      away.type = "button"; away.className = "btn"; away.textContent = said.remove;
      away.addEventListener("click", () => { entry.photos = entry.photos.filter((one) => one !== photo); showPhotos(); save(true); });
    }
  }
  const camera = form.querySelector("[name=photos]");
  camera.addEventListener("change", async () => {
    const taken = Array.from(camera.files);
    camera.value = "";
    for (const file of taken.slice(0, most - entry.photos.length)) {
      try { entry.photos.push(await shrunk(file)); } catch (problem) { tell({ photos: [said.unreadable] }); }
    }
    await showPhotos();
    await save(true);
  });

  // The signature.
  let at = null;
  function place(event) {
    const box = glass.getBoundingClientRect();
    return { x: (event.clientX - box.left) * glass.width / box.width, y: (event.clientY - box.top) * glass.height / box.height };
  }
  function clean() {
    pen.fillStyle = "#fff"; pen.fillRect(0, 0, glass.width, glass.height);
    pen.lineWidth = 4; pen.lineCap = pen.lineJoin = "round"; pen.strokeStyle = "#111";
  }
  glass.addEventListener("pointerdown", (event) => { at = place(event); glass.setPointerCapture(event.pointerId); });
  glass.addEventListener("pointermove", (event) => {
    if (!at) return;
    const to = place(event);
    pen.beginPath(); pen.moveTo(at.x, at.y); pen.lineTo(to.x, to.y); pen.stroke();
    at = to;
  });
  ["pointerup", "pointercancel"].forEach((end) => glass.addEventListener(end, () => {
    if (!at) return;
    at = null;
    glass.toBlob((blob) => { entry.signature = blob; save(true).then(() => { glass.dataset.kept = "yes"; }); }, "image/png");
  }));
  form.querySelector("[data-again-sign]").addEventListener("click", () => { clean(); entry.signature = null; delete glass.dataset.kept; save(true); });

  // What the server said, beside each field.
  function tell(problems) {
    form.querySelectorAll("[data-told]").forEach((old) => old.remove());
    const general = form.querySelector("[data-general]");
    general.textContent = (problems[""] || []).join(" ");
    general.hidden = !general.textContent;
    Object.keys(problems).filter((name) => name).forEach((name) => {
      const fields = Array.from(form.querySelectorAll("[name='" + name + "']"));
      const field = fields.find((one) => !one.matches(":disabled")) || fields[0];
      const line = document.createElement("p");
      line.className = "field-error"; line.dataset.told = ""; line.textContent = problems[name].join(" ");
      if (field) field.closest(".field").insertBefore(line, field.closest(".field").querySelector("label + *"));
      else general.parentNode.insertBefore(line, general);
    });
    const first = form.querySelector("[data-told]") || (general.hidden ? null : general);
    if (first) first.scrollIntoView({ block: "center" });
  }

  form.addEventListener("input", soon);
  form.addEventListener("change", () => { choose(); soon(); });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    clearTimeout(asked); asked = 0;
    const button = form.querySelector("[type=submit]");
    button.disabled = true;
    await save();
    entry.state = "waiting";
    await sheets.keep(entry);
    await sheets.sendAll();
    const left = (await sheets.own()).find((one) => one.id === entry.id);
    button.disabled = false;
    if (left && left.state === "refused") { entry = left; tell(entry.problems); return; }
    location.assign(left ? said.sheets : said.done);
  });
  window.addEventListener("pagehide", () => { if (asked) save(); });

  async function begin() {
    form.querySelectorAll("[data-script]").forEach((part) => { part.hidden = false; });
    form.querySelectorAll("[data-plain]").forEach((part) => { part.remove(); });
    clean();
    const kept = (await sheets.own()).find((one) => one.id === entry.id);
    if (kept) {
      entry = kept;
      entry.pairs.filter((pair) => pair[0] !== "version").forEach((pair) => {
        form.querySelectorAll("[name='" + pair[0] + "']").forEach((field) => {
          if (field.type === "radio") field.checked = field.value === pair[1]; else field.value = pair[1];
        });
      });
      if (entry.signature) pen.drawImage(await picture(await read(entry.signature)), 0, 0);
      tell(entry.state === "refused" ? entry.problems : {});
    }
    choose();
    await showPhotos();
    form.dataset.ready = "yes";
  }
  begin();
})();
