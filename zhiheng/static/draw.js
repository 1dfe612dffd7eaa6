// The page of a draw: a body makes its 32 random bytes here, keeps them, and sends their SM3 alone. GB/T 32905-2016.
"use strict";

function sm3(text) {
  const left = (x, n) => (x << (n % 32)) | (x >>> ((32 - (n % 32)) % 32));
  const bytes = new TextEncoder().encode(text);
  const length = ((bytes.length + 9 + 63) >> 6) << 6;
  const padded = new DataView(new ArrayBuffer(length));
  bytes.forEach((byte, place) => padded.setUint8(place, byte));
  padded.setUint8(bytes.length, 0x80);
  padded.setUint32(length - 4, bytes.length * 8);
  let v = [0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e];
  for (let block = 0; block < length; block += 64) {
    const w = [];
    for (let j = 0; j < 68; j += 1) {
      if (j < 16) { w.push(padded.getUint32(block + j * 4)); continue; }
      const x = w[j - 16] ^ w[j - 9] ^ left(w[j - 3], 15);
      w.push(x ^ left(x, 15) ^ left(x, 23) ^ left(w[j - 13], 7) ^ w[j - 6]);
    }
    let [a, b, c, d, e, f, g, h] = v;
    for (let j = 0; j < 64; j += 1) {
      const ss1 = left((left(a, 12) + e + left(j < 16 ? 0x79cc4519 : 0x7a879d8a, j)) | 0, 7);
      const ff = j < 16 ? a ^ b ^ c : (a & b) | (a & c) | (b & c);
      const gg = j < 16 ? e ^ f ^ g : (e & f) | (~e & g);
      const tt1 = (ff + d + (ss1 ^ left(a, 12)) + (w[j] ^ w[j + 4])) | 0;
      const tt2 = (gg + h + ss1 + w[j]) | 0;
      [d, c, b, a] = [c, left(b, 9), a, tt1];
      [h, g, f, e] = [g, left(f, 19), e, tt2 ^ left(tt2, 9) ^ left(tt2, 17)];
    }
    v = [a, b, c, d, e, f, g, h].map((x, place) => x ^ v[place]);
  }
  return v.map((x) => (x >>> 0).toString(16).padStart(8, "0")).join("");
}

if (typeof document !== "undefined") {
  const box = document.querySelector("[data-draw]");
  if (box) {
    box.hidden = false;
    box.querySelector("button").addEventListener("click", () => {
      const random = crypto.getRandomValues(new Uint8Array(32));
      const secret = Array.from(random, (byte) => byte.toString(16).padStart(2, "0")).join("");
      const told = [box.dataset.algorithm, box.dataset.frozen, box.dataset.party, secret].join("\n");
      document.getElementById(box.dataset.draw).value = sm3(told);
      const kept = box.querySelector("a");
      kept.href = URL.createObjectURL(new Blob([secret + "\n"], { type: "text/plain" }));
      kept.download = `${box.dataset.name}.txt`;
      box.querySelector("output").value = secret;
      box.querySelector("p[hidden]").hidden = false;
    });
  }
}
