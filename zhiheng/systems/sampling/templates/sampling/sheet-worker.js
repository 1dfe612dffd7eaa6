// Keeps the sampling sheets readable without a network. Everything else passes by.
"use strict";
const KEPT = "zhiheng-sheets", SLOW = 4000, SHEETS = /^(\/en)?\/sampling\/sheet\//;
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const request = event.request, url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  // Who signs out leaves no page behind; what waits to be sent stays, for its officer alone.
  if (request.method === "POST" && url.pathname.endsWith("/logout/")) event.waitUntil(caches.delete(KEPT));
  if (request.method !== "GET") return;
  const page = request.mode === "navigate" && SHEETS.test(url.pathname);
  const part = request.referrer && SHEETS.test(new URL(request.referrer).pathname) && url.pathname.startsWith("/static/");
  if (page || part) event.respondWith(newest(request));
});
// What the server says; what was kept when there is no network, or one that hardly moves.
async function newest(request) {
  const kept = await caches.match(request.url, { ignoreVary: true });
  if (!kept) return fetch(request);
  const late = new Promise((done) => setTimeout(() => done(kept), SLOW));
  return Promise.race([fetch(request).catch(() => kept), late]);
}
